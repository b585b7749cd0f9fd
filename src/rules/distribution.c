/* Distribution: what is distributed, among whom, and who has what is left. */
#include "rules/distribution.h"

#include "rules/value.h"

static bool distribution_read_total(struct fenrun__entry *entry, struct fenrun__plan_pay *out) {
    struct fenrun__place place = fenrun__entry_place(entry, FENRUN__AWARD_SPLIT);
    return fenrun__reading_text(entry->reading, &place,
                                fenrun__entry_value(entry, FENRUN__AWARD_SPLIT),
                                FENRUN__FORM_OF_SPLIT) &&
           fenrun__value_read(entry->reading, &entry->scope, &place, FENRUN__FORM_OF_SPLIT, 0,
                              out);
}

/* `50%`: a part of the split. */
static bool distribution_read_rate(struct fenrun__entry *entry, const struct fenrun__place *place,
                                   uint32_t node, int64_t *rate) {
    struct fenrun__text number;
    struct fenrun__text rest;
    if (!fenrun__reading_text(entry->reading, place, node, FENRUN__FORM_OF_PART)) return false;
    struct fenrun__text text = fenrun__text_trim(place->text);
    if (!fenrun__expression_cut(text, "%", &number, &rest) ||
        fenrun__text_trim(rest).size > 0) {
        fenrun__expression_note(&entry->scope, place, text, "is no share of the split",
                                fenrun__form_allowed(FENRUN__FORM_OF_PART));
        return false;
    }
    return fenrun__expression_share(rate, &entry->scope, place, number, false);
}

/* A rate in percent, without the decimals that say nothing: 112.5. */
static void distribution_write_percent(char out[FENRUN_TEXT_SIZE], int64_t rate) {
    size_t size = fenrun__amount_format(out, rate, FENRUN__RATE_DECIMALS - 2);
    while (out[size - 1] == '0') out[--size] = '\0';
    if (out[size - 1] == '.') out[--size] = '\0';
}

static bool distribution_read_shares(struct fenrun__entry *entry,
                                     struct fenrun__plan_split *split) {
    struct fenrun__reading *reading = entry->reading;
    struct fenrun__place place = fenrun__entry_place(entry, FENRUN__AWARD_AMONG);
    uint32_t map = fenrun__entry_value(entry, FENRUN__AWARD_AMONG);
    int64_t sum = 0;
    bool right = true;
    split->share_first = fenrun__draft_count(reading->draft, FENRUN__TABLE_SHARES);
    if (!fenrun__reading_is(reading, &place, map, FENRUN__NODE_MAP,
                            fenrun__form_allowed(FENRUN__FORM_OF_AMONG))) {
        return false;
    }
    for (uint32_t key = fenrun__reading_first(reading, map); key != FENRUN__NODE_ABSENT;
         key = fenrun__reading_next(reading, key)) {
        struct fenrun__plan_share share = {0};
        struct fenrun__place at_key = fenrun__reading_key(reading, &place, key);
        struct fenrun__place at = fenrun__reading_place(reading, &place, key);
        at_key.text = fenrun__document_text(reading->document, key);
        right = fenrun__reading_path_text(reading, &entry->scope, &at_key, at_key.text, false,
                                          &share.to) &&
                right;
        right = distribution_read_rate(entry, &at, fenrun__reading_value(reading, key),
                                       &share.rate_ppb) &&
                right;
        /* No text has so many as to overflow. */
        if (share.rate_ppb <= FENRUN__RATE_ONE) sum += share.rate_ppb;
        fenrun__draft_add(reading->draft, FENRUN__TABLE_SHARES, &share, 1);
        split->share_count++;
    }
    if (!right || sum <= FENRUN__RATE_ONE) return right;
    char total[FENRUN_TEXT_SIZE];
    distribution_write_percent(total, sum);
    fenrun__diagnostics_note(reading->diagnostics, &place, fenrun__part_all(),
                             "the shares come to %s %% of the split, more than 100 %%", total);
    return false;
}

static bool distribution_read_remainder(struct fenrun__entry *entry,
                                        struct fenrun__plan_split *split) {
    struct fenrun__place place = fenrun__entry_place(entry, FENRUN__AWARD_REMAINDER_TO);
    struct fenrun__text receivers[FENRUN_ROLES_MAX + 1];
    struct fenrun__scope scope = entry->scope;
    size_t roles = scope.roles.count;
    if (!fenrun__reading_text(entry->reading, &place,
                              fenrun__entry_value(entry, FENRUN__AWARD_REMAINDER_TO),
                              FENRUN__FORM_OF_REMAINDER)) {
        return false;
    }
    if (fenrun__text_is(fenrun__text_trim(place.text), "platform")) return true;
    split->has_remainder = 1;
    for (size_t i = 0; i < roles; i++) receivers[i] = scope.roles.items[i];
    receivers[roles] = fenrun__text_from("platform");
    scope.roles = (struct fenrun__names){receivers, roles + 1, scope.roles.known};
    if (!fenrun__reading_path_text(entry->reading, &scope, &place, place.text, false,
                                   &split->remainder)) {
        return false;
    }
    if (split->remainder.role < roles || !scope.roles.known) return true;
    fenrun__expression_note(&entry->scope, &place, fenrun__text_trim(place.text),
                            "is above the platform, where nobody is", "platform");
    return false;
}

void fenrun__distribution_read(struct fenrun__entry *entry) {
    struct fenrun__plan_split split = {0};
    bool right = distribution_read_total(entry, &split.total);
    entry->row->form = FENRUN__FORM_SPLIT;
    if (fenrun__entry_has(entry, FENRUN__AWARD_AMONG)) {
        right = distribution_read_shares(entry, &split) && right;
    }
    if (fenrun__entry_has(entry, FENRUN__AWARD_REMAINDER_TO)) {
        right = distribution_read_remainder(entry, &split) && right;
    }
    if (right) {
        entry->row->special =
            fenrun__draft_add(entry->reading->draft, FENRUN__TABLE_SPLITS, &split, 1);
    }
}
