/*
 * Column text: a column of the plan back in the words of the rule set.
 *
 *     {TEAM of tiers 1 and up, figure 0, rolling window 0}    "team_sales of gold+ in 90 days"
 *     {PAID, of award team_profit, period 0}                  "paid by team_profit in month"
 *
 * O(tiers).
 */
#include "rules/column.h"
#include "rules/plan.h"

#define COLUMN_TEXT_HOUR INT64_C(3600)
#define COLUMN_TEXT_DAY (24 * COLUMN_TEXT_HOUR)

bool fenrun__column_is_money(const struct fenrun__plan_column *column) {
    switch (column->what) {
    case FENRUN__WHAT_FIGURE:
    case FENRUN__WHAT_JOIN_FIGURE: return column->figure < FENRUN__FIGURE_COUNT0;
    case FENRUN__WHAT_PAID: return true;
    default: return false;
    }
}

bool fenrun__plan_column_is_money(const struct fenrun__plan *plan, uint32_t column) {
    return fenrun__column_is_money(fenrun__plan_column(plan, column));
}

/* What stands behind own_, direct_ ... */
static const char *column_text_what(const struct fenrun__plan *plan,
                                    const struct fenrun__plan_column *column) {
    switch (column->what) {
    case FENRUN__WHAT_ORDERS: return "orders";
    case FENRUN__WHAT_FIGURE:
        return column->figure == 0
                   ? "sales"
                   : fenrun__plan_figure_name(plan, FENRUN__SHAPE_ORDER, column->figure);
    case FENRUN__WHAT_JOIN_FIGURE:
        return fenrun__plan_figure_name(plan, FENRUN__SHAPE_JOIN, column->figure);
    default: return column->scope == FENRUN__SCOPE_DIRECT ? "invites" : "members";
    }
}

void fenrun__plan_write_measure(const struct fenrun__plan *plan, uint32_t column, bool everybody,
                                struct fenrun__writer *writer) {
    static const char *const scopes[] = {[FENRUN__SCOPE_OWN] = "own_",
                                         [FENRUN__SCOPE_DIRECT] = "direct_",
                                         [FENRUN__SCOPE_TEAM] = "team_",
                                         [FENRUN__SCOPE_DOWNLINE] = "downline_"};
    const struct fenrun__plan_column *row = fenrun__plan_column(plan, column);
    if (row->scope == FENRUN__SCOPE_PAID) {
        fenrun__writer_format(writer, "paid by %s",
                              (const char *)fenrun__plan_at(plan, row->name));
    } else {
        fenrun__writer_format(writer, "%s%s", everybody ? "all_" : scopes[row->scope],
                              column_text_what(plan, row));
    }
    if (row->tiers != UINT64_MAX) {
        fenrun__writer_format(writer, " of ");
        fenrun__plan_write_tiers(plan, row->tiers, 0, writer);
    }
    if (row->window_kind == FENRUN__WINDOW_PERIOD) {
        fenrun__writer_format(writer, " in %s",
                              fenrun__plan_name(plan, FENRUN_NAME_PERIOD, row->window));
    } else if (row->window_kind == FENRUN__WINDOW_ROLLING) {
        int64_t seconds = fenrun__plan_window(plan, row->window);
        bool days = seconds % COLUMN_TEXT_DAY == 0;
        fenrun__writer_format(writer, " in %D %s",
                              seconds / (days ? COLUMN_TEXT_DAY : COLUMN_TEXT_HOUR),
                              days ? "days" : "hours");
    }
}
