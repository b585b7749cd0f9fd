/*
 * Complaint: why a row is refused, or what is to be noted about it, kept until it is its turn.
 *
 *     block 7 is read while block 3 is being settled: what is wrong in block 7 is nobody's business
 *     until everything before it was accepted
 *
 *     orders.csv:17: profit: "4.0.0" is not an amount         of a row
 *     orders.csv: Input/output error                          of a file: `line` is 0
 *     fenrun: out of memory                                   of the run: `path` is NULL too
 *
 * Invariant: a complaint is reported at most once, by whoever takes its row's turn.
 */
#ifndef FENRUN_CLI_COMPLAINT_H
#define FENRUN_CLI_COMPLAINT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

#include "cli/report.h"

#define FENRUN__COMPLAINT_SIZE 1024

struct fenrun__complaint {
    bool given;
    int code; /* enum fenrun__exit; FENRUN__EXIT_FINE: a note */
    const char *path;
    uint64_t line;
    char text[FENRUN__COMPLAINT_SIZE]; /* what is too long is cut */
};

/* Fill it and return the code. */
__attribute__((format(printf, 5, 6))) int fenrun__complain(struct fenrun__complaint *complaint,
                                                           int code, const char *path,
                                                           uint64_t line, const char *format, ...);

/* The same with a list of arguments. */
__attribute__((format(printf, 5, 0))) int fenrun__complain_all(struct fenrun__complaint *complaint,
                                                               int code, const char *path,
                                                               uint64_t line, const char *format,
                                                               va_list arguments);

int fenrun__complain_of_memory(struct fenrun__complaint *complaint);

/* Print it, if it was given, and return its code. */
int fenrun__complaint_report(const struct fenrun__complaint *complaint);

#endif
