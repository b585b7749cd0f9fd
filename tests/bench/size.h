/*
 * Size: bytes per member, as the library counts them and as the system sees them, each measured in
 * a process of its own that holds nothing else but the input, which is there before.
 */
#ifndef BENCH_SIZE_H
#define BENCH_SIZE_H

#include "bench/workload.h"
#include "fenrun.h"

enum size_way {
    SIZE_LOADED,      /* by fenrun_tree_load */
    SIZE_LOADED_JOIN, /* ... and then one join, so that every array has just grown */
    SIZE_GROWN,       /* by joins from nothing */
    SIZE_STRAIGHT     /* the straight program */
};

/* All per member. */
struct size {
    double counted;  /* fenrun_tree_status.tree_bytes; 0 for the straight program */
    double resident; /* what the process grew by */
    double peak;     /* ... at most, on the way */
    double ns;       /* processor time */
};

struct size size_measure(enum size_way way, const fenrun_rules *rules,
                         const struct workload_forest *forest);

#endif
