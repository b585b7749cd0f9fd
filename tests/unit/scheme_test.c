/* Scheme: which places, gates and strips awards come to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "payout/scheme.h"
#include "unit/family.h"

/* "0 1 0i 2i" places, "g0" behind one with that gate, "!" behind one that is seen though no step
   leads on; then strips as "award@place". */
static const char *laid_out(const char *awards, struct fenrun__scheme *scheme) {
    static char text[1024];
    struct desk *desk = family_open_awards(awards);
    int used = 0;
    fenrun__scheme_make(scheme, desk->plan, fenrun__plan_version(desk->plan, 0));
    for (uint32_t i = 0; i < scheme->place_count; i++) {
        const struct fenrun__scheme_place *place = scheme->places + i;
        used += snprintf(text + used, sizeof text - (size_t)used, "%u%.1s%s ", place->from,
                         &" ila"[place->step], place->seen ? "!" : "");
        if (place->gate != FENRUN__NOWHERE) {
            used += snprintf(text + used, sizeof text - (size_t)used, "g%u ", place->gate);
        }
    }
    for (uint32_t i = 0; i < scheme->strip_count; i++) {
        const struct fenrun__scheme_strip *strip = scheme->strips + i;
        if (strip->worth == FENRUN__WORTH_LOOSE) {
            used += snprintf(text + used, sizeof text - (size_t)used, "| loose ");
        } else {
            used += snprintf(text + used, sizeof text - (size_t)used, "| %u@%u ", strip->index,
                             strip->place);
        }
    }
    desk_close(desk);
    return text;
}

static void awards_share_the_places_on_their_ways(void **state) {
    (void)state;
    static const struct {
        const char *awards;
        const char *expected;
    } cases[] = {
        {"  a: {event: order, to: seller, pay: 1% of price}\n"
         "  b: {event: order, to: seller.leader, pay: 1% of price}\n",
         "0 ! 1 ! 0l | 0@0 | 1@2 "},
        {"  a: {event: order, to: seller.inviter.leader, pay: 1% of price}\n"
         "  b: {event: order, to: seller.inviter, pay: 1% of price}\n",
         "0 ! 1 ! 0i! 2l | 0@3 | 1@2 "},
        {"  a: {event: order, to: seller.uplines, pay: [3% of price, 2% of price],"
         " unqualified: skip}\n  b: {event: order, to: seller.inviter, pay: 1.00}\n",
         "0 ! 1 ! 0i! 2i | 0@2 | 0@3 | 1@2 "},
        {"  a: {event: order, to: seller.above(gold), when: {payee: platinum}, pay: 1.00}\n",
         "0 ! 1 ! 0a! | 0@2 "},
        {"  a: {event: order, to: seller.inviter, when: {seller: gold+, payee: gold+},"
         " pay: 1.00}\n",
         "0 ! 1 ! 0i! g0 | 0@2 "},
        {"  a: {event: order, to: seller.inviter, when: {seller: gold+}, pay: 1.00}\n"
         "  b: {event: order, to: seller.inviter, pay: 2.00}\n",
         "0 ! 1 ! 0i | 0@2 | 1@2 "},
    };
    struct fenrun__scheme scheme;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(laid_out(cases[i].awards, &scheme), cases[i].expected);
        assert_false(scheme.is_loose);
    }
}

static void what_has_no_places_is_loose(void **state) {
    (void)state;
    struct fenrun__scheme scheme;
    assert_string_equal(
        laid_out("  a: {event: order, to: seller.uplines, pay: [2% of price],"
                 " unqualified: compress}\n"
                 "  b: {event: order, to: buyer, pay: 1.00}\n", &scheme),
        "0 ! 1 ! | loose | 1@1 ");
    assert_true(scheme.climbs && !scheme.is_loose);
    assert_string_equal(
        laid_out("  b: {event: order, to: buyer.leader, pay: 1.00}\n"
                 "  a: {event: order, to: seller, pay: 2% of price,"
                 " cap: {at_most: 1.00, over: clip}}\n", &scheme),
        "0 ! 1 ! | loose ");
    assert_true(scheme.is_loose && scheme.strips[0].award == NULL);
}

static void rows_in_common_decide_how_much_is_paid(void **state) {
    (void)state;
    static const struct {
        const char *pay;
        enum fenrun__worth worth;
        bool by_tier;
        uint64_t listed;
    } cases[] = {
        {"1.00", FENRUN__WORTH_FIXED, false, UINT64_MAX},
        {"100% of profit", FENRUN__WORTH_WHOLE, false, UINT64_MAX},
        {"25% of profit", FENRUN__WORTH_RATE, false, UINT64_MAX},
        {"{gold: 25% of profit, platinum: 30% of profit}", FENRUN__WORTH_RATE, true, 12},
        {"{gold: 25% of profit, platinum: 30% of price}", FENRUN__WORTH_MIXED, true, 12},
        {"{gold: 25% of profit, platinum: 1.00}", FENRUN__WORTH_MIXED, true, 12},
        {"{normal: 1.00, silver: 1.00, gold: 2.00, platinum: 3.00}", FENRUN__WORTH_FIXED, true,
         UINT64_MAX},
        {"1.00 per quantity", FENRUN__WORTH_MIXED, false, UINT64_MAX},
    };
    struct fenrun__scheme scheme;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char award[200];
        snprintf(award, sizeof award, "  a: {event: order, to: seller.inviter, pay: %s}\n",
                 cases[i].pay);
        (void)laid_out(award, &scheme);
        assert_int_equal(scheme.strip_count, 1);
        assert_int_equal(scheme.strips[0].worth, cases[i].worth);
        assert_int_equal(scheme.strips[0].by_tier, cases[i].by_tier);
        assert_true(scheme.strips[0].listed == cases[i].listed);
        assert_int_equal(scheme.places[2].seen, cases[i].by_tier);
        assert_true(scheme.figure_max <= INT64_MAX / INT64_C(1000000000));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(awards_share_the_places_on_their_ways),
        cmocka_unit_test(what_has_no_places_is_loose),
        cmocka_unit_test(rows_in_common_decide_how_much_is_paid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
