/* Playbill: see the header. */
#include "unit/playbill.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

const char playbill_rules[] =
    "fenrun: 1\n"                                                        /* 1 */
    "name: shop\n"
    "currency: CNY\n"
    "rounding: half_even\n"
    "tiers: [normal, gold]\n"                                            /* 5 */
    "team_leaders: [gold]\n"
    "periods: [month]\n"
    "labels: { core: { review: month, rank: own_sales in month, top: 1 } }\n"
    "order: { roles: [seller, buyer], amounts: [price], counts: [pieces],\n"
    "         require: { price: 0.01..1000.00 } }\n"                     /* 10 */
    "join: { amounts: [fee] }\n"
    "events: { group: { roles: [organiser], counts: [size] } }\n"
    "awards:\n"
    "  commission: { event: order, to: seller,\n"                        /* 14 */
    "                pay: { normal: 10% of price, gold: 20% of price } }\n"
    "  team: { event: order, to: seller.leader, pay: 5% of price }\n"    /* 16 */
    "  welcome: { event: join, to: newcomer.inviter, pay: 20.00, unit: coupon }\n"
    "  reward: { event: group, to: organiser, when: { organiser: gold },\n" /* 18 */
    "            pay: 1.00 per size, hold: 7 days }\n"
    "promotions:\n"                                                      /* 20 */
    "  review: at_once\n"
    "  gold:\n"
    "    - { direct_invites: 3 }\n"
    "    - { own_sales: 500.00 }\n";

const char playbill_head[] = "rules: shop.yaml\n"
                             "members: { A: gold, B: { inviter: A }, C: { inviter: B } }\n"
                             "tests:\n";

void playbill_init(struct playbill *playbill) {
    memset(playbill, 0, sizeof *playbill);
    playbill_add(playbill, "shop.yaml", playbill_rules);
}

void playbill_add(struct playbill *playbill, const char *path, const char *text) {
    assert_true(playbill->count < 8);
    playbill->paths[playbill->count] = path;
    playbill->texts[playbill->count++] = text;
}

static const char *playbill_read(void *context, const char *path, size_t *size) {
    const struct playbill *playbill = context;
    for (size_t i = 0; i < playbill->count; i++) {
        if (strcmp(playbill->paths[i], path) != 0) continue;
        *size = strlen(playbill->texts[i]);
        return playbill->texts[i];
    }
    return NULL;
}

static int32_t playbill_write(void *context, const char *path, const char *text, size_t size) {
    struct playbill *playbill = context;
    assert_string_equal(path, "a.test.yaml");
    assert_true(size < sizeof playbill->written);
    memcpy(playbill->written, text, size);
    playbill->written[size] = '\0';
    return 0;
}

static int32_t playbill_run_text(struct playbill *playbill, const char *text) {
    const char *path = "a.test.yaml";
    struct fenrun__memory memory;
    struct fenrun__writer report;
    fenrun__memory_init(&memory, playbill->allocator);
    fenrun__writer_init(&report, &memory);
    playbill_add(playbill, path, text);
    const struct fenrun__runner runner = {
        .memory = &memory,
        .shelf = {.read = playbill_read,
                  .write = playbill->update ? playbill_write : NULL,
                  .context = playbill},
        .format = playbill->format,
        .coverage = playbill->coverage,
        .only = playbill->only};
    int32_t code = fenrun__runner_run(&runner, &path, 1, &playbill->summary, &report);
    assert_true(report.size < sizeof playbill->report);
    if (report.size > 0) memcpy(playbill->report, report.bytes, report.size);
    playbill->report[report.size] = '\0';
    fenrun__writer_free(&report);
    assert_int_equal(memory.bytes, 0);
    playbill->count--;
    return code;
}

int32_t playbill_run(struct playbill *playbill, const char *tests) {
    char text[8192];
    snprintf(text, sizeof text, "%s%s", playbill_head, tests);
    return playbill_run_text(playbill, text);
}

void playbill_expect(const char *text, int32_t code, const char *report) {
    struct playbill *playbill = malloc(sizeof *playbill);
    assert_non_null(playbill);
    playbill_init(playbill);
    int32_t found = playbill_run_text(playbill, text);
    assert_string_equal(playbill->report, report);
    assert_int_equal(found, code);
    free(playbill);
}

void playbill_fails(const char *tests, const char *report) {
    struct playbill *playbill = malloc(sizeof *playbill);
    assert_non_null(playbill);
    playbill_init(playbill);
    int32_t code = playbill_run(playbill, tests);
    assert_int_equal(code, FENRUN_FOUND);
    char *end = strstr(playbill->report, "\n\n");
    assert_non_null(end);
    end[1] = '\0';
    assert_string_equal(playbill->report, report);
    free(playbill);
}

void playbill_passes(const char *tests) {
    struct playbill *playbill = malloc(sizeof *playbill);
    assert_non_null(playbill);
    playbill_init(playbill);
    int32_t code = playbill_run(playbill, tests);
    if (code != FENRUN_OK) fail_msg("%s", playbill->report);
    assert_true(playbill->summary.test_count > 0);
    free(playbill);
}

void playbill_becomes(const char *tests, const char *after) {
    struct playbill *playbill = malloc(sizeof *playbill);
    assert_non_null(playbill);
    playbill_init(playbill);
    playbill->update = true;
    int32_t code = playbill_run(playbill, tests);
    if (code != FENRUN_OK) fail_msg("%s", playbill->report);
    assert_memory_equal(playbill->written, playbill_head, strlen(playbill_head));
    assert_string_equal(playbill->written + strlen(playbill_head), after);
    /* What was written passes, and stays as it is. */
    memset(playbill->written, 0, sizeof playbill->written);
    playbill->count = 1;
    assert_int_equal(playbill_run(playbill, after), FENRUN_OK);
    assert_string_equal(playbill->written, "");
    free(playbill);
}
