/* The worked example of the reference plan, step by step, through the public functions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "api/shop.h"

static void worked_example_pays_every_step_to_the_fen(void **state) {
    (void)state;
    struct shop *shop = shop_open("examples/wanwu-xinxuan.yaml");
    shop_has(shop, "xiaowei", NULL, "senior_gold");
    shop_has(shop, "B", "xiaowei", "normal");
    shop_has(shop, "C", "B", "normal");

    /* 1. C sells: C has the profit, xiaowei 25 % of it; B leads no team. */
    shop_at(shop, 100);
    shop_order(shop, "1", "C", "200.00", "40.00", "C 40.00 CNY, xiaowei 10.00 CNY");
    /* 2. C invites D. */
    shop_at(shop, 200);
    shop_join(shop, "D", "C", "C 20.00 coupon, xiaowei 150.00 CNY");
    /* 3. B becomes gold; C's next sale is B's team's. */
    shop_at(shop, 300);
    shop_tier(shop, "B", "gold", "");
    shop_order(shop, "3", "C", "200.00", "40.00", "C 40.00 CNY, B 10.00 CNY");
    /* 4. D invites E. */
    shop_at(shop, 400);
    shop_join(shop, "E", "D", "D 20.00 coupon, B 100.00 CNY");
    /* 5. B sells: xiaowei invited B directly. */
    shop_at(shop, 500);
    shop_order(shop, "5", "B", "400.00", "80.00", "B 80.00 CNY, xiaowei 20.00 CNY");
    /* 6. C becomes gold; B invited C directly. */
    shop_at(shop, 600);
    shop_tier(shop, "C", "gold", "");
    shop_order(shop, "6", "C", "200.00", "40.00", "C 40.00 CNY, B 10.00 CNY");
    shop_expect_leader(shop, "E", 600, "C");
    /* 7. Placed before step 3, settled after step 6: paid as in step 1. */
    shop_at(shop, 250);
    shop_order(shop, "7", "C", "200.00", "40.00", "C 40.00 CNY, xiaowei 10.00 CNY");
    shop_close(shop);
}

static void a_member_with_no_leader_above_leaves_the_profit_to_the_platform(void **state) {
    (void)state;
    struct shop *shop = shop_open("examples/wanwu-xinxuan.yaml");
    shop_has(shop, "A", NULL, "normal");
    shop_order(shop, "1", "A", "200.00", "40.00", "A 40.00 CNY");
    shop_join(shop, "B", "A", "A 20.00 coupon");
    shop_join(shop, "C", NULL, "");
    shop_close(shop);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worked_example_pays_every_step_to_the_fen),
        cmocka_unit_test(a_member_with_no_leader_above_leaves_the_profit_to_the_platform),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
