/*
 * Fuzz rules: any bytes as rule sets, up to six in one input (parts.h); one that is read must work.
 *
 *     refused:  no rule set; at least one mistake; each with a place and a line of text, in the
 *               order of the text
 *     accepted: all its names are there and found again; it is checked; a story (story.h) of events
 *               of every kind holds under it; and it is a book of one version, which does the same
 *     several:  refused likewise, or a book, which is named, checked and told, and does what each
 *               version alone does as long as that is in force
 */
#include <string.h>

#include "fuzz/expect.h"
#include "fuzz/parts.h"
#include "fuzz/story.h"

#define FUZZ_RULES_ERRORS 8u
#define FUZZ_RULES_SIZE_MAX 65536u /* larger ones only take longer */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void fuzz_rules_lines(const fenrun_error *errors, size_t count, int32_t code,
                             size_t versions) {
    size_t kept = count < FUZZ_RULES_ERRORS ? count : FUZZ_RULES_ERRORS;
    for (size_t i = 0; i < kept; i++) {
        const fenrun_error *error = &errors[i];
        fuzz_expect(error->code == code, "the code is that of the call");
        fuzz_expect(error->reserved == 0 && error->item < versions, "a mistake is of a version");
        const char *end = memchr(error->message, 0, sizeof error->message);
        fuzz_expect(end != NULL && end > error->message, "a mistake has a message");
        for (const char *at = error->message; at < end; at++) {
            unsigned char byte = (unsigned char)*at;
            fuzz_expect(byte >= 32 && byte != 127, "a message is one line");
        }
        const fenrun_error *last = i == 0 ? error : &errors[i - 1];
        fuzz_expect(last->item < error->item ||
                        (last->item == error->item &&
                         (last->line < error->line ||
                          (last->line == error->line && last->column <= error->column))),
                    "mistakes stand in the order of the text");
    }
}

static void fuzz_rules_refused(const fenrun_error *errors, size_t count, size_t versions) {
    fuzz_expect(count > 0, "what is refused has a mistake");
    fuzz_rules_lines(errors, count, FENRUN_ERROR_RULES, versions);
    for (size_t i = 0; i < count && i < FUZZ_RULES_ERRORS; i++) {
        fuzz_expect(errors[i].line > 0, "a mistake has a line");
        fuzz_expect(versions > 1 || errors[i].column > 0, "a mistake of a text has a column");
    }
}

static void fuzz_rules_kind(const fenrun_rules *rules, uint32_t kind, uint32_t most) {
    uint32_t count = fenrun_rules_count(rules, kind);
    uint32_t versions = fenrun_rules_count(rules, FENRUN_NAME_RULES);
    uint32_t plain = kind & 0xffu;
    fuzz_expect(count <= most, "no more names than the limits of fenrun.h");
    for (uint32_t i = 0; i < count; i++) {
        const char *name = fenrun_rules_name(rules, kind, i);
        fuzz_expect(name != NULL, "a counted name is there");
        uint32_t found = fenrun_rules_find(rules, kind, name, strlen(name));
        fuzz_expect(found == i || (plain <= FENRUN_NAME_AWARD && versions > 1 && found < i),
                    "a name is found again");
    }
    fuzz_expect(fenrun_rules_name(rules, kind, count) == NULL, "names end");
}

static void fuzz_rules_names(const fenrun_rules *rules) {
    uint32_t versions = fenrun_rules_count(rules, FENRUN_NAME_RULES);
    uint32_t awards = fenrun_rules_count(rules, FENRUN_NAME_AWARD);
    const uint32_t most[] = {FENRUN_VERSIONS_MAX,
                             FENRUN_VERSIONS_MAX,
                             1,
                             FENRUN_TIERS_MAX,
                             FENRUN_ROLES_MAX,
                             FENRUN_AMOUNTS_MAX,
                             FENRUN_AWARDS_MAX * versions,
                             FENRUN_AWARDS_MAX * versions + 1,
                             FENRUN_COUNTS_MAX,
                             FENRUN_PERIODS_MAX,
                             FENRUN_LABELS_MAX,
                             FENRUN_EVENTS_MAX};
    for (uint32_t kind = FENRUN_NAME_RULES; kind <= FENRUN_NAME_EVENT; kind++) {
        fuzz_rules_kind(rules, kind, most[kind]);
    }
    uint32_t own = fenrun_rules_count(rules, FENRUN_NAME_EVENT);
    for (uint32_t shape = 1; shape < own + 2; shape++) {
        fuzz_rules_kind(rules, FENRUN_NAME_ROLE | shape << 8, FENRUN_ROLES_MAX);
        fuzz_rules_kind(rules, FENRUN_NAME_AMOUNT | shape << 8, FENRUN_AMOUNTS_MAX);
        fuzz_rules_kind(rules, FENRUN_NAME_COUNT | shape << 8, FENRUN_COUNTS_MAX);
    }
    const char *currency = fenrun_rules_name(rules, FENRUN_NAME_CURRENCY, 0);
    int32_t decimals = fenrun_currency_decimals(currency, strlen(currency));
    fuzz_expect(decimals >= 0 && fenrun_rules_decimals(rules) == (uint32_t)decimals,
                "decimals are those of the currency");
    for (uint32_t i = 0; i < awards; i++) {
        fuzz_expect(fenrun_rules_award_line(rules, i) > 0, "an award has a line");
        fuzz_expect(fenrun_rules_award_version(rules, i) < versions, "an award has a version");
    }
    for (uint32_t i = 1; i < versions; i++) {
        fuzz_expect(fenrun_rules_effective(rules, i - 1) < fenrun_rules_effective(rules, i),
                    "versions follow one another");
    }
    fuzz_expect(fenrun_rules_count(rules, FENRUN_NAME_TIER) > 0, "there is a tier");
    fuzz_expect(fenrun_rules_award_line(rules, awards) == 0, "awards end");
}

static uint64_t fuzz_rules_accepted(const fenrun_rules *rules) {
    fenrun_error findings[FUZZ_RULES_ERRORS];
    size_t count = 0;
    memset(findings, 0, sizeof findings);
    fuzz_rules_names(rules);
    int32_t code = fenrun_rules_check(rules, findings, FUZZ_RULES_ERRORS, &count);
    fuzz_expect(code == (count > 0 ? FENRUN_FOUND : FENRUN_OK), "findings are FOUND");
    fuzz_rules_lines(findings, count, FENRUN_FOUND, fenrun_rules_count(rules, FENRUN_NAME_RULES));
    return story_tell(rules, story_begin(rules), 0);
}

/* While only one version of a book is in force, all is as under that version alone. */
static void fuzz_rules_version(const fenrun_rules *book, const fenrun_rules *alone,
                               uint32_t version) {
    uint32_t count = fenrun_rules_count(book, FENRUN_NAME_RULES);
    int64_t begin = fenrun_rules_effective(book, version);
    int64_t end = version + 1 < count ? fenrun_rules_effective(book, version + 1) : FENRUN_TIME_MAX;
    if (begin == FENRUN_TIME_MIN) {
        begin = end > FENRUN_TIME_MIN + 2 * STORY_SECONDS ? end - 2 * STORY_SECONDS : end;
    }
    if (begin > end - STORY_SECONDS) {
        return;
    }
    uint64_t digest = story_tell(book, begin, 1);
    uint64_t expected = story_tell(alone, begin, 1);
    fuzz_expect(digest == 0 || expected == 0 || digest == expected,
                "a book does what its version does");
}

static void fuzz_rules_book(const fenrun_rules *const *versions, size_t count,
                            const uint64_t *digest) {
    fenrun_error errors[FUZZ_RULES_ERRORS];
    fenrun_rules *book = NULL;
    size_t mistakes = 0;
    memset(errors, 0, sizeof errors);
    int32_t code = fenrun_rules_book(&book, versions, count, NULL, errors, FUZZ_RULES_ERRORS,
                                     &mistakes);
    if (code == FENRUN_OK) {
        fuzz_expect(book != NULL && mistakes == 0, "an accepted book has no mistakes");
        uint64_t told = fuzz_rules_accepted(book);
        fuzz_expect(digest == NULL || told == *digest, "a book of one version does the same");
        for (uint32_t i = 0; digest == NULL && i < count; i++) {
            fuzz_rules_version(book, versions[i], i);
        }
    } else {
        fuzz_expect(code == FENRUN_ERROR_RULES && book == NULL, "else it is refused");
        fuzz_expect(digest == NULL, "one version is a book");
        fuzz_rules_refused(errors, mistakes, count);
    }
    fenrun_rules_free(book);
}

/* Read one text. NULL: it is refused. */
static fenrun_rules *fuzz_rules_text(const char *text, size_t size) {
    fenrun_error errors[FUZZ_RULES_ERRORS];
    fenrun_rules *rules = NULL;
    size_t count = 0;
    memset(errors, 0, sizeof errors);
    int32_t code = fenrun_rules_read(&rules, text, size, NULL, errors, FUZZ_RULES_ERRORS, &count);
    if (code == FENRUN_OK) {
        fuzz_expect(rules != NULL && count == 0, "an accepted rule set has no mistakes");
        uint64_t digest = fuzz_rules_accepted(rules);
        const fenrun_rules *versions[] = {rules};
        fuzz_rules_book(versions, 1, &digest);
    } else {
        fuzz_expect(code == FENRUN_ERROR_RULES && rules == NULL, "else it is refused");
        fuzz_rules_refused(errors, count, 1);
    }
    return rules;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct parts parts;
    fenrun_rules *rules[PARTS_MAX];
    const fenrun_rules *versions[PARTS_MAX];
    size_t count = 0;
    if (size > FUZZ_RULES_SIZE_MAX) {
        return 0;
    }
    parts_split(&parts, data, size);
    for (size_t i = 0; i < parts.count; i++) {
        rules[count] = fuzz_rules_text(parts.parts[i].text, parts.parts[i].size);
        versions[count] = rules[count];
        count += rules[count] != NULL;
    }
    if (count > 1) {
        fuzz_rules_book(versions, count, NULL);
    }
    for (size_t i = 0; i < count; i++) {
        fenrun_rules_free(rules[i]);
    }
    parts_free(&parts);
    return 0;
}
