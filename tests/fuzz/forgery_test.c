/*
 * Forgery test: forgeries drawn at random, of one to three changes; a run prints its seed.
 *
 *     forgery_test [--seed N] [--count N] [--only N]
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz/forgery.h"
#include "model/random.h"

/* Most changes are of whole numbers, since nearly everything in a snapshot is one; to numbers that
   are small, or at an end, since those are what goes wrong. */
static size_t forgery_test_draw(struct random_source *source, uint8_t *bytes) {
    static const uint8_t hows[] = {'s', 's', '+', '+', 'w', 'c', 'x', 'b'};
    uint32_t number = random_below(source, 4000);
    size_t changes = 1 + random_below(source, 3), size = FORGERY_HEAD;
    memcpy(bytes, &number, sizeof number);
    for (size_t i = 0; i < changes; i++, size += FORGERY_CHANGE) {
        uint32_t offset = (uint32_t)random_next(source), value = random_below(source, 40);
        uint32_t kind = random_below(source, 4);
        if (kind == 0) value = UINT32_MAX - value;
        if (kind == 1) value = (uint32_t)random_next(source);
        bytes[size] = (uint8_t)random_next(source);
        bytes[size + 1] = hows[random_below(source, sizeof hows)];
        bytes[size + 2] = bytes[size + 3] = 0;
        memcpy(bytes + size + 4, &offset, sizeof offset);
        memcpy(bytes + size + 8, &value, sizeof value);
    }
    return size;
}

int main(int argument_count, char **arguments) {
    uint64_t seed = 1, count = 3000, only = UINT64_MAX, outcomes[FORGERY_OUTCOMES] = {0};
    for (int i = 1; i + 1 < argument_count; i += 2) {
        uint64_t number = strtoull(arguments[i + 1], NULL, 10);
        if (strcmp(arguments[i], "--seed") == 0) seed = number;
        if (strcmp(arguments[i], "--count") == 0) count = number;
        if (strcmp(arguments[i], "--only") == 0) only = number;
    }
    printf("seed %" PRIu64 "\n", seed);
    for (uint64_t i = 0; i < count; i++) {
        struct random_source source = {.state = seed * 1000003 + i};
        uint8_t bytes[FORGERY_SIZE_MAX];
        size_t size = forgery_test_draw(&source, bytes);
        if (only != UINT64_MAX && i != only) continue;
        fprintf(stderr, "\rforgery %" PRIu64 " ", i);
        outcomes[forgery_try(bytes, size)]++;
    }
    printf("\n%" PRIu64 " refused, %" PRIu64 " used\n", outcomes[FORGERY_REFUSED],
           outcomes[FORGERY_USED]);
    /* A run in which one of both never happened tested nothing. */
    return only == UINT64_MAX && (outcomes[FORGERY_REFUSED] == 0 || outcomes[FORGERY_USED] == 0);
}
