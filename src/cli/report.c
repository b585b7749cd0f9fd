/* Report: one line on stderr, made harmless and written at once. */
#define _POSIX_C_SOURCE 200809L
#include "cli/report.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define REPORT_LINE_SIZE 4096
#define REPORT_SHOWN_MAX 72u

static bool report_passing_shown;

struct fenrun__field fenrun__field_from(const char *string) {
    return (struct fenrun__field){string, strlen(string)};
}

bool fenrun__field_is(struct fenrun__field field, const char *string) {
    return field.size == strlen(string) && memcmp(field.bytes, string, field.size) == 0;
}

int fenrun__report(int exit_code, const char *format, ...) {
    char line[REPORT_LINE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    int written = vsnprintf(line, sizeof line - 1, format, arguments);
    va_end(arguments);
    if (written < 0) line[0] = '\0';
    size_t size = strlen(line);
    for (size_t i = 0; i < size; i++) {
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f) line[i] = '?';
    }
    line[size] = '\n';
    fenrun__report_passing(NULL);
    /* Nothing can be said about a stderr that takes no text. */
    (void)!write(STDERR_FILENO, line, size + 1);
    return exit_code;
}

int fenrun__report_memory(void) {
    return fenrun__report(FENRUN__EXIT_SYSTEM, "fenrun: out of memory");
}

void fenrun__report_passing(const char *line) {
    static const char wipe[] = "\r\x1b[K";
    if (report_passing_shown) (void)!write(STDERR_FILENO, wipe, sizeof wipe - 1);
    if (line) (void)!write(STDERR_FILENO, line, strlen(line));
    report_passing_shown = line != NULL;
}

const char *fenrun__shown(char room[FENRUN__SHOWN_SIZE], struct fenrun__field field) {
    size_t size = field.size;
    if (size > REPORT_SHOWN_MAX) {
        size = REPORT_SHOWN_MAX;
        while (size > 0 && ((unsigned char)field.bytes[size] & 0xc0) == 0x80) size--;
    }
    struct fenrun__field rest = fenrun__field_from(size < field.size ? "…" : "");
    memcpy(room, field.bytes, size);
    memcpy(room + size, rest.bytes, rest.size + 1);
    return room;
}

void fenrun__listed_add(struct fenrun__listed *listed, const char *before, const char *name) {
    static const char more[] = ", …";
    size_t before_size = strlen(before), name_size = strlen(name);
    if (listed->full) return;
    if (before_size + name_size + sizeof more > sizeof listed->text - listed->size) {
        memcpy(listed->text + listed->size, more, sizeof more);
        listed->full = true;
        return;
    }
    memcpy(listed->text + listed->size, before, before_size);
    memcpy(listed->text + listed->size + before_size, name, name_size + 1);
    listed->size += before_size + name_size;
}
