/* Cohort: who stands where, in many orders at once; see the header. */
#include "payout/cohort.h"

#include <string.h>

#include "money/amount.h"
#include "payout/route.h"
#include "payout/strip.h"

/* How many of those above a role are fetched where awards climb. */
#define COHORT_FETCHED_STEPS 4u

/* ---- memory ---- */

/* Bytes of a lane besides those of places, gates and strips: everyone, odd and the drafts. */
#define COHORT_LANE (sizeof(uint16_t) + sizeof(uint8_t) + 2 * sizeof(uint16_t))
#define COHORT_LANE_OF_PLACE                                                                      \
    (sizeof(uint64_t) + sizeof(struct fenrun__tree_view) + sizeof(uint32_t) + sizeof(uint16_t))
#define COHORT_LANE_OF_STRIP (sizeof(int64_t) + sizeof(uint16_t))

size_t fenrun__cohort_size(const struct fenrun__scheme *scheme) {
    return FENRUN__COHORT_WIDTH *
           (COHORT_LANE + scheme->gate_count * sizeof(uint16_t) +
            scheme->place_count * COHORT_LANE_OF_PLACE +
            scheme->strip_count * COHORT_LANE_OF_STRIP);
}

/* The next list; a width of lanes is a multiple of every alignment. */
static void *cohort_take(unsigned char **bytes, size_t size) {
    void *taken = *bytes;
    *bytes += size * FENRUN__COHORT_WIDTH;
    return taken;
}

void fenrun__cohort_init(struct fenrun__cohort *cohort, const struct fenrun__tree *tree,
                         const struct fenrun__scheme *scheme, const fenrun_batch *batch,
                         struct fenrun_result *result, void *bytes) {
    unsigned char *room = bytes;
    memset(bytes, 0, fenrun__cohort_size(scheme));
    cohort->tree = tree;
    cohort->scheme = scheme;
    cohort->batch = batch;
    cohort->result = result;
    cohort->has_rows = batch->payout_capacity > 0;
    cohort->has_names = cohort->has_rows && batch->payout_payees;
    for (uint32_t i = 0; i < scheme->place_count; i++) {
        struct fenrun__cohort_place *place = cohort->places + i;
        place->ids = cohort_take(&room, sizeof *place->ids);
        place->views = cohort_take(&room, sizeof *place->views);
        place->numbers = cohort_take(&room, sizeof *place->numbers);
        place->room = cohort_take(&room, sizeof *place->room);
    }
    for (uint32_t i = 0; i < scheme->strip_count; i++) {
        struct fenrun__cohort_strip *strip = cohort->strips + i;
        strip->amount_room = cohort_take(&room, sizeof *strip->amount_room);
        strip->lane_room = cohort_take(&room, sizeof *strip->lane_room);
    }
    for (uint32_t i = 0; i < scheme->gate_count; i++) {
        cohort->gate_room[i] = cohort_take(&room, sizeof *cohort->gate_room[i]);
    }
    cohort->drafts[0] = cohort_take(&room, sizeof(uint16_t));
    cohort->drafts[1] = cohort_take(&room, sizeof(uint16_t));
    uint16_t *everyone = cohort_take(&room, sizeof(uint16_t));
    for (uint32_t i = 0; i < FENRUN__COHORT_WIDTH; i++) everyone[i] = (uint16_t)i;
    cohort->everyone = everyone;
    cohort->odd = room;
}

/* ---- what must be sure of the figures ---- */

/* The sign bit is set where a requirement is not met by figures up to figure_max. What larger ones
   give is of no use: their lanes are odd already. */
static inline __attribute__((always_inline)) uint64_t
cohort_require(uint64_t value, uint64_t base, uint64_t low, uint64_t high, bool fixed, bool open) {
    if (fixed) return (value - low) | (high - value);
    uint64_t whole = value * (uint64_t)FENRUN__RATE_ONE;
    return (whole - base * low) | (open ? 0 : base * high - whole);
}

static inline __attribute__((always_inline)) void
cohort_require_all(struct fenrun__cohort *cohort,
                   const struct fenrun__plan_requirement *requirement, bool fixed, bool open) {
    const int64_t *values = cohort->figures[requirement->figure];
    const int64_t *bases = fixed ? values : cohort->figures[requirement->base];
    uint64_t low = (uint64_t)requirement->low, high = (uint64_t)requirement->high, any = 0;
    for (uint32_t i = 0; i < cohort->count; i++) {
        any |= cohort_require((uint64_t)values[i], (uint64_t)bases[i], low, high, fixed, open);
    }
    if (any >> 63 == 0) return;
    for (uint32_t i = 0; i < cohort->count; i++) {
        uint64_t one =
            cohort_require((uint64_t)values[i], (uint64_t)bases[i], low, high, fixed, open);
        if (one >> 63) fenrun__cohort_set_odd(cohort, i);
    }
}

static void cohort_check_requirement(struct fenrun__cohort *cohort,
                                     const struct fenrun__plan_requirement *requirement) {
    bool fixed = requirement->base == FENRUN__NOWHERE, open = requirement->high == INT64_MAX;
    if (fixed) {
        cohort_require_all(cohort, requirement, true, false);
    } else if (open) {
        cohort_require_all(cohort, requirement, false, true);
    } else {
        cohort_require_all(cohort, requirement, false, false);
    }
}

/* Negative or very large figures are odd. */
static void cohort_check_column(struct fenrun__cohort *cohort, const int64_t *column) {
    uint64_t any = 0, most = (uint64_t)cohort->scheme->figure_max;
    for (uint32_t i = 0; i < cohort->count; i++) any |= (uint64_t)column[i];
    if (any <= most) return;
    for (uint32_t i = 0; i < cohort->count; i++) {
        if ((uint64_t)column[i] > most) fenrun__cohort_set_odd(cohort, i);
    }
}

static void cohort_check_instants(struct fenrun__cohort *cohort, int64_t from, int64_t last) {
    uint64_t span = (uint64_t)last - (uint64_t)from;
    bool outside = false;
    for (uint32_t i = 0; i < cohort->count; i++) {
        outside |= (uint64_t)cohort->at[i] - (uint64_t)from > span;
    }
    if (!outside) return;
    for (uint32_t i = 0; i < cohort->count; i++) {
        if ((uint64_t)cohort->at[i] - (uint64_t)from > span) fenrun__cohort_set_odd(cohort, i);
    }
}

static void cohort_check(struct fenrun__cohort *cohort, int64_t from, int64_t last) {
    const struct fenrun__scheme *scheme = cohort->scheme;
    const struct fenrun__plan_shape *shape = fenrun__plan_shape(scheme->plan, FENRUN__SHAPE_ORDER);
    const struct fenrun__plan_trigger *trigger =
        fenrun__plan_trigger(scheme->plan, scheme->version, FENRUN__SHAPE_ORDER);
    cohort_check_instants(cohort, from, last);
    for (uint32_t i = 0; i < shape->amount_count; i++) {
        cohort_check_column(cohort, cohort->figures[i]);
    }
    for (uint32_t i = 0; i < shape->count_count; i++) {
        cohort_check_column(cohort, cohort->figures[FENRUN__FIGURE_COUNT0 + i]);
    }
    for (uint32_t i = 0; i < trigger->requirement_count; i++) {
        cohort_check_requirement(cohort, fenrun__plan_requirement(
                                             scheme->plan, trigger->requirement_first + i));
    }
}

/* ---- who stands in a place ---- */

/* Of some lanes, those in which somebody stands in a place. */
struct fenrun__lanes fenrun__cohort_present(const struct fenrun__cohort_place *place,
                                            struct fenrun__lanes from, uint16_t *to) {
    uint32_t count = 0;
    for (uint32_t k = 0; k < from.count; k++) {
        uint16_t i = from.items[k];
        to[count] = i;
        count += place->numbers[i] != FENRUN__NONE;
    }
    return (struct fenrun__lanes){to, count};
}

/* Fetch the totals of those who are in a place. */
static void cohort_fetch_totals(const struct fenrun__cohort *cohort, uint32_t place,
                                struct fenrun__lanes lanes) {
    const struct fenrun__scheme *scheme = cohort->scheme;
    const uint32_t *numbers = cohort->places[place].numbers;
    for (uint32_t i = 0; cohort->batch->totals && i < scheme->strip_count; i++) {
        if (scheme->strips[i].place != place) continue;
        const int64_t *totals = cohort->batch->totals[scheme->strips[i].index];
        for (uint32_t k = 0; totals && k < lanes.count; k++) {
            __builtin_prefetch(totals + numbers[lanes.items[k]], 1);
        }
    }
}

/* Some lanes have nobody in a role: odd in the first one, or if there should be somebody. */
static void cohort_miss(struct fenrun__cohort *cohort, uint32_t role) {
    struct fenrun__cohort_place *place = cohort->places + role;
    const uint64_t *ids = cohort->batch->roles[role];
    const uint32_t *members = cohort->batch->members[role];
    for (uint32_t i = 0; i < cohort->count; i++) {
        if (place->numbers[i] != FENRUN__NONE) continue;
        size_t order = cohort->first + i;
        bool given = ids ? ids[order] != FENRUN_PLATFORM
                         : members && members[order] != FENRUN_NO_MEMBER;
        if (role == 0 || given) fenrun__cohort_set_odd(cohort, i);
    }
    place->lanes = fenrun__cohort_present(place, place->lanes, place->room);
}

/* Look one by one at those who have changed since, or are others than was guessed: rarely many.
   False if some are nobody. */
static bool cohort_see_unsure(struct fenrun__cohort *cohort, struct fenrun__cohort_place *place,
                              const uint64_t *guessed, struct fenrun__lanes unsure) {
    const struct fenrun__tree *tree = cohort->tree;
    bool all = true;
    for (uint32_t k = 0; k < unsure.count; k++) {
        uint32_t i = unsure.items[k];
        uint32_t *number = place->numbers + i;
        if (guessed && tree->rows[*number].id != guessed[i]) {
            bool nobody = guessed[i] == FENRUN_PLATFORM;
            *number = nobody ? FENRUN__NONE : fenrun__tree_find(tree, guessed[i]);
        }
        uint32_t version = *number == FENRUN__NONE ? FENRUN__NONE : tree->rows[*number].versions;
        if (version != FENRUN__NONE) __builtin_prefetch(tree->versions.items + version);
    }
    for (uint32_t k = 0; k < unsure.count; k++) {
        uint32_t i = unsure.items[k];
        struct fenrun__tree_view *view = place->views + i;
        if (place->numbers[i] != FENRUN__NONE &&
            fenrun__tree_view(tree, place->numbers[i], cohort->at[i], view)) {
            __builtin_prefetch(tree->teams + view->team);
            continue;
        }
        place->numbers[i] = FENRUN__NONE;
        all = false;
    }
    return all;
}

/* Look at those who are in a place. `guessed`: the ids that they should have, or NULL. Lanes in
   which they have not, or have changed since the order, become a list; how long it is. */
static inline __attribute__((always_inline)) uint32_t
cohort_look(const struct fenrun__cohort *cohort, const struct fenrun__cohort_place *place,
            const uint64_t *guessed, bool named, bool has_led, uint16_t *unsure) {
    const struct fenrun__tree_row *rows = cohort->tree->rows;
    const struct fenrun__tree_team *teams = cohort->tree->teams;
    const struct fenrun__lanes lanes = place->lanes;
    const uint32_t *numbers = place->numbers;
    const int64_t *at = cohort->at;
    struct fenrun__tree_view *views = place->views;
    uint64_t *ids = place->ids;
    uint32_t count = 0;
    for (uint32_t k = 0; k < lanes.count; k++) {
        uint16_t i = lanes.items[k];
        const struct fenrun__tree_row *row = rows + numbers[i];
        if (has_led) __builtin_prefetch(teams + row->team);
        views[i] = (struct fenrun__tree_view){row->inviter, row->team, row->tier, row->labels};
        if (named) ids[i] = row->id;
        bool is_unsure = at[i] < row->since;
        if (guessed) is_unsure |= row->id != guessed[i];
        unsure[count] = i;
        count += is_unsure;
    }
    return count;
}

static void cohort_see(struct fenrun__cohort *cohort, uint32_t index) {
    struct fenrun__cohort_place *place = cohort->places + index;
    bool named = cohort->has_names && place->names == place->ids;
    bool has_led = cohort->scheme->places[index].has_led;
    bool is_role = cohort->scheme->places[index].step == FENRUN__STEP_ROLE;
    const uint64_t *guessed = place->names == place->ids ? NULL : place->names;
    uint16_t *unsure = cohort->drafts[0];
    uint32_t count = 0;
    /* Each call is a copy for its constants. Who is guessed by a name has it. */
    if (guessed && has_led) {
        count = cohort_look(cohort, place, guessed, false, true, unsure);
    } else if (guessed) {
        count = cohort_look(cohort, place, guessed, false, false, unsure);
    } else if (named) {
        count = cohort_look(cohort, place, NULL, true, has_led, unsure);
    } else if (has_led) {
        count = cohort_look(cohort, place, NULL, false, true, unsure);
    } else {
        count = cohort_look(cohort, place, NULL, false, false, unsure);
    }
    if (count == 0 ||
        cohort_see_unsure(cohort, place, guessed, (struct fenrun__lanes){unsure, count})) {
        return;
    }
    if (is_role) {
        cohort_miss(cohort, index);
        return;
    }
    /* Nobody joined before an inviter or leader: it would be our mistake, for others to say. */
    for (uint32_t k = 0; k < count; k++) {
        if (place->numbers[unsure[k]] == FENRUN__NONE) fenrun__cohort_set_odd(cohort, unsure[k]);
    }
    place->lanes = fenrun__cohort_present(place, place->lanes, place->room);
}

/* ---- roles ---- */

/* Numbers from a column of them; how many are nobody's. */
static uint32_t cohort_copy_members(const struct fenrun__tree *tree, const uint32_t *members,
                                    uint32_t count, uint32_t *numbers) {
    uint32_t missing = 0, member_count = (uint32_t)tree->count;
    for (uint32_t i = 0; i < count; i++) {
        bool known = members[i] < member_count;
        __builtin_prefetch(tree->rows + members[i]);
        numbers[i] = known ? members[i] : FENRUN__NONE;
        missing += !known;
    }
    return missing;
}

/* Numbers of those in a role; where they are given by id these are guesses, until they are seen. */
static void cohort_find_role(struct fenrun__cohort *cohort, uint32_t role) {
    const struct fenrun__tree *tree = cohort->tree;
    struct fenrun__cohort_place *place = cohort->places + role;
    const uint64_t *ids = cohort->batch->roles[role];
    const uint32_t *members = cohort->batch->members[role];
    uint32_t missing = cohort->count;
    place->lanes = (struct fenrun__lanes){cohort->everyone, cohort->count};
    place->names = place->ids;
    if (ids) {
        place->names = ids + cohort->first;
        fenrun__search_aim(tree, place->names, cohort->count, place->numbers);
        fenrun__search_guess(tree, cohort->count, place->numbers);
        cohort_fetch_totals(cohort, role, place->lanes);
        missing = 0;
    } else if (members) {
        missing = cohort_copy_members(tree, members + cohort->first, cohort->count,
                                      place->numbers);
        cohort_fetch_totals(cohort, role, place->lanes);
    } else {
        memset(place->numbers, 0xff, cohort->count * sizeof *place->numbers);
    }
    if (missing > 0) cohort_miss(cohort, role);
}

void fenrun__cohort_gather(struct fenrun__cohort *cohort, size_t first, uint32_t count,
                           int64_t from, int64_t last) {
    const fenrun_batch *batch = cohort->batch;
    const struct fenrun__plan_shape *shape =
        fenrun__plan_shape(cohort->scheme->plan, FENRUN__SHAPE_ORDER);
    cohort->first = first;
    cohort->count = count;
    cohort->at = batch->at + first;
    for (uint32_t i = 0; i < shape->amount_count; i++) {
        cohort->figures[i] = batch->amounts[i] + first;
    }
    for (uint32_t i = 0; i < shape->count_count; i++) {
        cohort->figures[FENRUN__FIGURE_COUNT0 + i] = batch->counts[i] + first;
    }
    memset(cohort->odd, 0, count);
    cohort->has_odd = false;
    for (uint32_t i = 0; i < shape->role_count; i++) cohort_find_role(cohort, i);
    cohort_check(cohort, from, last);
    for (uint32_t i = 0; i < shape->role_count; i++) cohort_see(cohort, i);
}

/* ---- gates ---- */

/* The person whom a test names: a role, or the payee. */
static const struct fenrun__cohort_place *
cohort_subject(const struct fenrun__cohort *cohort, uint8_t subject, uint32_t payee) {
    return cohort->places + (subject == FENRUN__SUBJECT_PAYEE ? payee : subject);
}

static inline __attribute__((always_inline)) uint32_t
cohort_filter_tiers(const struct fenrun__cohort_place *subject,
                    const struct fenrun__plan_test *test, struct fenrun__lanes from, uint16_t *to,
                    bool labelled, bool missing) {
    const struct fenrun__tree_view *views = subject->views;
    const uint32_t *numbers = subject->numbers;
    uint64_t tiers = test->tiers;
    uint32_t labels = test->labels, count = 0;
    for (uint32_t k = 0; k < from.count; k++) {
        uint16_t i = from.items[k];
        bool met = tiers >> (views[i].tier % FENRUN_TIERS_MAX) & 1;
        if (labelled) met |= (labels & views[i].labels) != 0;
        if (missing) met &= numbers[i] != FENRUN__NONE;
        to[count] = i;
        count += met;
    }
    return count;
}

static uint32_t cohort_filter_compared(const struct fenrun__cohort_place *subject,
                                       const struct fenrun__cohort_place *other, uint8_t kind,
                                       struct fenrun__lanes from, uint16_t *to) {
    uint32_t count = 0;
    for (uint32_t k = 0; k < from.count; k++) {
        uint16_t i = from.items[k];
        uint32_t a = subject->numbers[i], b = other->numbers[i];
        uint32_t tier = subject->views[i].tier, compared = other->views[i].tier;
        bool met = kind == FENRUN__TEST_OTHER   ? a != b
                   : kind == FENRUN__TEST_BELOW ? tier < compared
                                                : tier > compared;
        to[count] = i;
        count += met & (a != FENRUN__NONE) & (b != FENRUN__NONE);
    }
    return count;
}

uint32_t fenrun__cohort_filter(const struct fenrun__cohort *cohort,
                               const struct fenrun__plan_test *test, uint32_t place,
                               struct fenrun__lanes from, uint16_t *to) {
    const struct fenrun__cohort_place *subject = cohort_subject(cohort, test->subject, place);
    if (test->kind != FENRUN__TEST_IS) {
        return cohort_filter_compared(subject, cohort_subject(cohort, test->other, place),
                                      test->kind, from, to);
    }
    bool missing = subject->lanes.count < cohort->count;
    if (test->labels) return cohort_filter_tiers(subject, test, from, to, true, true);
    return missing ? cohort_filter_tiers(subject, test, from, to, false, true)
                   : cohort_filter_tiers(subject, test, from, to, false, false);
}

static void cohort_pass_gate(struct fenrun__cohort *cohort, uint32_t gate) {
    const struct fenrun__plan *plan = cohort->scheme->plan;
    const struct fenrun__plan_award *award = cohort->scheme->gates[gate];
    struct fenrun__lanes passing = {cohort->everyone, cohort->count};
    for (uint32_t i = 0; i < award->test_count; i++) {
        const struct fenrun__plan_test *test = fenrun__plan_test(plan, award->test_first + i);
        if (fenrun__plan_tests_payee(test)) continue;
        passing.count = fenrun__cohort_filter(cohort, test, FENRUN__NOWHERE, passing,
                                              cohort->gate_room[gate]);
        passing.items = cohort->gate_room[gate];
    }
    cohort->gates[gate] = passing;
}

/* ---- steps ---- */

struct fenrun__lanes fenrun__cohort_comers(const struct fenrun__cohort *cohort, uint32_t place,
                                           uint32_t gate, uint16_t *room) {
    const struct fenrun__cohort_place *here = cohort->places + place;
    if (gate == FENRUN__NOWHERE || cohort->scheme->places[place].gate == gate) return here->lanes;
    if (here->lanes.count == cohort->count) return cohort->gates[gate];
    return fenrun__cohort_present(here, cohort->gates[gate], room);
}

static struct fenrun__lanes cohort_go_to_inviter(const struct fenrun__cohort *cohort,
                                                 const struct fenrun__cohort_place *from,
                                                 struct fenrun__lanes comers,
                                                 struct fenrun__cohort_place *place) {
    const struct fenrun__tree_row *rows = cohort->tree->rows;
    uint32_t count = 0;
    for (uint32_t k = 0; k < comers.count; k++) {
        uint16_t i = comers.items[k];
        uint32_t inviter = from->views[i].inviter;
        __builtin_prefetch(rows + inviter);
        place->numbers[i] = inviter;
        place->room[count] = i;
        count += inviter != FENRUN__NONE;
    }
    return (struct fenrun__lanes){place->room, count};
}

/* Who led the teams that got another leader since. */
static void cohort_lead_late(const struct fenrun__cohort *cohort,
                             const struct fenrun__cohort_place *from, struct fenrun__lanes late,
                             struct fenrun__cohort_place *place) {
    const struct fenrun__tree *tree = cohort->tree;
    for (uint32_t k = 0; k < late.count; k++) {
        uint32_t i = late.items[k];
        const struct fenrun__tree_view *view = from->views + i;
        if (fenrun__tree_leads(tree, view->tier)) continue;
        uint32_t leader = fenrun__tree_leader_before(tree, view->team, cohort->at[i]);
        place->numbers[i] = leader;
        if (leader != FENRUN__NONE) place->ids[i] = tree->rows[leader].id;
    }
}

static inline __attribute__((always_inline)) struct fenrun__lanes
cohort_lead(const struct fenrun__cohort *cohort, const struct fenrun__cohort_place *from,
            struct fenrun__lanes comers, bool seen, bool named,
            struct fenrun__cohort_place *place) {
    const struct fenrun__tree *tree = cohort->tree;
    const struct fenrun__tree_team *teams = tree->teams;
    const int64_t *at = cohort->at;
    uint32_t lead_tier = tree->lead_tier, count = 0, late_count = 0;
    uint16_t *late = cohort->drafts[0];
    for (uint32_t k = 0; k < comers.count; k++) {
        uint16_t i = comers.items[k];
        const struct fenrun__tree_view *view = from->views + i;
        const struct fenrun__tree_team *team = teams + view->team;
        uint32_t leader = view->tier >= lead_tier ? FENRUN__NONE : team->leader;
        if (seen) __builtin_prefetch(tree->rows + leader);
        place->numbers[i] = leader;
        if (named) place->ids[i] = team->leader_id;
        place->room[count] = i;
        count += leader != FENRUN__NONE;
        late[late_count] = i;
        late_count += at[i] < team->since;
    }
    if (late_count == 0) return (struct fenrun__lanes){place->room, count};
    cohort_lead_late(cohort, from, (struct fenrun__lanes){late, late_count}, place);
    return fenrun__cohort_present(place, comers, place->room);
}

static struct fenrun__lanes cohort_go_to_leader(const struct fenrun__cohort *cohort,
                                                const struct fenrun__cohort_place *from,
                                                struct fenrun__lanes comers, bool seen,
                                                struct fenrun__cohort_place *place) {
    if (seen) return cohort_lead(cohort, from, comers, true, true, place);
    return cohort->has_names ? cohort_lead(cohort, from, comers, false, true, place)
                             : cohort_lead(cohort, from, comers, false, false, place);
}

static struct fenrun__lanes cohort_go_above(const struct fenrun__cohort *cohort,
                                            const struct fenrun__cohort_place *from,
                                            struct fenrun__lanes comers, uint32_t tier,
                                            struct fenrun__cohort_place *place) {
    struct fenrun__pay pay = {.plan = cohort->scheme->plan, .tree = cohort->tree};
    for (uint32_t k = 0; k < comers.count; k++) {
        uint32_t i = comers.items[k];
        pay.at = cohort->at[i];
        place->numbers[i] = fenrun__route_above(&pay, from->views + i, tier);
    }
    return fenrun__cohort_present(place, comers, place->room);
}

/* Find out who is in a place that is a step from another, and look at them. */
static void cohort_go(struct fenrun__cohort *cohort, uint32_t index) {
    const struct fenrun__scheme_place *way = cohort->scheme->places + index;
    const struct fenrun__cohort_place *from = cohort->places + way->from;
    struct fenrun__cohort_place *place = cohort->places + index;
    struct fenrun__lanes comers =
        fenrun__cohort_comers(cohort, way->from, way->gate, cohort->drafts[1]);
    bool leads = way->step == FENRUN__STEP_LEADER;
    if (way->gate == FENRUN__NOWHERE && comers.count < cohort->count) {
        /* Awards with gates of their own ask who is here of lanes that do not come. */
        memset(place->numbers, 0xff, cohort->count * sizeof *place->numbers);
    }
    place->names = place->ids;
    place->lanes = way->step == FENRUN__STEP_INVITER
                       ? cohort_go_to_inviter(cohort, from, comers, place)
                   : leads ? cohort_go_to_leader(cohort, from, comers, way->seen, place)
                           : cohort_go_above(cohort, from, comers, way->tier, place);
    cohort_fetch_totals(cohort, index, place->lanes);
    if (way->seen || (cohort->has_names && !leads)) cohort_see(cohort, index);
}

/* Fetch those above the roles, as they are now, as far up as most walks go. */
static void cohort_fetch_uplines(const struct fenrun__cohort *cohort, uint32_t role) {
    const struct fenrun__tree_row *rows = cohort->tree->rows;
    const struct fenrun__cohort_place *place = cohort->places + role;
    uint32_t above[FENRUN__COHORT_WIDTH];
    for (uint32_t k = 0; k < place->lanes.count; k++) {
        above[k] = place->views[place->lanes.items[k]].inviter;
        __builtin_prefetch(rows + above[k]);
    }
    for (uint32_t step = 1; step < COHORT_FETCHED_STEPS; step++) {
        for (uint32_t k = 0; k < place->lanes.count; k++) {
            if (above[k] == FENRUN__NONE) continue;
            above[k] = rows[above[k]].inviter;
            __builtin_prefetch(rows + above[k]);
        }
    }
}

bool fenrun__cohort_pay(struct fenrun__cohort *cohort) {
    const struct fenrun__scheme *scheme = cohort->scheme;
    fenrun__result_clear(cohort->result);
    for (uint32_t i = 0; i < scheme->gate_count; i++) cohort_pass_gate(cohort, i);
    for (uint32_t i = 0; i < scheme->place_count; i++) {
        if (scheme->places[i].step != FENRUN__STEP_ROLE) {
            cohort_go(cohort, i);
        } else if (scheme->climbs) {
            cohort_fetch_uplines(cohort, i);
        }
    }
    for (uint32_t i = 0; i < scheme->strip_count; i++) {
        if (!fenrun__strip_pay(cohort, i)) return false;
    }
    return true;
}
