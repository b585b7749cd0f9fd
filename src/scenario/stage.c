/* Stage: one test at a time, once or twice. */
#include "scenario/stage.h"

#include <string.h>

#include "base/error.h"
#include "scenario/mark.h"
#include "scenario/reason.h"

#define STAGE_WHY_MAX 262144u /* bytes of explanations of one step */
#define STAGE_SEED 0          /* of hash tables: who writes tests is no attacker */

int32_t fenrun__stage_init(struct fenrun__stage *stage, const struct fenrun__script *script,
                           const struct fenrun__text *paths, struct fenrun__coverage *coverage,
                           struct fenrun__revision *revision, struct fenrun__verdict *verdict) {
    struct fenrun__memory *memory = script->memory;
    const struct fenrun__plan *plan = script->plan;
    memset(stage, 0, sizeof *stage);
    stage->script = script;
    stage->paths = paths;
    stage->coverage = coverage;
    stage->revision = revision;
    stage->verdict = verdict;
    stage->allocator = (fenrun_allocator){memory->resize, memory->context};
    stage->memory = memory;
    fenrun__result_init(&stage->result, &stage->allocator);
    fenrun__result_init(&stage->words, &stage->allocator);
    fenrun__tally_init(&stage->paid, memory);
    fenrun__tally_init(&stage->by_award, memory);
    fenrun__tally_init(&stage->promoted, memory);
    fenrun__tally_init(&stage->available, memory);
    fenrun__tally_init(&stage->totals, memory);
    fenrun__difference_init(&stage->differences, memory);
    fenrun__writer_init(&stage->why, memory);
    if (!fenrun__memory_grow(memory, &stage->award_names, sizeof *stage->award_names,
                             &stage->award_capacity, plan->award_count)) {
        return FENRUN_ERROR_MEMORY;
    }
    for (uint32_t i = 0; i < plan->award_count; i++) {
        const char *name = fenrun__plan_name(plan, FENRUN_NAME_AWARD, i);
        stage->award_names[i] =
            fenrun__plan_find(plan, FENRUN_NAME_AWARD, fenrun__text_from(name));
    }
    return FENRUN_OK;
}

void fenrun__stage_free(struct fenrun__stage *stage) {
    fenrun__result_free(&stage->result);
    fenrun__result_free(&stage->words);
    fenrun__tally_free(&stage->paid);
    fenrun__tally_free(&stage->by_award);
    fenrun__tally_free(&stage->promoted);
    fenrun__tally_free(&stage->available);
    fenrun__tally_free(&stage->totals);
    fenrun__difference_free(&stage->differences);
    fenrun__writer_free(&stage->why);
    fenrun__memory_free(stage->memory, stage->award_names,
                        stage->award_capacity * sizeof *stage->award_names);
}

/* ---- Telling ---- */

/* The version in force at a step's events, and so the file that its rules stand in. */
static struct fenrun__text stage_path(const struct fenrun__stage *stage, int64_t at) {
    const struct fenrun__plan *plan = stage->script->plan;
    const struct fenrun__plan_version *version = fenrun__plan_in_force(plan, at);
    return stage->paths[version ? version - fenrun__plan_version(plan, 0) : 0];
}

/* "step 3" and what happens in it, as the explanation begins; or its key. */
static void stage_write_head(const struct fenrun__stage *stage,
                             const struct fenrun__script_step *step, uint32_t number,
                             struct fenrun__writer *writer) {
    const struct fenrun__document *document = &stage->script->document;
    fenrun__writer_format(writer, "    step %u, line %u: ", number, step->line);
    const char *end = stage->why.size > 0 ? memchr(stage->why.bytes, '\n', stage->why.size) : NULL;
    if (end && step->event_count == 1) {
        /* What has no name leaves two spaces where it would stand. */
        for (const char *at = stage->why.bytes; at < end; at++) {
            if (at[0] != ' ' || at[1] != ' ') fenrun__writer_put(writer, at, 1);
        }
    } else {
        fenrun__writer_format(writer, "%T", fenrun__document_text(document, step->key));
    }
    fenrun__writer_put(writer, "\n", 1);
}

static void stage_add_failure(struct fenrun__stage *stage, uint32_t line,
                              struct fenrun__writer *message, struct fenrun__writer *details) {
    if (message->failed || details->failed) stage->verdict->failed = true;
    fenrun__verdict_add_failure(
        stage->verdict, line, (struct fenrun__text){message->bytes, message->size},
        (struct fenrun__text){details->size ? details->bytes : "", details->size});
    fenrun__writer_free(message);
    fenrun__writer_free(details);
}

/* A check whose rows differ; `step` NULL: the totals. */
static void stage_tell_check(struct fenrun__stage *stage, const struct fenrun__script_step *step,
                             uint32_t number, const struct fenrun__script_check *check) {
    const struct fenrun__script *script = stage->script;
    struct fenrun__writer message, details;
    fenrun__writer_init(&message, stage->memory);
    fenrun__writer_init(&details, stage->memory);
    if (step) fenrun__writer_format(&message, "step %u: ", number);
    fenrun__difference_write_line(&stage->differences, script, &message);
    if (step) stage_write_head(stage, step, number, &details);
    fenrun__difference_write(&stage->differences, script, "      ", &details);
    if (check->blank) {
        fenrun__writer_format(&details, "      no value is given: --update writes what is "
                                        "computed, {} says that there is nothing\n");
    }
    bool amounts = check->kind == FENRUN__CHECK_PAYS || check->kind == FENRUN__CHECK_BY_AWARD;
    if (amounts && step->event_count > 0 && stage->why.size > 0) {
        int64_t at = script->events[step->event_first].event.at;
        fenrun__reason_write((struct fenrun__text){stage->why.bytes, stage->why.size},
                             &stage->differences, script, stage_path(stage, at), "      ",
                             &details);
    }
    stage_add_failure(stage, check->line, &message, &details);
    fenrun__verdict_offer_update(stage->verdict);
}

/* An event of a step that was refused, applied or replayed against expectation. */
static void stage_tell_event(struct fenrun__stage *stage, const struct fenrun__script_step *step,
                             uint32_t number, uint32_t csv_line, const char *expected,
                             struct fenrun__text quoted, const char *found, const char *what) {
    struct fenrun__writer message, details;
    fenrun__writer_init(&message, stage->memory);
    fenrun__writer_init(&details, stage->memory);
    fenrun__writer_format(&message, "step %u: ", number);
    if (csv_line > 0) fenrun__writer_format(&message, "line %u of its file: ", csv_line);
    fenrun__writer_format(&message, "%s", found);
    fenrun__cast_write(&stage->script->cast, what, &message);
    stage_write_head(stage, step, number, &details);
    fenrun__writer_format(&details, "      expected: %s%T\n      found:    %s", expected, quoted,
                          found);
    fenrun__cast_write(&stage->script->cast, what, &details);
    fenrun__writer_put(&details, "\n", 1);
    stage_add_failure(stage, step->line, &message, &details);
}

/* ---- Explaining ---- */

static const char *stage_member_name(void *context, uint64_t member, size_t *size) {
    const struct fenrun__cast *cast = context;
    struct fenrun__text name = fenrun__cast_name(cast, member);
    *size = name.size;
    return name.bytes;
}

/* What the engine says of an event that is about to be applied. */
static void stage_explain(struct fenrun__stage *stage, const fenrun_event *event) {
    struct fenrun__cast cast = stage->script->cast;
    fenrun_explain_options options = {.struct_size = sizeof options,
                                      .member_name = stage_member_name,
                                      .context = &cast};
    struct fenrun__text name = {NULL, 0};
    uint64_t low = event->kind == FENRUN_EVENT_REFUND ? event->order_low : event->id_low;
    if (low >= FENRUN__CAST_FIRST) name = fenrun__cast_name(&stage->script->orders, low);
    if (event->member != 0) name = fenrun__cast_name(&cast, event->member);
    options.event_name = name.bytes ? name.bytes : "";
    options.event_name_size = name.size;
    if (stage->why.size > STAGE_WHY_MAX) return;
    fenrun__result_clear(&stage->words);
    if (fenrun__engine_explain(&stage->engine, event, &options, &stage->words, NULL) ==
        FENRUN_OK) {
        fenrun__writer_put(&stage->why, stage->words.text.bytes, stage->words.text.size);
    }
}

/* ---- Steps ---- */

/* Put what an event paid and whom it promoted into the tallies. */
static int32_t stage_take(struct fenrun__stage *stage) {
    const struct fenrun_result *result = &stage->result;
    int32_t code = FENRUN_OK;
    for (size_t i = 0; i < result->payout_count && code == FENRUN_OK; i++) {
        const fenrun_payout *payout = &result->payouts[i];
        uint64_t payee = payout->payee;
        code = fenrun__tally_add(&stage->paid, payee, FENRUN__NONE, payout->unit, payout->amount);
        if (code == FENRUN_OK) {
            code = fenrun__tally_add(&stage->by_award, payee, stage->award_names[payout->award],
                                     payout->unit, payout->amount);
        }
        if (code == FENRUN_OK) {
            code = fenrun__tally_add(&stage->totals, payee, FENRUN__NONE, payout->unit,
                                     payout->amount);
        }
        bool later = !fenrun__tally_has(&stage->available, payee, FENRUN__NONE, 0) ||
                     fenrun__tally_sum(&stage->available, payee, FENRUN__NONE, 0) <
                         payout->available_at;
        if (code == FENRUN_OK && later) {
            code = fenrun__tally_set(&stage->available, payee, FENRUN__NONE, 0,
                                     payout->available_at);
        }
    }
    for (size_t i = 0; i < result->promotion_count && code == FENRUN_OK; i++) {
        const fenrun_promotion *promotion = &result->promotions[i];
        if (promotion->tier == promotion->tier_before) continue;
        code = fenrun__tally_set(&stage->promoted, promotion->member, FENRUN__NONE, 0,
                                 promotion->tier);
    }
    return code;
}

static bool stage_matches(const struct fenrun__stage *stage, struct fenrun__text expected,
                          int32_t code, const char *code_name, const char *message) {
    if (fenrun__text_is(expected, code_name) && code < 0) return true;
    struct fenrun__writer words;
    fenrun__writer_init(&words, stage->memory);
    fenrun__cast_write(&stage->script->cast, message, &words);
    bool found = false;
    for (size_t at = 0; !words.failed && !found && at + expected.size <= words.size; at++) {
        found = memcmp(words.bytes + at, expected.bytes, expected.size) == 0;
    }
    fenrun__writer_free(&words);
    return found && expected.size > 0;
}

/* An error that a step did not expect, or another than it expected. Whether the test goes on. */
static bool stage_judge_error(struct fenrun__stage *stage, const struct fenrun__script_step *step,
                              uint32_t number, const struct fenrun__script_event *event,
                              const fenrun_error *error) {
    const char *name = fenrun__error_name(error->code);
    if (step->error.bytes &&
        stage_matches(stage, step->error, error->code, name, error->message)) {
        return true;
    }
    if (step->error.bytes && stage->revision) {
        struct fenrun__writer words;
        fenrun__writer_init(&words, stage->memory);
        fenrun__cast_write(&stage->script->cast, error->message, &words);
        bool written =
            !words.failed &&
            fenrun__revision_error(stage->revision, step->error_key,
                                   (struct fenrun__text){words.bytes, words.size});
        fenrun__writer_free(&words);
        if (written) return true;
    }
    stage->failed = true;
    if (stage->telling) {
        const char *expected = step->error.bytes ? "the error " : "no error";
        struct fenrun__text quoted = step->error.bytes ? step->error : fenrun__text_from("");
        stage_tell_event(stage, step, number, event->line, expected, quoted, "", error->message);
        if (step->error.bytes) fenrun__verdict_offer_update(stage->verdict);
    }
    return step->error.bytes != NULL;
}

/* Put behind a message which order it is that nobody knows. */
static void stage_name_order(const struct fenrun__stage *stage, const fenrun_event *event,
                             fenrun_error *error) {
    struct fenrun__writer writer;
    struct fenrun__quote quote;
    struct fenrun__text name = {NULL, 0};
    size_t size = strlen(error->message);
    if (event->order_low >= FENRUN__CAST_FIRST) {
        name = fenrun__cast_name(&stage->script->orders, event->order_low);
    }
    fenrun__writer_init_fixed(&writer, error->message + size, sizeof error->message - size);
    if (name.bytes) {
        fenrun__writer_format(&writer, ": %s", fenrun__quote(&quote, name));
    } else {
        fenrun__writer_format(&writer, ": %U", event->order_low);
    }
}

/* Apply an event; `*goes_on` is whether the test does. */
static int32_t stage_apply(struct fenrun__stage *stage, const struct fenrun__script_step *step,
                           uint32_t number, const struct fenrun__script_event *event,
                           bool *goes_on, bool *refused) {
    fenrun_error error = {.code = FENRUN_OK};
    *goes_on = true;
    fenrun__result_clear(&stage->result);
    if (stage->telling) stage_explain(stage, &event->event);
    if (stage->coverage) fenrun__mark_before(stage->coverage, &stage->engine, &event->event);
    stage->result.tracing = stage->coverage != NULL;
    int32_t code =
        fenrun__engine_apply(&stage->engine, &event->event, &stage->result, &error);
    if (code == FENRUN_ERROR_MEMORY) return code;
    if (stage->coverage) {
        fenrun__mark_after(stage->coverage, &stage->engine, &event->event, &stage->result, code);
    }
    if (code == FENRUN_ERROR_ORDER_UNKNOWN) stage_name_order(stage, &event->event, &error);
    if (code < 0) {
        *refused = true;
        *goes_on = stage_judge_error(stage, step, number, event, &error);
        return FENRUN_OK;
    }
    if ((code == FENRUN_REPLAYED) != step->replayed) {
        stage->failed = true;
        if (stage->telling) {
            stage_tell_event(stage, step, number, event->line,
                             step->replayed ? "an event that was applied before"
                                            : "an event that is new",
                             fenrun__text_from(""),
                             step->replayed ? "the event is new"
                                            : "the event was applied before, nothing happens",
                             "");
        }
    }
    return code == FENRUN_OK ? stage_take(stage) : FENRUN_OK;
}

static int32_t stage_check(struct fenrun__stage *stage, const struct fenrun__script_step *step,
                           uint32_t number, const struct fenrun__script_check *check) {
    const struct fenrun__came came = {.paid = step ? &stage->paid : &stage->totals,
                                      .by_award = &stage->by_award,
                                      .promoted = &stage->promoted,
                                      .available = &stage->available,
                                      .tree = &stage->engine.tree};
    int32_t code = fenrun__difference_find(&stage->differences, stage->script, check, &came);
    if (code != FENRUN_OK) return code;
    if (stage->differences.different == 0 && !check->blank) return FENRUN_OK;
    if (stage->revision &&
        fenrun__revision_check(stage->revision, check, &stage->differences)) {
        return FENRUN_OK;
    }
    stage->failed = true;
    if (stage->telling) stage_tell_check(stage, step, number, check);
    return FENRUN_OK;
}

static int32_t stage_step(struct fenrun__stage *stage, const struct fenrun__script_step *step,
                          uint32_t number, bool *goes_on) {
    const struct fenrun__script *script = stage->script;
    bool refused = false;
    int32_t code = FENRUN_OK;
    *goes_on = true;
    fenrun__tally_clear(&stage->paid);
    fenrun__tally_clear(&stage->by_award);
    fenrun__tally_clear(&stage->promoted);
    fenrun__tally_clear(&stage->available);
    fenrun__writer_clear(&stage->why);
    for (uint32_t i = 0; i < step->event_count && !refused && code == FENRUN_OK; i++) {
        code = stage_apply(stage, step, number, &script->events[step->event_first + i], goes_on,
                           &refused);
    }
    if (code != FENRUN_OK || !*goes_on) return code;
    if (step->error.bytes && !refused) {
        stage->failed = true;
        if (stage->telling) {
            stage_tell_event(stage, step, number, 0, "the error ", step->error,
                             "no error: the step was applied", "");
        }
    }
    for (uint32_t i = 0; i < step->check_count && code == FENRUN_OK; i++) {
        code = stage_check(stage, step, number, &script->checks[step->check_first + i]);
    }
    return code;
}

/* ---- Tests ---- */

/* The members of the file and of the test, as the tree at the start. */
static int32_t stage_load(struct fenrun__stage *stage, const struct fenrun__script_test *test,
                          fenrun_error *error) {
    const struct fenrun__script *script = stage->script;
    size_t count = script->shared_count + test->member_count;
    fenrun_member *members = NULL;
    size_t capacity = 0;
    if (!fenrun__memory_grow(stage->memory, &members, sizeof *members, &capacity, count)) {
        return FENRUN_ERROR_MEMORY;
    }
    if (script->shared_count > 0) {
        memcpy(members, script->members, script->shared_count * sizeof *members);
    }
    if (test->member_count > 0) {
        memcpy(members + script->shared_count, script->members + test->member_first,
               test->member_count * sizeof *members);
    }
    int32_t code =
        fenrun__tree_load(&stage->engine.tree, members, count, script->plan->tier_count,
                          script->plan->label_count, error);
    fenrun__memory_free(stage->memory, members, capacity * sizeof *members);
    return code;
}

/* The line of a member in the map `members` of the test or of the file; of the key, if the members
   stand in a file of their own. */
static uint32_t stage_member_line(const struct fenrun__stage *stage,
                                  const struct fenrun__script_test *test, uint64_t member) {
    const struct fenrun__script *script = stage->script;
    const struct fenrun__document *document = &script->document;
    const uint32_t keys[] = {test->members_key, script->members_key};
    struct fenrun__text name = fenrun__cast_name(&script->cast, member);
    uint32_t line = test->line;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        if (keys[i] == FENRUN__NODE_ABSENT) continue;
        const struct fenrun__node *key = fenrun__document_node(document, keys[i]);
        const struct fenrun__node *map = fenrun__document_node(document, key->first);
        line = key->line;
        uint32_t at = map->kind == FENRUN__NODE_MAP ? map->first : FENRUN__NODE_ABSENT;
        for (; at != FENRUN__NODE_ABSENT; at = fenrun__document_node(document, at)->next) {
            if (fenrun__text_equal(fenrun__document_text(document, at), name)) {
                return fenrun__document_node(document, at)->line;
            }
        }
    }
    return line;
}

static int32_t stage_play(struct fenrun__stage *stage, const struct fenrun__script_test *test) {
    const struct fenrun__script *script = stage->script;
    fenrun_error error;
    bool goes_on = true;
    fenrun__tally_clear(&stage->totals);
    int32_t code = stage_load(stage, test, &error);
    if (code == FENRUN_ERROR_MEMORY) return code;
    if (code != FENRUN_OK) {
        stage->failed = true;
        if (!stage->telling) return FENRUN_OK;
        struct fenrun__writer message, details;
        fenrun__writer_init(&message, stage->memory);
        fenrun__writer_init(&details, stage->memory);
        fenrun__writer_format(&message, "members: ");
        fenrun__cast_write(&script->cast, error.message, &message);
        stage_add_failure(stage, stage_member_line(stage, test, error.item), &message, &details);
        return FENRUN_OK;
    }
    for (uint32_t i = 0; i < test->step_count && goes_on && code == FENRUN_OK; i++) {
        code = stage_step(stage, &script->steps[test->step_first + i], i + 1, &goes_on);
    }
    if (code == FENRUN_OK && goes_on && test->totals != FENRUN__NONE) {
        code = stage_check(stage, NULL, 0, &script->checks[test->totals]);
    }
    return code;
}

static int32_t stage_run_once(struct fenrun__stage *stage,
                              const struct fenrun__script_test *test) {
    stage->failed = false;
    int32_t code = fenrun__engine_init(&stage->engine, stage->script->plan, &stage->allocator,
                                       STAGE_SEED, true);
    if (code != FENRUN_OK) return code;
    code = stage_play(stage, test);
    fenrun__engine_free(&stage->engine);
    if (code != FENRUN_ERROR_OVERFLOW) return code;
    stage->failed = true;
    if (stage->telling) {
        fenrun__verdict_add_failure(stage->verdict, test->line,
                                    fenrun__text_from("what is paid in all does not fit 64 bits"),
                                    fenrun__text_from(""));
    }
    return FENRUN_OK;
}

int32_t fenrun__stage_run(struct fenrun__stage *stage, const struct fenrun__script_test *test) {
    stage->telling = false;
    int32_t code = stage_run_once(stage, test);
    if (code != FENRUN_OK || !stage->failed) return code;
    struct fenrun__coverage *coverage = stage->coverage;
    /* The same edits are made again, and taken back. */
    size_t edits = stage->revision ? stage->revision->edit_count : 0;
    stage->telling = true;
    stage->coverage = NULL;
    code = stage_run_once(stage, test);
    stage->telling = false;
    stage->coverage = coverage;
    if (stage->revision) stage->revision->edit_count = edits;
    return code;
}
