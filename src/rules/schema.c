/* Schema: one definition after the other, each on lines of its own. */
#include "rules/schema.h"

#include <string.h>

/* A string between its quotes. */
static void schema_string(struct fenrun__writer *writer, const char *string) {
    fenrun__writer_json(writer, fenrun__text_from(string));
}

static void schema_reference(const struct fenrun__language *language, uint8_t form,
                             struct fenrun__writer *writer) {
    fenrun__writer_format(writer, "{\"$ref\": \"#/definitions/%s\"}", language->form(form)->name);
}

/* Words that are numbers, or true, stand as text and as such: what arrives is not ours to say. */
static void schema_words(const struct fenrun__written *written, struct fenrun__writer *writer) {
    for (size_t i = 0; written->words[i]; i++) {
        fenrun__writer_format(writer, i ? ", " : "");
        schema_string(writer, written->words[i]);
        if (written->number || written->truth) {
            fenrun__writer_format(writer, ", %s", written->words[i]);
        }
    }
}

/* What a text may be. Patterns are anchored here: a validator looks for them anywhere. */
static void schema_text(const struct fenrun__written *written, struct fenrun__writer *writer) {
    fenrun__writer_format(writer, ",\n      \"type\": [\"string\"%s%s]",
                          written->number ? ", \"number\"" : "",
                          written->truth ? ", \"boolean\"" : "");
    if (written->words) {
        fenrun__writer_format(writer, ",\n      \"enum\": [");
        schema_words(written, writer);
        fenrun__writer_format(writer, "]");
    } else if (written->pattern) {
        fenrun__writer_format(writer, ",\n      \"pattern\": ");
        char pattern[1024];
        struct fenrun__writer anchored;
        fenrun__writer_init_fixed(&anchored, pattern, sizeof pattern);
        fenrun__writer_format(&anchored, "^(?:%s)$", written->pattern);
        schema_string(writer, pattern);
    }
}

static void schema_list(const struct fenrun__language *language,
                        const struct fenrun__written *written, struct fenrun__writer *writer) {
    fenrun__writer_format(writer, ",\n      \"type\": \"array\",\n      \"items\": ");
    schema_reference(language, written->item, writer);
    if (language->fills && !written->empty) {
        fenrun__writer_format(writer, ",\n      \"minItems\": 1");
    }
    if (written->unique) fenrun__writer_format(writer, ",\n      \"uniqueItems\": true");
    if (written->count_max > 0) {
        fenrun__writer_format(writer, ",\n      \"maxItems\": %u", written->count_max);
    }
}

static void schema_properties(const struct fenrun__language *language,
                              const struct fenrun__written *written,
                              struct fenrun__writer *writer) {
    bool required = false;
    fenrun__writer_format(writer, ",\n      \"properties\": {");
    for (size_t i = 0; i < written->key_count; i++) {
        const struct fenrun__key *key = written->keys + i;
        fenrun__writer_format(writer, "%s\n        \"%s\": {\"description\": ", i ? "," : "",
                              key->name);
        schema_string(writer, key->description);
        /* What stands beside a reference is not looked at. */
        fenrun__writer_format(writer, ", \"allOf\": [");
        schema_reference(language, key->form, writer);
        fenrun__writer_format(writer, "]}");
        required |= key->required;
    }
    fenrun__writer_format(writer, "\n      }");
    if (!required) return;
    const char *separator = "";
    fenrun__writer_format(writer, ",\n      \"required\": [");
    for (size_t i = 0; i < written->key_count; i++) {
        if (!written->keys[i].required) continue;
        fenrun__writer_format(writer, "%s\"%s\"", separator, written->keys[i].name);
        separator = ", ";
    }
    fenrun__writer_format(writer, "]");
}

static void schema_one_of(const struct fenrun__written *written, struct fenrun__writer *writer) {
    fenrun__writer_format(writer, ",\n      \"oneOf\": [");
    for (size_t i = 0; written->one_of[i]; i++) {
        fenrun__writer_format(writer, "%s{\"required\": [\"%s\"]}", i ? ", " : "",
                              written->one_of[i]);
    }
    fenrun__writer_format(writer, "]");
}

static void schema_needs(const struct fenrun__need *needs, struct fenrun__writer *writer) {
    fenrun__writer_format(writer, ",\n      \"dependencies\": {");
    for (size_t i = 0; needs[i].key; i++) {
        bool same = i > 0 && strcmp(needs[i].key, needs[i - 1].key) == 0;
        if (same) {
            fenrun__writer_format(writer, ", \"%s\"", needs[i].other);
        } else {
            fenrun__writer_format(writer, "%s\"%s\": [\"%s\"", i ? "], " : "", needs[i].key,
                                  needs[i].other);
        }
    }
    fenrun__writer_format(writer, "]}");
}

static void schema_map(const struct fenrun__language *language,
                       const struct fenrun__written *written, struct fenrun__writer *writer) {
    /* What is blank arrives as null, or as an empty text. */
    fenrun__writer_format(writer, written->blank ? ",\n      \"type\": [\"object\", \"null\", "
                                                   "\"string\"],\n      \"maxLength\": 0"
                                                 : ",\n      \"type\": \"object\"");
    if (language->fills && !written->empty) {
        fenrun__writer_format(writer, ",\n      \"minProperties\": 1");
    }
    if (written->one_of) schema_one_of(written, writer);
    if (written->needs) schema_needs(written->needs, writer);
    if (written->key_count > 0) schema_properties(language, written, writer);
    if (written->other == 0) {
        fenrun__writer_format(writer, ",\n      \"additionalProperties\": false");
        return;
    }
    fenrun__writer_format(writer, ",\n      \"additionalProperties\": ");
    schema_reference(language, written->item, writer);
    fenrun__writer_format(writer, ",\n      \"propertyNames\": {\"anyOf\": [");
    if (written->key_count > 0) {
        fenrun__writer_format(writer, "{\"enum\": [");
        for (size_t i = 0; i < written->key_count; i++) {
            fenrun__writer_format(writer, "%s\"%s\"", i ? ", " : "", written->keys[i].name);
        }
        fenrun__writer_format(writer, "]}, ");
    }
    schema_reference(language, written->other, writer);
    fenrun__writer_format(writer, "]}");
    if (written->count_max > 0) {
        fenrun__writer_format(writer, ",\n      \"maxProperties\": %u",
                              written->count_max + (uint32_t)written->key_count);
    }
}

static void schema_choice(const struct fenrun__language *language,
                          const struct fenrun__written *written, struct fenrun__writer *writer) {
    fenrun__writer_format(writer, ",\n      \"anyOf\": [");
    for (size_t i = 0; i < FENRUN__FORM_CHOICES_MAX && written->choices[i]; i++) {
        fenrun__writer_format(writer, i ? ", " : "");
        schema_reference(language, written->choices[i], writer);
    }
    if (written->blank) {
        fenrun__writer_format(writer, ", {\"type\": [\"null\", \"string\"], \"maxLength\": 0}");
    }
    fenrun__writer_format(writer, "]");
}

void fenrun__schema_write(const struct fenrun__language *language, struct fenrun__writer *writer) {
    fenrun__writer_format(writer, "{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\""
                                  ",\n  \"title\": ");
    schema_string(writer, language->title);
    fenrun__writer_format(writer, ",\n  \"$ref\": \"#/definitions/%s\",\n  \"definitions\": {",
                          language->form(language->root)->name);
    for (uint8_t form = 1; form < language->form_count; form++) {
        const struct fenrun__written *written = language->form(form);
        fenrun__writer_format(writer, "%s\n    \"%s\": {\n      \"description\": ",
                              form > 1 ? "," : "", written->name);
        schema_string(writer, written->allowed);
        switch (written->kind) {
        case FENRUN__FORM_TEXT: schema_text(written, writer); break;
        case FENRUN__FORM_LIST: schema_list(language, written, writer); break;
        case FENRUN__FORM_MAP: schema_map(language, written, writer); break;
        default: schema_choice(language, written, writer); break;
        }
        fenrun__writer_format(writer, "\n    }");
    }
    fenrun__writer_format(writer, "\n  }\n}\n");
}

static const struct fenrun__written *schema_rules_form(uint8_t form) {
    return fenrun__form((enum fenrun__form_of)form);
}

const struct fenrun__language fenrun__schema_rules = {.title = "A rule set of fenrun",
                                                      .form = schema_rules_form,
                                                      .form_count = FENRUN__FORMS,
                                                      .root = FENRUN__FORM_OF_RULES,
                                                      .fills = true};
