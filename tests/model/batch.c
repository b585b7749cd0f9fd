/*
 * Batch: see batch.h.
 */
#include "model/batch.h"

#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/clerk.h"

#define BATCH_WAYS 3u
#define BATCH_LARGE 1000u
#define BATCH_SLICES_MAX 400u

bool batch_open(struct batch *batch, const fenrun_tree *tree, const fenrun_rules *rules) {
    uint64_t seen[BATCH_SEEN_COUNT];
    uint32_t ways = batch->ways;
    memcpy(seen, batch->seen, sizeof seen);
    memset(batch, 0, sizeof *batch);
    memcpy(batch->seen, seen, sizeof seen);
    batch->ways = ways == 0 ? BATCH_WAYS : ways;
    batch->tree = tree;
    batch->rules = rules;
    batch->award_count = fenrun_rules_count(rules, FENRUN_NAME_AWARD);
    if (fenrun_result_new(&batch->result, NULL, NULL) != FENRUN_OK ||
        !bill_open(&batch->bill, tree)) {
        snprintf(batch->difference, BATCH_TEXT_MAX, "%s\n",
                 batch->bill.difference[0] == 0 ? "no memory" : batch->bill.difference);
        return false;
    }
    return true;
}

void batch_close(struct batch *batch) {
    fenrun_result_free(batch->result);
    bill_free(&batch->bill);
}

/* ------------------------------------------------------------------------------------------ */
/* Slices and threads                                                                         */

/* How many orders the next slice has, in the k-th manner of cutting. */
static size_t batch_slice(struct random_source *source, uint32_t manner, size_t count,
                          size_t rest) {
    size_t size = rest;
    switch (manner) {
    case 0: break;
    case 1: size = 1 + random_below(source, 4); break;
    case 2: size = count / 4; break;
    case 3: size = random_below(source, 600); break;
    default: size = random_below(source, (uint32_t)rest + 1); break;
    }
    size_t least = count / BATCH_SLICES_MAX;
    size = size < least ? least : size;
    return size < rest ? size : rest;
}

/* Cut the batch and deal the slices, the last ones first as a rule. */
static bool batch_deal(const struct batch *batch, struct random_source *source,
                       struct clerk *clerks, uint32_t clerk_count) {
    struct clerk_slice slices[BATCH_SLICES_MAX + 100];
    size_t count = 0;
    size_t from = 0;
    uint32_t manner = random_below(source, 5);
    manner = clerk_count > 1 && manner == 0 ? 2 : manner;
    do {
        bool last = count + 1 == sizeof slices / sizeof slices[0];
        size_t rest = batch->count - from;
        size_t size = last ? rest : batch_slice(source, manner, batch->count, rest);
        slices[count] = (struct clerk_slice){from, from + size};
        count++;
        from += size;
    } while (from < batch->count);
    bool dealt = true;
    for (size_t left = count; left > 0 && dealt; left--) {
        size_t turn = random_one_in(source, 3) ? left - 1 : random_below(source, (uint32_t)left);
        struct clerk *clerk = &clerks[random_below(source, clerk_count)];
        dealt = clerk_take(clerk, slices[turn].from, slices[turn].to);
        slices[turn] = slices[left - 1];
    }
    return dealt;
}

static void *batch_thread(void *clerk) {
    clerk_work(clerk);
    return NULL;
}

/* Each on a thread, the first on this one. */
static bool batch_work(struct clerk *clerks, uint32_t count) {
    pthread_t threads[BATCH_THREADS_MAX];
    uint32_t started = 1;
    while (started < count &&
           pthread_create(&threads[started], NULL, batch_thread, &clerks[started]) == 0) {
        started++;
    }
    clerk_work(&clerks[0]);
    for (uint32_t i = 1; i < started; i++) {
        pthread_join(threads[i], NULL);
    }
    return started == count;
}

static bool batch_way(struct batch *batch, uint64_t seed) {
    struct random_source source = {seed};
    struct clerk clerks[BATCH_THREADS_MAX];
    uint32_t count = random_one_in(&source, 3) ? 2 + random_below(&source, 3) : 1;
    bool equal = true;
    for (uint32_t i = 0; i < count; i++) {
        equal = clerk_start(&clerks[i], batch, random_next(&source)) && equal;
    }
    equal = equal && batch_deal(batch, &source, clerks, count) && batch_work(clerks, count);
    if (!equal) {
        snprintf(batch->difference, BATCH_TEXT_MAX, "no memory, or no thread\n");
    }
    for (uint32_t i = 0; i < count; i++) {
        if (equal && !clerks[i].equal) {
            snprintf(batch->difference, BATCH_TEXT_MAX, "%.*s  thread %" PRIu32 " of %" PRIu32
                     ", %zu slices\n", (int)BATCH_TEXT_MAX - 100, clerks[i].difference, i + 1,
                     count, clerks[i].slice_count);
            equal = false;
        }
        for (uint32_t k = 0; k < BATCH_SEEN_COUNT; k++) {
            batch->seen[k] += clerks[i].seen[k];
        }
        clerk_end(&clerks[i]);
    }
    batch->seen[BATCH_SEEN_WAYS]++;
    batch->seen[BATCH_SEEN_THREADS] += count > 1;
    return equal;
}

/* Without the section `order` there can be no batch. */
static bool batch_without_orders(struct batch *batch) {
    int64_t at = 0;
    fenrun_error error = {0};
    fenrun_batch call = {.struct_size = sizeof call, .count = 1, .at = &at};
    int32_t code = fenrun_pay_batch(batch->tree, &call, batch->result, &error);
    bool equal = code == FENRUN_ERROR_ARGUMENT && error.code == code && call.done == 0;
    if (!equal) {
        snprintf(batch->difference, BATCH_TEXT_MAX, "without orders the batch gives %s: %s\n",
                 fenrun_code_name(code), error.message);
    }
    return equal;
}

bool batch_compare(struct batch *batch, fenrun_event *orders, size_t *count, uint64_t seed,
                   bool wants_refused) {
    struct random_source source = {seed};
    fenrun_tree_status before = {0};
    fenrun_tree_status after = {0};
    bool equal = true;
    columns_draw(&batch->columns, &source, batch->rules);
    if (batch->columns.role_count == 0) {
        return batch_without_orders(batch);
    }
    columns_adapt(&batch->columns, orders, *count);
    fenrun_tree_inspect(batch->tree, &before);
    if (!bill_pay(&batch->bill, orders, count, wants_refused, batch->result) ||
        !columns_fill(&batch->columns, &batch->bill, orders, *count)) {
        snprintf(batch->difference, BATCH_TEXT_MAX, "no memory\n");
        columns_free(&batch->columns);
        return false;
    }
    uint32_t highest = UINT32_MAX - (uint32_t)*count;
    uint32_t firsts[] = {0, 1000, random_below(&source, highest), highest};
    batch->first = firsts[random_below(&source, 4)];
    batch->orders = orders;
    batch->count = *count;
    batch->seen[BATCH_SEEN_EMPTY] += *count == 0;
    batch->seen[BATCH_SEEN_LARGE] += *count >= BATCH_LARGE;
    for (uint32_t i = 0; i < batch->ways && equal; i++) {
        equal = batch_way(batch, random_next(&source));
    }
    columns_free(&batch->columns);
    fenrun_tree_inspect(batch->tree, &after);
    if (equal && memcmp(&before, &after, sizeof after) != 0) {
        snprintf(batch->difference, BATCH_TEXT_MAX, "fenrun_pay_batch changed the tree\n");
        equal = false;
    }
    return equal;
}

bool batch_report(const uint64_t seen[BATCH_SEEN_COUNT]) {
#define BATCH_SEEN_NAME(name, text) text,
    static const char *const names[] = {BATCH_SEEN_LIST(BATCH_SEEN_NAME)};
#undef BATCH_SEEN_NAME
    bool all = true;
    for (uint32_t i = 0; i < BATCH_SEEN_COUNT; i++) {
        printf("%12" PRIu64 " %s\n", seen[i], names[i]);
        all = all && seen[i] > 0;
    }
    return all;
}
