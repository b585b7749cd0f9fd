/* Events: one contest after the other, each printed as a line; see the header. */
#include "bench/events.h"

#include <stdlib.h>
#include <string.h>

#include "bench/contest.h"
#include "bench/line.h"
#include "bench/subject.h"
#include "bench/workload.h"

#define EVENTS_LATER 1000000000
#define EVENTS_EARLIER 1000
#define EVENTS_CHAIN_ORDERS 200u

/* What a subject took, beside what the straight program took, if that is another one. */
static void events_print(const char *table, const char *what, const struct contest *contest,
                         const struct contest_outcome *outcome, uint32_t subject,
                         uint32_t straight, const char *goal) {
    bool from_nothing = contest->forest->count == 0;
    line_begin(table);
    line_text("what", what);
    line_number("members",
                from_nothing ? contest->script->member_count : contest->forest->count);
    line_rounds("ns", "ns", outcome->rounds[subject], contest->round_count);
    if (straight != subject) {
        line_figure("straight_ns", outcome->ns[straight]);
        line_figure("ratio", outcome->ns[subject] / outcome->ns[straight]);
    }
    if (outcome->status.order_count > 0) {
        line_figure("bytes_per_order",
                    (double)outcome->status.order_bytes / (double)outcome->status.order_count);
    }
    if (goal) line_text("goal", goal);
    line_end();
}

/* An order paid, applied, remembered, and paid late. */
void events_orders(const struct events_setup *setup, uint32_t members) {
    struct workload_forest forest = workload_forest_make(WORKLOAD_FRIENDLY, members);
    struct workload_script orders = workload_orders(&forest, members);
    struct contest contest = {.name = "order",
                              .rules = setup->rules,
                              .forest = &forest,
                              .script = &orders,
                              .subjects = {&subject_pay, &subject_straight, &subject_reading},
                              .subject_count = 3,
                              .round_count = setup->rounds};
    struct contest_outcome outcome = contest_run(&contest);
    events_print("orders", "order paid", &contest, &outcome, 0, 1, "150 ns");
    events_print("orders", "event only read (in all figures)", &contest, &outcome, 2, 2, NULL);

    contest.subjects[0] = &subject_apply;
    contest.subject_count = 2;
    outcome = contest_run(&contest);
    events_print("orders", "order applied", &contest, &outcome, 0, 1, NULL);

    contest.subjects[0] = &subject_remember;
    contest.subject_count = 1;
    contest.changes = true;
    outcome = contest_run(&contest);
    events_print("orders", "order applied and remembered", &contest, &outcome, 0, 0, NULL);

    struct workload_people people = workload_people_of(&forest, WORKLOAD_NORMAL, WORKLOAD_SHUFFLED);
    people.count = people.count < members / 50 ? people.count : members / 50;
    struct workload_script splits = workload_tiers(&forest, people, WORKLOAD_GOLD);
    orders.at = EVENTS_EARLIER;
    orders.tick = 0;
    contest.subjects[0] = &subject_pay;
    contest.subject_count = 2;
    contest.changes = false;
    contest.before = &splits;
    contest.is_late = true;
    outcome = contest_run(&contest);
    events_print("orders", "order paid late, from before 2 % of all split off", &contest, &outcome,
                 0, 1, NULL);
    workload_script_free(&splits);
    workload_script_free(&orders);
    free(people.numbers);
    workload_forest_free(&forest);
}

/* Joins from nothing, splits and returns. */
void events_tree_changes(const struct events_setup *setup, uint32_t members) {
    struct workload_forest forest = workload_forest_make(WORKLOAD_FRIENDLY, members);
    struct workload_forest nobody = {.shape = WORKLOAD_FRIENDLY};
    struct workload_people leaders = workload_leaders(&forest);
    struct workload_script orders = workload_orders(&forest, members);
    struct workload_script joins = workload_joins(&forest);
    struct workload_script demotions = workload_tiers(&forest, leaders, WORKLOAD_NORMAL);
    struct workload_script promotions = workload_tiers(&forest, leaders, WORKLOAD_GOLD);
    orders.at = EVENTS_LATER;
    struct contest contest = {.name = "join",
                              .rules = setup->rules,
                              .forest = &nobody,
                              .script = &joins,
                              .after = &orders,
                              .subjects = {&subject_apply, &subject_straight},
                              .subject_count = 2,
                              .round_count = setup->rounds,
                              .changes = true};
    struct contest_outcome outcome = contest_run(&contest);
    events_print("changes", "join", &contest, &outcome, 0, 1, NULL);

    contest.name = "demotion";
    contest.forest = &forest;
    contest.script = &demotions;
    outcome = contest_run(&contest);
    events_print("changes", "demotion, a team returns, until nobody leads", &contest, &outcome, 0,
                 1, NULL);

    contest.name = "promotion";
    memset(forest.tiers, WORKLOAD_NORMAL, members);
    contest.script = &promotions;
    outcome = contest_run(&contest);
    events_print("changes", "promotion, a team splits, from nobody leading", &contest, &outcome, 0,
                 1, NULL);
    workload_script_free(&orders);
    workload_script_free(&joins);
    workload_script_free(&demotions);
    workload_script_free(&promotions);
    free(leaders.numbers);
    workload_forest_free(&forest);
}

/* Mixed events by single calls, by sequences, and by the straight program. */
void events_mixed(const struct events_setup *setup, uint32_t members) {
    struct workload_forest forest = workload_forest_make(WORKLOAD_FRIENDLY, members);
    struct workload_people people = workload_people_of(&forest, WORKLOAD_NORMAL, WORKLOAD_SHUFFLED);
    struct workload_script mixed = workload_mixed(&forest, people, setup->members);
    struct contest contest = {.name = "mixed",
                              .rules = setup->rules,
                              .forest = &forest,
                              .script = &mixed,
                              .subjects = {&subject_apply, &subject_sequence, &subject_straight},
                              .subject_count = 3,
                              .round_count = setup->rounds,
                              .changes = true};
    struct contest_outcome outcome = contest_run(&contest);
    events_print("changes", "mixed event", &contest, &outcome, 0, 2, "20 ns");
    events_print("changes", "mixed event, in sequences of 1,024", &contest, &outcome, 1, 2,
                 "20 ns");
    workload_script_free(&mixed);
    free(people.numbers);
    workload_forest_free(&forest);
}

struct events_shape {
    const char *name;
    enum workload_shape shape;
    enum workload_turn turn;
};

static const struct events_shape events_shapes[] = {
    {"friendly, at random", WORKLOAD_FRIENDLY, WORKLOAD_SHUFFLED},
    {"chain, top to bottom", WORKLOAD_CHAIN, WORKLOAD_DOWNWARDS},
    {"chain, bottom to top", WORKLOAD_CHAIN, WORKLOAD_UPWARDS},
    {"chain, at random", WORKLOAD_CHAIN, WORKLOAD_SHUFFLED},
    {"star, at random", WORKLOAD_STAR, WORKLOAD_SHUFFLED},
    {"caterpillar, top to bottom", WORKLOAD_CATERPILLAR, WORKLOAD_DOWNWARDS},
    {"caterpillar, at random", WORKLOAD_CATERPILLAR, WORKLOAD_SHUFFLED},
    {"hubs alone, at random", WORKLOAD_HUBS, WORKLOAD_SHUFFLED},
};

static void events_run_shape(const struct events_setup *setup, const struct events_shape *shape,
                             double friendly[2]) {
    struct workload_forest forest = workload_forest_make(shape->shape, setup->members);
    struct workload_people people =
        shape->shape == WORKLOAD_HUBS
            ? workload_hubs(&forest)
            : workload_people_of(&forest, WORKLOAD_NORMAL, shape->turn);
    struct workload_script scripts[2] = {workload_mixed(&forest, people, setup->members),
                                         workload_everyone(&forest, people)};
    static const char *const what[2] = {"mixed", "everyone promoted"};
    for (uint32_t i = 0; i < 2; i++) {
        struct contest contest = {.name = shape->name,
                                  .rules = setup->rules,
                                  .forest = &forest,
                                  .script = scripts + i,
                                  .subjects = {&subject_apply},
                                  .subject_count = 1,
                                  .round_count = setup->rounds,
                                  .changes = true,
                                  .backwards = true};
        struct contest_outcome outcome = contest_run(&contest);
        if (friendly[i] == 0) friendly[i] = outcome.ns[0];
        line_begin("shapes");
        line_text("variant", shape->name);
        line_text("what", what[i]);
        line_number("members", setup->members);
        line_rounds("ns", "ns", outcome.rounds[0], setup->rounds);
        line_figure("to_friendly", outcome.ns[0] / friendly[i]);
        line_figure("bytes_per_member",
                    (double)outcome.status.tree_bytes / (double)outcome.status.member_count);
        line_end();
        workload_script_free(scripts + i);
    }
    free(people.numbers);
    workload_forest_free(&forest);
}

/* What walking up the tree comes to where it is deep. */
static void events_deep(const struct events_setup *setup) {
    struct workload_forest forest = workload_forest_make(WORKLOAD_CHAIN, setup->members);
    struct workload_people people =
        workload_people_of(&forest, WORKLOAD_NORMAL, WORKLOAD_DOWNWARDS);
    people.count /= 2;
    struct workload_script promotions = workload_tiers(&forest, people, WORKLOAD_GOLD);
    struct workload_script orders = workload_orders(&forest, EVENTS_CHAIN_ORDERS);
    orders.at = EVENTS_LATER;
    struct contest contest = {.name = "deep",
                              .rules = setup->rules,
                              .forest = &forest,
                              .before = &promotions,
                              .script = &orders,
                              .subjects = {&subject_pay, &subject_straight},
                              .subject_count = 2,
                              .round_count = setup->rounds};
    struct contest_outcome outcome = contest_run(&contest);
    events_print("shapes", "order on a chain of which the upper half leads", &contest, &outcome, 0,
                 1, NULL);
    workload_script_free(&promotions);
    workload_script_free(&orders);
    free(people.numbers);
    workload_forest_free(&forest);
}

void events_shapes_all(const struct events_setup *setup) {
    double friendly[2] = {0, 0};
    for (size_t i = 0; i < sizeof events_shapes / sizeof *events_shapes; i++) {
        events_run_shape(setup, events_shapes + i, friendly);
    }
    events_deep(setup);
}

