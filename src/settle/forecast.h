/*
 * Forecast: what an event pays and whom it raises or lowers, before anything changes.
 *
 *     order of C     sale C 40.00, team A 10.00          payouts of the event, up to payouts_end
 *                    C becomes gold                      promotions
 *                    rise C 1.00                         payouts of rises
 *
 * Invariants
 *   1. It reads the tree and changes nothing but the caller's result.
 *   2. Everything that can be refused because of what is paid is refused here.
 *
 * Costs: as told at fenrun_pay.
 */
#ifndef FENRUN_SETTLE_FORECAST_H
#define FENRUN_SETTLE_FORECAST_H

#include "payout/result.h"
#include "rules/plan.h"
#include "settle/close.h"
#include "settle/turn.h"

struct fenrun__engine;

/* How much of it is asked for. */
enum fenrun__forecast_extent {
    FENRUN__FORECAST_PAYS = 0,    /* all that is paid: whom it raises only if that pays something */
    FENRUN__FORECAST_APPLIES = 1, /* everything */
    FENRUN__FORECAST_EVENT = 2    /* what the event itself paid, which was applied */
};

struct fenrun__forecast {
    struct fenrun__turn turn;   /* which the event has passed */
    struct fenrun__close close; /* to be freed */
    size_t payouts;     /* of the result: where those of the event begin ... */
    size_t payouts_end; /* ... and end, before those of rises */
    size_t promotions;  /* where its promotions begin */
};

/* Whether a version pays awards of event promotion. */
bool fenrun__forecast_pays_rises(const struct fenrun__plan *plan,
                                 const struct fenrun__plan_version *version);

/* Append to the result, on the tree of forecast->turn.pay, whose windows stand where they will. */
int32_t fenrun__forecast_make(const struct fenrun__engine *engine,
                              enum fenrun__forecast_extent extent,
                              struct fenrun__forecast *forecast, struct fenrun_result *result,
                              fenrun_error *error);

/* The same for the engine as it is, without promotions in the result; nothing is to be freed. Where
   windows would move and somebody looks at them, on a copy of the measures. */
int32_t fenrun__forecast_look(const struct fenrun__engine *engine,
                              enum fenrun__forecast_extent extent,
                              struct fenrun__forecast *forecast, struct fenrun_result *result,
                              fenrun_error *error);

/* Say what a code means that lower layers give without a message; drop what the result got. */
int32_t fenrun__forecast_fail(int32_t code, const struct fenrun__forecast *forecast,
                              struct fenrun_result *result, fenrun_error *error);

#endif
