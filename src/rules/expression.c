/*
 * Expression: each form is cut at its signs (%, .., .) and words, then its parts are read.
 *
 *     "5% .. 40 % of price"  ─►  "5"  "40"  "of price"  ─►  50,000,000  400,000,000  amount 0
 *
 * A part that is wrong does not hide the next: "112% of proft" is two mistakes.
 */
#include "rules/expression.h"

#include <string.h>

#include "money/amount.h"

#define EXPRESSION_PERCENT_DECIMALS 7u /* FENRUN__RATE_DECIMALS less the two of the per cent */
#define EXPRESSION_DECIMALS_MAX 4u     /* of any currency */

static const char expression_pay_allowed[] =
    "a rate as 25% of profit, or an amount above 0 as 20.00";
static const char expression_range_allowed[] =
    "LOW..HIGH as 5%..40% of price, or as 1.00..500.00";

static void expression_note(const struct fenrun__scope *scope, const struct fenrun__place *place,
                            struct fenrun__text part, const char *problem, const char *allowed) {
    struct fenrun__quote quote;
    fenrun__diagnostics_note(scope->diagnostics, place, part, "%s %s; allowed: %s",
                             fenrun__quote(&quote, part), problem, allowed);
}

/* Does the text hold `sign`? Then `before` and `after` are what stands on its sides. */
static bool expression_cut(struct fenrun__text text, const char *sign,
                           struct fenrun__text *before, struct fenrun__text *after) {
    size_t size = strlen(sign);
    for (size_t i = 0; i + size <= text.size; i++) {
        if (memcmp(text.bytes + i, sign, size) != 0) continue;
        *before = fenrun__text_trim((struct fenrun__text){text.bytes, i});
        *after = (struct fenrun__text){text.bytes + i + size, text.size - i - size};
        return true;
    }
    return false;
}

/* Digits, with or without a point between two of them: how many stand behind it? */
static bool expression_is_decimal(struct fenrun__text text, size_t *decimals) {
    size_t point = text.size;
    for (size_t i = 0; i < text.size; i++) {
        bool digit = text.bytes[i] >= '0' && text.bytes[i] <= '9';
        if (!digit && (text.bytes[i] != '.' || point < text.size)) return false;
        if (!digit) point = i;
    }
    *decimals = point < text.size ? text.size - point - 1 : 0;
    return text.size > 0 && point > 0 && point + 1 != text.size;
}

/* A number of percent, as parts per billion. */
static bool expression_rate(int64_t *out, const struct fenrun__scope *scope,
                            const struct fenrun__place *place, struct fenrun__text number) {
    size_t decimals;
    struct fenrun__quote quote;
    if (number.size == 0 || !expression_is_decimal(number, &decimals)) {
        expression_note(scope, place, number, "is not a number of percent", "one as 12.5");
        return false;
    }
    if (decimals > EXPRESSION_PERCENT_DECIMALS) {
        fenrun__diagnostics_note(scope->diagnostics, place, number,
                                 "%s has more decimals than the %u that a percentage may have",
                                 fenrun__quote(&quote, number), EXPRESSION_PERCENT_DECIMALS);
        return false;
    }
    if (fenrun__amount_parse(out, number.bytes, number.size, EXPRESSION_PERCENT_DECIMALS, NULL) !=
        FENRUN_OK) {
        fenrun__diagnostics_note(scope->diagnostics, place, number, "%s %% is too much",
                                 fenrun__quote(&quote, number));
        return false;
    }
    return true;
}

/* An amount of the currency. `allowed` says what else might have stood there. */
static bool expression_money(int64_t *out, const struct fenrun__scope *scope,
                             const struct fenrun__place *place, struct fenrun__text number,
                             const char *allowed) {
    size_t decimals;
    struct fenrun__quote quote;
    if (!expression_is_decimal(number, &decimals)) {
        expression_note(scope, place, number, "is not understood", allowed);
        return false;
    }
    uint32_t most = scope->decimals < 0 ? EXPRESSION_DECIMALS_MAX : (uint32_t)scope->decimals;
    if (decimals > most && scope->decimals >= 0) {
        fenrun__diagnostics_note(scope->diagnostics, place, number,
                                 "%s has more decimals than the %u of %.*s",
                                 fenrun__quote(&quote, number), most, (int)scope->currency.size,
                                 scope->currency.bytes);
        return false;
    }
    if (decimals > most) return false;
    if (fenrun__amount_parse(out, number.bytes, number.size, most, NULL) != FENRUN_OK) {
        fenrun__diagnostics_note(scope->diagnostics, place, number, "%s is too large an amount",
                                 fenrun__quote(&quote, number));
        return false;
    }
    return true;
}

/* "of profit": the amount that a rate is of. */
static bool expression_base(uint32_t *out, const struct fenrun__scope *scope,
                            const struct fenrun__place *place, struct fenrun__text rest) {
    struct fenrun__diagnostics *diagnostics = scope->diagnostics;
    struct fenrun__quote quote;
    if (scope->amounts.known && scope->amounts.count == 0) {
        fenrun__diagnostics_note(diagnostics, place, fenrun__part_all(),
                                 "a rate, but the event brings no amount that it could be of; "
                                 "allowed: an amount as 20.00");
        return false;
    }
    struct fenrun__text of = fenrun__text_word(&rest);
    if (of.size > 0 && !fenrun__text_is(of, "of")) {
        expression_note(scope, place, of, "is not understood", "'of' and an amount of the order");
        return false;
    }
    struct fenrun__text amount = fenrun__text_word(&rest);
    if (amount.size == 0) {
        fenrun__diagnostics_note(diagnostics, place, fenrun__part_all(),
                                 "%s does not say of which amount; allowed: 'of' and an amount of "
                                 "the order",
                                 fenrun__quote(&quote, place->text));
        return false;
    }
    size_t index = fenrun__names_find(&scope->amounts, amount);
    bool right = true;
    if (index == SIZE_MAX && scope->amounts.known) {
        fenrun__diagnostics_note_unknown(diagnostics, place, amount, "amount", &scope->amounts);
        right = false;
    }
    rest = fenrun__text_trim(rest);
    if (rest.size > 0) {
        expression_note(scope, place, rest, "stands behind the amount", "nothing");
        right = false;
    }
    *out = index == SIZE_MAX ? 0 : (uint32_t)index;
    return right;
}

bool fenrun__expression_pay(struct fenrun__plan_pay *out, const struct fenrun__scope *scope,
                            const struct fenrun__place *place) {
    struct fenrun__text text = fenrun__text_trim(place->text);
    struct fenrun__text number;
    struct fenrun__text rest;
    struct fenrun__quote quote;
    out->listed = 1;
    if (!expression_cut(text, "%", &number, &rest)) {
        out->base = FENRUN__BASE_FIXED;
        if (!expression_money(&out->value, scope, place, text, expression_pay_allowed)) {
            return false;
        }
        if (out->value > 0) return true;
        fenrun__diagnostics_note(scope->diagnostics, place, text,
                                 "%s pays nothing; leave it out instead",
                                 fenrun__quote(&quote, text));
        return false;
    }
    bool right = expression_rate(&out->value, scope, place, number);
    if (right && out->value > FENRUN__RATE_ONE) {
        fenrun__diagnostics_note(scope->diagnostics, place, number, "%.*s %% is above 100 %%",
                                 (int)number.size, number.bytes);
        right = false;
    } else if (right && out->value == 0) {
        fenrun__diagnostics_note(scope->diagnostics, place, number,
                                 "%.*s %% pays nothing; leave it out instead", (int)number.size,
                                 number.bytes);
        right = false;
    }
    return expression_base(&out->base, scope, place, rest) && right;
}

static bool expression_step(struct fenrun__path *out, const struct fenrun__scope *scope,
                            const struct fenrun__place *place, struct fenrun__text piece) {
    static const struct fenrun__text words[] = {{"inviter", 7}, {"leader", 6}};
    static const uint8_t steps[] = {FENRUN__STEP_INVITER, FENRUN__STEP_LEADER};
    const struct fenrun__names known = {words, 2, true};
    size_t index = fenrun__names_find(&known, piece);
    if (index == SIZE_MAX) {
        fenrun__diagnostics_note_unknown(scope->diagnostics, place, piece, "step", &known);
        return false;
    }
    if (out->step_count == FENRUN__STEPS_MAX) {
        fenrun__diagnostics_note(scope->diagnostics, place, piece,
                                 "more steps than the %u that a path may have", FENRUN__STEPS_MAX);
        return false;
    }
    if (steps[index] == FENRUN__STEP_LEADER && !out->leader.bytes) out->leader = piece;
    out->steps[out->step_count++] = steps[index];
    return true;
}

bool fenrun__expression_path(struct fenrun__path *out, const struct fenrun__scope *scope,
                             const struct fenrun__place *place) {
    memset(out, 0, sizeof *out);
    struct fenrun__text rest = fenrun__text_trim(place->text);
    bool right = true;
    bool more = true;
    for (bool role = true; more && right; role = false) {
        struct fenrun__text piece = rest;
        const char *dot = memchr(rest.bytes, '.', rest.size);
        more = dot != NULL;
        if (more) {
            piece.size = (size_t)(dot - rest.bytes);
            rest = (struct fenrun__text){dot + 1, rest.size - piece.size - 1};
        }
        if (!role) {
            right = expression_step(out, scope, place, piece);
            continue;
        }
        size_t index = fenrun__names_find(&scope->roles, piece);
        if (index == SIZE_MAX && scope->roles.known) {
            fenrun__diagnostics_note_unknown(scope->diagnostics, place, piece, "role",
                                             &scope->roles);
            right = false;
        }
        out->role = index == SIZE_MAX ? 0 : (uint32_t)index;
    }
    return right;
}

bool fenrun__expression_tiers(uint64_t *out, const struct fenrun__scope *scope,
                              const struct fenrun__place *place) {
    struct fenrun__text name = fenrun__text_trim(place->text);
    bool above = name.size > 0 && name.bytes[name.size - 1] == '+';
    if (above) name.size--;
    size_t index = fenrun__names_find(&scope->tiers, name);
    if (index == SIZE_MAX) {
        if (scope->tiers.known) {
            fenrun__diagnostics_note_unknown(scope->diagnostics, place, name, "tier",
                                             &scope->tiers);
        }
        return false;
    }
    uint64_t tier = UINT64_C(1) << index;
    uint64_t all = UINT64_MAX >> (FENRUN_TIERS_MAX - scope->tiers.count);
    *out = above ? all & ~(tier - 1) : tier;
    return true;
}

/* The two ends of a range, both with '%' or both without. */
static bool expression_ends(struct fenrun__plan_requirement *out,
                            const struct fenrun__scope *scope, const struct fenrun__place *place,
                            struct fenrun__text low, struct fenrun__text high) {
    struct fenrun__text low_number;
    struct fenrun__text high_number;
    struct fenrun__text nothing = {NULL, 0};
    struct fenrun__text rest = nothing;
    bool low_rate = expression_cut(low, "%", &low_number, &nothing);
    bool high_rate = expression_cut(high, "%", &high_number, &rest);
    if (low_rate != high_rate || nothing.size > 0) {
        expression_note(scope, place, fenrun__text_trim(place->text),
                        "is not a range of two rates or of two amounts", expression_range_allowed);
        return false;
    }
    if (!low_rate) {
        out->base = FENRUN__BASE_FIXED;
        bool right = expression_money(&out->low, scope, place, low, expression_range_allowed);
        return expression_money(&out->high, scope, place, fenrun__text_trim(high),
                                expression_range_allowed) &&
               right;
    }
    bool right = expression_rate(&out->low, scope, place, low_number);
    right = expression_rate(&out->high, scope, place, high_number) && right;
    return expression_base(&out->base, scope, place, rest) && right;
}

bool fenrun__expression_range(struct fenrun__plan_requirement *out,
                              const struct fenrun__scope *scope,
                              const struct fenrun__place *place) {
    struct fenrun__text text = fenrun__text_trim(place->text);
    struct fenrun__text low;
    struct fenrun__text high;
    if (!expression_cut(text, "..", &low, &high)) {
        expression_note(scope, place, text, "is not a range", expression_range_allowed);
        return false;
    }
    if (!expression_ends(out, scope, place, low, high)) return false;
    if (out->low <= out->high) return true;
    struct fenrun__quote quote;
    fenrun__diagnostics_note(scope->diagnostics, place, low,
                             "the low end %s is above the high end",
                             fenrun__quote(&quote, low));
    return false;
}

bool fenrun__expression_count(int64_t *out, const struct fenrun__scope *scope,
                              const struct fenrun__place *place) {
    struct fenrun__text text = fenrun__text_trim(place->text);
    size_t decimals;
    if (expression_is_decimal(text, &decimals) && decimals == 0 &&
        fenrun__amount_parse(out, text.bytes, text.size, 0, NULL) == FENRUN_OK && *out > 0) {
        return true;
    }
    expression_note(scope, place, text, "is not a whole number from 1 on", "one as 10");
    return false;
}

bool fenrun__expression_amount(int64_t *out, const struct fenrun__scope *scope,
                               const struct fenrun__place *place) {
    struct fenrun__text text = fenrun__text_trim(place->text);
    if (!expression_money(out, scope, place, text, "an amount above 0 as 4000.00")) return false;
    if (*out > 0) return true;
    expression_note(scope, place, text, "is not above 0", "an amount as 4000.00");
    return false;
}
