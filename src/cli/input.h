/*
 * Input: one CSV file as a sequence of members or events.
 *
 *     log.csv    2024-03-05,order,o-1,,,,C,200.00,40.00
 *                → at 1709596800, kind ORDER, id of "o-1", roles {id of "C"}, amounts {20000, 4000}
 *
 * Reading goes in two steps: fenrun__input_next reads a row with its instant and kind, which is all
 * that the merge needs; fenrun__input_event makes the event once it is that row's turn.
 *
 * What a log row uses, besides `at` and `event`; every other column must be empty there:
 *     join    member, inviter (empty: the platform),    order   order, roles, amounts, counts
 *             amounts and counts of joins               refund  order, refund, the first amount
 *     tier    member, tier                              close   period, order (if closes have ids)
 *     move    member, inviter (empty: the platform)     own     order, roles, amounts, counts of it
 *
 * Invariants
 *   1. Rows of a log do not go back in time. An empty `at` there is the instant of the row before.
 *   2. A refund's id within its order is the text in `refund`; if the log has no such column, or it
 *      is empty, it is the refund's instant. So two parts of one order that are refunded at the
 *      same instant need ids, or the second counts as a replay (equal amounts) or is refused.
 *   3. Whether members exist, and whether amounts are allowed, is the library's to say.
 *
 * Costs: O(bytes of the row), no allocation but for new names.
 */
#ifndef FENRUN_CLI_INPUT_H
#define FENRUN_CLI_INPUT_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/columns.h"
#include "cli/csv.h"
#include "cli/names.h"
#include "fenrun.h"

struct fenrun__input {
    struct fenrun__csv csv;
    struct fenrun__columns columns;
    const fenrun_rules *rules;
    struct fenrun__names *names;
    uint32_t event; /* enum fenrun_event_kind of the row that was read last */
    uint32_t shape; /* which columns it brings, if it brings any */
    int64_t at;     /* its instant */
    bool at_known;  /* a log: some row gave an instant */
};

/* Open a file and read its header. Returns an exit code, as all functions here do. */
int fenrun__input_open(struct fenrun__input *input, const char *path, const fenrun_rules *rules,
                       struct fenrun__names *names);
void fenrun__input_close(struct fenrun__input *input);

int fenrun__input_next(struct fenrun__input *input, bool *found);

/* The row that was read last. */
int fenrun__input_member(struct fenrun__input *input, fenrun_member *member);
int fenrun__input_event(struct fenrun__input *input, fenrun_event *event);

/* A field of the row that was read last; empty if the file has no such column. */
struct fenrun__field fenrun__input_field(const struct fenrun__input *input, uint32_t column);

/* Refuse the row that was read last: "log.csv:7: " and the rest. Returns the exit code. */
__attribute__((format(printf, 2, 3))) int fenrun__input_refuse(const struct fenrun__input *input,
                                                               const char *format, ...);

#endif
