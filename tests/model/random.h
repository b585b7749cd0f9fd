/*
 * Random: the splitmix64 generator (Steele, Lea, Flood 2014), so that a printed seed gives the same
 * histories on every machine.
 */
#ifndef MODEL_RANDOM_H
#define MODEL_RANDOM_H

#include <stdbool.h>
#include <stdint.h>

struct random_source {
    uint64_t state;
};

static inline uint64_t random_next(struct random_source *source) {
    source->state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t x = source->state;
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

/* 0 to count - 1; the bias of the remainder does not matter here. */
static inline uint32_t random_below(struct random_source *source, uint32_t count) {
    return (uint32_t)((random_next(source) >> 16) % count);
}

static inline bool random_one_in(struct random_source *source, uint32_t count) {
    return random_below(source, count) == 0;
}

static inline int64_t random_between(struct random_source *source, int64_t low, int64_t high) {
    uint64_t span = (uint64_t)high - (uint64_t)low + 1;
    return (int64_t)((uint64_t)low + (random_next(source) >> 1) % span);
}

#endif
