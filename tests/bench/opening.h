/*
 * Opening: how long a snapshot takes to be written, verified, and opened from a mapped file, with
 * the file in the system's memory and without.
 *
 * Opening is open, fstat, mmap, madvise (MADV_RANDOM) and fenrun_snapshot_open; and, in lines of
 * their own, with the first order paid, since until then nearly nothing of the file was looked at.
 * Before a round "not in memory" the system is asked to forget the file, and whether it did is
 * looked up: if not, these lines are left out.
 */
#ifndef BENCH_OPENING_H
#define BENCH_OPENING_H

#include <stdint.h>

#include "fenrun.h"

/* Needs room for the file in `folder`; ends the program if a call fails or pays wrong. */
void opening_run(const fenrun_rules *rules, uint32_t members, uint32_t rounds, const char *folder);

#endif
