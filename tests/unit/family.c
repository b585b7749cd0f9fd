/* Family: see the header. */
#include "unit/family.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/book.h"
#include "rules/reader.h"
#include "unit/json.h"

static struct desk *family_join(struct desk *desk) {
    static const uint32_t tiers[] = {PLATINUM, NORMAL, GOLD, NORMAL, SILVER, NORMAL, NORMAL};
    static const uint64_t inviters[] = {0, 1, 2, 3, 4, 0, 6};
    for (uint64_t id = 1; id <= 7; id++) {
        desk_join(desk, id, inviters[id - 1], 10);
        desk_tier(desk, id, tiers[id - 1], 10);
    }
    fenrun__result_clear(&desk->result);
    return desk;
}

struct desk *family_open(const char *rules) {
    return family_join(desk_open(rules));
}

struct desk *family_open_book(const char *first, const char *second) {
    const char *const texts[] = {first, second};
    struct fenrun__plan *versions[2];
    struct desk *desk = calloc(1, sizeof *desk);
    size_t mistakes = 0;
    assert_non_null(desk);
    fenrun__memory_init(&desk->memory, NULL);
    for (size_t i = 0; i < 2; i++) {
        if (fenrun__reader_read(&versions[i], texts[i], strlen(texts[i]), &desk->memory,
                                &desk->error, 1, &mistakes) != FENRUN_OK) {
            fail_msg("rules %zu:%u: %s", i, desk->error.line, desk->error.message);
        }
    }
    const struct fenrun__plan *const plans[] = {versions[0], versions[1]};
    if (fenrun__book_bind(&desk->plan, plans, 2, &desk->memory, &desk->error, 1, &mistakes) !=
        FENRUN_OK) {
        fail_msg("%s", desk->error.message);
    }
    for (size_t i = 0; i < 2; i++) fenrun__plan_free(&desk->memory, versions[i]);
    assert_int_equal(fenrun__engine_init(&desk->engine, desk->plan, NULL, 7, true), FENRUN_OK);
    fenrun__result_init(&desk->result, NULL);
    return family_join(desk);
}

struct desk *family_open_awards(const char *awards) {
    char text[4096];
    int size =
        snprintf(text, sizeof text, FAMILY_HEAD FAMILY_ORDER "awards:\n%s", awards);
    assert_true(size > 0 && (size_t)size < sizeof text);
    return family_open(text);
}

static const char *family_outcome(const struct desk *desk, int32_t code) {
    if (code != FENRUN_OK) return desk->error.message;
    const char *outcome = desk_outcome(desk);
    return outcome[0] ? outcome : "nothing";
}

const char *family_pays(struct desk *desk, const fenrun_event *event) {
    fenrun__result_clear(&desk->result);
    return family_outcome(
        desk, fenrun__engine_pay(&desk->engine, event, &desk->result, &desk->error));
}

const char *family_applies(struct desk *desk, const fenrun_event *event) {
    return family_outcome(desk, desk_apply(desk, event));
}

fenrun_event family_close(int64_t at) {
    return (fenrun_event){.kind = FENRUN_EVENT_CLOSE, .at = at};
}

static void family_explain_as(struct desk *desk, const fenrun_event *event, uint32_t format,
                              const char *expected) {
    const fenrun_explain_options options = {.struct_size = sizeof options, .format = format};
    if (desk_explain(desk, event, &options) != FENRUN_OK) fail_msg("%s", desk->error.message);
    assert_string_equal(desk->result.text.bytes, expected);
    assert_int_equal(desk->result.text.size, strlen(expected));
}

void family_explains(struct desk *desk, const fenrun_event *event, const char *expected) {
    family_explain_as(desk, event, FENRUN_FORMAT_TEXT, expected);
}

void family_records(struct desk *desk, const fenrun_event *event, const char *expected) {
    family_explain_as(desk, event, FENRUN_FORMAT_JSON, expected);
    assert_true(json_is_valid(expected));
}
