/* Members: growing arrays of rows and of their lines. */
#include "cli/members.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cli/messages.h"

void fenrun__members_free(struct fenrun__members *members) {
    free(members->rows);
    free(members->lines);
    free(members->files);
    memset(members, 0, sizeof *members);
}

static bool members_grow(struct fenrun__members *members, size_t more) {
    size_t count = members->count + more;
    if (count <= members->capacity) return true;
    size_t capacity = count + count / 2;
    fenrun_member *rows = realloc(members->rows, capacity * sizeof *rows);
    if (rows) members->rows = rows;
    uint32_t *lines = rows ? realloc(members->lines, capacity * sizeof *lines) : NULL;
    if (!lines) return false;
    members->lines = lines;
    members->capacity = capacity;
    return true;
}

/* Note where a file's rows begin. */
static bool members_begin(struct fenrun__members *members, const char *path) {
    if (members->file_count > 0 && members->files[members->file_count - 1].path == path)
        return true;
    struct fenrun__members_file *files =
        realloc(members->files, (members->file_count + 1) * sizeof *files);
    if (!files) return false;
    members->files = files;
    files[members->file_count++] = (struct fenrun__members_file){path, members->count};
    return true;
}

bool fenrun__members_add(struct fenrun__members *members, const struct fenrun__block *block) {
    if (!members_begin(members, block->input->source.path) || !members_grow(members, block->count))
        return false;
    if (block->count > 0)
        memcpy(members->rows + members->count, block->members,
               block->count * sizeof *members->rows);
    for (size_t i = 0; i < block->count; i++) {
        uint64_t line = block->above + block->rows[i].line;
        members->lines[members->count + i] = line < UINT32_MAX ? (uint32_t)line : UINT32_MAX;
    }
    members->count += block->count;
    return true;
}

/* The first row from `from` on that is about the member; else the count. */
static size_t members_find(const struct fenrun__members *members, uint64_t member, size_t from) {
    size_t i = from;
    while (i < members->count && members->rows[i].id != member) i++;
    return i;
}

static const char *members_path(const struct fenrun__members *members, size_t row) {
    size_t i = members->file_count - 1;
    while (members->files[i].first > row) i--;
    return members->files[i].path;
}

static int members_refuse(const struct fenrun__members *members, const struct fenrun__names *names,
                          const fenrun_error *error) {
    char message[FENRUN__MESSAGE_SIZE];
    fenrun__message_name(message, names, fenrun__message_text(error));
    size_t row = members_find(members, error->item, 0);
    if (row == members->count)
        return fenrun__report(fenrun__message_exit(error->code), "fenrun: %s", message);
    bool always = members->rows[row].at == FENRUN_TIME_MIN;
    const char *hint =
        error->code == FENRUN_ERROR_NOT_JOINED && always ? "; an empty at means: since ever" : "";
    if (error->code != FENRUN_ERROR_MEMBER_EXISTS)
        return fenrun__report(fenrun__message_exit(error->code), "%s:%" PRIu32 ": %s%s",
                              members_path(members, row), members->lines[row], message, hint);
    size_t again = members_find(members, error->item, row + 1);
    char room[FENRUN__NAMES_ROOM], shown[FENRUN__SHOWN_SIZE];
    return fenrun__report(FENRUN__EXIT_DATA, "%s:%" PRIu32 ": member %s stands in %s:%" PRIu32
                          " already", members_path(members, again), members->lines[again],
                          fenrun__shown(shown, fenrun__names_text(names, error->item, room)),
                          members_path(members, row), members->lines[row]);
}

int fenrun__members_load(struct fenrun__members *members, const struct fenrun__names *names,
                         fenrun_tree *tree) {
    fenrun_error error;
    int code = FENRUN__EXIT_FINE;
    if (members->count > 0 && fenrun_tree_load(tree, members->rows, members->count, &error))
        code = members_refuse(members, names, &error);
    fenrun__members_free(members);
    return code;
}
