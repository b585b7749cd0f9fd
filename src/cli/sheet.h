/*
 * Sheet: how payouts and promotions are written as rows of CSV.
 *
 *     payouts      o-1,team_profit,xiaowei,10.00,CNY,2024-03-01T10:00:00Z
 *                  └id┘└──award───┘└payee┘└amount┘└unit┘└─from when it is available
 *     promotions   B,normal,gold,2024-03-03T10:00:00Z          with the labels before and after in
 *                                                              front of the instant, if there are
 *
 * What the rule set names is prepared once, with its commas; an id is copied as it stood in its
 * file; the day of an instant is looked at once a day.
 *
 * Costs: some 40 ns a row, and no allocation once the page has grown. Any number of threads.
 */
#ifndef FENRUN_CLI_SHEET_H
#define FENRUN_CLI_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/names.h"
#include "cli/page.h"
#include "cli/shift.h"
#include "fenrun.h"

#define FENRUN__SHEET_WORD 80 /* room for a name of a rule set, with its commas */

struct fenrun__sheet_word {
    uint32_t size;
    char text[FENRUN__SHEET_WORD];
};

struct fenrun__sheet {
    const fenrun_rules *rules;
    const struct fenrun__names *names;
    uint32_t decimals;
    bool has_labels;
    struct fenrun__sheet_word *awards; /* ",team_profit," */
    struct fenrun__sheet_word *units;  /* ",CNY," */
    struct fenrun__sheet_word *tiers;  /* ",gold" */
    struct fenrun__sheet_word *own;    /* "visit:" */
};

/* False if there is no memory. The sheet is to be freed in either case. */
bool fenrun__sheet_open(struct fenrun__sheet *sheet, const fenrun_rules *rules,
                        const struct fenrun__names *names);
void fenrun__sheet_free(struct fenrun__sheet *sheet);

/* Fill pages with rows of the shift's result. False if there is no memory. */
bool fenrun__sheet_payouts(const struct fenrun__sheet *sheet, struct fenrun__shift *shift);
bool fenrun__sheet_promotions(const struct fenrun__sheet *sheet, struct fenrun__shift *shift);

/* Add a row of totals. False if there is no memory. */
bool fenrun__sheet_total(const struct fenrun__sheet *sheet, struct fenrun__page *page,
                         uint64_t member, uint32_t unit, int64_t amount);

#endif
