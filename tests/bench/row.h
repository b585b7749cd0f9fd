/*
 * Row: one payout as a caller keeps it, so that fenrun and what it is compared with write the same.
 * Awards are numbered as in examples/wanwu-xinxuan.yaml.
 */
#ifndef BENCH_ROW_H
#define BENCH_ROW_H

#include <stdint.h>

#define BENCH_ROWS_MAX 3u /* of one event */
#define BENCH_COUPON 2000
#define BENCH_BONUS_GOLD 10000
#define BENCH_BONUS_SENIOR_GOLD 15000
#define BENCH_PRICE_MAX INT64_C(0xffffffff) /* in programs that do not look for overflow */

enum bench_award {
    BENCH_SALES_COMMISSION = 0,
    BENCH_TEAM_PROFIT = 1,
    BENCH_DEPARTED_LEADER_PROFIT = 2,
    BENCH_INVITE_COUPON = 3,
    BENCH_INVITE_BONUS = 4
};

struct bench_row {
    uint64_t payee;
    int64_t amount;
    uint32_t award;
    uint32_t unit; /* 0: money, 1: coupons */
};

/* 25 % of an amount, half to even. */
static inline int64_t bench_quarter(int64_t amount) {
    int64_t whole = amount / 4, rest = amount % 4;
    return whole + (rest == 3 || (rest == 2 && whole % 2 == 1));
}

#endif
