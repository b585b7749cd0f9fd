/*
 * Print: see print.h. Each short form and each section of the language is one function here.
 */
#include "model/print.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "model/names.h"

static const char *const print_roundings[] = {"half_even", "half_up", "down", "up"};

struct print_text {
    const struct rules *rules;
    const struct rules_version *version;
    uint32_t shape; /* whose figures and roles are meant; RULES_PROMOTION or RULES_PERIOD: none */
    uint32_t *used;
    char *out;
    size_t size;
};

__attribute__((format(printf, 2, 3))) static void print_put(struct print_text *text,
                                                            const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int size = vsnprintf(text->out + text->size, PRINT_TEXT_MAX - text->size, format, arguments);
    va_end(arguments);
    if (size < 0 || (size_t)size >= PRINT_TEXT_MAX - text->size) {
        fprintf(stderr, "print: more text than PRINT_TEXT_MAX\n");
        exit(1);
    }
    text->size += (size_t)size;
}

/* ------------------------------------------------------------------------------------------ */
/* Numbers                                                                                    */

/* `value` with `decimals` decimals; without those at its end that are 0 if `shortest`. */
static void print_decimal(struct print_text *text, int64_t value, uint32_t decimals,
                          bool shortest) {
    int64_t one = 1;
    for (uint32_t i = 0; i < decimals; i++) {
        one *= 10;
    }
    int64_t rest = value % one;
    while (shortest && decimals > 0 && rest % 10 == 0) {
        rest /= 10;
        decimals--;
    }
    print_put(text, "%" PRId64, value / one);
    if (decimals > 0) {
        print_put(text, ".%0*" PRId64, (int)decimals, rest);
    }
}

static void print_rate(struct print_text *text, int64_t rate_ppb) {
    print_decimal(text, rate_ppb, 7, true);
    print_put(text, "%%");
}

static void print_amount(struct print_text *text, int64_t amount) {
    print_decimal(text, amount, text->rules->decimals, false);
}

/* Money with decimals, or a number. */
static void print_number(struct print_text *text, int64_t value, bool is_money) {
    if (is_money) {
        print_amount(text, value);
    } else {
        print_put(text, "%" PRId64, value);
    }
}

/* Days since 1970-01-01 to year, month and day, by counting. */
static void print_instant(struct print_text *text, int64_t at) {
    static const int64_t lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int64_t days = at / 86400;
    int64_t seconds = at % 86400;
    int64_t year = 1970;
    int64_t month = 0;
    for (;;) {
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        int64_t length = lengths[month] + (leap && month == 1);
        if (days < length) {
            break;
        }
        days -= length;
        month++;
        year += month / 12;
        month %= 12;
    }
    print_put(text, "%04" PRId64 "-%02" PRId64 "-%02" PRId64, year, month + 1, days + 1);
    if (seconds != 0) {
        print_put(text, "T%02" PRId64 ":%02" PRId64 ":%02" PRId64 "Z", seconds / 3600,
                  seconds / 60 % 60, seconds % 60);
    }
}

/* ------------------------------------------------------------------------------------------ */
/* Names and short forms                                                                      */

static void print_names(struct print_text *text, const char *key, const char *const *names,
                        uint32_t first, uint32_t end) {
    print_put(text, "%s: [", key);
    for (uint32_t i = first; i < end; i++) {
        print_put(text, "%s%s", i == first ? "" : ", ", names[i]);
    }
    print_put(text, "]\n");
}

static const char *print_figure(const struct print_text *text, uint32_t figure) {
    return figure < RULES_COUNT0 ? names_amounts[text->shape][figure]
                                 : names_counts[text->shape][figure - RULES_COUNT0];
}

static const char *print_role(const struct print_text *text, uint32_t role) {
    if (role == RULES_PAYEE) {
        return "payee";
    }
    return text->shape >= RULES_PROMOTION ? "member" : names_roles[text->shape][role];
}

static void print_path(struct print_text *text, const struct rules_path *path) {
    print_put(text, "%s", print_role(text, path->role));
    for (uint32_t i = 0; i < path->step_count; i++) {
        switch (path->steps[i].kind) {
        case RULES_INVITER: print_put(text, ".inviter"); break;
        case RULES_LEADER: print_put(text, ".leader"); break;
        case RULES_ABOVE: print_put(text, ".above(%s)", names_tiers[path->steps[i].tier]); break;
        }
    }
    print_put(text, path->uplines ? ".uplines" : "");
}

static uint32_t print_lowest(uint64_t tiers) {
    uint32_t lowest = 0;
    while ((tiers >> lowest & 1u) == 0) {
        lowest++;
    }
    return lowest;
}

/* "gold+", "gold", "core", or a list. */
static void print_tier_set(struct print_text *text, uint64_t tiers, uint32_t labels) {
    uint32_t count = text->rules->tier_count;
    if (labels == 0) {
        uint32_t lowest = print_lowest(tiers);
        bool from_lowest = tiers == rules_all_tiers(text->rules) >> lowest << lowest;
        if (from_lowest || tiers == UINT64_C(1) << lowest) {
            print_put(text, "%s%s", names_tiers[lowest], from_lowest ? "+" : "");
            return;
        }
    } else if (tiers == 0 && labels == 1u << print_lowest(labels)) {
        print_put(text, "%s", names_labels[print_lowest(labels)]);
        return;
    }
    const char *between = "[";
    for (uint32_t i = 0; i < count + text->rules->label_count; i++) {
        bool listed = i < count ? (tiers >> i & 1u) != 0 : (labels >> (i - count) & 1u) != 0;
        if (listed) {
            print_put(text, "%s%s", between,
                      i < count ? names_tiers[i] : names_labels[i - count]);
            between = ", ";
        }
    }
    print_put(text, "]");
}

static void print_measure(struct print_text *text, uint32_t index) {
    static const char *const scopes[RULES_SCOPES] = {"own_", "direct_", "team_", "downline_",
                                                     "all_"};
    const struct rules_measure *measure = &text->rules->measures[index];
    *text->used |= 1u << index;
    print_put(text, "%s", scopes[measure->scope]);
    switch (measure->what) {
    case RULES_WHAT_SALES: print_put(text, "sales"); break;
    case RULES_WHAT_ORDERS: print_put(text, "orders"); break;
    case RULES_WHAT_AMOUNT:
        print_put(text, "%s", names_amounts[RULES_ORDER][measure->index]);
        break;
    case RULES_WHAT_COUNT: print_put(text, "%s", names_counts[RULES_ORDER][measure->index]); break;
    case RULES_WHAT_JOIN_AMOUNT:
        print_put(text, "%s", names_amounts[RULES_JOIN][measure->index]);
        break;
    case RULES_WHAT_JOIN_COUNT:
        print_put(text, "%s", names_counts[RULES_JOIN][measure->index]);
        break;
    default:
        print_put(text, measure->scope == RULES_SCOPE_DIRECT ? "invites" : "members");
        break;
    }
    if (measure->tiers != 0) {
        print_put(text, " of ");
        print_tier_set(text, measure->tiers, 0);
    }
    switch (measure->window) {
    case RULES_WINDOW_PERIOD: print_put(text, " in %s", names_periods[measure->window_size]); break;
    case RULES_WINDOW_DAYS: print_put(text, " in %" PRIu32 " days", measure->window_size); break;
    case RULES_WINDOW_HOURS: print_put(text, " in %" PRIu32 " hours", measure->window_size); break;
    default: break;
    }
}

static void print_base(struct print_text *text, const struct rules_value *value) {
    if (value->measure != RULES_NONE) {
        print_measure(text, value->measure);
    } else {
        print_put(text, "%s", print_figure(text, value->figure));
    }
}

static bool print_base_is_money(const struct print_text *text, const struct rules_value *value) {
    return value->measure != RULES_NONE
               ? rules_measure_is_money(&text->rules->measures[value->measure])
               : value->figure < RULES_COUNT0;
}

static void print_value(struct print_text *text, const struct rules_value *value) {
    switch (value->kind) {
    case RULES_VALUE_FIXED: print_amount(text, value->value); return;
    case RULES_VALUE_RATE:
        print_rate(text, value->value);
        print_put(text, " of ");
        break;
    case RULES_VALUE_PER:
        print_amount(text, value->value);
        print_put(text, " per ");
        if (value->per != 0) {
            print_number(text, value->per, print_base_is_money(text, value));
            print_put(text, " of ");
        }
        break;
    }
    print_base(text, value);
}

/* ------------------------------------------------------------------------------------------ */
/* Sections                                                                                   */

static void print_limit(struct print_text *text, const char *indent, const char *key,
                        const struct rules_limit *limit) {
    if (limit->kind == RULES_LIMIT_NONE) {
        return;
    }
    print_put(text, "%s%s: { at_most: ", indent, key);
    print_value(text, &limit->at_most);
    if (limit->kind == RULES_LIMIT_PERIOD) {
        print_put(text, ", in: %s", names_periods[limit->period]);
    }
    print_put(text, ", over: %s }\n", limit->refuses ? "refuse" : "clip");
}

static void print_requirement(struct print_text *text, const char *indent,
                              const struct rules_requirement *requirement) {
    bool is_money = requirement->figure < RULES_COUNT0;
    print_put(text, "%s  %s: ", indent, print_figure(text, requirement->figure));
    if (requirement->base != RULES_NONE) {
        print_rate(text, requirement->low);
        print_put(text, "..");
        print_rate(text, requirement->high);
        print_put(text, " of %s\n", print_figure(text, requirement->base));
        return;
    }
    print_number(text, requirement->low, is_money);
    print_put(text, "..");
    if (!requirement->open) {
        print_number(text, requirement->high, is_money);
    }
    print_put(text, "\n");
}

/* What stands in the sections of an event that is given. */
static void print_shape(struct print_text *text, uint32_t index, const char *indent) {
    const struct rules_shape *shape = &text->rules->shapes[index];
    const struct rules_terms *terms = &text->version->terms[index];
    text->shape = index;
    if (index != RULES_JOIN) {
        print_put(text, "%s", indent);
        print_names(text, "roles", names_roles[index], 0, shape->role_count);
    }
    if (shape->amount_count > 0) {
        print_put(text, "%s", indent);
        print_names(text, "amounts", names_amounts[index], 0, shape->amount_count);
    }
    if (shape->count_count > 0) {
        print_put(text, "%s", indent);
        print_names(text, "counts", names_counts[index], 0, shape->count_count);
    }
    if (terms->requirement_count > 0) {
        print_put(text, "%srequire:\n", indent);
    }
    for (uint32_t i = 0; i < terms->requirement_count; i++) {
        print_requirement(text, indent, &terms->requirements[i]);
    }
    print_limit(text, indent, "budget", &terms->budget);
}

static void print_events_section(struct print_text *text) {
    const struct rules *rules = text->rules;
    const struct rules_shape *join = &rules->shapes[RULES_JOIN];
    if (rules->has_order) {
        print_put(text, "order:\n");
        print_shape(text, RULES_ORDER, "  ");
    }
    if (join->amount_count + join->count_count > 0 ||
        text->version->terms[RULES_JOIN].budget.kind != RULES_LIMIT_NONE) {
        print_put(text, "join:\n");
        print_shape(text, RULES_JOIN, "  ");
    }
    for (uint32_t i = 0; i < rules->event_count; i++) {
        print_put(text, "%s  %s:\n", i == 0 ? "events:\n" : "", names_events[i]);
        print_shape(text, RULES_OWN + i, "    ");
    }
}

static void print_tests(struct print_text *text, const struct rules_test *tests, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        const struct rules_test *test = &tests[i];
        print_put(text, "%s%s: ", i == 0 ? "    when: { " : ", ",
                  print_role(text, test->subject));
        if (test->kind == RULES_TEST_IS) {
            print_tier_set(text, test->tiers, test->labels);
        } else {
            static const char *const kinds[] = {"", "below", "above", "not"};
            print_put(text, "%s %s", kinds[test->kind], print_role(text, test->other));
        }
    }
    print_put(text, count > 0 ? " }\n" : "");
}

static void print_alternative(struct print_text *text,
                              const struct rules_alternative *alternative) {
    print_put(text, "{ ");
    for (uint32_t i = 0; i < alternative->test_count; i++) {
        uint32_t measure = alternative->tests[i].measure;
        print_put(text, i == 0 ? "" : ", ");
        print_measure(text, measure);
        print_put(text, ": ");
        print_number(text, alternative->tests[i].at_least,
                     rules_measure_is_money(&text->rules->measures[measure]));
    }
    print_put(text, " }");
}

static void print_selection(struct print_text *text, const struct rules_selection *selection) {
    for (uint32_t i = 0; i < selection->qualify_count; i++) {
        print_put(text, i == 0 ? "    qualify: [" : ", ");
        print_alternative(text, &selection->qualify[i]);
    }
    print_put(text, selection->qualify_count > 0 ? "]\n" : "");
    if (selection->rank != RULES_NONE) {
        print_put(text, "    rank: ");
        print_measure(text, selection->rank);
        print_put(text, "\n");
    }
    if (selection->top == RULES_TOP_COUNT) {
        print_put(text, "    top: %" PRId64 "\n", selection->top_value);
    } else if (selection->top == RULES_TOP_RATE) {
        print_put(text, "    top: ");
        print_rate(text, selection->top_value);
        print_put(text, "\n");
    }
}

/* ------------------------------------------------------------------------------------------ */
/* Awards                                                                                     */

static void print_by_tier(struct print_text *text, const struct rules_value *pays) {
    const char *between = "{ ";
    for (uint32_t i = 0; i < text->rules->tier_count; i++) {
        if (pays[i].listed) {
            print_put(text, "%s%s: ", between, names_tiers[i]);
            print_value(text, &pays[i]);
            between = ", ";
        }
    }
    print_put(text, " }");
}

static void print_levels(struct print_text *text, const struct rules_award *award) {
    print_put(text, "    pay:\n");
    for (uint32_t i = 0; i < award->level_count; i++) {
        print_put(text, "      - ");
        if (award->level_by_tier[i]) {
            print_by_tier(text, award->pays[i]);
        } else {
            print_value(text, &award->pays[i][0]);
        }
        print_put(text, "\n");
    }
}

/* The ranges in an order that is not theirs: it must not matter. */
static void print_grades(struct print_text *text, const struct rules_award *award) {
    bool is_money = print_base_is_money(text, &award->by);
    print_put(text, "    pay:\n      by: ");
    print_base(text, &award->by);
    print_put(text, "\n");
    for (uint32_t k = 0; k < award->grade_count; k++) {
        uint32_t i = (k * 3 + 1) % award->grade_count;
        i = award->grade_count % 3 == 0 ? award->grade_count - 1 - k : i;
        print_put(text, "      ");
        print_number(text, award->grades[i].low, is_money);
        print_put(text, "..");
        if (i + 1 < award->grade_count) {
            print_number(text, award->grades[i + 1].low - 1, is_money);
        }
        print_put(text, ": ");
        print_value(text, &award->grades[i].value);
        print_put(text, "\n");
    }
}

static void print_split(struct print_text *text, const struct rules_award *award) {
    print_put(text, "    split: ");
    print_value(text, &award->total);
    print_put(text, "\n    among:\n");
    for (uint32_t i = 0; i < award->share_count; i++) {
        print_put(text, "      ");
        print_path(text, &award->shares[i].to);
        print_put(text, ": ");
        print_rate(text, award->shares[i].rate);
        print_put(text, "\n");
    }
    print_put(text, "    remainder_to: ");
    if (award->has_remainder) {
        print_path(text, &award->remainder);
    } else {
        print_put(text, "platform");
    }
    print_put(text, "\n");
}

static void print_pool(struct print_text *text, const struct rules_award *award) {
    print_put(text, "    pool: ");
    print_value(text, &award->total);
    print_put(text, "\n    share: ");
    if (award->share_by == RULES_NONE) {
        print_put(text, "equally");
    } else {
        print_put(text, "by ");
        print_measure(text, award->share_by);
    }
    print_put(text, "\n    remainder_to: %s\n", award->has_remainder ? "first" : "platform");
}

static void print_form(struct print_text *text, const struct rules_award *award) {
    static const char *const unqualified[] = {"skip", "compress", "stop"};
    if (award->form != RULES_FORM_SPLIT) {
        print_put(text, "    to: ");
        print_path(text, &award->to);
        print_put(text, "\n");
    }
    switch (award->form) {
    case RULES_FORM_SINGLE:
        print_put(text, "    pay: ");
        print_value(text, &award->pays[0][0]);
        print_put(text, "\n");
        break;
    case RULES_FORM_BY_TIER:
    case RULES_FORM_DIFFERENTIAL:
        print_put(text, "    pay: ");
        print_by_tier(text, award->pays[0]);
        print_put(text, "\n");
        break;
    case RULES_FORM_LEVELS:
        print_levels(text, award);
        print_put(text, "    unqualified: %s\n", unqualified[award->unqualified]);
        break;
    case RULES_FORM_PRIZES: print_levels(text, award); break;
    case RULES_FORM_GRADED: print_grades(text, award); break;
    case RULES_FORM_SPLIT: print_split(text, award); break;
    default: print_pool(text, award); break;
    }
    if (award->form == RULES_FORM_DIFFERENTIAL) {
        print_put(text, "    differential: { already_paid: %s",
                  award->already_paid == RULES_NONE ? "none"
                                                    : print_role(text, award->already_paid));
        if (award->has_peer) {
            print_put(text, ", peer: ");
            print_value(text, &award->peer);
        }
        print_put(text, " }\n");
    }
}

static void print_award(struct print_text *text, const struct rules_award *award) {
    uint32_t trigger = award->trigger;
    text->shape = trigger;
    print_put(text, "  %s:\n    event: ", names_awards[award->name]);
    if (trigger >= RULES_PERIOD) {
        print_put(text, "%s\n", names_periods[trigger - RULES_PERIOD]);
    } else if (trigger == RULES_PROMOTION) {
        print_put(text, "promotion\n");
    } else if (trigger >= RULES_OWN) {
        print_put(text, "%s\n", names_events[trigger - RULES_OWN]);
    } else {
        print_put(text, trigger == RULES_JOIN ? "join\n" : "order\n");
    }
    print_tests(text, award->tests, award->test_count);
    if (trigger >= RULES_PERIOD) {
        print_selection(text, &award->selection);
    }
    print_form(text, award);
    if (award->has_funder) {
        print_put(text, "    from: { member: ");
        print_path(text, &award->funder);
        print_put(text, ", over: %s }\n", award->funder_refuses ? "refuse" : "clip");
    }
    print_limit(text, "    ", "cap", &award->cap);
    if (award->hold != 0) {
        print_put(text, "    hold: %" PRIu32 " %s\n", award->hold,
                  award->hold_in_hours ? "hours" : "days");
    }
    if (award->rounding != RULES_NONE) {
        print_put(text, "    rounding: %s\n", print_roundings[award->rounding]);
    }
    if (award->unit != 0) {
        print_put(text, "    unit: %s\n", names_units[award->unit]);
    }
}

static void print_review(struct print_text *text, const char *key,
                         const struct rules_review *review) {
    if (review->count == 0) {
        return;
    }
    print_put(text, "\n%s:\n  review: %s\n", key,
              review->when == RULES_REVIEW_AT_ONCE ? "at_once" : names_periods[review->when]);
    for (uint32_t i = 0; i < review->count; i++) {
        if (i == 0 || review->rows[i - 1].tier != review->rows[i].tier) {
            print_put(text, "  %s:\n", names_tiers[review->rows[i].tier]);
        }
        print_put(text, "    - ");
        print_alternative(text, &review->rows[i]);
        print_put(text, "\n");
    }
}

static void print_labels_section(struct print_text *text) {
    text->shape = RULES_PERIOD;
    for (uint32_t i = 0; i < text->rules->label_count; i++) {
        const struct rules_label *label = &text->version->labels[i];
        print_put(text, "%s  %s:\n    review: %s\n", i == 0 ? "\nlabels:\n" : "",
                  names_labels[i], names_periods[label->review]);
        print_tests(text, label->tests, label->test_count);
        print_selection(text, &label->selection);
    }
}

size_t print_version(const struct rules *rules, uint32_t version, char *out, uint32_t *used) {
    struct print_text text = {rules, &rules->versions[version], 0, used, out, 0};
    print_put(&text, "fenrun: 1\nname: model\ncurrency: %s\nrounding: %s\n", rules->currency,
              print_roundings[text.version->rounding]);
    if (text.version->has_effective) {
        print_put(&text, "effective: ");
        print_instant(&text, text.version->effective);
        print_put(&text, "\n");
    }
    print_names(&text, "tiers", names_tiers, 0, rules->tier_count);
    if (rules->names_leaders) {
        print_names(&text, "team_leaders", names_tiers, rules->lead_tier, rules->tier_count);
    }
    if (rules->period_count > 0) {
        print_names(&text, "periods", names_periods, 0, rules->period_count);
    }
    print_events_section(&text);
    print_labels_section(&text);
    print_put(&text, "\nawards:\n");
    for (uint32_t i = 0; i < text.version->award_count; i++) {
        print_award(&text, &text.version->awards[i]);
    }
    print_review(&text, "promotions", &text.version->promotions);
    print_review(&text, "demotions", &text.version->demotions);
    return text.size;
}
