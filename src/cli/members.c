/* Members: one growing array of rows beside one of their places. */
#include "cli/members.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cli/messages.h"

struct members_place {
    uint32_t input;
    uint32_t line;
};

struct members_list {
    fenrun_member *rows;
    struct members_place *places;
    size_t count;
    size_t capacity;
};

static int members_grow(struct members_list *list) {
    if (list->count < list->capacity) return FENRUN__EXIT_FINE;
    size_t capacity = list->capacity ? list->capacity + list->capacity / 2 : 1024;
    fenrun_member *rows = realloc(list->rows, capacity * sizeof *rows);
    if (rows) list->rows = rows;
    struct members_place *places = rows ? realloc(list->places, capacity * sizeof *places) : NULL;
    if (!places) return fenrun__report(FENRUN__EXIT_SYSTEM, "fenrun: out of memory");
    list->places = places;
    list->capacity = capacity;
    return FENRUN__EXIT_FINE;
}

static int members_read(struct members_list *list, struct fenrun__input *input, uint32_t index) {
    for (;;) {
        bool found;
        int code = fenrun__input_next(input, &found);
        if (code || !found) return code;
        code = members_grow(list);
        if (!code) code = fenrun__input_member(input, &list->rows[list->count]);
        if (code) return code;
        uint64_t line = input->csv.row_line;
        list->places[list->count] =
            (struct members_place){index, line < UINT32_MAX ? (uint32_t)line : UINT32_MAX};
        list->count++;
    }
}

/* The first row from `from` on that is about the member; else the count. */
static size_t members_find(const struct members_list *list, uint64_t member, size_t from) {
    size_t i = from;
    while (i < list->count && list->rows[i].id != member) i++;
    return i;
}

static int members_refuse(const struct members_list *list, const struct fenrun__input *inputs,
                          const fenrun_error *error) {
    const struct fenrun__names *names = inputs[0].names;
    char message[FENRUN__MESSAGE_SIZE];
    fenrun__message_name(message, names, fenrun__message_text(error));
    size_t row = members_find(list, error->item, 0);
    if (row == list->count)
        return fenrun__report(fenrun__message_exit(error->code), "fenrun: %s", message);
    struct members_place first = list->places[row];
    bool always = list->rows[row].at == FENRUN_TIME_MIN;
    const char *hint =
        error->code == FENRUN_ERROR_NOT_JOINED && always ? "; an empty at means: since ever" : "";
    if (error->code != FENRUN_ERROR_MEMBER_EXISTS)
        return fenrun__report(fenrun__message_exit(error->code), "%s:%" PRIu32 ": %s%s",
                              inputs[first.input].csv.path, first.line, message, hint);
    struct members_place second = list->places[members_find(list, error->item, row + 1)];
    char room[FENRUN__NAMES_ROOM], shown[FENRUN__SHOWN_SIZE];
    return fenrun__report(FENRUN__EXIT_DATA, "%s:%" PRIu32 ": member %s stands in %s:%" PRIu32
                          " already", inputs[second.input].csv.path, second.line,
                          fenrun__shown(shown, fenrun__names_text(names, error->item, room)),
                          inputs[first.input].csv.path, first.line);
}

int fenrun__members_load(fenrun_tree *tree, struct fenrun__input *inputs, uint32_t input_count) {
    struct members_list list = {NULL, NULL, 0, 0};
    int code = FENRUN__EXIT_FINE;
    for (uint32_t i = 0; i < input_count && !code; i++) {
        if (inputs[i].columns.kind == FENRUN__MEMBERS) code = members_read(&list, &inputs[i], i);
    }
    if (!code && list.count > 0) {
        fenrun_error error;
        if (fenrun_tree_load(tree, list.rows, list.count, &error))
            code = members_refuse(&list, inputs, &error);
    }
    free(list.rows);
    free(list.places);
    return code;
}
