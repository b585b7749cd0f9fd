/* Diff: the longest common subsequence of what lies between equal ends. */
#include "cli/diff.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIFF_AROUND 3u        /* equal lines before and after a change */
#define DIFF_CELLS_MAX 4000000u

struct diff_lines {
    struct fenrun__field *items;
    size_t count;
};

/* A line of the result: where it stands before and after, and '-', '+' or ' '. */
struct diff_row {
    struct fenrun__field text;
    char sign;
};

struct diff {
    struct diff_lines before;
    struct diff_lines after;
    struct diff_row *rows;
    size_t row_count;
    uint32_t *lengths;
};

static bool diff_split(struct diff_lines *lines, struct fenrun__field text) {
    size_t most = 1;
    for (size_t i = 0; i < text.size; i++) most += text.bytes[i] == '\n';
    lines->items = calloc(most, sizeof *lines->items);
    if (!lines->items) return false;
    for (size_t at = 0; at < text.size;) {
        const char *end = memchr(text.bytes + at, '\n', text.size - at);
        size_t size = end ? (size_t)(end - (text.bytes + at)) : text.size - at;
        lines->items[lines->count++] = (struct fenrun__field){text.bytes + at, size};
        at += size + 1;
    }
    return true;
}

static bool diff_equal(struct fenrun__field a, struct fenrun__field b) {
    return a.size == b.size && memcmp(a.bytes, b.bytes, a.size) == 0;
}

static void diff_put(struct diff *diff, struct fenrun__field text, char sign) {
    diff->rows[diff->row_count++] = (struct diff_row){text, sign};
}

/* The lines between the equal ends. */
static bool diff_between(struct diff *diff, size_t first, size_t before_end, size_t after_end) {
    const struct fenrun__field *a = diff->before.items, *b = diff->after.items;
    size_t n = before_end - first, m = after_end - first, width = m + 1;
    size_t i = 0, k = 0;
    if ((n + 1) <= DIFF_CELLS_MAX / width) {
        diff->lengths = calloc((n + 1) * width, sizeof *diff->lengths);
        if (!diff->lengths) return false;
        for (size_t x = n; x-- > 0;) {
            for (size_t y = m; y-- > 0;) {
                uint32_t down = diff->lengths[(x + 1) * width + y];
                uint32_t right = diff->lengths[x * width + y + 1];
                bool equal = diff_equal(a[first + x], b[first + y]);
                diff->lengths[x * width + y] = equal ? diff->lengths[(x + 1) * width + y + 1] + 1
                                               : down > right ? down
                                                              : right;
            }
        }
        while (i < n && k < m) {
            if (diff_equal(a[first + i], b[first + k])) {
                diff_put(diff, a[first + i], ' ');
                i++;
                k++;
            } else if (diff->lengths[(i + 1) * width + k] >=
                       diff->lengths[i * width + k + 1]) {
                diff_put(diff, a[first + i++], '-');
            } else {
                diff_put(diff, b[first + k++], '+');
            }
        }
    }
    while (i < n) diff_put(diff, a[first + i++], '-');
    while (k < m) diff_put(diff, b[first + k++], '+');
    return true;
}

static bool diff_rows(struct diff *diff) {
    size_t n = diff->before.count, m = diff->after.count, first = 0;
    diff->rows = calloc(n + m + 1, sizeof *diff->rows);
    if (!diff->rows) return false;
    while (first < n && first < m &&
           diff_equal(diff->before.items[first], diff->after.items[first]))
        diff_put(diff, diff->before.items[first++], ' ');
    while (n > first && m > first &&
           diff_equal(diff->before.items[n - 1], diff->after.items[m - 1])) {
        n--;
        m--;
    }
    if (!diff_between(diff, first, n, m)) return false;
    for (; n < diff->before.count; n++) diff_put(diff, diff->before.items[n], ' ');
    return true;
}

/* The end of the hunk that begins with the change at row `at`: equal lines end it where there are
   more than two changes need between them. */
static size_t diff_hunk_end(const struct diff *diff, size_t at) {
    size_t equal = 0;
    for (; at < diff->row_count && equal <= 2 * DIFF_AROUND; at++)
        equal = diff->rows[at].sign == ' ' ? equal + 1 : 0;
    return equal > DIFF_AROUND ? at - equal + DIFF_AROUND : at;
}

static void diff_say(void (*line)(void *, struct fenrun__field), void *context,
                     const char *start, const char *rest) {
    char room[4096];
    snprintf(room, sizeof room, "%s%s", start, rest);
    line(context, fenrun__field_from(room));
}

static void diff_write_hunk(const struct diff *diff, size_t from, size_t to, size_t before,
                            size_t after, void (*line)(void *, struct fenrun__field),
                            void *context) {
    char head[128];
    size_t before_count = 0, after_count = 0;
    for (size_t i = from; i < to; i++) {
        before_count += diff->rows[i].sign != '+';
        after_count += diff->rows[i].sign != '-';
    }
    snprintf(head, sizeof head, "@@ -%zu,%zu +%zu,%zu @@", before, before_count, after,
             after_count);
    line(context, fenrun__field_from(head));
    for (size_t i = from; i < to; i++) {
        char sign[2] = {diff->rows[i].sign, '\0'};
        char room[4096];
        struct fenrun__field text = diff->rows[i].text;
        snprintf(room, sizeof room, "%s%.*s", sign, (int)(text.size < 4000 ? text.size : 4000),
                 text.bytes);
        line(context, fenrun__field_from(room));
    }
}

static void diff_write(const struct diff *diff, const char *path,
                       void (*line)(void *, struct fenrun__field), void *context) {
    size_t before = 1, after = 1, done = 0;
    bool begun = false;
    for (size_t at = 0; at < diff->row_count; at++) {
        if (diff->rows[at].sign == ' ' || at < done) continue;
        size_t from = at > done + DIFF_AROUND ? at - DIFF_AROUND : done;
        for (; done < from; done++) {
            before++;
            after++;
        }
        if (!begun) {
            diff_say(line, context, "--- ", path);
            diff_say(line, context, "+++ ", path);
        }
        begun = true;
        size_t to = diff_hunk_end(diff, at);
        diff_write_hunk(diff, from, to, before, after, line, context);
        for (; done < to; done++) {
            before += diff->rows[done].sign != '+';
            after += diff->rows[done].sign != '-';
        }
    }
}

bool fenrun__diff(const char *path, struct fenrun__field before, struct fenrun__field after,
                  void (*line)(void *context, struct fenrun__field line), void *context) {
    struct diff diff = {0};
    bool enough = diff_split(&diff.before, before) && diff_split(&diff.after, after) &&
                  diff_rows(&diff);
    if (enough) diff_write(&diff, path, line, context);
    free(diff.before.items);
    free(diff.after.items);
    free(diff.rows);
    free(diff.lengths);
    return enough;
}
