/*
 * Cohort: orders that go through a scheme side by side.
 *
 *     lane                         0      1      2      3
 *     order                       40     41     42     43
 *     place 0, seller              C      D      C      ?      odd: not a member
 *     place 1, seller.leader      小微   小微   小微    -
 *     gate 0, seller: gold+               *                    lanes {1}
 *     strip 0, 100 % of profit  40.00  20.00  12.00            lanes {0 1 2}
 *     strip 1, 25 % of profit   10.00   5.00   3.00            lanes {0 1 2}
 *
 * Every step is a loop over all lanes, or over a list of those that it concerns, whose body has no
 * branch that depends on an order; whoever is looked at next is fetched one loop before. A list is
 * made by writing each lane at its end and making it longer, or not.
 *
 * Invariants
 *   1. A lane is odd unless its order is surely fine. What the strips hold of an odd one is to be
 *      ignored: it is paid by itself, and perhaps refused.
 *   2. Lists are in the order of lanes.
 *   3. Everybody is looked at as of the lane's own instant.
 *   4. The strips of a lane that is not odd hold what fenrun__pay_run appends, and amounts of 0
 *      besides, which are of nothing.
 *
 * Costs: O(lanes * (places + strips)) and, as a rule, one random read for each place that is seen.
 *
 * Not here: what is known of replays and measures, and where the payouts go.
 */
#ifndef FENRUN_PAYOUT_COHORT_H
#define FENRUN_PAYOUT_COHORT_H

#include "payout/result.h"
#include "payout/scheme.h"
#include "tree/search.h"
#include "tree/tree.h"

#define FENRUN__COHORT_WIDTH FENRUN__SEARCH_WIDTH

/* Some lanes. */
struct fenrun__lanes {
    const uint16_t *items;
    uint32_t count;
};

/* Who stands in a place, by lane. */
struct fenrun__cohort_place {
    uint32_t *numbers; /* FENRUN__NONE: nobody; of no use in lanes that fail the place's gate */
    struct fenrun__tree_view *views; /* if the place is seen */
    uint64_t *ids;                   /* if they are asked for */
    const uint64_t *names;           /* `ids`, or the caller's column of them */
    uint16_t *room;                  /* for `lanes` */
    struct fenrun__lanes lanes;      /* where somebody is */
};

/* What a strip pays. Of a loose one these are payouts of the result, from `first` on, whose field
   `event` is the lane. */
struct fenrun__cohort_strip {
    struct fenrun__lanes lanes; /* not loose: in no others anything is paid, */
    const int64_t *amounts;     /* ... and what is, by lane; if rows are asked for, 0 in others */
    uint16_t *lane_room;
    int64_t *amount_room;
    size_t first; /* loose: the first payout, and how many */
    uint32_t count;
    uint32_t next; /* for whoever takes the payouts: entries before it are taken */
};

struct fenrun__cohort {
    const struct fenrun__tree *tree;
    const struct fenrun__scheme *scheme;
    const fenrun_batch *batch;
    struct fenrun_result *result; /* for loose strips */
    size_t first;   /* the order in lane 0 */
    uint32_t count; /* lanes */
    bool has_rows;  /* payouts are asked for, not only totals */
    bool has_names; /* ... with the ids of payees */
    const int64_t *at;
    const int64_t *figures[FENRUN__FIGURES_MAX];

    uint8_t *odd; /* by lane */
    bool has_odd;
    const uint16_t *everyone; /* all lanes */
    uint16_t *drafts[2];      /* lists that are soon forgotten */
    uint16_t *gate_room[FENRUN__GATES_MAX];
    struct fenrun__lanes gates[FENRUN__GATES_MAX];
    struct fenrun__cohort_place places[FENRUN__PLACES_MAX];
    struct fenrun__cohort_strip strips[FENRUN__STRIPS_MAX];
};

/* How many bytes the lists of a cohort need, beginning on a boundary of 8; and give it these. */
size_t fenrun__cohort_size(const struct fenrun__scheme *scheme);
void fenrun__cohort_init(struct fenrun__cohort *cohort, const struct fenrun__tree *tree,
                         const struct fenrun__scheme *scheme, const fenrun_batch *batch,
                         struct fenrun_result *result, void *bytes);

/* Take `count` orders of the batch from `first` on, and find out who stands where. The instants
   from `from` to `last` are those of the scheme's version. */
void fenrun__cohort_gather(struct fenrun__cohort *cohort, size_t first, uint32_t count,
                           int64_t from, int64_t last);

/* Compute what all strips pay, in the result that of loose ones; no more is in it then. False if
   there is no memory. */
bool fenrun__cohort_pay(struct fenrun__cohort *cohort);

/* For strips: a lane turns out to be odd. */
static inline void fenrun__cohort_set_odd(struct fenrun__cohort *cohort, uint32_t lane) {
    cohort->odd[lane] = 1;
    cohort->has_odd = true;
}

/* For strips: the lanes of a gate, or all, in which somebody is in a place. `room` is for the list
   if there is none yet. */
struct fenrun__lanes fenrun__cohort_comers(const struct fenrun__cohort *cohort, uint32_t place,
                                           uint32_t gate, uint16_t *room);

/* For strips: of some lanes, those in which somebody is in a place. `to` may be where they are. */
struct fenrun__lanes fenrun__cohort_present(const struct fenrun__cohort_place *place,
                                            struct fenrun__lanes from, uint16_t *to);

/* For strips: of some lanes, those in which a test is met; `place` is that of the payee. Written to
   `to`, which may be `from`. */
uint32_t fenrun__cohort_filter(const struct fenrun__cohort *cohort,
                               const struct fenrun__plan_test *test, uint32_t place,
                               struct fenrun__lanes from, uint16_t *to);

#endif
