/*
 * Ledger proof: whether tables that came from elsewhere are a ledger, of a tree and a plan.
 *
 *     index ──► places 0, 17, 40   a record begins at each, is whole before the next, and between
 *     records   [0....][17......]  them are zeros; what it names is there; its id leads to it
 *     refunds   of 17: 20 of 50    each of an order that is there, and no more than it
 *
 * Costs: O(records + payouts + refunds). Memory for the time of the proof: a bit for each 4 bytes
 * of records.
 */
#ifndef FENRUN_SETTLE_LEDGER_PROOF_H
#define FENRUN_SETTLE_LEDGER_PROOF_H

#include "rules/plan.h"
#include "settle/ledger.h"
#include "tree/tree.h"

/* Where records begin, as bits by place. */
struct fenrun__ledger_proof {
    const struct fenrun__ledger *ledger;
    const struct fenrun__plan *plan;
    const struct fenrun__tree *tree; /* which is known to be sound */
    uint64_t closes;                 /* how many there have been */
    uint64_t *places;
    size_t place_words;
};

/* FENRUN_OK, or FENRUN_ERROR_SNAPSHOT and in `unsound` what is not sound, "orders"; or
   FENRUN_ERROR_MEMORY. The first four fields are given; to be closed in any case. */
int32_t fenrun__ledger_proof_run(struct fenrun__ledger_proof *proof,
                                 struct fenrun__memory *memory, const char **unsound);
void fenrun__ledger_proof_close(struct fenrun__ledger_proof *proof, struct fenrun__memory *memory);

/* Whether an order begins at a place, of a ledger that is sound; and that order. */
bool fenrun__ledger_proof_order(const struct fenrun__ledger_proof *proof, uint32_t place,
                                struct fenrun__ledger_order *order);

#endif
