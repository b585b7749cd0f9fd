/* Stream: opens the files, offers the next row of each to the merge, and takes what comes first. */
#include "cli/stream.h"

#include <stdlib.h>
#include <string.h>

#include "cli/messages.h"
#include "cli/room.h"

/* ------------------------------------------------------------------------------------------ */
/* Opening and loading                                                                        */

static int stream_make_tree(struct fenrun__stream *stream) {
    fenrun_tree_options options;
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    options.allocator = &fenrun__room_allocator;
    options.seed = fenrun__fingerprint_key().low;
    options.flags = FENRUN_TREE_REMEMBERS_ORDERS;
    fenrun_error error;
    int32_t code = fenrun_tree_new(&stream->tree, stream->rules, &options, &error);
    stream->tree_is_own = true;
    if (code == FENRUN_OK) return FENRUN__EXIT_FINE;
    return fenrun__report(fenrun__message_exit(code), "fenrun: %s", fenrun__message_text(&error));
}

static bool stream_is_members(const struct fenrun__feed *feed) {
    return feed->input.columns.kind == FENRUN__MEMBERS;
}

static int stream_open_feed(struct fenrun__stream *stream, const struct fenrun__origin *origin,
                            const char *path) {
    struct fenrun__feed *feed = &stream->feeds[stream->feed_count++];
    int code = fenrun__input_open(&feed->input, path, stream->rules, &stream->names);
    feed->lines = feed->input.head_lines;
    if (code || !origin->tree || !stream_is_members(feed)) return code;
    return fenrun__report(FENRUN__EXIT_DATA, "%s:1: a members file beside the snapshot %s, which "
                          "holds the members; who joins later stands in a log",
                          feed->input.source.path, origin->archive.path);
}

int fenrun__stream_open(struct fenrun__stream *stream, const struct fenrun__origin *origin,
                        const char *const *paths, uint32_t path_count) {
    memset(stream, 0, sizeof *stream);
    stream->rules = origin->rules;
    stream->tree = origin->tree;
    const struct fenrun__roll *roll = &origin->archive.roll;
    fenrun__names_init(&stream->names, origin->tree ? roll->key : fenrun__fingerprint_key(),
                       origin->tree ? roll : NULL);
    stream->feeds = calloc((size_t)path_count + 1, sizeof *stream->feeds);
    if (!stream->feeds || !fenrun__merge_init(&stream->merge, path_count))
        return fenrun__report_memory();
    int code = FENRUN__EXIT_FINE;
    for (uint32_t i = 0; i < path_count && !code; i++)
        code = stream_open_feed(stream, origin, paths[i]);
    if (!code && !stream->tree) code = stream_make_tree(stream);
    stream->loading = !code && fenrun__stream_has_members(stream);
    return code;
}

void fenrun__stream_close(struct fenrun__stream *stream) {
    for (uint32_t i = 0; i < stream->feed_count; i++) fenrun__input_close(&stream->feeds[i].input);
    free(stream->feeds);
    fenrun__merge_free(&stream->merge);
    fenrun__members_free(&stream->members);
    fenrun__names_free(&stream->names);
    if (stream->tree_is_own) fenrun_tree_free(stream->tree);
    memset(stream, 0, sizeof *stream);
}

bool fenrun__stream_has_members(const struct fenrun__stream *stream) {
    uint32_t i = 0;
    while (i < stream->feed_count && !stream_is_members(&stream->feeds[i])) i++;
    return i < stream->feed_count;
}

int fenrun__stream_load(struct fenrun__stream *stream) {
    stream->loading = false;
    stream->due = 0;
    return fenrun__members_load(&stream->members, &stream->names, stream->tree);
}

/* ------------------------------------------------------------------------------------------ */
/* Blocks                                                                                     */

bool fenrun__stream_takes(const struct fenrun__stream *stream, uint32_t source) {
    return stream_is_members(&stream->feeds[source]) == stream->loading;
}

bool fenrun__stream_wants(const struct fenrun__stream *stream, uint32_t source) {
    const struct fenrun__feed *feed = &stream->feeds[source];
    if (!fenrun__stream_takes(stream, source) || feed->block || feed->over) return false;
    if (!stream->loading) return true;
    /* Members files come one after the other. */
    for (uint32_t i = 0; i < source; i++) {
        if (fenrun__stream_takes(stream, i) && !stream->feeds[i].over) return false;
    }
    return true;
}

/* Leading rows of a log that give no instant have that of the row before; the first that gives one
   must not go back. */
static void stream_continue_log(const struct fenrun__feed *feed, struct fenrun__block *block) {
    if (block->leading > 0 && !feed->at_known) {
        fenrun__complain(&block->complaint, FENRUN__EXIT_DATA, feed->input.source.path,
                         block->leading_line, "at is empty, and no row before it gives an "
                         "instant");
        block->count = 0;
        block->waits = false;
        return;
    }
    for (size_t i = 0; i < block->leading && i < block->count + block->waits; i++) {
        fenrun_event *event = &block->events[i];
        event->at = feed->at;
        if (event->kind == FENRUN_EVENT_REFUND && block->rows[i].refund_size == 0) {
            struct fenrun__fingerprint id = fenrun__input_refund_id(event->at);
            event->id_high = id.high;
            event->id_low = id.low;
        }
    }
    if (!block->at_known || !feed->at_known || block->first_at >= feed->at) return;
    fenrun__input_refuse_earlier(&block->complaint, &feed->input, block->first_at_line,
                                 block->first_at_text, feed->at);
    block->count = block->leading;
    block->waits = false;
}

void fenrun__stream_give(struct fenrun__stream *stream, struct fenrun__block *block) {
    struct fenrun__feed *feed = &stream->feeds[block->source];
    feed->block = block;
    feed->row = 0;
    feed->asked = 0;
    block->above = feed->lines;
    feed->lines += block->lines;
    if (feed->input.columns.kind == FENRUN__LOG) {
        stream_continue_log(feed, block);
        if (block->at_known) feed->at = block->at;
        feed->at_known |= block->at_known;
    }
    if (block->complaint.given && block->complaint.line > 0)
        block->complaint.line += block->above;
}

/* The block's rows were all taken: it is the shift's alone. */
static bool stream_finish_block(struct fenrun__feed *feed, struct fenrun__shift *shift) {
    struct fenrun__block *block = feed->block;
    if (!fenrun__shift_hold(shift, block)) return false;
    block->taken = true;
    shift->bytes += block->piece.size - block->begin;
    feed->over = block->piece.last;
    feed->block = NULL;
    return true;
}

/* Give ids to the names of the next `count` rows that nobody had asked for before. */
static bool stream_answer(struct fenrun__stream *stream, struct fenrun__feed *feed, size_t count) {
    const struct fenrun__block *block = feed->block;
    for (; feed->asked < block->asked_count; feed->asked++) {
        const struct fenrun__names_question *question = &block->asked[feed->asked];
        if (fenrun__block_asks(block, feed->asked) >= feed->row + count) break;
        if (!fenrun__names_id_by_hash(&stream->names, question->text, question->hash,
                                      question->id))
            return false;
    }
    return true;
}

/* ------------------------------------------------------------------------------------------ */
/* Taking                                                                                     */

static void stream_stop(struct fenrun__shift *shift, const struct fenrun__complaint *complaint) {
    shift->complaint = *complaint;
    shift->last = true;
}

static void stream_stop_memory(struct fenrun__shift *shift) {
    fenrun__complain_of_memory(&shift->complaint);
    shift->last = true;
}

/* Whether the next row is one without a line end, which is noted once. */
static bool stream_note(struct fenrun__feed *feed, struct fenrun__shift *shift) {
    const struct fenrun__block *block = feed->block;
    if (feed->noted || !block->unfinished || block->unfinished_row != feed->row) return false;
    /* A row that is refused before it is whole is not the last. */
    if (feed->row > block->count) return false;
    feed->noted = true;
    uint64_t line = feed->row < block->count ? block->above + block->rows[feed->row].line
                                             : block->complaint.line;
    fenrun__complain(&shift->complaint, FENRUN__EXIT_FINE, feed->input.source.path, line, "%s",
                     "note: " FENRUN__CSV_UNFINISHED);
    return true;
}

/* Put the next row of a feed on offer. False: the shift has to end here. */
static bool stream_offer(struct fenrun__stream *stream, uint32_t source,
                         struct fenrun__shift *shift) {
    struct fenrun__feed *feed = &stream->feeds[source];
    const struct fenrun__block *block = feed->block;
    if (!block) return feed->over;
    if (stream_note(feed, shift)) return false;
    if (feed->row == block->count && block->complaint.given && !block->waits) {
        stream_stop(shift, &block->complaint);
        return false;
    }
    if (feed->row < block->count + block->waits) {
        fenrun__merge_offer(&stream->merge, source, block->events[feed->row].at);
        return true;
    }
    if (!stream_finish_block(feed, shift)) {
        stream_stop_memory(shift);
        return false;
    }
    return feed->over;
}

/* How many rows of the feed come before any other's, at most `most`. */
static size_t stream_run(const struct fenrun__stream *stream, uint32_t source, size_t most) {
    const struct fenrun__feed *feed = &stream->feeds[source];
    const struct fenrun__block *block = feed->block;
    size_t end = block->count;
    /* A note on a row comes behind what is before it. */
    if (block->unfinished && !feed->noted && block->unfinished_row < end)
        end = block->unfinished_row;
    if (end - feed->row > most) end = feed->row + most;
    if (stream->merge.count == 0) return end - feed->row;
    size_t row = feed->row + 1;
    while (row < end && fenrun__merge_precedes(&stream->merge, source, block->events[row].at))
        row++;
    return row - feed->row;
}

/* Take what comes next. False: the shift has to end here. */
static bool stream_take(struct fenrun__stream *stream, struct fenrun__shift *shift, size_t most) {
    uint32_t source;
    if (!fenrun__merge_take(&stream->merge, &source)) {
        shift->last = true;
        return false;
    }
    struct fenrun__feed *feed = &stream->feeds[source];
    if (feed->row == feed->block->count) {
        stream_stop(shift, &feed->block->complaint);
        return false;
    }
    size_t count = stream_run(stream, source, most - shift->count);
    if (!stream_answer(stream, feed, count) ||
        !fenrun__shift_add(shift, feed->block, feed->row, count)) {
        stream_stop_memory(shift);
        return false;
    }
    feed->row += count;
    stream->due = source;
    return true;
}

/* Offer what is due: at first a row of each file, then of the one that was taken from last. */
static bool stream_offer_due(struct fenrun__stream *stream, struct fenrun__shift *shift) {
    while (stream->due < stream->feed_count) {
        uint32_t source = stream->due;
        bool goes_on = !fenrun__stream_takes(stream, source) ||
                       stream_offer(stream, source, shift);
        if (!goes_on) return false;
        if (!stream->begun) {
            stream->due++;
            stream->begun = stream->due == stream->feed_count;
        } else {
            stream->due = stream->feed_count;
        }
    }
    return true;
}

/* Members of the block that there is, all of it. */
static void stream_gather_members(struct fenrun__stream *stream, struct fenrun__shift *shift) {
    uint32_t source = 0;
    while (source < stream->feed_count && !stream->feeds[source].block) source++;
    shift->last = source == stream->feed_count;
    if (shift->last) return;
    struct fenrun__feed *feed = &stream->feeds[source];
    struct fenrun__block *block = feed->block;
    feed->row = block->unfinished ? block->unfinished_row : block->count;
    if (stream_note(feed, shift)) return;
    feed->row = 0;
    if (!stream_answer(stream, feed, block->count) ||
        !fenrun__members_add(&stream->members, block)) {
        stream_stop_memory(shift);
    } else if (block->complaint.given) {
        stream_stop(shift, &block->complaint);
    } else if (!stream_finish_block(feed, shift)) {
        stream_stop_memory(shift);
    }
    shift->rows = block->count;
}

void fenrun__stream_gather(struct fenrun__stream *stream, struct fenrun__shift *shift,
                           size_t most) {
    if (stream->loading) {
        stream_gather_members(stream, shift);
        return;
    }
    while (stream_offer_due(stream, shift) && shift->count < most &&
           stream_take(stream, shift, most)) {}
    shift->rows = shift->count;
    if (!fenrun__shift_join(shift)) {
        shift->count = 0;
        stream_stop_memory(shift);
    }
}

struct fenrun__field fenrun__stream_member(const struct fenrun__stream *stream, uint64_t member,
                                           char room[FENRUN__NAMES_ROOM]) {
    return fenrun__names_text(&stream->names, member, room);
}

const char *fenrun__stream_prefix(uint32_t kind) {
    static const char *const prefixes[] = {"", "join:", "tier:", "move:", "", "", "", "close:"};
    return prefixes[kind];
}
