/*
 * Input: what the rows of one CSV file mean: members or events.
 *
 *     log.csv    2024-03-05,order,o-1,,,,C,200.00,40.00
 *                → at 1709596800, kind ORDER, id of "o-1", roles {id of "C"}, amounts {20000, 4000}
 *
 * An input is the file with its columns, and the same for all of its rows; a reading goes through
 * some of the rows, so that several can go through different ones at the same time. Each row is
 * read in two steps: fenrun__input_next finds its instant and kind, which is all that the merge
 * needs; fenrun__input_event makes the event, whose complaints wait until it is that row's turn.
 *
 * Names of members are asked for, and answered when all rows were read (names.h): looking one up
 * after the other would wait for memory each time.
 *
 * What a log row uses, besides `at` and `event`; every other column must be empty there:
 *     join    member, inviter (empty: the platform),    order   order, roles, amounts, counts
 *             amounts and counts of joins               refund  order, refund, the first amount
 *     tier    member, tier                              close   period, order (if closes have ids)
 *     move    member, inviter (empty: the platform)     own     order, roles, amounts, counts of it
 *
 * Invariants
 *   1. Rows of a log do not go back in time. An empty `at` there is the instant of the row before;
 *      what that is, and whether a reading's first instant is not earlier, is the stream's to say.
 *   2. A refund's id within its order is the text in `refund`; if the log has no such column, or it
 *      is empty, it is the refund's instant. So two parts of one order that are refunded at the
 *      same instant need ids, or the second counts as a replay (equal amounts) or is refused.
 *   3. Whether members exist, and whether amounts are allowed, is the library's to say.
 *
 * Costs: O(bytes of the row), no allocation.
 */
#ifndef FENRUN_CLI_INPUT_H
#define FENRUN_CLI_INPUT_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/columns.h"
#include "cli/complaint.h"
#include "cli/names.h"
#include "cli/numeral.h"
#include "cli/source.h"
#include "fenrun.h"

#define FENRUN__INPUT_QUESTIONS_MAX FENRUN_ROLES_MAX /* of one row */

struct fenrun__input {
    struct fenrun__source source;
    struct fenrun__columns columns;
    const fenrun_rules *rules;
    const struct fenrun__names *names;
    uint32_t width;           /* fields of each row */
    uint32_t decimals;        /* of the currency */
    struct fenrun__piece head; /* the first piece ... */
    size_t head_used;         /* ... of which the header takes so many bytes ... */
    uint64_t head_lines;      /* ... and the rows begin behind so many lines */
};

/* What is known of the row that is being read, and of those before it. */
struct fenrun__reading {
    const struct fenrun__input *input;
    const struct fenrun__columns *columns; /* of the input ... */
    const fenrun_rules *rules;             /* ... likewise */
    const struct fenrun__field *fields;
    uint64_t line;
    uint32_t event; /* enum fenrun_event_kind of the row */
    uint32_t shape; /* which columns it brings, if it brings any */
    int64_t at;     /* its instant */
    bool at_known;  /* a log: some row of this reading gave an instant */
    bool at_given;  /* this one did */
    struct fenrun__numeral_day day;
    struct fenrun__names_question questions[FENRUN__INPUT_QUESTIONS_MAX]; /* of the row */
    uint32_t question_count;
    struct fenrun__complaint *complaint;
};

/* Open a file and read its header. Returns an exit code, having reported what is wrong. */
int fenrun__input_open(struct fenrun__input *input, const char *path, const fenrun_rules *rules,
                       const struct fenrun__names *names);
void fenrun__input_close(struct fenrun__input *input);

/* Each of these returns an exit code, with a complaint if it is not FINE. */
int fenrun__input_next(struct fenrun__reading *reading);
int fenrun__input_member(struct fenrun__reading *reading, fenrun_member *member);
int fenrun__input_event(struct fenrun__reading *reading, fenrun_event *event);

/* Begin with the first of some rows. `fields` are those of each row in turn. */
void fenrun__input_begin(struct fenrun__reading *reading, const struct fenrun__input *input,
                         const struct fenrun__field *fields,
                         struct fenrun__complaint *complaint);

/* A field of the row; empty if the file has no such column. */
struct fenrun__field fenrun__input_field(const struct fenrun__reading *reading, uint32_t column);

/* Refuse a row of a log: its instant is earlier than one before it. Returns the exit code. */
int fenrun__input_refuse_earlier(struct fenrun__complaint *complaint,
                                 const struct fenrun__input *input, uint64_t line,
                                 struct fenrun__field at, int64_t before);

/* The column by which results know an event of a kind. */
uint32_t fenrun__input_id_column(uint32_t kind);

/* The id of a refund that has none of its own, at an instant. */
struct fenrun__fingerprint fenrun__input_refund_id(int64_t at);

#endif
