/* Complaint: a message in the making, and the line that it becomes. */
#include "cli/complaint.h"

#include <inttypes.h>
#include <stdio.h>

int fenrun__complain_all(struct fenrun__complaint *complaint, int code, const char *path,
                         uint64_t line, const char *format, va_list arguments) {
    complaint->given = true;
    complaint->code = code;
    complaint->path = path;
    complaint->line = line;
    if (vsnprintf(complaint->text, sizeof complaint->text, format, arguments) < 0)
        complaint->text[0] = '\0';
    return code;
}

int fenrun__complain(struct fenrun__complaint *complaint, int code, const char *path,
                     uint64_t line, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fenrun__complain_all(complaint, code, path, line, format, arguments);
    va_end(arguments);
    return code;
}

int fenrun__complain_of_memory(struct fenrun__complaint *complaint) {
    return fenrun__complain(complaint, FENRUN__EXIT_SYSTEM, NULL, 0, "out of memory");
}

int fenrun__complaint_report(const struct fenrun__complaint *complaint) {
    if (!complaint->given) return FENRUN__EXIT_FINE;
    const char *path = complaint->path ? complaint->path : "fenrun";
    if (complaint->line == 0)
        return fenrun__report(complaint->code, "%s: %s", path, complaint->text);
    return fenrun__report(complaint->code, "%s:%" PRIu64 ": %s", path, complaint->line,
                          complaint->text);
}
