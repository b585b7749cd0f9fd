/*
 * Expect: what must hold of any input; what does not is said and ends the program, which is how a
 * fuzzer learns of it.
 */
#ifndef FUZZ_EXPECT_H
#define FUZZ_EXPECT_H

#include <stdio.h>
#include <stdlib.h>

static inline void fuzz_expect(int holds, const char *what) {
    if (!holds) {
        fprintf(stderr, "not so: %s\n", what);
        abort();
    }
}

#endif
