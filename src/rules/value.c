/*
 * Value: cut at '%' or at the word `per`; then numbers are read, and what they are of.
 *
 *     "20.00 per 200.00 of price"  ─►  "20.00"   per "200.00"   of "price"
 */
#include "rules/value.h"

#include "rules/column.h"

/* What a value's base may be, of amounts and counts together. */
#define VALUE_FIGURES_MAX FENRUN__FIGURES_MAX

/* Find an amount or a count; its figure, or FENRUN__NOWHERE and a mistake noted. */
static uint32_t value_figure(const struct fenrun__scope *scope, const struct fenrun__place *place,
                             struct fenrun__text name) {
    struct fenrun__text both[VALUE_FIGURES_MAX];
    size_t count = 0;
    size_t index = fenrun__names_find(&scope->amounts, name);
    if (index != SIZE_MAX) return (uint32_t)index;
    index = fenrun__names_find(&scope->counts, name);
    if (index != SIZE_MAX) return FENRUN__FIGURE_COUNT0 + (uint32_t)index;
    if (!scope->amounts.known || !scope->counts.known) return FENRUN__NOWHERE;
    for (size_t i = 0; i < scope->amounts.count; i++) both[count++] = scope->amounts.items[i];
    for (size_t i = 0; i < scope->counts.count; i++) both[count++] = scope->counts.items[i];
    if (count == 0) {
        struct fenrun__quote quote;
        fenrun__diagnostics_note(scope->diagnostics, place, name,
                                 "unknown amount or count %s; the event brings none",
                                 fenrun__quote(&quote, name));
        return FENRUN__NOWHERE;
    }
    const struct fenrun__names known = {both, count, true};
    fenrun__diagnostics_note_unknown(scope->diagnostics, place, name, "amount or count", &known);
    return FENRUN__NOWHERE;
}

/* What `name` refers to: a figure, or at a close a measure. */
static bool value_base(struct fenrun__reading *reading, const struct fenrun__scope *scope,
                       const struct fenrun__place *place, uint32_t flags,
                       struct fenrun__text name, struct fenrun__plan_pay *out, bool *money) {
    bool everybody = false;
    name = fenrun__text_trim(name);
    if ((flags & FENRUN__VALUE_OF_MEASURES) == 0) {
        out->source = FENRUN__SOURCE_FIGURE;
        out->index = value_figure(scope, place, name);
        *money = out->index < FENRUN__FIGURE_COUNT0;
        return out->index != FENRUN__NOWHERE;
    }
    enum fenrun__column_of of = (flags & FENRUN__VALUE_OF_ALL) == 0
                                    ? FENRUN__COLUMN_OF_ANY
                                    : FENRUN__COLUMN_OF_EVERYBODY;
    if (!fenrun__column_read(reading, place, name, of, &out->index, &everybody)) return false;
    out->source = everybody ? FENRUN__SOURCE_TOTAL : FENRUN__SOURCE_COLUMN;
    *money = fenrun__column_is_money(&reading->draft->columns[out->index]);
    if (everybody || (flags & FENRUN__VALUE_OF_ALL) == 0) return true;
    fenrun__expression_note(scope, place, name, "is a measure of one member",
                            "one of everybody as all_sales in month");
    return false;
}

/* "of profit", or "of all_profit in month", behind a rate. */
static bool value_rate_base(struct fenrun__reading *reading, const struct fenrun__scope *scope,
                            const struct fenrun__place *place, uint32_t flags,
                            struct fenrun__text rest, struct fenrun__plan_pay *out) {
    if ((flags & FENRUN__VALUE_OF_MEASURES) == 0) {
        return fenrun__expression_amount_name(&out->index, scope, place, rest);
    }
    bool money = true;
    struct fenrun__text of = fenrun__text_word(&rest);
    rest = fenrun__text_trim(rest);
    if (!fenrun__text_is(of, "of") || rest.size == 0) {
        fenrun__expression_note(scope, place, fenrun__text_trim(place->text),
                                "does not say of which measure",
                                (flags & FENRUN__VALUE_OF_ALL) == 0
                                    ? "'of' and a measure as own_sales in month"
                                    : "'of' and a measure as all_sales in month");
        return false;
    }
    if (!value_base(reading, scope, place, flags, rest, out, &money)) return false;
    if (money) return true;
    fenrun__expression_note(scope, place, rest, "is no money that a rate could be of",
                            "a measure of money, or so much for each as 2.00 per MEASURE");
    return false;
}

/* "per quantity", "per 200.00 of price": `rest` is what stands behind `per`. */
static bool value_per(struct fenrun__reading *reading, const struct fenrun__scope *scope,
                      const struct fenrun__place *place, enum fenrun__form_of form,
                      uint32_t flags, struct fenrun__text rest, struct fenrun__plan_pay *out) {
    struct fenrun__text after = rest;
    struct fenrun__text number = fenrun__text_word(&after);
    bool money = false;
    bool numbered = number.size > 0 && number.bytes[0] >= '0' && number.bytes[0] <= '9';
    out->kind = FENRUN__VALUE_PER;
    out->per = 1;
    if (!numbered) {
        rest = fenrun__text_trim(rest);
        if (!value_base(reading, scope, place, flags, rest, out, &money)) return false;
        if (!money) return true;
        fenrun__expression_note(scope, place, rest, "is money, not a count",
                                "for each full so much of it as per 100.00 of price");
        return false;
    }
    struct fenrun__text of = fenrun__text_word(&after);
    if (!fenrun__text_is(of, "of")) {
        fenrun__expression_note(scope, place, fenrun__text_trim(place->text), "is not understood",
                                fenrun__form_allowed(form));
        return false;
    }
    if (!value_base(reading, scope, place, flags, after, out, &money)) return false;
    if (money) {
        if (!fenrun__expression_money(&out->per, scope, place, number,
                                      fenrun__form_allowed(form))) {
            return false;
        }
    } else if (!fenrun__expression_whole(&out->per, number)) {
        fenrun__expression_note(scope, place, number, "is not a whole number", "one as 10");
        return false;
    }
    if (out->per > 0) return true;
    fenrun__expression_note(scope, place, number, "is not above 0", "a number above 0");
    return false;
}

/* The text before and behind a word `per`. */
static bool value_cut_per(struct fenrun__text text, struct fenrun__text *before,
                          struct fenrun__text *after) {
    struct fenrun__text rest = text;
    for (struct fenrun__text word = fenrun__text_word(&rest); word.size > 0;
         word = fenrun__text_word(&rest)) {
        if (!fenrun__text_is(word, "per")) continue;
        *before = fenrun__text_trim((struct fenrun__text){text.bytes,
                                                          (size_t)(word.bytes - text.bytes)});
        *after = rest;
        return true;
    }
    return false;
}

bool fenrun__value_read(struct fenrun__reading *reading, const struct fenrun__scope *scope,
                        const struct fenrun__place *place, enum fenrun__form_of form,
                        uint32_t flags, struct fenrun__plan_pay *out) {
    struct fenrun__text text = fenrun__text_trim(place->text);
    struct fenrun__text number = text;
    struct fenrun__text rest;
    struct fenrun__quote quote;
    bool zero = (flags & FENRUN__VALUE_MAY_BE_ZERO) != 0;
    *out = (struct fenrun__plan_pay){.listed = 1};
    if (fenrun__expression_cut(text, "%", &number, &rest)) {
        out->kind = FENRUN__VALUE_RATE;
        bool right = fenrun__expression_share(&out->value, scope, place, number, zero);
        return value_rate_base(reading, scope, place, flags, rest, out) && right;
    }
    bool per = value_cut_per(text, &number, &rest);
    if (per && (flags & FENRUN__VALUE_MAY_BE_PER) == 0) {
        fenrun__expression_note(scope, place, text, "is not understood",
                                fenrun__form_allowed(form));
        return false;
    }
    bool right = fenrun__expression_money(&out->value, scope, place, number,
                                          fenrun__form_allowed(form));
    if (right && out->value == 0 && !zero) {
        fenrun__diagnostics_note(scope->diagnostics, place, number,
                                 "%s pays nothing; leave it out instead",
                                 fenrun__quote(&quote, number));
        right = false;
    }
    if (!per) return right;
    return value_per(reading, scope, place, form, flags, rest, out) && right;
}

bool fenrun__value_read_basis(struct fenrun__reading *reading, const struct fenrun__scope *scope,
                              const struct fenrun__place *place, uint32_t flags,
                              struct fenrun__plan_pay *out, bool *money) {
    *out = (struct fenrun__plan_pay){0};
    if ((flags & FENRUN__VALUE_OF_MEASURES) == 0) {
        return value_base(reading, scope, place, flags, place->text, out, money);
    }
    out->source = FENRUN__SOURCE_COLUMN;
    if (!fenrun__column_read(reading, place, place->text, FENRUN__COLUMN_OF_MEMBER, &out->index,
                             NULL)) {
        return false;
    }
    *money = fenrun__column_is_money(&reading->draft->columns[out->index]);
    return true;
}
