/* Version: chains of any length give what a search from end to end gives, in few steps. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "fenrun.h"
#include "model/random.h"
#include "tree/version.h"
#include "unit/scarce.h"

/* The first version of the chain, from its head, that is not after `at`. */
static const struct fenrun__version *find_slowly(const struct fenrun__versions *versions,
                                                 uint32_t head, int64_t at) {
    while (head != FENRUN__NONE && versions->items[head].since > at) {
        head = versions->items[head].previous;
    }
    return head == FENRUN__NONE ? NULL : versions->items + head;
}

/* How many versions a search looks at that takes each jump which does not go too far. */
static uint32_t steps_to(const struct fenrun__versions *versions, uint32_t head, int64_t at) {
    uint32_t steps = 0;
    while (head != FENRUN__NONE && versions->items[head].since > at) {
        const struct fenrun__version *version = versions->items + head;
        const struct fenrun__version *jump = versions->items + version->jump;
        head = jump == version || jump->since <= at ? version->previous : version->jump;
        steps++;
    }
    return steps;
}

static uint32_t log2_of(size_t count) {
    uint32_t bits = 0;
    while (count >>= 1) bits++;
    return bits;
}

static uint32_t push(struct fenrun__versions *versions, struct fenrun__memory *memory,
                     uint32_t head, int64_t since, uint32_t tier) {
    assert_int_equal(fenrun__versions_reserve(versions, memory, 1), FENRUN_OK);
    return fenrun__versions_push(versions, head,
                                 (struct fenrun__version){.since = since,
                                                          .inviter = tier + 1,
                                                          .team = 7,
                                                          .tier = (uint16_t)tier,
                                                          .labels = 5});
}

static void an_empty_chain_has_no_version(void **state) {
    (void)state;
    struct fenrun__versions versions = {0};
    assert_null(fenrun__versions_find(&versions, FENRUN__NONE, INT64_MAX));
    assert_null(fenrun__versions_oldest(&versions, FENRUN__NONE));
}

static void a_search_finds_the_latest_change_before_an_instant(void **state) {
    (void)state;
    static const size_t lengths[] = {1, 2, 3, 4, 5, 6, 7, 8, 15, 16, 17, 31, 100, 1000, 6000};
    struct random_source random = {11};
    uint32_t most = 0;
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        struct fenrun__memory memory;
        struct fenrun__versions versions = {0};
        fenrun__memory_init(&memory, NULL);
        uint32_t head = FENRUN__NONE;
        int64_t since = -50;
        for (uint32_t j = 0; j < lengths[i]; j++) {
            head = push(&versions, &memory, head, since, j);
            assert_int_equal(versions.items[head].depth, j);
            assert_int_equal(versions.items[head].inviter, j + 1);
            assert_int_equal(versions.items[head].labels, 5);
            since += 1 + random_below(&random, 3);
        }
        assert_int_equal(fenrun__versions_oldest(&versions, head)->since, -50);
        uint32_t bound = 3 * log2_of(lengths[i]) + 3;
        int64_t stride = lengths[i] > 1000 ? 7 : 1;
        for (int64_t at = -52; at < since + 2; at += stride) {
            assert_ptr_equal(fenrun__versions_find(&versions, head, at),
                             find_slowly(&versions, head, at));
            uint32_t steps = steps_to(&versions, head, at);
            if (lengths[i] == 6000 && steps > most) most = steps;
            if (steps > bound) fail_msg("%u steps of %u", steps, bound);
        }
        assert_null(fenrun__versions_find(&versions, head, INT64_MIN));
        assert_int_equal(fenrun__versions_find(&versions, head, INT64_MAX)->tier, lengths[i] - 1);
        fenrun__versions_free(&versions, &memory);
        assert_int_equal(memory.bytes, 0);
    }
    print_message("6000 versions: at most %u steps\n", most);
}

/* The oldest is found by jumps alone, which is as short as a search. */
static void the_oldest_version_is_few_jumps_away(void **state) {
    (void)state;
    struct fenrun__memory memory;
    struct fenrun__versions versions = {0};
    fenrun__memory_init(&memory, NULL);
    uint32_t head = FENRUN__NONE;
    for (uint32_t i = 0; i < 5000; i++) {
        head = push(&versions, &memory, head, i, i);
        uint32_t jumps = 0;
        for (uint32_t at = head; versions.items[at].jump != at; at = versions.items[at].jump) {
            jumps++;
        }
        assert_true(jumps <= 2 * log2_of(i + 1) + 1);
        assert_int_equal(fenrun__versions_oldest(&versions, head)->since, 0);
    }
    fenrun__versions_free(&versions, &memory);
}

static void chains_that_share_a_store_do_not_mix(void **state) {
    (void)state;
    enum { CHAINS = 37 };
    struct fenrun__memory memory;
    struct fenrun__versions versions = {0};
    struct random_source random = {5};
    uint32_t heads[CHAINS], lengths[CHAINS] = {0};
    fenrun__memory_init(&memory, NULL);
    for (uint32_t i = 0; i < CHAINS; i++) heads[i] = FENRUN__NONE;
    for (int64_t at = 0; at < 4000; at++) {
        uint32_t chain = random_below(&random, CHAINS);
        heads[chain] = push(&versions, &memory, heads[chain], at, chain);
        lengths[chain]++;
    }
    for (uint32_t chain = 0; chain < CHAINS; chain++) {
        assert_int_equal(versions.items[heads[chain]].depth, lengths[chain] - 1);
        for (int64_t at = -1; at < 4001; at += 3) {
            const struct fenrun__version *found =
                fenrun__versions_find(&versions, heads[chain], at);
            assert_ptr_equal(found, find_slowly(&versions, heads[chain], at));
            assert_true(!found || found->tier == chain);
        }
    }
    fenrun__versions_free(&versions, &memory);
}

static void a_store_says_whether_it_is_full_or_memory_is_out(void **state) {
    (void)state;
    size_t left = 0;
    const fenrun_allocator nothing = {scarce_give, &left};
    struct fenrun__memory memory;
    fenrun__memory_init(&memory, &nothing);
    struct fenrun__versions versions = {0};
    assert_int_equal(fenrun__versions_reserve(&versions, &memory, 0), FENRUN_OK);
    assert_int_equal(fenrun__versions_reserve(&versions, &memory, 1), FENRUN_ERROR_MEMORY);
    assert_int_equal(fenrun__versions_reserve(&versions, &memory, FENRUN__NONE),
                     FENRUN_ERROR_MEMORY);
    assert_int_equal(fenrun__versions_reserve(&versions, &memory, FENRUN__NONE + UINT64_C(1)),
                     FENRUN_ERROR_FULL);
    assert_int_equal(fenrun__versions_reserve(&versions, &memory, UINT64_MAX), FENRUN_ERROR_FULL);
    versions.count = versions.capacity = FENRUN__NONE - 1;
    assert_int_equal(fenrun__versions_reserve(&versions, &memory, 1), FENRUN_ERROR_MEMORY);
    assert_int_equal(fenrun__versions_reserve(&versions, &memory, 2), FENRUN_ERROR_FULL);
    assert_null(versions.items);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_chain_has_no_version),
        cmocka_unit_test(a_search_finds_the_latest_change_before_an_instant),
        cmocka_unit_test(the_oldest_version_is_few_jumps_away),
        cmocka_unit_test(chains_that_share_a_store_do_not_mix),
        cmocka_unit_test(a_store_says_whether_it_is_full_or_memory_is_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
