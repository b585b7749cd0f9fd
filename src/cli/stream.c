/* Stream: opens the inputs, loads the tree, merges the rest and puts errors into words. */
#include "cli/stream.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/members.h"
#include "cli/messages.h"

static int stream_out_of_memory(void) {
    return fenrun__report(FENRUN__EXIT_SYSTEM, "fenrun: out of memory");
}

static int stream_make_tree(struct fenrun__stream *stream, uint64_t seed) {
    fenrun_tree_options options;
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    options.seed = seed;
    options.flags = FENRUN_TREE_REMEMBERS_ORDERS;
    fenrun_error error;
    int32_t code = fenrun_tree_new(&stream->tree, stream->rules, &options, &error);
    if (code)
        return fenrun__report(fenrun__message_exit(code), "fenrun: %s",
                              fenrun__message_text(&error));
    return fenrun__members_load(stream->tree, stream->inputs, stream->input_count);
}

/* Put the next row of an input on offer, if there is one. */
static int stream_offer(struct fenrun__stream *stream, uint32_t index) {
    bool found;
    int code = fenrun__input_next(&stream->inputs[index], &found);
    if (!code && found) fenrun__merge_offer(&stream->merge, index, stream->inputs[index].at);
    return code;
}

int fenrun__stream_open(struct fenrun__stream *stream, const fenrun_rules *rules,
                        const char *const *paths, uint32_t path_count) {
    memset(stream, 0, sizeof *stream);
    stream->rules = rules;
    stream->current = FENRUN__STREAM_NONE;
    struct fenrun__fingerprint seed = fenrun__fingerprint_key();
    fenrun__names_init(&stream->names, fenrun__fingerprint_key());
    stream->inputs = calloc(path_count, sizeof *stream->inputs);
    if (!stream->inputs || !fenrun__merge_init(&stream->merge, path_count))
        return stream_out_of_memory();
    int code = FENRUN__EXIT_FINE;
    while (!code && stream->input_count < path_count) {
        uint32_t i = stream->input_count++;
        code = fenrun__input_open(&stream->inputs[i], paths[i], rules, &stream->names);
    }
    if (!code) code = stream_make_tree(stream, seed.low);
    for (uint32_t i = 0; i < path_count && !code; i++) {
        if (stream->inputs[i].columns.kind != FENRUN__MEMBERS) code = stream_offer(stream, i);
    }
    return code;
}

void fenrun__stream_close(struct fenrun__stream *stream) {
    for (uint32_t i = 0; i < stream->input_count; i++) fenrun__input_close(&stream->inputs[i]);
    free(stream->inputs);
    fenrun__merge_free(&stream->merge);
    fenrun__names_free(&stream->names);
    fenrun_tree_free(stream->tree);
    memset(stream, 0, sizeof *stream);
}

int fenrun__stream_next(struct fenrun__stream *stream, bool *found) {
    *found = false;
    if (stream->current != FENRUN__STREAM_NONE) {
        int code = stream_offer(stream, stream->current);
        stream->current = FENRUN__STREAM_NONE;
        if (code) return code;
    }
    uint32_t source;
    if (!fenrun__merge_take(&stream->merge, &source)) return FENRUN__EXIT_FINE;
    stream->current = source;
    *found = true;
    int code = fenrun__input_event(&stream->inputs[source], &stream->event);
    if (!code && stream->event.kind == FENRUN_EVENT_OWN)
        snprintf(stream->own, sizeof stream->own, "%s:",
                 fenrun_rules_name(stream->rules, FENRUN_NAME_EVENT, stream->event.name));
    return code;
}

const struct fenrun__input *fenrun__stream_input(const struct fenrun__stream *stream) {
    return &stream->inputs[stream->current];
}

struct fenrun__field fenrun__stream_member(const struct fenrun__stream *stream, uint64_t member,
                                           char room[FENRUN__NAMES_ROOM]) {
    return fenrun__names_text(&stream->names, member, room);
}

void fenrun__stream_event_name(const struct fenrun__stream *stream, const char **kind,
                               struct fenrun__field *id) {
    static const char *const kinds[] = {"", "join:", "tier:", "move:", "", "", NULL, "close:"};
    uint32_t event = stream->event.kind;
    uint32_t column = FENRUN__COLUMN_MEMBER;
    if (event == FENRUN_EVENT_ORDER || event == FENRUN_EVENT_REFUND || event == FENRUN_EVENT_OWN)
        column = FENRUN__COLUMN_ORDER;
    if (event == FENRUN_EVENT_CLOSE) column = FENRUN__COLUMN_PERIOD;
    *kind = event == FENRUN_EVENT_OWN ? stream->own : kinds[event];
    *id = fenrun__input_field(fenrun__stream_input(stream), column);
}

/* ------------------------------------------------------------------------------------------ */
/* Errors and replays                                                                         */

/* "refund r-1 of order o-1" */
static const char *stream_refund_name(const struct fenrun__input *input, char out[256]) {
    char order[FENRUN__SHOWN_SIZE], refund[FENRUN__SHOWN_SIZE];
    fenrun__shown(order, fenrun__input_field(input, FENRUN__COLUMN_ORDER));
    fenrun__shown(refund, fenrun__input_field(input, FENRUN__COLUMN_REFUND));
    snprintf(out, 256, "refund%s%s of order %s", *refund ? " " : "", refund, order);
    return out;
}

/* Of orders, own events and refunds. */
static int stream_refuse_changed(const struct fenrun__stream *stream) {
    const struct fenrun__input *input = fenrun__stream_input(stream);
    char shown[FENRUN__SHOWN_SIZE], refund[256];
    if (stream->event.kind != FENRUN_EVENT_REFUND) {
        const char *kind;
        struct fenrun__field id;
        fenrun__stream_event_name(stream, &kind, &id);
        return fenrun__input_refuse(input, "%s%s was given before with other contents",
                                    *kind ? kind : "order ", fenrun__shown(shown, id));
    }
    if (fenrun__input_field(input, FENRUN__COLUMN_REFUND).size > 0)
        return fenrun__input_refuse(input, "%s was given before with other contents",
                                    stream_refund_name(input, refund));
    return fenrun__input_refuse(input, "%s: another amount was refunded at the same instant; "
                                "give each refund an id in a column refund",
                                stream_refund_name(input, refund));
}

static int stream_refuse_time(const struct fenrun__stream *stream, int64_t latest) {
    char at[FENRUN_TEXT_SIZE], reached[FENRUN_TEXT_SIZE];
    fenrun_time_format(at, stream->event.at);
    fenrun_time_format(reached, latest);
    return fenrun__input_refuse(fenrun__stream_input(stream), "at %s is earlier than %s, which an "
                                "event, or the at of a members file, has reached",
                                at, reached);
}

int fenrun__stream_refuse(const struct fenrun__stream *stream, const fenrun_error *error) {
    const struct fenrun__input *input = fenrun__stream_input(stream);
    char order[FENRUN__SHOWN_SIZE], message[FENRUN__MESSAGE_SIZE];
    uint32_t kind = stream->event.kind;
    fenrun_tree_status status;
    fenrun_tree_inspect(stream->tree, &status);
    fenrun__shown(order, fenrun__input_field(input, FENRUN__COLUMN_ORDER));
    fenrun__message_name(message, &stream->names, fenrun__message_text(error));
    switch (error->code) {
    case FENRUN_ERROR_CHANGED:
        if (kind == FENRUN_EVENT_CLOSE) break;
        return stream_refuse_changed(stream);
    case FENRUN_ERROR_ORDER_UNKNOWN:
        return fenrun__input_refuse(input, "order %s is unknown; a refund follows its order",
                                    order);
    case FENRUN_ERROR_MEMBER_EXISTS:
        return fenrun__input_refuse(input, "%s; who joins in a log is in no members file", message);
    case FENRUN_ERROR_TIME:
        /* Orders, own events and refunds may be late: it is another instant that they miss. */
        if (kind == FENRUN_EVENT_ORDER || kind == FENRUN_EVENT_OWN ||
            kind == FENRUN_EVENT_REFUND || stream->event.at >= status.at)
            break;
        return stream_refuse_time(stream, status.at);
    default:
        break;
    }
    return fenrun__report(fenrun__message_exit(error->code), "%s:%" PRIu64 ": %s",
                          input->csv.path, input->csv.row_line, message);
}

static void stream_note_replay(const struct fenrun__stream *stream) {
    const struct fenrun__input *input = fenrun__stream_input(stream);
    char shown[FENRUN__SHOWN_SIZE], refund[256];
    const char *kind;
    struct fenrun__field id;
    fenrun__stream_event_name(stream, &kind, &id);
    if (stream->event.kind == FENRUN_EVENT_REFUND) {
        bool named = fenrun__input_field(input, FENRUN__COLUMN_REFUND).size > 0;
        fenrun__report(0, "%s:%" PRIu64 ": note: %s was given before and is not taken again%s",
                       input->csv.path, input->csv.row_line, stream_refund_name(input, refund),
                       named ? "" : ": same instant, same amount; if they are two, give each an "
                                    "id in a column refund");
    } else {
        fenrun__report(0, "%s:%" PRIu64 ": note: %s%s was given before and is not paid again",
                       input->csv.path, input->csv.row_line,
                       *kind ? kind : "order ", fenrun__shown(shown, id));
    }
}

int fenrun__stream_apply(struct fenrun__stream *stream, fenrun_result *result, bool *replayed) {
    fenrun_error error;
    int32_t code = fenrun_apply(stream->tree, &stream->event, result, &error);
    *replayed = code == FENRUN_REPLAYED;
    if (code < 0) return fenrun__stream_refuse(stream, &error);
    if (*replayed && stream->replay_count++ == 0) stream_note_replay(stream);
    return FENRUN__EXIT_FINE;
}

void fenrun__stream_end(const struct fenrun__stream *stream) {
    if (stream->replay_count > 1)
        fenrun__report(0, "fenrun: note: %" PRIu64 " rows in all were given before and changed "
                          "nothing", stream->replay_count);
}
