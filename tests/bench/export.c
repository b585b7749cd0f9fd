/* Export: writing CSV; see the header. */
#include "bench/export.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT_ROOM ((size_t)1 << 20)
#define EXPORT_FIELD_MAX 32u /* of numbers, instants and names of tiers */

struct export_file {
    char path[4096];
    FILE *file;
    char *text; /* EXPORT_ROOM */
    size_t size;
};

static void export_fail(const struct export_file *file) {
    fprintf(stderr, "bench: %s cannot be written\n", file->path);
    exit(2);
}

static void export_flush(struct export_file *file) {
    if (fwrite(file->text, 1, file->size, file->file) != file->size) export_fail(file);
    file->size = 0;
}

static struct export_file export_open(const char *folder, const char *name) {
    struct export_file file = {.text = workload_allocate(EXPORT_ROOM, 1)};
    snprintf(file.path, sizeof file.path, "%s/%s", folder, name);
    file.file = fopen(file.path, "wb");
    if (!file.file) export_fail(&file);
    return file;
}

static void export_close(struct export_file *file) {
    export_flush(file);
    if (fclose(file->file) != 0) export_fail(file);
    free(file->text);
}

static void export_text(struct export_file *file, const char *text) {
    size_t size = strlen(text);
    if (EXPORT_ROOM - file->size < size + EXPORT_FIELD_MAX) export_flush(file);
    memcpy(file->text + file->size, text, size);
    file->size += size;
}

static void export_number(struct export_file *file, uint64_t number, const char *end) {
    char digits[EXPORT_FIELD_MAX];
    size_t at = sizeof digits - 1;
    digits[at] = '\0';
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    export_text(file, digits + at);
    export_text(file, end);
}

/* Nothing for nobody. */
static void export_member(struct export_file *file, uint32_t member, const char *end) {
    if (member == WORKLOAD_NOBODY) {
        export_text(file, end);
    } else {
        export_number(file, workload_id(member), end);
    }
}

static void export_members(const char *folder, const struct workload_forest *forest) {
    static const char *const tiers[] = {
        [WORKLOAD_NORMAL] = "normal",
        [WORKLOAD_GOLD] = "gold",
        [WORKLOAD_SENIOR_GOLD] = "senior_gold",
    };
    struct export_file members = export_open(folder, "members.csv");
    struct export_file leaders = export_open(folder, "leaders.csv");
    uint32_t *leader_of_each = workload_leader_of_each(forest);
    export_text(&members, "member,inviter,tier,at\n");
    export_text(&leaders, "member,inviter,tier,leader\n");
    for (uint32_t i = 0; i < forest->count; i++) {
        export_member(&members, i, ",");
        export_member(&members, forest->inviters[i], ",");
        export_text(&members, tiers[forest->tiers[i]]);
        export_text(&members, ",\n");
        export_member(&leaders, i, ",");
        export_member(&leaders, forest->inviters[i], ",");
        export_number(&leaders, forest->tiers[i], ",");
        export_member(&leaders, leader_of_each[i], "\n");
    }
    free(leader_of_each);
    export_close(&members);
    export_close(&leaders);
}

static void export_amount(struct export_file *file, int64_t amount, const char *end) {
    char text[FENRUN_TEXT_SIZE];
    fenrun_amount_format(text, amount, 2);
    export_text(file, text);
    export_text(file, end);
}

static void export_orders(const char *folder, const struct columns_orders *orders) {
    struct export_file file = export_open(folder, "orders.csv");
    export_text(&file, "order,at,seller,price,profit\n");
    for (size_t i = 0; i < orders->count; i++) {
        char at[FENRUN_TEXT_SIZE];
        fenrun_time_format(at, orders->at[i]);
        export_number(&file, orders->ids[i], ",");
        export_text(&file, at);
        export_text(&file, ",");
        export_number(&file, orders->sellers[i], ",");
        export_amount(&file, orders->prices[i], ",");
        export_amount(&file, orders->profits[i], "\n");
    }
    export_close(&file);
}

static void export_totals(const char *folder, const struct columns_totals *totals) {
    struct export_file file = export_open(folder, "totals.csv");
    export_text(&file, "payee,award,amount\n");
    for (uint32_t award = 0; award < COLUMNS_AWARDS; award++) {
        for (uint32_t i = 0; i < totals->member_count; i++) {
            int64_t amount = totals->awards[award][i];
            if (amount == 0) continue;
            export_member(&file, i, ",");
            export_number(&file, award, ",");
            export_number(&file, (uint64_t)amount, "\n");
        }
    }
    export_close(&file);
}

void export_write(const char *folder, const struct workload_forest *forest,
                  const struct columns_orders *orders, const struct columns_totals *totals) {
    export_members(folder, forest);
    export_orders(folder, orders);
    export_totals(folder, totals);
}
