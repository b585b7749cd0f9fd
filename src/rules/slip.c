/* Slip: one rule for each complaint of libyaml that people get to see, by its words. */
#include "rules/slip.h"

#include <string.h>

#include "rules/fullwidth.h"

/* What stands on the line of an offset, before it and in all; both without its break. */
struct slip_line {
    struct fenrun__text before;
    struct fenrun__text whole;
};

static struct slip_line slip_line(struct fenrun__text text, size_t offset) {
    size_t start = offset;
    size_t end = offset;
    while (start > 0 && text.bytes[start - 1] != '\n' && text.bytes[start - 1] != '\r') start--;
    while (end < text.size && text.bytes[end] != '\n' && text.bytes[end] != '\r') end++;
    return (struct slip_line){{text.bytes + start, offset - start},
                              {text.bytes + start, end - start}};
}

/* Does a text hold ": "? */
static bool slip_has_colon(struct fenrun__text text) {
    for (size_t i = 0; i + 1 < text.size; i++) {
        if (text.bytes[i] == ':' && text.bytes[i + 1] == ' ') return true;
    }
    return false;
}

static bool slip_is(const struct fenrun__slip *slip, const char *problem) {
    return strcmp(slip->problem, problem) == 0;
}

/* A key without ": ". A full-width colon is the reason more often than none. */
static size_t slip_write_key(const struct fenrun__slip *slip, size_t key_at,
                             struct fenrun__writer *writer) {
    struct slip_line line = slip_line(slip->text, key_at);
    size_t skip = line.before.size;
    struct fenrun__text rest = {line.whole.bytes + skip, line.whole.size - skip};
    struct fenrun__fullwidth wide;
    char room[8];
    while (fenrun__fullwidth_find_any(rest, &wide)) {
        if (wide.meant == ':') {
            fenrun__writer_format(writer, "'%T' is a full-width character; write %s", wide.sign,
                                  fenrun__fullwidth_advice(&wide, room));
            return (size_t)(wide.sign.bytes - slip->text.bytes);
        }
        size_t done = (size_t)(wide.sign.bytes - rest.bytes) + wide.sign.size;
        rest = (struct fenrun__text){rest.bytes + done, rest.size - done};
    }
    fenrun__writer_format(writer, "no ': ' (colon and space) after this key");
    return key_at;
}

/* The first key of a map, without its colon, is taken for a text that goes on into the next line,
   indented alike: whether that is so above the line of an offset, and where that key is. */
static bool slip_find_key_above(struct fenrun__text text, size_t offset, size_t *key_at) {
    struct slip_line line = slip_line(text, offset);
    size_t indent = 0;
    size_t above_indent = 0;
    while (indent < line.before.size && line.before.bytes[indent] == ' ') indent++;
    if (line.before.bytes == text.bytes) return false;
    struct slip_line above = slip_line(text, (size_t)(line.before.bytes - text.bytes) - 1);
    struct fenrun__text whole = above.whole;
    while (above_indent < whole.size && whole.bytes[above_indent] == ' ') above_indent++;
    *key_at = (size_t)(whole.bytes - text.bytes) + above_indent;
    return above_indent == indent && indent < whole.size && whole.bytes[indent] != '#' &&
           !slip_has_colon(whole) && whole.bytes[whole.size - 1] != ':';
}

/* A list or a map in brackets that goes on without a comma, or has no end. */
static size_t slip_write_brackets(const struct fenrun__slip *slip, char bracket, const char *what,
                                  struct fenrun__writer *writer) {
    fenrun__writer_format(writer,
                          "',' or '%c' is missing before this; the %s begins on line %u", bracket,
                          what, slip->context_line);
    return slip->problem_at;
}

size_t fenrun__slip_write(const struct fenrun__slip *slip, struct fenrun__writer *writer) {
    struct slip_line line = slip_line(slip->text, slip->problem_at);
    bool first = fenrun__text_trim(line.before).size == 0;
    if (slip_is(slip, "could not find expected ':'")) {
        return slip_write_key(slip, slip->context_at, writer);
    }
    if (strcmp(slip->context, "while scanning a quoted scalar") == 0) {
        fenrun__writer_format(writer, "this quote is not closed");
        return slip->context_at;
    }
    if (slip_is(slip, "did not find expected ',' or ']'")) {
        return slip_write_brackets(slip, ']', "list", writer);
    }
    if (slip_is(slip, "did not find expected ',' or '}'")) {
        return slip_write_brackets(slip, '}', "map", writer);
    }
    if (slip_is(slip, "mapping values are not allowed in this context")) {
        size_t key_at;
        if (slip_find_key_above(slip->text, slip->problem_at, &key_at)) {
            return slip_write_key(slip, key_at, writer);
        }
        fenrun__writer_format(writer, "%s",
                              slip_has_colon(line.before)
                                  ? "a second ': ' on this line; a text that holds ': ' is written "
                                    "in quotes"
                                  : "a key that is indented deeper than the keys around it");
    } else if (first && (slip_is(slip, "did not find expected key") ||
                         slip_is(slip, "did not find expected '-' indicator"))) {
        fenrun__writer_format(writer, "indented differently from the lines around it");
    } else if (slip_is(slip, "did not find expected key")) {
        fenrun__writer_format(writer, "text behind a value that has ended; a text that holds "
                                      "quotes or brackets is quoted as a whole");
    } else if (slip_is(slip, "block sequence entries are not allowed in this context")) {
        fenrun__writer_format(writer, "'- ' behind a key; a list begins on the next line, or is "
                                      "written as [a, b]");
    } else if (slip_is(slip, "found character that cannot start any token")) {
        fenrun__writer_format(writer, "'%c' cannot begin a text; write the text in quotes",
                              slip->problem_at < slip->text.size
                                  ? slip->text.bytes[slip->problem_at]
                                  : '?');
    } else {
        fenrun__writer_format(writer, "not YAML: %s%s%s", slip->problem,
                              *slip->context ? ", " : "", slip->context);
    }
    return slip->problem_at;
}
