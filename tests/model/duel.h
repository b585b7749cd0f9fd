/*
 * Duel: the library and the model side by side, given the same events, until they differ.
 *
 *     duel_start(&duel, &rules, seed, true);
 *     duel_load(&duel, members, count);
 *     if (!duel_event(&duel, &event)) puts(duel.difference);
 *     if (!duel_members(&duel, instants, count)) ...
 *     duel_end(&duel);
 *
 * What is compared for each event: fenrun_pay before it, which must change nothing; the code, the
 * payouts and the promotions of fenrun_apply, field by field; the status of the tree; and for
 * refunds the pure fenrun_refund. Every eighth event is explained as well, which must pay the same,
 * and every eighth order once more when it was applied.
 */
#ifndef MODEL_DUEL_H
#define MODEL_DUEL_H

#include "model/model.h"
#include "model/print.h"

#define DUEL_TEXT_MAX 16384u
#define DUEL_LINE_MAX 1024u /* of an event */

struct duel {
    struct rules rules;
    char texts[RULES_VERSIONS_MAX][PRINT_TEXT_MAX]; /* as the library read them */
    struct model model;
    struct model_answer answer; /* of the last event, by the model */
    fenrun_rules *compiled;
    fenrun_tree *tree;
    fenrun_result *result;
    uint64_t event_count;
    char difference[DUEL_TEXT_MAX]; /* the first one: what was asked and both answers */
};

/* False, with the difference, if the library does not read the rule set or gives no tree. */
bool duel_start(struct duel *duel, const struct rules *rules, uint64_t seed, bool remembers);
void duel_end(struct duel *duel);

bool duel_load(struct duel *duel, const fenrun_member *members, size_t count);
bool duel_event(struct duel *duel, const fenrun_event *event);

/* All members at each instant. */
bool duel_members(struct duel *duel, const int64_t *instants, size_t count);

/* Compare lists; false, with the difference, at the first that is not the same. */
bool duel_compare_payouts(struct duel *duel, const char *where, const fenrun_payout *expected,
                          size_t expected_count, const fenrun_payout *found, size_t found_count);
bool duel_compare_promotions(struct duel *duel, const char *where,
                             const fenrun_promotion *expected, size_t expected_count,
                             const fenrun_promotion *found, size_t found_count);

/* An event on one line. */
size_t duel_print_event(const fenrun_event *event, char *out, size_t capacity);

#endif
