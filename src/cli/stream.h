/*
 * Stream: all CSV files of a command line, as a tree at the start and one sequence of events.
 *
 *     members.csv ─┐
 *     more.csv ────┴► fenrun__stream_load() ──► tree
 *     log.csv ─────┐
 *     orders.csv ──┴► merged by time ──► fenrun__stream_next() ──► fenrun__stream_apply()
 *
 * Events of equal instants come in the order of the files on the command line, then of their rows.
 *
 * Invariants
 *   1. Files are opened, and their headers checked, before the first row of any is used.
 *   2. A source's next row is read only after the event of its last one was done with: `input` and
 *      its fields stay valid until the next fenrun__stream_next.
 *   3. An error of the library is reported with the file, line and names that it belongs to.
 *
 * Costs: O(log files) per row besides reading it; 48 bytes per member while members are loaded,
 * none per row.
 */
#ifndef FENRUN_CLI_STREAM_H
#define FENRUN_CLI_STREAM_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/input.h"
#include "cli/merge.h"
#include "cli/names.h"
#include "fenrun.h"

#define FENRUN__STREAM_NONE UINT32_MAX
#define FENRUN__STREAM_OWN_SIZE 72 /* a name of a rule set has at most 64 bytes */

struct fenrun__stream {
    const fenrun_rules *rules;
    struct fenrun__names names;
    struct fenrun__input *inputs;
    uint32_t input_count;
    uint32_t current; /* the input whose row is being applied; or FENRUN__STREAM_NONE */
    struct fenrun__merge merge;
    fenrun_tree *tree;
    fenrun_event event;
    char own[FENRUN__STREAM_OWN_SIZE]; /* of an own event: its name and a colon */
    uint64_t replay_count;
};

/* Open all files and load the tree. Returns an exit code, as all functions here do. `stream` is to
   be closed whatever comes back. */
int fenrun__stream_open(struct fenrun__stream *stream, const fenrun_rules *rules,
                        const char *const *paths, uint32_t path_count);
void fenrun__stream_close(struct fenrun__stream *stream);

/* The next event: `stream->event`, whose row is that of fenrun__stream_input. */
int fenrun__stream_next(struct fenrun__stream *stream, bool *found);
const struct fenrun__input *fenrun__stream_input(const struct fenrun__stream *stream);

/* Apply the event. `*replayed`: it was a replay; the first one is noted on stderr. */
int fenrun__stream_apply(struct fenrun__stream *stream, fenrun_result *result, bool *replayed);

/* Say how many rows were replays, if any were. */
void fenrun__stream_end(const struct fenrun__stream *stream);

/* Report the library's error about the event. */
int fenrun__stream_refuse(const struct fenrun__stream *stream, const fenrun_error *error);

/* How results call the event: the order's id; join:, tier: or move: and the member; close: and the
   period; of an own event its name, a colon and its id. The text comes in two pieces, either of
   which may be empty. */
void fenrun__stream_event_name(const struct fenrun__stream *stream, const char **kind,
                               struct fenrun__field *id);

/* What a member is called in messages and results; `room` is for numbers. */
struct fenrun__field fenrun__stream_member(const struct fenrun__stream *stream, uint64_t member,
                                           char room[FENRUN__NAMES_ROOM]);

#endif
