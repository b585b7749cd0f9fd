/*
 * Forgery: a snapshot that somebody has changed who knows how its hashes are made.
 *
 *     17 0 0 0              the rule book and the history that number 17 draws, as a snapshot
 *     5 s 0 0 64 0 0 0 ...  in the segment 5, at offset 64 from its start: set a 32-bit number
 *     ...                   then all hashes are made anew
 *
 * (numbers low byte first; a change is 12 bytes: segment, how, two of nothing, offset, value.)
 *
 * What must hold: fenrun_snapshot_verify refuses it, or it can be used like any tree: events that
 * the history goes on with, read and applied; all members at several instants; orders in a batch;
 * what can be asked of its rule set; and being written and opened again. Nothing of that crashes,
 * hangs, or reads what it may not, which is for the sanitizers to see.
 */
#ifndef FUZZ_FORGERY_H
#define FUZZ_FORGERY_H

#include <stddef.h>
#include <stdint.h>

/* How many bytes are of use. */
#define FORGERY_HEAD 4u
#define FORGERY_CHANGE 12u
#define FORGERY_CHANGES_MAX 8u
#define FORGERY_SIZE_MAX (FORGERY_HEAD + FORGERY_CHANGES_MAX * FORGERY_CHANGE)

enum forgery_outcome { FORGERY_REFUSED, FORGERY_USED, FORGERY_OUTCOMES };

/* Make a forgery as the bytes say, and use it. */
enum forgery_outcome forgery_try(const uint8_t *bytes, size_t size);

#endif
