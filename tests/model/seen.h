/*
 * Seen: what happened in a run, by name and number; a run in which one of these never did has
 * tested less than it says.
 *
 *     seen_saw(model->seen, SEEN_SPLIT);          SEEN_LIST gives each its name in the report
 *
 * After the list: one number for each error code, and for each kind of measure that was asked for
 * and was above zero, by what it adds up and by its window.
 */
#ifndef MODEL_SEEN_H
#define MODEL_SEEN_H

#include <stdbool.h>
#include <stdint.h>

#include "model/rules.h"

#define SEEN_LIST(X)                                                                              \
    X(JOIN, "joins")                                                                              \
    X(TIER_UP, "tiers up")                                                                        \
    X(TIER_DOWN, "tiers down")                                                                    \
    X(MOVE, "moves")                                                                              \
    X(ORDER, "orders")                                                                            \
    X(OWN, "own events")                                                                          \
    X(CLOSE, "closes")                                                                            \
    X(LATE_ORDER, "late orders")                                                                  \
    X(LATE_OWN, "late own events")                                                                \
    X(OTHER_TREE, "late orders whose seller stood elsewhere then")                                \
    X(OTHER_VERSION, "late orders of an earlier version")                                         \
    X(LATER_VERSION, "events of a later version")                                                 \
    X(SAME_INSTANT, "orders at the instant of a change")                                          \
    X(NAMELESS_ORDER, "orders without id")                                                        \
    X(JOIN_WITH_AMOUNTS, "joins that bring an amount")                                            \
    X(SELF_PURCHASE, "self-purchases")                                                            \
    X(ROLE_NOBODY, "roles without a member")                                                      \
    X(REFUND, "refunds")                                                                          \
    X(LAST_REFUND, "last refunds")                                                                \
    X(THIRD_REFUND, "third refunds")                                                              \
    X(REFUND_AFTER_PROMOTION, "refunds after a promotion")                                        \
    X(REFUND_AFTER_SPLIT, "refunds after a split")                                                \
    X(REFUND_AFTER_CLOSE, "refunds after a close")                                                \
    X(REFUND_OF_NOTHING, "payouts of which a refund takes nothing")                               \
    X(REFUND_OF_FUNDING, "payments of a funder that a refund gives back")                         \
    X(REPLAYED_JOIN, "replayed joins")                                                            \
    X(REPLAYED_ORDER, "replayed orders")                                                          \
    X(REPLAYED_REFUND, "replayed refunds")                                                        \
    X(REPLAYED_OWN, "replayed own events")                                                        \
    X(REPLAYED_CLOSE, "replayed closes")                                                          \
    X(SPLIT, "splits of a team")                                                                  \
    X(NESTED_SPLIT, "nested splits")                                                              \
    X(RETURN, "returns")                                                                          \
    X(LEADER_MOVED, "moves of a leader")                                                          \
    X(PROMOTION, "promotions")                                                                    \
    X(PROMOTION_SPLITS, "promotions that split")                                                  \
    X(PROMOTION_OVER_TIERS, "promotions over several tiers")                                      \
    X(PROMOTIONS_OF_ONE_EVENT, "events with several promotions")                                  \
    X(PROMOTION_BY_ORDER, "promotions by an order")                                               \
    X(PROMOTION_BY_LATE_ORDER, "promotions by a late order")                                      \
    X(PROMOTION_BY_JOIN, "promotions by a join")                                                  \
    X(PROMOTION_OF_NEWCOMER, "promotions of the newcomer")                                        \
    X(PROMOTION_BY_MOVE, "promotions by a move")                                                  \
    X(PROMOTION_BY_RETURN, "promotions by a return")                                              \
    X(PROMOTION_BY_TIER, "promotions by a tier that others count")                                \
    X(PROMOTION_BY_CLOSE, "promotions by a close")                                                \
    X(PROMOTION_ABOVE_LEADER, "promotions above the first who leads")                             \
    X(DEMOTION, "demotions")                                                                      \
    X(DEMOTION_OVER_TIERS, "demotions over several tiers")                                        \
    X(DEMOTION_RETURNS, "demotions that return a team")                                           \
    X(DEMOTION_AND_LABEL, "records of a close with tier and labels changed")                      \
    X(LABEL_GIVEN, "labels given")                                                                \
    X(LABEL_TAKEN, "labels taken")                                                                \
    X(LABEL_DECIDES, "tests met by a label alone")                                                \
    X(PAYOUT, "payouts")                                                                          \
    X(HALF, "exact halves")                                                                       \
    X(ROUNDED_AWAY, "payouts rounded away")                                                       \
    X(OWN_ROUNDING, "payouts with a rounding of the award's own")                                 \
    X(OTHER_UNIT, "payouts in another unit")                                                      \
    X(HOLD_DAYS, "payouts held for days")                                                         \
    X(HOLD_HOURS, "payouts held for hours")                                                       \
    X(RATE, "rates paid")                                                                         \
    X(FIXED, "fixed amounts paid")                                                                \
    X(PER_PIECE, "amounts per piece paid")                                                        \
    X(PER_FULL, "amounts per full amount paid")                                                   \
    X(PER_FULL_COUNT, "amounts per full number paid")                                             \
    X(OF_MEASURE, "rates of a member's measure paid")                                             \
    X(OF_TOTAL, "rates of a measure of everybody paid")                                           \
    X(PER_MEASURE, "amounts per measure paid")                                                    \
    X(NOBODY, "paths to nobody")                                                                  \
    X(NO_LEADER_FOR_LEADER, "paths from a leader to a leader")                                    \
    X(ABOVE, "paths to somebody above of a tier")                                                 \
    X(ABOVE_FAR, "paths that pass others of lower tiers")                                         \
    X(ABOVE_NOBODY, "paths to a tier that nobody above has")                                      \
    X(NOT_LISTED, "tiers not listed")                                                             \
    X(TEST_FAILS, "failing tests")                                                                \
    X(BELOW_MET, "tests of a lower tier met")                                                     \
    X(BELOW_FAILS, "tests of a lower tier failed")                                                \
    X(ABOVE_MET, "tests of a higher tier met")                                                    \
    X(ABOVE_FAILS, "tests of a higher tier failed")                                               \
    X(NOT_MET, "tests of another member met")                                                     \
    X(NOT_FAILS, "tests of another member failed")                                                \
    X(FORM_SINGLE, "payouts of one value")                                                        \
    X(FORM_BY_TIER, "payouts by tier")                                                            \
    X(FORM_LEVELS, "payouts by level")                                                            \
    X(FORM_PRIZES, "prizes")                                                                      \
    X(FORM_GRADED, "graded payouts")                                                              \
    X(FORM_DIFFERENTIAL, "differentials")                                                         \
    X(FORM_SPLIT, "payouts of splits")                                                            \
    X(FORM_POOL, "payouts of pools")                                                              \
    X(LEVEL_DEEP, "payouts of the third level or above")                                          \
    X(LEVEL_ZERO, "levels of 0 that are used up")                                                 \
    X(SKIP, "levels skipped by the unqualified")                                                  \
    X(COMPRESS, "levels handed on by the unqualified")                                            \
    X(STOP, "levels ended by the unqualified")                                                    \
    X(GRADE_UPPER, "grades above the lowest")                                                     \
    X(GRADE_BY_MEASURE, "grades by a measure")                                                    \
    X(DIFFERENTIAL_SECOND, "differentials above another")                                         \
    X(DIFFERENTIAL_FIXED, "differentials of fixed amounts")                                       \
    X(ALREADY_PAID, "differentials above what a role was paid")                                   \
    X(PEER, "peers paid")                                                                         \
    X(PEER_OF_ROLE, "peers of a role paid")                                                       \
    X(NO_PEER, "differentials for whom there is no peer")                                         \
    X(SHARE_NOBODY, "shares of a split for nobody")                                               \
    X(REMAINDER_PAID, "remainders of splits paid")                                                \
    X(REMAINDER_KEPT, "remainders of splits kept")                                                \
    X(POOL_EQUALLY, "pools shared equally")                                                       \
    X(POOL_BY, "pools shared by a measure")                                                       \
    X(POOL_FIRST, "pools whose last fen the first one gets")                                      \
    X(POOL_KEPT, "pools that nobody shares")                                                      \
    X(FUNDED, "payouts taken from a member")                                                      \
    X(FUNDER_CLIPS, "payouts clipped by what the funder has")                                     \
    X(FUNDER_REFUSES, "events refused for what the funder has")                                   \
    X(FUNDER_NOBODY, "payouts that nobody funds")                                                 \
    X(FUNDER_SELF, "payouts that the payee would fund")                                           \
    X(CAP_CLIPS, "payouts clipped by a cap")                                                      \
    X(CAP_REFUSES, "events refused by a cap")                                                     \
    X(CAP_OF_RATE, "caps of a rate reached")                                                      \
    X(CAP_OF_SPLIT, "splits capped")                                                              \
    X(CAP_OF_CLOSE, "caps of a whole close reached")                                              \
    X(PERIOD_CAP_CLIPS, "payouts clipped by a cap in a period")                                   \
    X(PERIOD_CAP_REFUSES, "events refused by a cap in a period")                                  \
    X(PERIOD_CAP_FREED, "caps in a period with refunds in them")                                  \
    X(PERIOD_CAP_REOPENED, "payouts under a cap that a close reopened")                           \
    X(BUDGET_CLIPS, "payouts clipped by a budget")                                                \
    X(BUDGET_REFUSES, "events refused by a budget")                                               \
    X(BUDGET_SPARES, "payouts from a member or in a unit that a budget does not cut")             \
    X(OPEN_RANGE, "events under a range without upper end")                                       \
    X(PAID_ON_ORDER, "payouts of orders")                                                         \
    X(PAID_ON_JOIN, "payouts of joins")                                                           \
    X(PAID_ON_OWN, "payouts of own events")                                                       \
    X(PAID_ON_PROMOTION, "payouts of promotions at once")                                         \
    X(PAID_ON_TIER, "payouts of tiers given")                                                     \
    X(PAID_ON_RISE_AT_CLOSE, "payouts of promotions at a close")                                  \
    X(PAID_ON_CLOSE, "payouts of closes")                                                         \
    X(NEW_TIER_DECIDES, "payouts to who rises, for the new tier")                                 \
    X(QUALIFIED, "members qualified at a close")                                                  \
    X(UNQUALIFIED, "members not qualified at a close")                                            \
    X(RANKED, "ranks at a close")                                                                 \
    X(RANK_TIE, "ranks of equal figures")                                                         \
    X(RANK_ZERO, "members left out of a rank for a figure of 0")                                  \
    X(TOP_COUNT, "tops of a number that leave somebody out")                                      \
    X(TOP_RATE, "tops of a share that leave somebody out")                                        \
    X(EXPIRED, "orders that a window of days or hours has left behind")                           \
    X(CLOSED, "orders that a close has left behind")                                              \
    X(JOIN_EXPIRED, "joins that a window has left behind")                                        \
    X(REFUNDED_MEASURE, "measures with a refund in them")                                         \
    X(REFUNDED_ORDER, "orders that count no more, being refunded")                                \
    X(OTHER_TIERS, "members not counted for their tier")

#define SEEN_NUMBER(name, text) SEEN_##name,
enum seen {
    SEEN_LIST(SEEN_NUMBER) SEEN_CODES, /* from here: each error, by its number below zero */
    SEEN_WHATS = SEEN_CODES + 20,      /* from here: scope * RULES_WHATS + what */
    SEEN_WINDOWS = SEEN_WHATS + RULES_SCOPES * RULES_WHATS, /* scope * RULES_WINDOWS + window */
    SEEN_COUNT = SEEN_WINDOWS + RULES_SCOPES * RULES_WINDOWS
};
#undef SEEN_NUMBER

/* Whether this can come up at all: not the errors that no event can come to, nor measures that the
   language does not have. */
bool seen_is_possible(uint32_t seen);

/* A line of the report for it; `out` has room for 100 bytes. */
void seen_print(uint32_t seen, char *out);

#endif
