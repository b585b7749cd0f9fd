/* Edition: each file read, then bound. */
#include "scenario/edition.h"

#include "rules/book.h"
#include "rules/reader.h"

#define EDITION_MISTAKES 64u /* that a first reading has room for */

/* All mistakes of one rule set, however many there are. */
static int32_t edition_read_one(struct fenrun__edition *edition, uint32_t index,
                                struct fenrun__text text, struct fenrun__verdict *verdict) {
    struct fenrun__memory *memory = edition->memory;
    size_t room = EDITION_MISTAKES, count = 0;
    for (;;) {
        fenrun_error *errors = fenrun__memory_zeroed(memory, room * sizeof *errors);
        if (!errors) return FENRUN_ERROR_MEMORY;
        int32_t code = fenrun__reader_read(&edition->plans[index], text.bytes, text.size, memory,
                                           errors, room, &count);
        bool again = code == FENRUN_ERROR_RULES && count > room;
        for (size_t i = 0; code == FENRUN_ERROR_RULES && !again && i < count; i++) {
            fenrun__verdict_add_notice(verdict, edition->paths[index].bytes, errors[i].line,
                                       errors[i].column, errors[i].message);
        }
        fenrun__memory_free(memory, errors, room * sizeof *errors);
        if (!again) return code;
        room = count;
    }
}

static int32_t edition_bind(struct fenrun__edition *edition, struct fenrun__verdict *verdict) {
    fenrun_error errors[EDITION_MISTAKES];
    const struct fenrun__plan *plans[FENRUN_VERSIONS_MAX];
    size_t count = 0;
    for (uint32_t i = 0; i < edition->count; i++) plans[i] = edition->plans[i];
    int32_t code = fenrun__book_bind(&edition->book, plans, edition->count, edition->memory, errors,
                                     EDITION_MISTAKES, &count);
    for (size_t i = 0; code == FENRUN_ERROR_RULES && i < count && i < EDITION_MISTAKES; i++) {
        fenrun__verdict_add_notice(verdict, edition->paths[errors[i].item].bytes, errors[i].line,
                                   errors[i].column, errors[i].message);
    }
    return code;
}

/* The paths of all files, whose bytes move until the last is there. */
static bool edition_find_paths(struct fenrun__edition *edition, const char *from,
                               const struct fenrun__named *names) {
    size_t offsets[FENRUN_VERSIONS_MAX];
    for (uint32_t i = 0; i < edition->count; i++) {
        offsets[i] = edition->text.size;
        fenrun__shelf_path(from, names[i].path, &edition->text);
        edition->paths[i].size = edition->text.size - offsets[i];
        fenrun__writer_put(&edition->text, "", 1);
    }
    for (uint32_t i = 0; i < edition->count && !edition->text.failed; i++) {
        edition->paths[i].bytes = edition->text.bytes + offsets[i];
    }
    return !edition->text.failed;
}

/* A file that cannot be read is a mistake of the one that names it. */
static void edition_note_lost(const struct fenrun__edition *edition, uint32_t index,
                              const char *from, const struct fenrun__named *named,
                              struct fenrun__verdict *verdict) {
    char number[16], message[FENRUN_MESSAGE_SIZE];
    struct fenrun__writer writer;
    fenrun__writer_init_fixed(&writer, number, sizeof number);
    if (named->number > 0) fenrun__writer_format(&writer, "[%u]", named->number);
    fenrun__writer_init_fixed(&writer, message, sizeof message);
    fenrun__writer_format(&writer, "rules%s: %T cannot be read", number, edition->paths[index]);
    fenrun__verdict_add_notice(verdict, from, named->line, named->column, message);
}

int32_t fenrun__edition_read(struct fenrun__edition *edition, const char *from,
                             const struct fenrun__named *names, uint32_t count,
                             const struct fenrun__shelf *shelf, struct fenrun__memory *memory,
                             struct fenrun__verdict *verdict) {
    *edition = (struct fenrun__edition){.memory = memory, .count = count};
    fenrun__writer_init(&edition->text, memory);
    if (!edition_find_paths(edition, from, names)) return FENRUN_ERROR_MEMORY;
    int32_t result = FENRUN_OK;
    for (uint32_t i = 0; i < count; i++) {
        struct fenrun__text text;
        int32_t code = FENRUN_ERROR_RULES;
        if (fenrun__shelf_read(shelf, edition->paths[i].bytes, &text)) {
            code = edition_read_one(edition, i, text, verdict);
        } else {
            edition_note_lost(edition, i, from, &names[i], verdict);
        }
        if (code == FENRUN_ERROR_MEMORY) return code;
        if (code != FENRUN_OK) result = code;
    }
    return result == FENRUN_OK && count > 1 ? edition_bind(edition, verdict) : result;
}

void fenrun__edition_free(struct fenrun__edition *edition) {
    for (uint32_t i = 0; i < edition->count; i++) {
        if (edition->plans[i]) fenrun__plan_free(edition->memory, edition->plans[i]);
    }
    if (edition->book) fenrun__plan_free(edition->memory, edition->book);
    fenrun__writer_free(&edition->text);
}
