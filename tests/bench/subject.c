/* Subject: what is measured, behind one interface; see the header. */
#include "bench/subject.h"

#include <stdio.h>
#include <stdlib.h>

#include "bench/straight.h"

void subject_must(int32_t code, const fenrun_error *error) {
    if (code == FENRUN_OK) return;
    fprintf(stderr, "bench: %s: %s\n", fenrun_code_name(code), error->message);
    exit(2);
}

struct subject_library {
    fenrun_tree *tree;
    fenrun_result *result;
};

static void *subject_library_new(const fenrun_rules *rules, const struct workload_forest *forest,
                                 uint32_t flags) {
    struct subject_library *library = workload_allocate(1, sizeof *library);
    /* Room for the newcomers of a script: that a full tree grows is seen in joins from nothing. */
    fenrun_tree_options options = {.struct_size = sizeof options,
                                   .member_count = (uint64_t)forest->count * 5 / 4,
                                   .flags = flags};
    fenrun_error error;
    subject_must(fenrun_tree_new(&library->tree, rules, &options, &error), &error);
    subject_must(fenrun_result_new(&library->result, NULL, &error), &error);
    if (forest->count == 0) return library;
    fenrun_member *members = workload_members(forest);
    subject_must(fenrun_tree_load(library->tree, members, forest->count, &error), &error);
    free(members);
    return library;
}

static void *subject_library_open(const fenrun_rules *rules,
                                  const struct workload_forest *forest) {
    return subject_library_new(rules, forest, 0);
}

static void *subject_library_remembering(const fenrun_rules *rules,
                                         const struct workload_forest *forest) {
    return subject_library_new(rules, forest, FENRUN_TREE_REMEMBERS_ORDERS);
}

static size_t subject_take(const fenrun_result *result, struct bench_row *rows) {
    size_t count;
    const fenrun_payout *payouts = fenrun_result_payouts(result, &count);
    for (size_t i = 0; i < count; i++) {
        rows[i] = (struct bench_row){.payee = payouts[i].payee,
                                     .amount = payouts[i].amount,
                                     .award = payouts[i].award,
                                     .unit = payouts[i].unit};
    }
    return count;
}

static size_t subject_library_pay(void *state, const fenrun_event *events, size_t count,
                                  struct bench_row *rows) {
    struct subject_library *library = state;
    size_t row_count = 0;
    fenrun_error error;
    for (size_t i = 0; i < count; i++) {
        subject_must(fenrun_pay(library->tree, events + i, library->result, &error), &error);
        row_count += subject_take(library->result, rows + row_count);
    }
    return row_count;
}

static size_t subject_library_apply(void *state, const fenrun_event *events, size_t count,
                                    struct bench_row *rows) {
    struct subject_library *library = state;
    size_t row_count = 0;
    fenrun_error error;
    for (size_t i = 0; i < count; i++) {
        subject_must(fenrun_apply(library->tree, events + i, library->result, &error), &error);
        row_count += subject_take(library->result, rows + row_count);
    }
    return row_count;
}

static size_t subject_library_sequence(void *state, const fenrun_event *events, size_t count,
                                       struct bench_row *rows) {
    struct subject_library *library = state;
    size_t done;
    fenrun_error error;
    subject_must(fenrun_apply_sequence(library->tree, events, count, library->result, &done,
                                       &error),
                 &error);
    return subject_take(library->result, rows);
}

static void subject_library_inspect(void *state, fenrun_tree_status *status) {
    struct subject_library *library = state;
    fenrun_tree_inspect(library->tree, status);
}

static void subject_library_close(void *state) {
    struct subject_library *library = state;
    fenrun_result_free(library->result);
    fenrun_tree_free(library->tree);
    free(library);
}

static void *subject_straight_open(const fenrun_rules *rules,
                                   const struct workload_forest *forest) {
    (void)rules;
    struct straight *straight = workload_allocate(1, sizeof *straight);
    for (uint32_t i = 0; i < forest->count; i++) {
        uint32_t inviter = forest->inviters[i];
        straight_add(straight, workload_id(i),
                     inviter == WORKLOAD_NOBODY ? FENRUN_PLATFORM : workload_id(inviter),
                     forest->tiers[i], FENRUN_TIME_MIN);
    }
    return straight;
}

static size_t subject_straight_run(void *state, const fenrun_event *events, size_t count,
                                   struct bench_row *rows) {
    size_t row_count = 0;
    for (size_t i = 0; i < count; i++) {
        row_count += straight_apply(state, events + i, rows + row_count);
    }
    return row_count;
}

static void subject_straight_close(void *state) {
    straight_free(state);
    free(state);
}

static void *subject_reading_open(const fenrun_rules *rules,
                                  const struct workload_forest *forest) {
    (void)rules;
    (void)forest;
    return NULL;
}

static size_t subject_reading_run(void *state, const fenrun_event *events, size_t count,
                                  struct bench_row *rows) {
    (void)state;
    for (size_t i = 0; i < count; i++) {
        rows[i] = (struct bench_row){.payee = events[i].roles[0] ^ events[i].member,
                                     .amount = events[i].amounts[1] + events[i].at};
    }
    return count;
}

static void subject_reading_close(void *state) {
    (void)state;
}

const struct subject subject_pay = {.open = subject_library_open,
                                    .run = subject_library_pay,
                                    .apply = subject_library_apply,
                                    .inspect = subject_library_inspect,
                                    .close = subject_library_close,
                                    .has_past = true,
                                    .is_checked = true};

const struct subject subject_apply = {.open = subject_library_open,
                                      .run = subject_library_apply,
                                      .apply = subject_library_apply,
                                      .inspect = subject_library_inspect,
                                      .close = subject_library_close,
                                      .has_past = true,
                                      .is_checked = true};

const struct subject subject_remember = {.open = subject_library_remembering,
                                         .run = subject_library_apply,
                                         .apply = subject_library_apply,
                                         .inspect = subject_library_inspect,
                                         .close = subject_library_close,
                                         .has_past = true,
                                         .is_checked = true};

const struct subject subject_sequence = {.open = subject_library_open,
                                         .run = subject_library_sequence,
                                         .apply = subject_library_sequence,
                                         .inspect = subject_library_inspect,
                                         .close = subject_library_close,
                                         .has_past = true,
                                         .is_checked = true};

const struct subject subject_straight = {.open = subject_straight_open,
                                         .run = subject_straight_run,
                                         .apply = subject_straight_run,
                                         .close = subject_straight_close,
                                         .is_checked = true};

const struct subject subject_reading = {.open = subject_reading_open,
                                        .run = subject_reading_run,
                                        .apply = subject_reading_run,
                                        .close = subject_reading_close};
