/*
 * Schema: how a language is written, as a JSON Schema (draft-07) for editors and validators.
 *
 *     award: map with event (required), to ...   ─►   "award": {"type": "object",
 *                                                       "properties": {"event": {...}, ...},
 *                                                       "required": ["event"],
 *                                                       "additionalProperties": false}
 *
 * Made from the tables that the readers themselves read by (form.h): a form becomes a definition.
 *
 * Invariants
 *   1. What the readers accept, the schema accepts: it knows less than they do (names, and what
 *      goes together), never more.
 *   2. A text that YAML takes for a number, 20.00, is accepted as one where `number` says so.
 *
 * Cost: O(size of the tables).
 */
#ifndef FENRUN_RULES_SCHEMA_H
#define FENRUN_RULES_SCHEMA_H

#include <stdint.h>

#include "base/text.h"
#include "rules/form.h"

/* A language: its forms, from 1 to `form_count` - 1, and what a whole file is. */
struct fenrun__language {
    const char *title;
    const struct fenrun__written *(*form)(uint8_t form);
    uint8_t form_count;
    uint8_t root;
    bool fills; /* lists and maps hold something, but those that may be `empty` */
};

void fenrun__schema_write(const struct fenrun__language *language, struct fenrun__writer *writer);

/* The language of rule sets. */
extern const struct fenrun__language fenrun__schema_rules;

#endif
