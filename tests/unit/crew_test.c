/* Crew: all work is done once, by however many threads, and what is the lead's by the lead. */
#define _POSIX_C_SOURCE 200809L
#include "cli/crew.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define PIECES 1000u

/* Pieces of work, each first done by anyone, then shown by the lead, in order. */
struct office {
    pthread_t lead;
    uint32_t begun;
    uint32_t shown;
    bool done[PIECES];
    uint32_t worked[PIECES];
    uint32_t wrong;
    bool showing;
};

static bool office_choose(void *context, bool is_lead, struct fenrun__task *task) {
    struct office *office = context;
    if (is_lead && !office->showing && office->done[office->shown]) {
        office->showing = true;
        *task = (struct fenrun__task){1, &office->worked[office->shown]};
        return true;
    }
    if (office->begun == PIECES) return false;
    *task = (struct fenrun__task){0, &office->worked[office->begun++]};
    return true;
}

static void office_work(void *context, const struct fenrun__task *task) {
    const struct office *office = context;
    sigset_t held;
    pthread_sigmask(SIG_SETMASK, NULL, &held);
    bool is_lead = pthread_equal(pthread_self(), office->lead);
    uint32_t *worked = task->item;
    /* What is the lead's was not done by another, and only the lead hears of signals. */
    if (task->kind == 1 && !is_lead) *worked += 100;
    if (sigismember(&held, SIGINT) != !is_lead) *worked += 100;
    *worked += 1;
}

static void office_finish(void *context, const struct fenrun__task *task) {
    struct office *office = context;
    size_t piece = (size_t)((uint32_t *)task->item - office->worked);
    if (task->kind == 0) {
        office->done[piece] = true;
        return;
    }
    office->wrong += piece != office->shown || *(uint32_t *)task->item != 2;
    office->shown++;
    office->showing = false;
}

static bool office_is_over(void *context) {
    const struct office *office = context;
    return office->shown == PIECES;
}

static void work_is_done_once_and_shown_in_order(void **state) {
    (void)state;
    static const uint32_t counts[] = {1, 2, 7, 32};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        struct office *office = calloc(1, sizeof *office);
        assert_non_null(office);
        office->lead = pthread_self();
        const struct fenrun__crew crew = {.thread_count = counts[i],
                                          .context = office,
                                          .choose = office_choose,
                                          .work = office_work,
                                          .finish = office_finish,
                                          .is_over = office_is_over};
        fenrun__crew_run(&crew);
        assert_int_equal(office->shown, PIECES);
        assert_int_equal(office->wrong, 0);
        free(office);
    }
}

static void a_machine_has_at_least_one_thread(void **state) {
    (void)state;
    assert_in_range(fenrun__crew_usual(), 1, FENRUN__CREW_MAX);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(work_is_done_once_and_shown_in_order),
        cmocka_unit_test(a_machine_has_at_least_one_thread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
