/* Reason: one line of an explanation after the other. */
#include "scenario/reason.h"

#include <string.h>

#define REASON_LINES_MAX 16u

/* The next line, without its end; what is left in `rest`. */
static struct fenrun__text reason_line(struct fenrun__text *rest) {
    const char *end = memchr(rest->bytes, '\n', rest->size);
    size_t size = end ? (size_t)(end - rest->bytes) : rest->size;
    struct fenrun__text line = {rest->bytes, size};
    size_t taken = end ? size + 1 : size;
    *rest = (struct fenrun__text){rest->bytes + taken, rest->size - taken};
    return line;
}

/* Where a word stands in a line, or SIZE_MAX. */
static size_t reason_find(struct fenrun__text line, struct fenrun__text word) {
    for (size_t at = 0; at + word.size <= line.size; at++) {
        if (memcmp(line.bytes + at, word.bytes, word.size) == 0) return at;
    }
    return SIZE_MAX;
}

/* What stands behind the first " pays " of a line; empty if nothing does. */
static struct fenrun__text reason_behind_pays(struct fenrun__text line) {
    const struct fenrun__text pays = {" pays ", 6};
    size_t at = reason_find(line, pays);
    if (at == SIZE_MAX) return (struct fenrun__text){"", 0};
    at += pays.size;
    return (struct fenrun__text){line.bytes + at, line.size - at};
}

static bool reason_starts(struct fenrun__text text, struct fenrun__text word) {
    return text.size > word.size && memcmp(text.bytes, word.bytes, word.size) == 0 &&
           text.bytes[word.size] == ' ';
}

/* Whether a row is about the award that a line begins with: the same, or one of its unit. */
static bool reason_is_about(struct fenrun__text line, const struct fenrun__difference *row,
                            const struct fenrun__script *script) {
    struct fenrun__text name = fenrun__text_word(&line);
    uint32_t award = fenrun__plan_find(script->plan, FENRUN_NAME_AWARD, name);
    if (award == UINT32_MAX) return true;
    if (row->award != FENRUN__NONE) return row->award == award;
    return fenrun__plan_award(script->plan, award)->unit == row->unit;
}

static bool reason_explains(struct fenrun__text line,
                            const struct fenrun__differences *differences,
                            const struct fenrun__script *script) {
    struct fenrun__text behind = reason_behind_pays(line);
    bool nobody = reason_starts(behind, fenrun__text_from("nobody")) ||
                  reason_find(behind, fenrun__text_from("nobody:")) == 0;
    for (size_t i = 0; i < differences->count; i++) {
        const struct fenrun__difference *row = &differences->rows[i];
        if (!row->differs || !reason_is_about(line, row, script)) continue;
        if (nobody && row->actual < row->expected) return true;
        if (reason_starts(behind, fenrun__cast_name(&script->cast, row->member))) return true;
    }
    return false;
}

/* "(...; line 21)" is "(...; wanwu.yaml:21)". */
static void reason_write_line(struct fenrun__text line, struct fenrun__text path,
                              const char *indent, struct fenrun__writer *writer) {
    const struct fenrun__text word = {"line ", 5};
    line = fenrun__text_trim(line);
    fenrun__writer_format(writer, "%s", indent);
    size_t digits = line.size;
    bool closed = digits > 0 && line.bytes[digits - 1] == ')';
    if (closed) digits--;
    while (closed && digits > 0 && line.bytes[digits - 1] >= '0' && line.bytes[digits - 1] <= '9') {
        digits--;
    }
    bool placed = closed && digits >= word.size &&
                  memcmp(line.bytes + digits - word.size, word.bytes, word.size) == 0;
    if (placed) {
        fenrun__writer_put(writer, line.bytes, digits - word.size);
        fenrun__writer_format(writer, "%T:", path);
        fenrun__writer_put(writer, line.bytes + digits, line.size - digits);
    } else {
        fenrun__writer_put(writer, line.bytes, line.size);
    }
    fenrun__writer_put(writer, "\n", 1);
}

void fenrun__reason_write(struct fenrun__text why, const struct fenrun__differences *differences,
                          const struct fenrun__script *script, struct fenrun__text path,
                          const char *indent, struct fenrun__writer *writer) {
    uint32_t shown = 0, more = 0;
    while (why.size > 0) {
        struct fenrun__text line = reason_line(&why);
        if (!reason_explains(line, differences, script)) continue;
        if (shown < REASON_LINES_MAX) {
            reason_write_line(line, path, indent, writer);
            shown++;
        } else {
            more++;
        }
    }
    if (more > 0) fenrun__writer_format(writer, "%sand %u more lines\n", indent, more);
}
