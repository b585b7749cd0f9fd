/* Verdict: arrays that grow, and one text. */
#include "scenario/verdict.h"

void fenrun__verdict_init(struct fenrun__verdict *verdict, struct fenrun__memory *memory) {
    *verdict = (struct fenrun__verdict){.failed = false};
    fenrun__writer_init(&verdict->text, memory);
}

#define VERDICT_FREE(verdict, array, capacity)                                                    \
    fenrun__memory_free((verdict)->text.memory, (verdict)->array,                                 \
                        (verdict)->capacity * sizeof *(verdict)->array)

void fenrun__verdict_free(struct fenrun__verdict *verdict) {
    VERDICT_FREE(verdict, files, file_capacity);
    VERDICT_FREE(verdict, tests, test_capacity);
    VERDICT_FREE(verdict, failures, failure_capacity);
    VERDICT_FREE(verdict, notices, notice_capacity);
    fenrun__writer_free(&verdict->text);
}

/* Room for one more of an array; after a failure there is none for anything. */
#define VERDICT_GROW(verdict, array, count, capacity)                                             \
    (!(verdict)->failed &&                                                                        \
     fenrun__memory_grow((verdict)->text.memory, &(verdict)->array, sizeof *(verdict)->array,     \
                         &(verdict)->capacity, (verdict)->count + 1))

static struct fenrun__span verdict_copy(struct fenrun__verdict *verdict,
                                        struct fenrun__text text) {
    struct fenrun__span span = {verdict->text.size, text.size};
    if (text.size > 0) fenrun__writer_put(&verdict->text, text.bytes, text.size);
    verdict->failed = verdict->failed || verdict->text.failed;
    return span;
}

void fenrun__verdict_add_file(struct fenrun__verdict *verdict, const char *path) {
    struct fenrun__span span = verdict_copy(verdict, fenrun__text_from(path));
    if (!VERDICT_GROW(verdict, files, file_count, file_capacity)) {
        verdict->failed = true;
        return;
    }
    verdict->files[verdict->file_count++] =
        (struct fenrun__verdict_file){.path = span,
                                      .test_first = verdict->test_count,
                                      .notice_first = verdict->notice_count};
}

void fenrun__verdict_add_test(struct fenrun__verdict *verdict, struct fenrun__text name,
                              uint32_t line) {
    struct fenrun__span span = verdict_copy(verdict, name);
    if (!VERDICT_GROW(verdict, tests, test_count, test_capacity)) {
        verdict->failed = true;
        return;
    }
    verdict->tests[verdict->test_count++] = (struct fenrun__verdict_test){
        .name = span, .line = line, .failure_first = verdict->failure_count};
    verdict->files[verdict->file_count - 1].test_count++;
}

void fenrun__verdict_offer_update(struct fenrun__verdict *verdict) {
    if (verdict->file_count > 0) verdict->files[verdict->file_count - 1].updatable = true;
}

void fenrun__verdict_add_failure(struct fenrun__verdict *verdict, uint32_t line,
                                 struct fenrun__text message, struct fenrun__text details) {
    struct fenrun__span first = verdict_copy(verdict, message);
    struct fenrun__span second = verdict_copy(verdict, details);
    if (!VERDICT_GROW(verdict, failures, failure_count, failure_capacity)) {
        verdict->failed = true;
        return;
    }
    verdict->failures[verdict->failure_count++] =
        (struct fenrun__failure){.line = line, .message = first, .details = second};
    struct fenrun__verdict_test *test = &verdict->tests[verdict->test_count - 1];
    if (test->failure_count++ == 0) {
        verdict->failed_count++;
        verdict->files[verdict->file_count - 1].failed_count++;
    }
}

void fenrun__verdict_add_notice(struct fenrun__verdict *verdict, const char *path, uint32_t line,
                                uint32_t column, const char *message) {
    struct fenrun__span first = verdict_copy(verdict, fenrun__text_from(path));
    struct fenrun__span second = verdict_copy(verdict, fenrun__text_from(message));
    if (!VERDICT_GROW(verdict, notices, notice_count, notice_capacity)) {
        verdict->failed = true;
        return;
    }
    verdict->notices[verdict->notice_count++] = (struct fenrun__notice){
        .path = first, .message = second, .line = line, .column = column};
    verdict->files[verdict->file_count - 1].notice_count++;
}

struct fenrun__text fenrun__verdict_text(const struct fenrun__verdict *verdict,
                                         struct fenrun__span span) {
    if (span.size == 0) return (struct fenrun__text){"", 0};
    return (struct fenrun__text){verdict->text.bytes + span.offset, span.size};
}
