/*
 * Shrink: see shrink.h. One thing is left out at a time and put back unless the first line of the
 * difference begins as before, until nothing can be left out.
 */
#include "model/shrink.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define SHRINK_ALIKE 40u /* characters of a difference that must stay: which call, what is other */

static bool shrink_watch(const struct shrink *shrink, struct duel *duel, enum shrink_stage stage,
                         const fenrun_event *event) {
    return shrink->watch == NULL || shrink->watch(duel, stage, event, shrink->context);
}

bool shrink_run(const struct shrink *shrink, struct duel *duel) {
    bool equal = duel_start(duel, &shrink->rules, shrink->seed, shrink->remembers);
    if (equal && shrink->member_count > 0) {
        equal = duel_load(duel, shrink->members, shrink->member_count);
    }
    equal = equal && shrink_watch(shrink, duel, SHRINK_BEGIN, NULL);
    for (size_t i = 0; equal && i < shrink->event_count; i++) {
        equal = duel_event(duel, &shrink->events[i]) &&
                shrink_watch(shrink, duel, SHRINK_EVENT, &shrink->events[i]);
    }
    for (size_t i = 0; equal && i < shrink->event_count; i++) {
        equal = duel_members(duel, &shrink->events[i].at, 1);
    }
    equal = equal && shrink_watch(shrink, duel, SHRINK_END, NULL);
    duel_end(duel);
    return !equal;
}

static bool shrink_is_alike(const struct shrink *shrink, struct duel *duel,
                            const char *difference) {
    return shrink_run(shrink, duel) && strncmp(duel->difference, difference, SHRINK_ALIKE) == 0;
}

/* Without `size` events from the end down; how many could be left out. */
static size_t shrink_events(struct shrink *shrink, struct duel *duel, const char *difference,
                            size_t size) {
    static fenrun_event kept[4096];
    size_t before = shrink->event_count;
    for (size_t end = shrink->event_count; end >= size; end--) {
        size_t rest = shrink->event_count - end;
        memcpy(kept, shrink->events, shrink->event_count * sizeof *kept);
        memmove(shrink->events + end - size, shrink->events + end, rest * sizeof *kept);
        shrink->event_count -= size;
        if (!shrink_is_alike(shrink, duel, difference)) {
            shrink->event_count += size;
            memcpy(shrink->events, kept, shrink->event_count * sizeof *kept);
        } else if (end - size < size) {
            break;
        } else {
            end -= size - 1;
        }
    }
    return before - shrink->event_count;
}

static size_t shrink_members(struct shrink *shrink, struct duel *duel, const char *difference) {
    size_t before = shrink->member_count;
    for (size_t i = shrink->member_count; i > 0; i--) {
        fenrun_member left = shrink->members[i - 1];
        size_t rest = shrink->member_count - i;
        memmove(shrink->members + i - 1, shrink->members + i, rest * sizeof left);
        shrink->member_count--;
        if (!shrink_is_alike(shrink, duel, difference)) {
            memmove(shrink->members + i, shrink->members + i - 1, rest * sizeof left);
            shrink->members[i - 1] = left;
            shrink->member_count++;
        }
    }
    return before - shrink->member_count;
}

/* ------------------------------------------------------------------------------------------ */
/* Rules                                                                                      */

static bool shrink_drop(uint32_t *count) {
    bool some = *count > 0;
    *count -= some ? 1 : 0;
    return some;
}

/* Below one there would be no list. */
static bool shrink_drop_to_one(uint32_t *count) {
    return *count > 1 && shrink_drop(count);
}

static bool shrink_clear(void *value, size_t size) {
    static const unsigned char zeros[sizeof(struct rules_award)];
    bool some = memcmp(value, zeros, size) != 0;
    memset(value, 0, size);
    return some;
}

static bool shrink_none(uint32_t *value) {
    bool some = *value != RULES_NONE;
    *value = RULES_NONE;
    return some;
}

static bool shrink_single(struct rules_award *award) {
    bool some = award->form != RULES_FORM_SINGLE && award->form != RULES_FORM_SPLIT &&
                award->form != RULES_FORM_POOL && award->pays[0][0].listed;
    for (uint32_t i = 1; some && i < RULES_TIERS_MAX; i++) {
        award->pays[0][i] = award->pays[0][0];
    }
    award->form = some ? RULES_FORM_SINGLE : award->form;
    award->to.uplines = award->to.uplines && !some;
    return some;
}

/* The n-th way to make an award simpler; false if there is nothing to it here. */
static bool shrink_award(struct rules_award *award, uint32_t way) {
    switch (way) {
    case 0: return shrink_drop(&award->test_count);
    case 1: return shrink_clear(&award->cap, sizeof award->cap);
    case 2: return shrink_clear(&award->has_funder, sizeof award->has_funder);
    case 3: return shrink_clear(&award->hold, sizeof award->hold);
    case 4: return shrink_none(&award->rounding);
    case 5: return shrink_clear(&award->unit, sizeof award->unit);
    case 6: return shrink_drop(&award->selection.qualify_count);
    case 7: return shrink_clear(&award->selection.top, sizeof award->selection.top);
    case 8: return shrink_clear(&award->has_peer, sizeof award->has_peer);
    case 9: return shrink_none(&award->already_paid);
    case 10: return shrink_clear(&award->has_remainder, sizeof award->has_remainder);
    case 11: return shrink_drop_to_one(&award->grade_count);
    case 12: return shrink_drop_to_one(&award->level_count);
    case 13: return shrink_drop_to_one(&award->share_count);
    case 14: return shrink_drop(&award->to.step_count);
    case 15: return shrink_drop(&award->funder.step_count);
    case 16: return shrink_single(award);
    case 17:
        return award->form != RULES_FORM_PRIZES && award->selection.top == RULES_TOP_ALL &&
               shrink_none(&award->selection.rank);
    case 18:
        memmove(&award->tests[0], &award->tests[1], sizeof award->tests - sizeof award->tests[0]);
        return shrink_drop(&award->test_count);
    default: return shrink_none(&award->share_by);
    }
}

#define SHRINK_AWARD_WAYS 20u

static bool shrink_row(struct rules_review *review, uint32_t row) {
    if (row >= review->count) {
        return false;
    }
    if (review->rows[row].test_count > 1) {
        review->rows[row].test_count--;
        return true;
    }
    memmove(&review->rows[row], &review->rows[row + 1],
            (review->count - row - 1) * sizeof review->rows[0]);
    review->count--;
    return true;
}

static bool shrink_version(struct rules_version *version, uint32_t way) {
    if (way < RULES_SHAPES_MAX) {
        return shrink_clear(&version->terms[way].budget, sizeof version->terms[way].budget);
    }
    way -= RULES_SHAPES_MAX;
    if (way < RULES_SHAPES_MAX) {
        return shrink_drop(&version->terms[way].requirement_count);
    }
    way -= RULES_SHAPES_MAX;
    if (way < RULES_REVIEWED_MAX) {
        return shrink_row(&version->promotions, way);
    }
    way -= RULES_REVIEWED_MAX;
    if (way < RULES_REVIEWED_MAX) {
        return shrink_row(&version->demotions, way);
    }
    way -= RULES_REVIEWED_MAX;
    if (way < RULES_LABELS_MAX) {
        return shrink_drop(&version->labels[way].test_count);
    }
    way -= RULES_LABELS_MAX;
    if (way < RULES_AWARDS_MAX) {
        if (way >= version->award_count || version->award_count == 1) {
            return false;
        }
        version->award_count--;
        memmove(&version->awards[way], &version->awards[way + 1],
                (version->award_count - way) * sizeof version->awards[0]);
        return true;
    }
    way -= RULES_AWARDS_MAX;
    return way / SHRINK_AWARD_WAYS < version->award_count &&
           shrink_award(&version->awards[way / SHRINK_AWARD_WAYS], way % SHRINK_AWARD_WAYS);
}

#define SHRINK_VERSION_WAYS                                                                       \
    (2 * RULES_SHAPES_MAX + 2 * RULES_REVIEWED_MAX + RULES_LABELS_MAX + RULES_AWARDS_MAX +        \
     RULES_AWARDS_MAX * SHRINK_AWARD_WAYS)

static bool shrink_rule(struct rules *rules, uint32_t way) {
    if (way == 0) {
        return shrink_drop_to_one(&rules->version_count);
    }
    if (way == 1) {
        memmove(&rules->versions[0], &rules->versions[1],
                sizeof rules->versions - sizeof rules->versions[0]);
        return shrink_drop_to_one(&rules->version_count);
    }
    if (way == 2) {
        return shrink_clear(&rules->versions[0].has_effective,
                            sizeof rules->versions[0].has_effective);
    }
    way -= 3;
    return shrink_version(&rules->versions[way / SHRINK_VERSION_WAYS], way % SHRINK_VERSION_WAYS);
}

static size_t shrink_rules(struct shrink *shrink, struct duel *duel, const char *difference) {
    size_t dropped = 0;
    for (uint32_t way = 0; way < 3 + shrink->rules.version_count * SHRINK_VERSION_WAYS; way++) {
        struct rules kept = shrink->rules;
        if (shrink_rule(&shrink->rules, way) && shrink_is_alike(shrink, duel, difference)) {
            dropped++;
            way = way < 3 ? way : way - 1;
        } else {
            shrink->rules = kept;
        }
    }
    return dropped;
}

void shrink_all(struct shrink *shrink, struct duel *duel) {
    char difference[SHRINK_ALIKE + 1] = {0};
    if (!shrink_run(shrink, duel)) {
        return;
    }
    memcpy(difference, duel->difference, SHRINK_ALIKE);
    size_t dropped = 1;
    while (dropped > 0) {
        dropped = 0;
        for (size_t size = shrink->event_count / 2; size > 0; size /= 2) {
            dropped += shrink_events(shrink, duel, difference, size);
        }
        dropped += shrink_members(shrink, duel, difference);
        dropped += shrink_rules(shrink, duel, difference);
    }
    shrink_run(shrink, duel);
}

void shrink_print(const struct shrink *shrink, const struct duel *duel) {
    char line[DUEL_LINE_MAX];
    printf("\n---- made small%s\n", shrink->remembers ? "" : ", orders are not remembered");
    for (uint32_t i = 0; i < shrink->rules.version_count; i++) {
        printf("%s\n", duel->texts[i]);
    }
    for (size_t i = 0; i < shrink->member_count; i++) {
        const fenrun_member *member = &shrink->members[i];
        printf("loaded: member %" PRIu64 " inviter %" PRIu64 " tier %" PRIu32 " labels %" PRIu32
               " at %" PRId64 "\n",
               member->id, member->inviter, member->tier, member->labels, member->at);
    }
    for (size_t i = 0; i < shrink->event_count; i++) {
        duel_print_event(&shrink->events[i], line, sizeof line);
        printf("%s\n", line);
    }
    printf("%s", duel->difference);
}
