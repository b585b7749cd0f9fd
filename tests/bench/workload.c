/* Workload: drawing members and events; see the header for the rules. */
#include "bench/workload.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/random.h"

#define WORKLOAD_SEED UINT64_C(20240301)
#define WORKLOAD_HUB 500u
#define WORKLOAD_PRICE_LOW 100
#define WORKLOAD_PRICE_HIGH 100000

/* Odd numbers, so that each multiplication has an inverse. */
#define WORKLOAD_SCRAMBLE_1 UINT64_C(0xd6e8feb86659fd93)
#define WORKLOAD_SCRAMBLE_2 UINT64_C(0xa0761d6478bd642f)
#define WORKLOAD_ID_MAX (UINT64_MAX >> 1)

void *workload_allocate(size_t count, size_t size) {
    void *block = calloc(count > 0 ? count : 1, size);
    if (!block) {
        fprintf(stderr, "bench: no memory for %zu times %zu bytes\n", count, size);
        exit(2);
    }
    return block;
}

uint64_t workload_id(uint32_t number) {
    uint64_t x = (uint64_t)number + 1;
    x = (x ^ x >> 32) * WORKLOAD_SCRAMBLE_1 & WORKLOAD_ID_MAX;
    x = (x ^ x >> 32) * WORKLOAD_SCRAMBLE_2 & WORKLOAD_ID_MAX;
    return x ^ x >> 32;
}

/* Of an odd number modulo 2^64, and so modulo 2^63: each step of Newton's doubles the bits that are
   right, from 3. */
static uint64_t workload_inverse(uint64_t odd) {
    uint64_t inverse = odd;
    for (int i = 0; i < 5; i++) inverse *= 2 - odd * inverse;
    return inverse;
}

uint32_t workload_number(uint64_t id) {
    uint64_t x = (id ^ id >> 32) * workload_inverse(WORKLOAD_SCRAMBLE_2) & WORKLOAD_ID_MAX;
    x = (x ^ x >> 32) * workload_inverse(WORKLOAD_SCRAMBLE_1) & WORKLOAD_ID_MAX;
    return (uint32_t)((x ^ x >> 32) - 1);
}

/* Who invites the next member of a forest. */
static uint32_t workload_inviter(const struct workload_forest *forest, uint32_t next,
                                 struct random_source *random) {
    if (next == 0) return WORKLOAD_NOBODY;
    switch (forest->shape) {
    case WORKLOAD_CHAIN: return next - 1;
    case WORKLOAD_STAR: return 0;
    case WORKLOAD_CATERPILLAR: return next % 2 == 1 ? next - 1 : next - 2;
    case WORKLOAD_HUBS:
        return next % WORKLOAD_HUB == 0 ? next - WORKLOAD_HUB : next - next % WORKLOAD_HUB;
    default: break;
    }
    uint32_t inviter = random_below(random, next);
    bool above = random_one_in(random, 2) && forest->inviters[inviter] != WORKLOAD_NOBODY;
    return above ? forest->inviters[inviter] : inviter;
}

/* Senior gold to the 0.2 % with most direct invites, gold to the next 2 %; of equals the elder. */
static void workload_rank_friendly(struct workload_forest *forest) {
    uint32_t count = forest->count;
    uint32_t *invites = workload_allocate(count, sizeof *invites);
    uint32_t *with = workload_allocate((size_t)count + 1, sizeof *with);
    for (uint32_t i = 1; i < count; i++) invites[forest->inviters[i]]++;
    for (uint32_t i = 0; i < count; i++) with[invites[i]]++;
    /* with[k] becomes how many have more invites than k: the rank of the first with k. */
    uint32_t above = 0;
    for (uint32_t k = count; k-- > 0;) {
        uint32_t here = with[k];
        with[k] = above;
        above += here;
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t rank = with[invites[i]]++;
        if (rank < count / 50 + count / 500) forest->tiers[i] = WORKLOAD_GOLD;
        if (rank < count / 500) forest->tiers[i] = WORKLOAD_SENIOR_GOLD;
    }
    free(invites);
    free(with);
}

struct workload_forest workload_forest_make(enum workload_shape shape, uint32_t count) {
    struct random_source random = {WORKLOAD_SEED};
    struct workload_forest forest = {.shape = shape, .count = count};
    forest.inviters = workload_allocate(count, sizeof *forest.inviters);
    forest.tiers = workload_allocate(count, sizeof *forest.tiers);
    for (uint32_t i = 0; i < count; i++) {
        forest.inviters[i] = workload_inviter(&forest, i, &random);
        if (shape == WORKLOAD_HUBS && i % WORKLOAD_HUB != 0) forest.tiers[i] = WORKLOAD_GOLD;
    }
    if (count == 0) return forest;
    if (shape == WORKLOAD_FRIENDLY) {
        workload_rank_friendly(&forest);
    } else {
        forest.tiers[0] = WORKLOAD_GOLD;
    }
    return forest;
}

void workload_forest_free(struct workload_forest *forest) {
    free(forest->inviters);
    free(forest->tiers);
}

uint32_t *workload_leader_of_each(const struct workload_forest *forest) {
    uint32_t *leaders = workload_allocate(forest->count, sizeof *leaders);
    for (uint32_t i = 0; i < forest->count; i++) {
        uint32_t inviter = forest->inviters[i];
        /* Whoever invited came before. */
        uint32_t above = inviter == WORKLOAD_NOBODY ? WORKLOAD_NOBODY : leaders[inviter];
        leaders[i] = forest->tiers[i] >= WORKLOAD_GOLD ? i : above;
    }
    return leaders;
}

static uint64_t workload_inviter_id(uint32_t inviter) {
    return inviter == WORKLOAD_NOBODY ? FENRUN_PLATFORM : workload_id(inviter);
}

fenrun_member *workload_members(const struct workload_forest *forest) {
    fenrun_member *members = workload_allocate(forest->count, sizeof *members);
    for (uint32_t i = 0; i < forest->count; i++) {
        members[i] = (fenrun_member){.id = workload_id(i),
                                     .inviter = workload_inviter_id(forest->inviters[i]),
                                     .at = FENRUN_TIME_MIN,
                                     .tier = forest->tiers[i]};
    }
    return members;
}

static void workload_shuffle(uint32_t *numbers, uint32_t count, uint64_t salt) {
    struct random_source random = {WORKLOAD_SEED + salt};
    for (uint32_t i = count; i > 1; i--) {
        uint32_t j = random_below(&random, i);
        uint32_t kept = numbers[i - 1];
        numbers[i - 1] = numbers[j];
        numbers[j] = kept;
    }
}

/* Members number 0, `every`, 2 * `every` ... whose tier is from `low` to `high`. */
static struct workload_people workload_choose(const struct workload_forest *forest, uint32_t every,
                                              uint8_t low, uint8_t high,
                                              enum workload_turn turn) {
    struct workload_people people = {0};
    people.numbers = workload_allocate(forest->count, sizeof *people.numbers);
    for (uint32_t i = 0; i < forest->count; i += every) {
        uint32_t number = turn == WORKLOAD_UPWARDS ? forest->count - 1 - i : i;
        uint8_t tier = forest->tiers[number];
        if (tier >= low && tier <= high) people.numbers[people.count++] = number;
    }
    if (turn == WORKLOAD_SHUFFLED) workload_shuffle(people.numbers, people.count, 1);
    return people;
}

struct workload_people workload_people_of(const struct workload_forest *forest,
                                          enum workload_tier tier, enum workload_turn turn) {
    return workload_choose(forest, 1, (uint8_t)tier, (uint8_t)tier, turn);
}

struct workload_people workload_leaders(const struct workload_forest *forest) {
    return workload_choose(forest, 1, WORKLOAD_GOLD, WORKLOAD_SENIOR_GOLD, WORKLOAD_SHUFFLED);
}

struct workload_people workload_hubs(const struct workload_forest *forest) {
    return workload_choose(forest, WORKLOAD_HUB, WORKLOAD_NORMAL, WORKLOAD_NORMAL,
                           WORKLOAD_SHUFFLED);
}

/* Draws orders: which member has which rank, and where the draw stands. */
struct workload_shop {
    uint32_t *ranks;
    uint32_t count;
    struct random_source random;
};

static struct workload_shop workload_shop_open(const struct workload_forest *forest) {
    struct workload_shop shop = {.count = forest->count, .random = {WORKLOAD_SEED + 2}};
    shop.ranks = workload_allocate(forest->count, sizeof *shop.ranks);
    for (uint32_t i = 0; i < forest->count; i++) shop.ranks[i] = i;
    workload_shuffle(shop.ranks, shop.count, 3);
    return shop;
}

static struct workload_step workload_order(struct workload_shop *shop) {
    double u = (double)(random_next(&shop->random) >> 11) / 9007199254740992.0;
    uint32_t rank = (uint32_t)((double)shop->count * (u * u * u * u * u));
    int64_t price = random_between(&shop->random, WORKLOAD_PRICE_LOW, WORKLOAD_PRICE_HIGH);
    int64_t profit = random_between(&shop->random, (price + 19) / 20, price * 2 / 5);
    return (struct workload_step){.kind = FENRUN_EVENT_ORDER,
                                  .member = shop->ranks[rank],
                                  .other = (uint32_t)price,
                                  .profit = (uint32_t)profit};
}

static struct workload_script workload_script_of(const struct workload_forest *forest,
                                                 size_t count) {
    struct workload_script script = {.count = count,
                                     .member_count = forest->count,
                                     .at = 1000000,
                                     .tick = 1};
    script.steps = workload_allocate(count, sizeof *script.steps);
    return script;
}

struct workload_script workload_orders(const struct workload_forest *forest, size_t count) {
    struct workload_script script = workload_script_of(forest, count);
    struct workload_shop shop = workload_shop_open(forest);
    for (size_t i = 0; i < count; i++) script.steps[i] = workload_order(&shop);
    free(shop.ranks);
    return script;
}

struct workload_script workload_joins(const struct workload_forest *forest) {
    struct workload_script script = workload_script_of(forest, forest->count);
    for (uint32_t i = 0; i < forest->count; i++) {
        script.steps[i] = (struct workload_step){
            .kind = FENRUN_EVENT_JOIN, .member = i, .other = forest->inviters[i]};
    }
    return script;
}

struct workload_script workload_tiers(const struct workload_forest *forest,
                                      struct workload_people people, enum workload_tier tier) {
    struct workload_script script = workload_script_of(forest, people.count);
    for (uint32_t i = 0; i < people.count; i++) {
        script.steps[i] = (struct workload_step){
            .kind = FENRUN_EVENT_TIER, .member = people.numbers[i], .other = tier};
    }
    return script;
}

struct workload_script workload_everyone(const struct workload_forest *forest,
                                         struct workload_people people) {
    struct workload_script script = workload_script_of(forest, 2 * (size_t)people.count);
    struct workload_shop shop = workload_shop_open(forest);
    for (uint32_t i = 0; i < people.count; i++) {
        script.steps[2 * (size_t)i] = (struct workload_step){
            .kind = FENRUN_EVENT_TIER, .member = people.numbers[i], .other = WORKLOAD_GOLD};
        script.steps[2 * (size_t)i + 1] = workload_order(&shop);
    }
    free(shop.ranks);
    return script;
}

struct workload_script workload_mixed(const struct workload_forest *forest,
                                      struct workload_people people, size_t count) {
    struct workload_script script = workload_script_of(forest, count);
    struct workload_shop shop = workload_shop_open(forest);
    struct random_source random = {WORKLOAD_SEED + 4};
    uint32_t turn = 0;
    /* Newcomers are appended to a copy of the inviters, among whom later ones find theirs. */
    struct workload_forest grown = {.shape = forest->shape, .count = forest->count};
    grown.inviters = workload_allocate((size_t)forest->count + count, sizeof *grown.inviters);
    memcpy(grown.inviters, forest->inviters, forest->count * sizeof *grown.inviters);
    for (size_t i = 0; i < count; i++) {
        uint32_t drawn = random_below(&random, 1000);
        if (drawn < 100) {
            uint32_t inviter = workload_inviter(&grown, grown.count, &random);
            script.steps[i] = (struct workload_step){
                .kind = FENRUN_EVENT_JOIN, .member = grown.count, .other = inviter};
            grown.inviters[grown.count++] = inviter;
        } else if (drawn < 102 && turn < people.count) {
            script.steps[i] = (struct workload_step){.kind = FENRUN_EVENT_TIER,
                                                     .member = people.numbers[turn++],
                                                     .other = WORKLOAD_GOLD};
        } else {
            script.steps[i] = workload_order(&shop);
        }
    }
    script.member_count = grown.count;
    free(shop.ranks);
    free(grown.inviters);
    return script;
}

void workload_script_free(struct workload_script *script) {
    free(script->steps);
    memset(script, 0, sizeof *script);
}

void workload_event(const struct workload_script *script, size_t index, fenrun_event *out) {
    const struct workload_step *step = script->steps + index;
    memset(out, 0, sizeof *out);
    out->kind = step->kind;
    out->at = script->at + script->tick * (int64_t)index;
    switch (step->kind) {
    case FENRUN_EVENT_JOIN:
        out->member = workload_id(step->member);
        out->inviter = workload_inviter_id(step->other);
        return;
    case FENRUN_EVENT_TIER:
        out->member = workload_id(step->member);
        out->tier = step->other;
        return;
    default:
        out->id_low = index + 1;
        out->roles[0] = workload_id(step->member);
        out->amounts[0] = step->other;
        out->amounts[1] = step->profit;
    }
}
