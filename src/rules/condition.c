/* Condition: a subject is found among the roles and the payee; so is who it is compared with. */
#include "rules/condition.h"

/* The role, or the payee, that a text names; FENRUN__NOWHERE if none, which is noted. */
static uint32_t condition_subject(const struct fenrun__scope *scope,
                                  const struct fenrun__place *place, struct fenrun__text name,
                                  bool payee) {
    struct fenrun__text subjects[FENRUN__AWARD_TESTS_MAX];
    size_t count = 0;
    if (payee && fenrun__text_is(name, "payee")) return FENRUN__SUBJECT_PAYEE;
    size_t index = fenrun__names_find(&scope->roles, name);
    if (index != SIZE_MAX) return (uint32_t)index;
    if (!scope->roles.known) return FENRUN__NOWHERE;
    for (; count < scope->roles.count; count++) subjects[count] = scope->roles.items[count];
    if (payee) subjects[count++] = fenrun__text_from("payee");
    const struct fenrun__names known = {subjects, count, true};
    fenrun__diagnostics_note_unknown(scope->diagnostics, place, name, "subject", &known);
    return FENRUN__NOWHERE;
}

/* `below payee`, `above seller`, `not buyer`; false if it is not written so. */
static bool condition_compares(struct fenrun__text text, struct fenrun__plan_test *test,
                               struct fenrun__text *other) {
    static const struct fenrun__text words[] = {[FENRUN__TEST_BELOW] = {"below", 5},
                                                [FENRUN__TEST_ABOVE] = {"above", 5},
                                                [FENRUN__TEST_OTHER] = {"not", 3}};
    struct fenrun__text word = fenrun__text_word(&text);
    *other = fenrun__text_trim(text);
    for (uint8_t kind = FENRUN__TEST_BELOW; other->size > 0 && kind <= FENRUN__TEST_OTHER; kind++) {
        if (!fenrun__text_equal(word, words[kind])) continue;
        test->kind = kind;
        return true;
    }
    return false;
}

/* The value of a subject; false if it is wrong. */
static bool condition_read_value(struct fenrun__reading *reading,
                                 const struct fenrun__place *place, uint32_t value,
                                 const struct fenrun__scope *scope, bool payee,
                                 struct fenrun__plan_test *test) {
    struct fenrun__text other_name;
    if (fenrun__reading_kind(reading, value) == FENRUN__NODE_LIST) {
        return fenrun__reading_tiers(reading, place, value, &test->tiers, &test->labels);
    }
    if (!fenrun__reading_text(reading, place, value, FENRUN__FORM_OF_TEST)) return false;
    if (!condition_compares(place->text, test, &other_name)) {
        return fenrun__expression_tiers(&test->tiers, &test->labels, scope, place, place->text);
    }
    uint32_t other = condition_subject(scope, place, other_name, payee);
    if (other == FENRUN__NOWHERE) return false;
    test->other = (uint8_t)other;
    if (other != test->subject) return true;
    fenrun__expression_note(scope, place, other_name, "is compared with itself",
                            "another subject");
    return false;
}

bool fenrun__condition_read(struct fenrun__reading *reading, const struct fenrun__place *parent,
                            uint32_t key, const struct fenrun__scope *scope, bool payee,
                            struct fenrun__plan_test tests[FENRUN__AWARD_TESTS_MAX],
                            uint32_t *count) {
    struct fenrun__place place = fenrun__reading_place(reading, parent, key);
    uint32_t map = fenrun__reading_value(reading, key);
    bool right = true;
    *count = 0;
    if (!fenrun__reading_is(reading, &place, map, FENRUN__NODE_MAP,
                            fenrun__form_allowed(FENRUN__FORM_OF_WHEN))) {
        return false;
    }
    for (uint32_t entry = fenrun__reading_first(reading, map); entry != FENRUN__NODE_ABSENT;
         entry = fenrun__reading_next(reading, entry)) {
        struct fenrun__text name = fenrun__document_text(reading->document, entry);
        struct fenrun__place at_key = fenrun__reading_key(reading, &place, entry);
        struct fenrun__place at = fenrun__reading_place(reading, &place, entry);
        uint32_t subject = condition_subject(scope, &at_key, name, payee);
        struct fenrun__plan_test test = {
            .line = fenrun__document_node(reading->document, entry)->line,
            .subject = (uint8_t)(subject == FENRUN__NOWHERE ? UINT8_MAX - 1 : subject)};
        if (!condition_read_value(reading, &at, fenrun__reading_value(reading, entry), scope,
                                  payee, &test) ||
            subject == FENRUN__NOWHERE) {
            right = false;
            continue;
        }
        tests[(*count)++] = test;
    }
    return right;
}
