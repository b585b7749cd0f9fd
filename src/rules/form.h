/*
 * Form: how each thing of a rule set is written, as data: the keys of every map, and for every
 * value what is allowed there.
 *
 *     awards        map of      names             to  award
 *     award         map with    event             a text of one of these patterns, required
 *                               pay               a choice of value, levels, graded ...
 *     over          text        one of the words  clip, refuse
 *
 * The readers take their keys, and the words in which they say what is allowed, from here, and so
 * does whoever describes the language to another program: there is one source.
 *
 * Invariants
 *   1. A pattern holds for every text that can be right in some rule set: whether a name is known,
 *      or two things go together, only the readers say. It is an expression of ECMA 262 without its
 *      two anchors, for ASCII, in which spaces are tolerated where the readers do.
 *   2. Every form that a key, a list, a map or a choice refers to is in the table.
 *
 * Not here: anything about JSON.
 */
#ifndef FENRUN_RULES_FORM_H
#define FENRUN_RULES_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum fenrun__form_of {
    FENRUN__FORM_OF_NOTHING = 0,
    /* Texts. */
    FENRUN__FORM_OF_VERSION,
    FENRUN__FORM_OF_RULES_NAME,
    FENRUN__FORM_OF_TITLE,
    FENRUN__FORM_OF_CURRENCY,
    FENRUN__FORM_OF_ROUNDING,
    FENRUN__FORM_OF_INSTANT,
    FENRUN__FORM_OF_NAME,
    FENRUN__FORM_OF_TIER,
    FENRUN__FORM_OF_TIER_OR_LABEL,
    FENRUN__FORM_OF_UNIT,
    FENRUN__FORM_OF_EVENT,
    FENRUN__FORM_OF_PERIOD,
    FENRUN__FORM_OF_REVIEW,
    FENRUN__FORM_OF_DEMOTION_REVIEW,
    FENRUN__FORM_OF_SUBJECT,
    FENRUN__FORM_OF_TEST,
    FENRUN__FORM_OF_PATH,
    FENRUN__FORM_OF_PATHS, /* uplines as well */
    FENRUN__FORM_OF_RANGE,
    FENRUN__FORM_OF_VALUE,
    FENRUN__FORM_OF_LISTED_VALUE, /* of several, of which some may be 0 */
    FENRUN__FORM_OF_GRADE,        /* the range that a graded value is for */
    FENRUN__FORM_OF_BASIS,        /* what a graded pay is graded by */
    FENRUN__FORM_OF_LIMIT,
    FENRUN__FORM_OF_OVER,
    FENRUN__FORM_OF_HOLD,
    FENRUN__FORM_OF_UNQUALIFIED,
    FENRUN__FORM_OF_ALREADY_PAID,
    FENRUN__FORM_OF_PEER,
    FENRUN__FORM_OF_SPLIT,
    FENRUN__FORM_OF_PART,
    FENRUN__FORM_OF_REMAINDER,
    FENRUN__FORM_OF_POOL,
    FENRUN__FORM_OF_SHARE,
    FENRUN__FORM_OF_MEASURE,
    FENRUN__FORM_OF_AT_LEAST,
    FENRUN__FORM_OF_TOP,
    /* Lists. */
    FENRUN__FORM_OF_TIERS,
    FENRUN__FORM_OF_LEADERS,
    FENRUN__FORM_OF_ROLES,
    FENRUN__FORM_OF_AMOUNTS,
    FENRUN__FORM_OF_COUNTS,
    FENRUN__FORM_OF_PERIODS,
    FENRUN__FORM_OF_TIER_LIST,
    FENRUN__FORM_OF_LEVELS,
    FENRUN__FORM_OF_ALTERNATIVES,
    /* Maps. */
    FENRUN__FORM_OF_RULES,
    FENRUN__FORM_OF_ORDER,
    FENRUN__FORM_OF_JOIN,
    FENRUN__FORM_OF_OWN_EVENT,
    FENRUN__FORM_OF_OWN_EVENTS,
    FENRUN__FORM_OF_REQUIRE,
    FENRUN__FORM_OF_BUDGET,
    FENRUN__FORM_OF_AWARD,
    FENRUN__FORM_OF_AWARDS,
    FENRUN__FORM_OF_WHEN,
    FENRUN__FORM_OF_BY_TIER,
    FENRUN__FORM_OF_GRADED,
    FENRUN__FORM_OF_DIFFERENTIAL,
    FENRUN__FORM_OF_AMONG,
    FENRUN__FORM_OF_FROM,
    FENRUN__FORM_OF_CAP,
    FENRUN__FORM_OF_LABEL,
    FENRUN__FORM_OF_LABELS,
    FENRUN__FORM_OF_ALTERNATIVE,
    FENRUN__FORM_OF_PROMOTIONS,
    FENRUN__FORM_OF_DEMOTIONS,
    /* Choices. */
    FENRUN__FORM_OF_TEST_VALUE,
    FENRUN__FORM_OF_PAY,
    FENRUN__FORM_OF_LEVEL,
    FENRUN__FORMS
};

/* A key that a map may have. */
struct fenrun__key {
    const char *name;
    bool required;
    uint8_t form;            /* of its value: enum fenrun__form_of */
    const char *description; /* one line, without a full stop */
};

/* Where `key` stands, `other` must stand beside it. */
struct fenrun__need {
    const char *key;
    const char *other;
};

enum fenrun__form_kind {
    FENRUN__FORM_TEXT = 1,
    FENRUN__FORM_LIST = 2,
    FENRUN__FORM_MAP = 3,
    FENRUN__FORM_CHOICE = 4
};

#define FENRUN__FORM_CHOICES_MAX 4u

/* How something is written; texts, lists, maps and choices use what is marked so. */
struct fenrun__written {
    uint8_t kind;                   /* enum fenrun__form_kind */
    const char *name;               /* of the form itself: "path" */
    const char *allowed;            /* what may stand there, as messages say it */
    const char *pattern;            /* TEXT; NULL: `words`, or any text if these are NULL too */
    const char *const *words;       /* TEXT: one of these, ended by NULL */
    const struct fenrun__key *keys; /* MAP: those with names of their own */
    size_t key_count;
    uint32_t count_max;             /* LIST, MAP with other keys: at most so many; 0: no limit */
    uint8_t other;                  /* MAP: the form, a text, of all other keys; or OF_NOTHING */
    uint8_t item;                   /* LIST: of each item; MAP: of the values of other keys */
    uint8_t choices[FENRUN__FORM_CHOICES_MAX]; /* CHOICE */
    bool number;                    /* TEXT: other programs may take it for a number */
    bool truth;                     /* TEXT: ... for true or false */
    bool blank;                     /* MAP, CHOICE: nothing may stand there instead */
    bool empty;                     /* LIST, MAP: may hold nothing */
    bool unique;                    /* LIST: nothing stands there twice */
    const char *const *one_of;      /* MAP: one of these keys must stand there; ended by NULL */
    const struct fenrun__need *needs; /* MAP: those of one key together; ended by NULLs */
};

const struct fenrun__written *fenrun__form(enum fenrun__form_of form);

/* What may stand there, as messages say it: fenrun__form(form)->allowed. */
const char *fenrun__form_allowed(enum fenrun__form_of form);

/* The keys of the maps, in the order of their tables. */
enum fenrun__rules_key {
    FENRUN__RULES_FENRUN,
    FENRUN__RULES_NAME,
    FENRUN__RULES_TITLE,
    FENRUN__RULES_CURRENCY,
    FENRUN__RULES_ROUNDING,
    FENRUN__RULES_TIERS,
    FENRUN__RULES_TEAM_LEADERS,
    FENRUN__RULES_EFFECTIVE,
    FENRUN__RULES_PERIODS,
    FENRUN__RULES_LABELS,
    FENRUN__RULES_ORDER,
    FENRUN__RULES_JOIN,
    FENRUN__RULES_EVENTS,
    FENRUN__RULES_AWARDS,
    FENRUN__RULES_PROMOTIONS,
    FENRUN__RULES_DEMOTIONS,
    FENRUN__RULES_KEYS
};

/* Of order and own events; a join has all of these but the first. */
enum fenrun__shape_key {
    FENRUN__SHAPE_ROLES,
    FENRUN__SHAPE_AMOUNTS,
    FENRUN__SHAPE_COUNTS,
    FENRUN__SHAPE_REQUIRE,
    FENRUN__SHAPE_BUDGET,
    FENRUN__SHAPE_KEYS
};

enum fenrun__award_key {
    FENRUN__AWARD_EVENT,
    FENRUN__AWARD_TO,
    FENRUN__AWARD_WHEN,
    FENRUN__AWARD_PAY,
    FENRUN__AWARD_UNIT,
    FENRUN__AWARD_FROM,
    FENRUN__AWARD_CAP,
    FENRUN__AWARD_HOLD,
    FENRUN__AWARD_ROUNDING,
    FENRUN__AWARD_UNQUALIFIED,
    FENRUN__AWARD_DIFFERENTIAL,
    FENRUN__AWARD_SPLIT,
    FENRUN__AWARD_AMONG,
    FENRUN__AWARD_REMAINDER_TO,
    FENRUN__AWARD_QUALIFY,
    FENRUN__AWARD_RANK,
    FENRUN__AWARD_TOP,
    FENRUN__AWARD_POOL,
    FENRUN__AWARD_SHARE,
    FENRUN__AWARD_KEYS
};

enum fenrun__budget_key { FENRUN__BUDGET_AT_MOST, FENRUN__BUDGET_OVER, FENRUN__BUDGET_KEYS };

enum fenrun__cap_key {
    FENRUN__CAP_AT_MOST,
    FENRUN__CAP_IN,
    FENRUN__CAP_OVER,
    FENRUN__CAP_KEYS
};

enum fenrun__from_key { FENRUN__FROM_MEMBER, FENRUN__FROM_OVER, FENRUN__FROM_KEYS };

enum fenrun__differential_key {
    FENRUN__DIFFERENTIAL_ALREADY_PAID,
    FENRUN__DIFFERENTIAL_PEER,
    FENRUN__DIFFERENTIAL_KEYS
};

enum fenrun__label_key {
    FENRUN__LABEL_REVIEW,
    FENRUN__LABEL_WHEN,
    FENRUN__LABEL_QUALIFY,
    FENRUN__LABEL_RANK,
    FENRUN__LABEL_TOP,
    FENRUN__LABEL_KEYS
};

#endif
