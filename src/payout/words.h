/*
 * Words: the pieces that explanations are made of, in text and in JSON alike.
 *
 *     fenrun__words_sum       25% of profit 40.00
 *                             8.5% less 6.5% already paid to 7, 2% of profit 100.00
 *     fenrun__words_limits    ; the cap of 8.00 leaves 8.00
 *     fenrun__words_reason    seller 4 is silver, not [normal, gold]
 *     fenrun__words_step      seller, inviter, above(gold), 2nd upline
 *
 * All of it is what a trace holds: nothing is looked up in the tree but ids.
 */
#ifndef FENRUN_PAYOUT_WORDS_H
#define FENRUN_PAYOUT_WORDS_H

#include "payout/explain.h"

/* An amount, rate or instant, or the id of a member. */
struct fenrun__words_text {
    char bytes[FENRUN_TEXT_SIZE];
};

struct fenrun__words_text fenrun__words_amount(const struct fenrun__explain *explain,
                                               int64_t amount);
struct fenrun__words_text fenrun__words_rate(int64_t rate_ppb);
struct fenrun__words_text fenrun__words_time(int64_t at);

/* What a row is of, as "40.00" or, of a count, "3". */
struct fenrun__words_text fenrun__words_base(const struct fenrun__explain *explain,
                                             uint32_t source, uint32_t index, int64_t base);

/* A member's name, given by the caller, or its id; `room` holds the latter. */
struct fenrun__text fenrun__words_member(const struct fenrun__explain *explain, uint64_t id,
                                         struct fenrun__words_text *room);
struct fenrun__text fenrun__words_person(const struct fenrun__explain *explain, uint32_t person,
                                         struct fenrun__words_text *room);
const char *fenrun__words_tier(const struct fenrun__explain *explain, uint32_t tier);

/* "order", "refund" ... and for own events their name. */
const char *fenrun__words_kind(const struct fenrun__explain *explain);
void fenrun__words_event(const struct fenrun__explain *explain, struct fenrun__writer *writer);

/* The version that an award, or the event, is paid by: "the first version", "the version of
   2025-03-01T00:00:00Z". */
void fenrun__words_version(const struct fenrun__explain *explain, uint32_t version,
                           struct fenrun__writer *writer);
uint32_t fenrun__words_version_of(const struct fenrun__plan *plan, uint32_t award);

/* The path that a trace followed; NULL for what the platform keeps of a split. */
const struct fenrun__plan_path *fenrun__words_path(const struct fenrun__plan *plan,
                                                   const struct fenrun__trace *trace);

/* How the person with an index of a trace's path was reached. */
void fenrun__words_step(const struct fenrun__plan *plan, const struct fenrun__trace *trace,
                        uint32_t index, struct fenrun__writer *writer);

/* The name of what a row, or a grade, is of: "price", "own_sales in month". */
void fenrun__words_source(const struct fenrun__plan *plan, uint32_t trigger, uint32_t source,
                          uint32_t index, struct fenrun__writer *writer);

/* The range of a grade: "100.00..499.99", "500.00..". */
void fenrun__words_grade(const struct fenrun__explain *explain, const struct fenrun__trace *trace,
                         struct fenrun__writer *writer);

/* How the amount of a trace was computed, and what it came to if limits left less of it. */
void fenrun__words_sum(const struct fenrun__explain *explain, const struct fenrun__trace *trace,
                       struct fenrun__writer *writer);

/* What limits left of it; nothing if they left all. */
void fenrun__words_limits(const struct fenrun__explain *explain,
                          const struct fenrun__trace *trace, struct fenrun__writer *writer);

/* Why nothing is paid, as a clause. */
void fenrun__words_reason(const struct fenrun__explain *explain,
                          const struct fenrun__trace *trace, struct fenrun__writer *writer);

#endif
