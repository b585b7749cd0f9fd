/* Crew: one mutex, one condition, and threads that hold no signals. */
#define _GNU_SOURCE
#include "cli/crew.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <unistd.h>

struct crew_room {
    const struct fenrun__crew *crew;
    pthread_mutex_t lock;
    pthread_cond_t changed;
};

static void crew_work(struct crew_room *room, bool is_lead) {
    const struct fenrun__crew *crew = room->crew;
    pthread_mutex_lock(&room->lock);
    while (!crew->is_over(crew->context)) {
        struct fenrun__task task;
        if (!crew->choose(crew->context, is_lead, &task)) {
            /* A lead that is alone has chosen nothing, and nobody would wake it: it is over, or
               choosing has made it so. */
            if (!crew->is_over(crew->context)) pthread_cond_wait(&room->changed, &room->lock);
            continue;
        }
        pthread_mutex_unlock(&room->lock);
        crew->work(crew->context, &task);
        pthread_mutex_lock(&room->lock);
        crew->finish(crew->context, &task);
        pthread_cond_broadcast(&room->changed);
    }
    pthread_cond_broadcast(&room->changed);
    pthread_mutex_unlock(&room->lock);
}

static void *crew_follow(void *room) {
    crew_work(room, false);
    return NULL;
}

void fenrun__crew_run(const struct fenrun__crew *crew) {
    struct crew_room room = {.crew = crew};
    pthread_t threads[FENRUN__CREW_MAX];
    uint32_t started = 0;
    sigset_t none, before;
    pthread_mutex_init(&room.lock, NULL);
    pthread_cond_init(&room.changed, NULL);
    sigfillset(&none);
    sigdelset(&none, SIGSEGV);
    sigdelset(&none, SIGBUS);
    sigdelset(&none, SIGFPE);
    sigdelset(&none, SIGILL);
    pthread_sigmask(SIG_SETMASK, &none, &before);
    while (started + 1 < crew->thread_count &&
           pthread_create(&threads[started], NULL, crew_follow, &room) == 0)
        started++;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    crew_work(&room, true);
    for (uint32_t i = 0; i < started; i++) pthread_join(threads[i], NULL);
    pthread_cond_destroy(&room.changed);
    pthread_mutex_destroy(&room.lock);
}

uint32_t fenrun__crew_usual(void) {
    cpu_set_t mine;
    long count = sched_getaffinity(0, sizeof mine, &mine) == 0 ? CPU_COUNT(&mine)
                                                               : sysconf(_SC_NPROCESSORS_ONLN);
    if (count < 1) return 1;
    return count < (long)FENRUN__CREW_MAX ? (uint32_t)count : FENRUN__CREW_MAX;
}
