/*
 * Subject: something that can be loaded with members and given events: fenrun through each of its
 * calls, the straight program, and a loop that only reads the events, whose time is what the
 * others' includes without being theirs.
 *
 * Every subject copies what it pays into rows, as a caller would who writes them somewhere.
 */
#ifndef BENCH_SUBJECT_H
#define BENCH_SUBJECT_H

#include <stdbool.h>
#include <stddef.h>

#include "bench/row.h"
#include "bench/workload.h"
#include "fenrun.h"

struct subject {
    void *(*open)(const fenrun_rules *rules, const struct workload_forest *forest);
    /* Run events, write their rows, at most BENCH_ROWS_MAX each; how many rows there are. */
    size_t (*run)(void *state, const fenrun_event *events, size_t count, struct bench_row *rows);
    /* The same, but an event always changes what it should, where run may only ask. */
    size_t (*apply)(void *state, const fenrun_event *events, size_t count,
                    struct bench_row *rows);
    void (*inspect)(void *state, fenrun_tree_status *status); /* NULL: there is nothing to see */
    void (*close)(void *state);
    bool has_past;   /* it can pay an order on the tree as it was */
    bool is_checked; /* what it pays must be right */
};

extern const struct subject subject_pay;      /* fenrun_pay */
extern const struct subject subject_apply;    /* fenrun_apply */
extern const struct subject subject_remember; /* fenrun_apply, orders remembered */
extern const struct subject subject_sequence; /* fenrun_apply_sequence */
extern const struct subject subject_straight;
extern const struct subject subject_reading;

/* Ends the program if a call that must work does not. */
void subject_must(int32_t code, const fenrun_error *error);

#endif
