/*
 * Stream: all CSV files of a command line, as a tree at the start and one sequence of events.
 *
 *     members.csv ─┐
 *     more.csv ────┴► fenrun__stream_load() ──► tree
 *     log.csv ─────┐
 *     orders.csv ──┴► blocks ──► merged by time ──► shifts ──► fenrun__stream_apply()
 *
 * Events of equal instants come in the order of the files on the command line, then of their rows.
 *
 * Who runs a stream (pipeline.h) gives it the blocks of each file in their order, as it wants them;
 * the stream puts into shifts what is to come next. It wants the next block of a file as soon as
 * the last row of one was taken: the row behind it may come next.
 *
 * Invariants
 *   1. Files are opened, and their headers checked, before the first row of any is used.
 *   2. What is wrong with a row is said when everything before it was accepted: where the row has
 *      no instant, when the row before it was done with; else when it is its turn.
 *   3. An error of the library is reported with the file, line and names that it belongs to.
 *   4. One thread at a time; but the names may be asked by any (names.h).
 *
 * Costs: O(log files) for each change from file to file; 48 bytes per member while members are
 * loaded, none per row.
 */
#ifndef FENRUN_CLI_STREAM_H
#define FENRUN_CLI_STREAM_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/block.h"
#include "cli/input.h"
#include "cli/members.h"
#include "cli/merge.h"
#include "cli/names.h"
#include "cli/origin.h"
#include "cli/shift.h"
#include "fenrun.h"

/* One file, as far as it was used. */
struct fenrun__feed {
    struct fenrun__input input;
    struct fenrun__block *block; /* NULL: the next one is wanted, unless all is over */
    size_t row;      /* the next */
    size_t asked;    /* the next of its questions */
    uint64_t lines;  /* of the file above the block that comes next */
    bool noted;      /* that the last row has no line end */
    bool over;
    bool at_known;   /* a log: some row gave an instant ... */
    int64_t at;      /* ... the last */
};

struct fenrun__stream {
    const fenrun_rules *rules;
    struct fenrun__names names;
    struct fenrun__feed *feeds; /* one for each file, in the order of the command line */
    uint32_t feed_count;
    uint32_t due; /* the feed whose next row is to be looked at first; feed_count: none */
    bool begun;   /* each feed's first row was looked at */
    bool loading; /* members, not events */
    struct fenrun__merge merge;
    struct fenrun__members members;
    fenrun_tree *tree;
    bool tree_is_own;
    uint64_t replay_count;
};

/* Open all files. Returns an exit code, having reported what is wrong. `stream` is to be closed
   whatever comes back, before the origin is. */
int fenrun__stream_open(struct fenrun__stream *stream, const struct fenrun__origin *origin,
                        const char *const *paths, uint32_t path_count);
void fenrun__stream_close(struct fenrun__stream *stream);

/* First come members: whether any file has some; then what was read of them becomes a tree. */
bool fenrun__stream_has_members(const struct fenrun__stream *stream);
int fenrun__stream_load(struct fenrun__stream *stream);

/* Whether a file's rows are of the kind that is being taken: members, or events. */
bool fenrun__stream_takes(const struct fenrun__stream *stream, uint32_t source);

/* Whether a file's next block is needed before anything else can be done. */
bool fenrun__stream_wants(const struct fenrun__stream *stream, uint32_t source);

/* The next block of its file. */
void fenrun__stream_give(struct fenrun__stream *stream, struct fenrun__block *block);

/* Put up to `most` events that come next into an empty shift; `last` if nothing comes behind them.
   May stop early. While members are loaded, it takes these and leaves the shift without events. */
void fenrun__stream_gather(struct fenrun__stream *stream, struct fenrun__shift *shift, size_t most);

/* Apply the shift's events. What is refused becomes its complaint; what is behind it is dropped. */
void fenrun__stream_apply(struct fenrun__stream *stream, struct fenrun__shift *shift);

/* Say how many rows were replays, if any were. */
void fenrun__stream_end(const struct fenrun__stream *stream);

/* Make the library's error about an event of the shift its complaint. */
void fenrun__stream_refuse(const struct fenrun__stream *stream, struct fenrun__shift *shift,
                           size_t event, const fenrun_error *error);

/* How results call an event: the order's id; join:, tier: or move: and the member; close: and the
   period; of an own event its name, a colon and its id. The first piece, of what is no own event;
   the second is fenrun__block_id. */
const char *fenrun__stream_prefix(uint32_t kind);

/* What a member is called in messages and results; `room` is for numbers. */
struct fenrun__field fenrun__stream_member(const struct fenrun__stream *stream, uint64_t member,
                                           char room[FENRUN__NAMES_ROOM]);

#endif
