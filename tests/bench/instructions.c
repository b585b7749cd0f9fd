/*
 * Instructions: small fixed workloads, each run by one call of the same function, so that callgrind
 * counts the instructions of each alone; see instructions.py, which runs it.
 *
 *     instructions            prints "name <tab> events" for each workload, after it ran
 *     instructions FOLDER     writes the same as rules.yaml, members.csv and orders.csv there
 *
 * Every workload is on 10,000 members of shape friendly (workload.h) and 20,000 orders, or what
 * events there are of a kind. Trees have a fixed seed; nothing depends on a clock, an address or
 * the environment, so the counts of one program are the same on every machine of a kind. Ends with
 * 2 if something is refused.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/subject.h"
#include "bench/workload.h"
#include "fenrun.h"

#define INSTRUCTIONS_MEMBERS 10000u
#define INSTRUCTIONS_ORDERS 20000u
#define INSTRUCTIONS_SEED UINT64_C(20240301)
#define INSTRUCTIONS_EARLIER 1000
#define INSTRUCTIONS_AWARDS 5u /* of the reference plan */
#define INSTRUCTIONS_ROWS (3u * INSTRUCTIONS_ORDERS) /* at most three awards pay an order */
#define INSTRUCTIONS_SNAPSHOT (8u << 20) /* more bytes than there are in one */
#define INSTRUCTIONS_SEQUENCE 1000u /* orders in one call of fenrun_apply_sequence */

/* What every rule set here begins with. */
#define INSTRUCTIONS_HEAD                                                                         \
    "fenrun: 1\n"                                                                                 \
    "name: instructions\n"                                                                        \
    "currency: CNY\n"                                                                             \
    "rounding: half_even\n"                                                                       \
    "tiers: [normal, gold, senior_gold]\n"                                                        \
    "team_leaders: [gold, senior_gold]\n"                                                         \
    "order:\n"                                                                                    \
    "  roles: [seller]\n"                                                                         \
    "  amounts: [price, profit]\n"                                                                \
    "  require: { profit: 5%..40% of price }\n"                                                   \
    "awards:\n"                                                                                   \
    "  sales_commission: { event: order, to: seller, pay: 100% of profit }\n"

/* The awards of examples/wanwu-xinxuan.yaml. */
static const char instructions_reference[] = INSTRUCTIONS_HEAD
    "  team_profit: { event: order, to: seller.leader, pay: 25% of profit }\n"
    "  departed_leader_profit:\n"
    "    event: order\n"
    "    to: seller.inviter\n"
    "    when: { seller: gold+, payee: gold+ }\n"
    "    pay: 25% of profit\n"
    "  invite_coupon: { event: join, to: newcomer.inviter, pay: 20.00, unit: coupon }\n"
    "  invite_bonus:\n"
    "    event: join\n"
    "    to: newcomer.leader\n"
    "    pay: { gold: 100.00, senior_gold: 150.00 }\n";

static const char instructions_levels[] = INSTRUCTIONS_HEAD
    "  levels:\n"
    "    event: order\n"
    "    to: seller.uplines\n"
    "    pay: [10% of profit, 5% of profit, 2% of profit]\n"
    "    unqualified: skip\n";

static const char instructions_measures[] = INSTRUCTIONS_HEAD
    "promotions:\n"
    "  review: at_once\n"
    "  gold:\n"
    "    - { direct_invites: 20, own_sales: 4000.00 }\n"
    "    - { team_members: 200, own_sales in 90 days: 9000.00 }\n";

/* Orders as columns, room for what they pay, and totals of each award. */
struct instructions_columns {
    fenrun_batch batch;
    int64_t at[INSTRUCTIONS_ORDERS];
    uint64_t ids[INSTRUCTIONS_ORDERS];
    uint64_t sellers[INSTRUCTIONS_ORDERS];
    uint32_t members[INSTRUCTIONS_ORDERS];
    int64_t amounts[2][INSTRUCTIONS_ORDERS];
    uint32_t orders[INSTRUCTIONS_ROWS];
    uint32_t awards[INSTRUCTIONS_ROWS];
    uint64_t payees[INSTRUCTIONS_ROWS];
    int64_t paid[INSTRUCTIONS_ROWS];
    int64_t totals[INSTRUCTIONS_AWARDS][INSTRUCTIONS_MEMBERS];
    int64_t *all_totals[INSTRUCTIONS_AWARDS];
};

/* A snapshot in memory: `bytes` begin on a boundary of 64 in `block`. */
struct instructions_file {
    void *block;
    unsigned char *bytes;
    size_t size;
    size_t capacity;
};

/* Members, a tree of them, and events to come. */
struct instructions {
    struct workload_forest forest;
    fenrun_member *members;
    fenrun_rules *rules;
    fenrun_tree *tree;
    fenrun_result *result;
    fenrun_event *events;
    size_t event_count;
    struct instructions_columns *columns;
    struct instructions_file file;
};

typedef void instructions_run(struct instructions *state);

struct instructions_case {
    const char *name;
    const char *rules;
    uint32_t flags;                /* of the tree */
    bool nobody_leads;
    instructions_run *prepare;     /* what is not counted */
    instructions_run *run;         /* what is */
};

/* The one function by which callgrind knows what to count. Not inline, since it goes by name. */
__attribute__((noinline)) void instructions_counted(instructions_run *run,
                                                    struct instructions *state);

void instructions_counted(instructions_run *run, struct instructions *state) {
    run(state);
}

static fenrun_rules *instructions_read(const char *text) {
    fenrun_rules *rules;
    fenrun_error error = {.message = ""};
    subject_must(fenrun_rules_read(&rules, text, strlen(text), NULL, &error, 1, NULL), &error);
    return rules;
}

/* The events of a script, instead of those that there are. */
static void instructions_take(struct instructions *state, struct workload_script script) {
    free(state->events);
    state->events = workload_allocate(script.count, sizeof *state->events);
    state->event_count = script.count;
    for (size_t i = 0; i < script.count; i++) workload_event(&script, i, state->events + i);
    workload_script_free(&script);
}

static void instructions_load(struct instructions *state) {
    fenrun_error error;
    subject_must(fenrun_tree_load(state->tree, state->members, state->forest.count, &error),
                 &error);
}

static void instructions_pay(struct instructions *state) {
    fenrun_error error;
    for (size_t i = 0; i < state->event_count; i++) {
        subject_must(fenrun_pay(state->tree, state->events + i, state->result, &error), &error);
    }
}

static void instructions_apply(struct instructions *state) {
    fenrun_error error;
    for (size_t i = 0; i < state->event_count; i++) {
        subject_must(fenrun_apply(state->tree, state->events + i, state->result, &error), &error);
    }
}

static void instructions_apply_sequence(struct instructions *state) {
    fenrun_error error;
    for (size_t i = 0; i < state->event_count; i += INSTRUCTIONS_SEQUENCE) {
        size_t left = state->event_count - i, done;
        size_t count = left < INSTRUCTIONS_SEQUENCE ? left : INSTRUCTIONS_SEQUENCE;
        subject_must(fenrun_apply_sequence(state->tree, state->events + i, count, state->result,
                                           &done, &error),
                     &error);
    }
}

static void instructions_pay_batch(struct instructions *state) {
    fenrun_error error;
    fenrun_batch *batch = &state->columns->batch;
    subject_must(fenrun_pay_batch(state->tree, batch, state->result, &error), &error);
    if (batch->done == batch->count) return;
    fprintf(stderr, "instructions: a batch ended early\n");
    exit(2);
}

/* The tree that was saved, which then is the state's. */
static void instructions_open(struct instructions *state) {
    fenrun_error error;
    subject_must(fenrun_snapshot_open(&state->tree, state->file.bytes, state->file.size, NULL,
                                      &error),
                 &error);
}

/* ---- what each needs ---- */

static void instructions_empty(struct instructions *state) {
    state->event_count = state->forest.count; /* members */
}

static void instructions_orders(struct instructions *state) {
    instructions_load(state);
    instructions_take(state, workload_orders(&state->forest, INSTRUCTIONS_ORDERS));
}

static void instructions_joins(struct instructions *state) {
    instructions_take(state, workload_joins(&state->forest));
}

static void instructions_promotions(struct instructions *state) {
    struct workload_people people =
        workload_people_of(&state->forest, WORKLOAD_NORMAL, WORKLOAD_SHUFFLED);
    people.count /= 5;
    instructions_load(state);
    instructions_take(state, workload_tiers(&state->forest, people, WORKLOAD_GOLD));
    free(people.numbers);
}

/* Half of each order. */
static void instructions_refunds(struct instructions *state) {
    instructions_orders(state);
    instructions_apply(state);
    for (size_t i = 0; i < state->event_count; i++) {
        const fenrun_event *order = state->events + i;
        state->events[i] = (fenrun_event){.kind = FENRUN_EVENT_REFUND,
                                          .at = order->at + INSTRUCTIONS_ORDERS,
                                          .id_low = 1,
                                          .order_low = order->id_low,
                                          .amounts = {order->amounts[0] / 2}};
    }
}

/* Orders from before many split off. */
static void instructions_late(struct instructions *state) {
    instructions_promotions(state);
    instructions_apply(state);
    struct workload_script orders = workload_orders(&state->forest, INSTRUCTIONS_ORDERS);
    orders.at = INSTRUCTIONS_EARLIER;
    orders.tick = 0;
    instructions_take(state, orders);
}

/* Orders as columns, for totals alone. */
static void instructions_totals_by_ids(struct instructions *state) {
    struct instructions_columns *columns = workload_allocate(1, sizeof *columns);
    fenrun_batch *batch = &columns->batch;
    instructions_orders(state);
    state->columns = columns;
    for (size_t i = 0; i < state->event_count; i++) {
        const fenrun_event *order = state->events + i;
        columns->at[i] = order->at;
        columns->ids[i] = order->id_low;
        columns->sellers[i] = order->roles[0];
        for (uint32_t k = 0; k < 2; k++) columns->amounts[k][i] = order->amounts[k];
    }
    for (uint32_t i = 0; i < INSTRUCTIONS_AWARDS; i++) columns->all_totals[i] = columns->totals[i];
    *batch = (fenrun_batch){.struct_size = sizeof *batch,
                            .count = state->event_count,
                            .at = columns->at,
                            .id_low = columns->ids,
                            .roles = {columns->sellers},
                            .amounts = {columns->amounts[0], columns->amounts[1]},
                            .totals = columns->all_totals};
}

static void instructions_want_rows(struct instructions *state) {
    struct instructions_columns *columns = state->columns;
    columns->batch.payout_capacity = INSTRUCTIONS_ROWS;
    columns->batch.payout_orders = columns->orders;
    columns->batch.payout_awards = columns->awards;
    columns->batch.payout_payees = columns->payees;
    columns->batch.payout_amounts = columns->paid;
}

static void instructions_rows_by_ids(struct instructions *state) {
    instructions_totals_by_ids(state);
    instructions_want_rows(state);
}

static void instructions_totals_by_indexes(struct instructions *state) {
    fenrun_error error;
    instructions_totals_by_ids(state);
    struct instructions_columns *columns = state->columns;
    subject_must(fenrun_tree_indexes(state->tree, columns->sellers, state->event_count,
                                     columns->members, &error),
                 &error);
    columns->batch.roles[0] = NULL;
    columns->batch.members[0] = columns->members;
}

static void instructions_rows_by_indexes(struct instructions *state) {
    instructions_totals_by_indexes(state);
    instructions_want_rows(state);
}

static int32_t instructions_keep(void *context, const void *bytes, size_t size) {
    struct instructions_file *file = context;
    if (size > file->capacity - file->size) return 1;
    memcpy(file->bytes + file->size, bytes, size);
    file->size += size;
    return 0;
}

/* The snapshot of a tree with remembered orders, and no tree any more. */
static void instructions_save(struct instructions *state) {
    struct instructions_file *file = &state->file;
    fenrun_error error;
    instructions_orders(state);
    instructions_apply(state);
    file->capacity = INSTRUCTIONS_SNAPSHOT;
    file->block = workload_allocate(1, file->capacity + 64);
    file->bytes = file->block;
    file->bytes += (64 - (uintptr_t)file->bytes % 64) % 64;
    subject_must(fenrun_snapshot_write(state->tree, NULL, instructions_keep, file, NULL, &error),
                 &error);
    fenrun_tree_free(state->tree);
    state->tree = NULL;
    state->event_count = 1;
}

static const struct instructions_case instructions_cases[] = {
    {"member loaded", instructions_reference, 0, false, instructions_empty, instructions_load},
    {"order paid", instructions_reference, 0, false, instructions_orders, instructions_pay},
    {"order paid, three levels", instructions_levels, 0, false, instructions_orders,
     instructions_pay},
    {"order paid late", instructions_reference, 0, true, instructions_late, instructions_pay},
    {"order applied", instructions_reference, 0, false, instructions_orders, instructions_apply},
    {"order applied in a sequence", instructions_reference, 0, false, instructions_orders,
     instructions_apply_sequence},
    {"order remembered", instructions_reference, FENRUN_TREE_REMEMBERS_ORDERS, false,
     instructions_orders, instructions_apply},
    {"order remembered in a sequence", instructions_reference, FENRUN_TREE_REMEMBERS_ORDERS,
     false, instructions_orders, instructions_apply_sequence},
    {"order measured and reviewed", instructions_measures, 0, false, instructions_orders,
     instructions_apply},
    {"refund", instructions_reference, FENRUN_TREE_REMEMBERS_ORDERS, false, instructions_refunds,
     instructions_apply},
    {"join", instructions_reference, 0, false, instructions_joins, instructions_apply},
    {"join measured and reviewed", instructions_measures, 0, false, instructions_joins,
     instructions_apply},
    {"promotion, a team splits", instructions_reference, 0, true, instructions_promotions,
     instructions_apply},
    {"batch by ids, totals", instructions_reference, 0, false, instructions_totals_by_ids,
     instructions_pay_batch},
    {"batch by ids, rows and totals", instructions_reference, 0, false, instructions_rows_by_ids,
     instructions_pay_batch},
    {"batch by indexes, totals", instructions_reference, 0, false,
     instructions_totals_by_indexes, instructions_pay_batch},
    {"batch by indexes, rows and totals", instructions_reference, 0, false,
     instructions_rows_by_indexes, instructions_pay_batch},
    {"snapshot opened", instructions_reference, FENRUN_TREE_REMEMBERS_ORDERS, false,
     instructions_save, instructions_open},
};

static void instructions_measure(const struct instructions_case *one) {
    struct instructions state = {
        .forest = workload_forest_make(WORKLOAD_FRIENDLY, INSTRUCTIONS_MEMBERS),
        .rules = instructions_read(one->rules)};
    fenrun_tree_options options = {.struct_size = sizeof options,
                                   .seed = INSTRUCTIONS_SEED,
                                   .flags = one->flags};
    fenrun_error error;
    if (one->nobody_leads) memset(state.forest.tiers, WORKLOAD_NORMAL, state.forest.count);
    state.members = workload_members(&state.forest);
    subject_must(fenrun_tree_new(&state.tree, state.rules, &options, &error), &error);
    subject_must(fenrun_result_new(&state.result, NULL, &error), &error);
    one->prepare(&state);
    instructions_counted(one->run, &state);
    printf("%s\t%zu\n", one->name, state.event_count);
    fenrun_result_free(state.result);
    fenrun_tree_free(state.tree);
    fenrun_rules_free(state.rules);
    free(state.file.block);
    free(state.columns);
    workload_forest_free(&state.forest);
    free(state.members);
    free(state.events);
}

static FILE *instructions_create(const char *folder, const char *name) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (file) return file;
    fprintf(stderr, "instructions: %s: cannot be written\n", path);
    exit(2);
}

static void instructions_close(FILE *file) {
    if (!ferror(file) && fclose(file) == 0) return;
    fprintf(stderr, "instructions: a file is not whole\n");
    exit(2);
}

/* The reference plan and its workload, for the command. */
static void instructions_write(const char *folder) {
    struct workload_forest forest =
        workload_forest_make(WORKLOAD_FRIENDLY, INSTRUCTIONS_MEMBERS);
    struct workload_script orders = workload_orders(&forest, INSTRUCTIONS_ORDERS);
    static const char *const tiers[] = {"normal", "gold", "senior_gold"};
    FILE *file = instructions_create(folder, "rules.yaml");
    fputs(instructions_reference, file);
    instructions_close(file);
    file = instructions_create(folder, "members.csv");
    fputs("member,inviter,tier,at\n", file);
    for (uint32_t i = 0; i < forest.count; i++) {
        fprintf(file, "m%u,", i);
        if (forest.inviters[i] != WORKLOAD_NOBODY) fprintf(file, "m%u", forest.inviters[i]);
        fprintf(file, ",%s,\n", tiers[forest.tiers[i]]);
    }
    instructions_close(file);
    file = instructions_create(folder, "orders.csv");
    fputs("order,at,seller,price,profit\n", file);
    for (size_t i = 0; i < orders.count; i++) {
        fenrun_event event;
        char at[FENRUN_TEXT_SIZE], amounts[2][FENRUN_TEXT_SIZE];
        workload_event(&orders, i, &event);
        fenrun_time_format(at, event.at);
        for (uint32_t k = 0; k < 2; k++) fenrun_amount_format(amounts[k], event.amounts[k], 2);
        fprintf(file, "o%zu,%s,m%u,%s,%s\n", i + 1, at, workload_number(event.roles[0]),
                amounts[0], amounts[1]);
    }
    instructions_close(file);
    workload_script_free(&orders);
    workload_forest_free(&forest);
}

int main(int argument_count, char **arguments) {
    if (argument_count > 1) {
        instructions_write(arguments[1]);
        return 0;
    }
    for (size_t i = 0; i < sizeof instructions_cases / sizeof *instructions_cases; i++) {
        instructions_measure(instructions_cases + i);
    }
    return 0;
}
