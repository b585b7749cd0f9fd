/*
 * Reading: what the readers of a rule set's parts share: the document, the draft, and the checks
 * that every map, list and text goes through.
 *
 *     static const struct fenrun__key keys[] = {{"event", true, ...}, {"unit", false, ...}};
 *     uint32_t found[2];
 *     fenrun__reading_keys(reading, &place, map, keys, 2, found)
 *         awards.a: unknown key 'evnt' (did you mean 'event'?); allowed: event, unit
 *         awards.a: the key 'event' is missing
 *
 * Invariants
 *   1. A check that fails has noted exactly one mistake for what failed; a node that was a mistake
 *      of the document fails in silence.
 *   2. A place refers to its parent, so a parent's place must outlive it.
 *   3. A map, a list, and a text that is empty have the place of their key: the line on which a
 *      person would look for them.
 */
#ifndef FENRUN_RULES_READING_H
#define FENRUN_RULES_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "rules/diagnostics.h"
#include "rules/document.h"
#include "rules/draft.h"
#include "rules/expression.h"
#include "rules/form.h"

#define FENRUN__NAME_SIZE_MAX 64u

/* The names of what an event brings. */
struct fenrun__reading_shape {
    struct fenrun__names roles;
    struct fenrun__names amounts;
    struct fenrun__names counts;
};

struct fenrun__reading {
    const struct fenrun__document *document;
    struct fenrun__diagnostics *diagnostics;
    const struct fenrun__written *(*form)(uint8_t form); /* of another language; NULL: form.h */
    struct fenrun__draft *draft;
    struct fenrun__scope scope; /* of the whole rule set: tiers, labels, periods, currency; it has
                                   no roles, amounts and counts */
    struct fenrun__names events; /* own events */
    struct fenrun__reading_shape shapes[FENRUN__SHAPES_MAX]; /* of the draft's shapes */
    bool has_order; /* the key stands there, right or wrong */
    bool has_team_leaders;
    bool has_periods;
};

/* The place of the value of a key. */
struct fenrun__place fenrun__reading_place(const struct fenrun__reading *reading,
                                           const struct fenrun__place *parent, uint32_t key);

/* The path of a map, at the place of one of its keys: for what is wrong with the key itself. */
struct fenrun__place fenrun__reading_key(const struct fenrun__reading *reading,
                                         const struct fenrun__place *map, uint32_t key);

/* The place of an item of a list, `number` from 1. */
struct fenrun__place fenrun__reading_item(const struct fenrun__reading *reading,
                                          const struct fenrun__place *parent, uint32_t item,
                                          uint32_t number);

/* The value of a key. */
uint32_t fenrun__reading_value(const struct fenrun__reading *reading, uint32_t key);

/* The kind of a node: enum fenrun__node_kind. */
uint8_t fenrun__reading_kind(const struct fenrun__reading *reading, uint32_t node);

/* From the first key of a map, or the key before: the next key that is not repeated. */
uint32_t fenrun__reading_first(const struct fenrun__reading *reading, uint32_t map);
uint32_t fenrun__reading_next(const struct fenrun__reading *reading, uint32_t key);

/* Is the node of this kind, and not empty? If not, `allowed` says what should stand there. */
bool fenrun__reading_is(struct fenrun__reading *reading, const struct fenrun__place *place,
                        uint32_t node, enum fenrun__node_kind kind, const char *allowed);

/* Is the node a text that is not empty? If not, what the form allows is said. */
bool fenrun__reading_text(struct fenrun__reading *reading, const struct fenrun__place *place,
                          uint32_t node, enum fenrun__form_of form);

/* The index of a text in the words of a form; SIZE_MAX, and a mistake noted, if it is none of them
   or no text. `what` is what they are: "rounding". */
size_t fenrun__reading_word(struct fenrun__reading *reading, const struct fenrun__place *place,
                            uint32_t node, enum fenrun__form_of form, const char *what);

/* Read a node as a path; FENRUN__FORM_OF_PATHS may end with uplines, FENRUN__FORM_OF_PATH not. */
bool fenrun__reading_path(struct fenrun__reading *reading, const struct fenrun__scope *scope,
                          const struct fenrun__place *place, uint32_t node,
                          enum fenrun__form_of form, struct fenrun__plan_path *out);

/* The same of a piece of the place's text. */
bool fenrun__reading_path_text(struct fenrun__reading *reading, const struct fenrun__scope *scope,
                               const struct fenrun__place *place, struct fenrun__text text,
                               bool uplines, struct fenrun__plan_path *out);

/* Note that a key, which must be there, is not. */
void fenrun__reading_miss(struct fenrun__reading *reading, const struct fenrun__place *place,
                          const struct fenrun__key *key);

/* Put into found[i] the node of keys[i], FENRUN__NODE_ABSENT if it does not stand there. False:
   the node is no map, and nothing is found. */
bool fenrun__reading_keys(struct fenrun__reading *reading, const struct fenrun__place *place,
                          uint32_t map, const struct fenrun__key *keys, size_t count,
                          uint32_t *found);

/* The same for a form of the language. */
bool fenrun__reading_map(struct fenrun__reading *reading, const struct fenrun__place *place,
                         uint32_t map, enum fenrun__form_of form, uint32_t *found);

/* Is it a name: a to z, 0 to 9 and _, not beginning with a digit? */
bool fenrun__reading_is_name(struct fenrun__text name);

/* The same; `place` is what the mistake is at, if not. */
bool fenrun__reading_name(struct fenrun__reading *reading, const struct fenrun__place *place,
                          struct fenrun__text name);

/* Note a name that is one of `reserved` (ended by NULL), which have a meaning already. */
void fenrun__reading_refuse(struct fenrun__reading *reading, const struct fenrun__place *place,
                            struct fenrun__text name, const char *const *reserved);

/*
 * A list of names, at most `capacity`, each once. `count` are the names found, wrong ones too:
 * true means that whoever refers to none of them is wrong.
 */
bool fenrun__reading_names(struct fenrun__reading *reading, const struct fenrun__place *place,
                           uint32_t list, const char *const *reserved, const char *allowed,
                           struct fenrun__text *names, size_t capacity, uint32_t *count);

/* A list of tiers, and of labels if `labels` is not NULL, each once, as masks. */
bool fenrun__reading_tiers(struct fenrun__reading *reading, const struct fenrun__place *place,
                           uint32_t list, uint64_t *tiers, uint32_t *labels);

/* The index of a period that a piece of a place's text names; FENRUN__NOWHERE, and a mistake noted,
   if it names none or there are no periods. */
uint32_t fenrun__reading_period(struct fenrun__reading *reading, const struct fenrun__place *place,
                                struct fenrun__text name);

/* Note, once, that something needs a key of the rule set that is not there. */
void fenrun__reading_need(struct fenrun__reading *reading, const struct fenrun__place *place,
                          struct fenrun__text part, const char *what, const char *key,
                          bool *has_key);

#endif
