/* Stream apply: what the library says of events, in the words of the files. */
#include <inttypes.h>
#include <stdio.h>

#include "cli/messages.h"
#include "cli/stream.h"

/* An event of a shift, and where it comes from. */
struct stream_apply_place {
    const struct fenrun__stream *stream;
    struct fenrun__shift *shift;
    const fenrun_event *event;
    const char *path;
    uint64_t line;
    struct fenrun__field id;     /* by which results know it */
    struct fenrun__field refund; /* of a refund: its own */
};

static struct stream_apply_place stream_apply_find(const struct fenrun__stream *stream,
                                                   struct fenrun__shift *shift, size_t event) {
    const struct fenrun__stretch *stretch = fenrun__shift_find(shift, event);
    const struct fenrun__block *block = stretch->block;
    size_t index = stretch->row + (event - stretch->first);
    const struct fenrun__row *row = &block->rows[index];
    return (struct stream_apply_place){
        .stream = stream,
        .shift = shift,
        .event = &shift->events[event],
        .path = block->input->source.path,
        .line = block->above + row->line,
        .id = fenrun__block_id(block, index),
        .refund = {block->piece.bytes + row->refund, row->refund_size}};
}

static void stream_apply_complain(const struct stream_apply_place *place, int code,
                                  const char *format, ...) __attribute__((format(printf, 3, 4)));

/* What refuses the event is what the shift ends with. */
static void stream_apply_complain(const struct stream_apply_place *place, int code,
                                  const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fenrun__complain_all(&place->shift->complaint, code, place->path, place->line, format,
                         arguments);
    va_end(arguments);
}

/* "refund r-1 of order o-1" */
static const char *stream_apply_refund_name(const struct stream_apply_place *place,
                                            char out[256]) {
    char order[FENRUN__SHOWN_SIZE], refund[FENRUN__SHOWN_SIZE];
    fenrun__shown(order, place->id);
    fenrun__shown(refund, place->refund);
    snprintf(out, 256, "refund%s%s of order %s", *refund ? " " : "", refund, order);
    return out;
}

/* "order o-1", "join:B", "visit:v-1" */
static const char *stream_apply_event_name(const struct stream_apply_place *place,
                                           char out[256]) {
    char shown[FENRUN__SHOWN_SIZE];
    uint32_t kind = place->event->kind;
    const char *prefix = kind == FENRUN_EVENT_ORDER ? "order " : fenrun__stream_prefix(kind);
    const char *own = "", *colon = "";
    if (kind == FENRUN_EVENT_OWN) {
        own = fenrun_rules_name(place->stream->rules, FENRUN_NAME_EVENT, place->event->name);
        colon = ":";
    }
    snprintf(out, 256, "%s%s%s%s", prefix, own, colon, fenrun__shown(shown, place->id));
    return out;
}

/* Of orders, own events and refunds. */
static void stream_apply_refuse_changed(const struct stream_apply_place *place) {
    char name[256];
    if (place->event->kind != FENRUN_EVENT_REFUND) {
        stream_apply_complain(place, FENRUN__EXIT_DATA, "%s was given before with other contents",
                              stream_apply_event_name(place, name));
    } else if (place->refund.size > 0) {
        stream_apply_complain(place, FENRUN__EXIT_DATA, "%s was given before with other contents",
                              stream_apply_refund_name(place, name));
    } else {
        stream_apply_complain(place, FENRUN__EXIT_DATA, "%s: another amount was refunded at the "
                              "same instant; give each refund an id in a column refund",
                              stream_apply_refund_name(place, name));
    }
}

static void stream_apply_refuse_time(const struct stream_apply_place *place, int64_t latest) {
    char at[FENRUN_TEXT_SIZE], reached[FENRUN_TEXT_SIZE];
    fenrun_time_format(at, place->event->at);
    fenrun_time_format(reached, latest);
    stream_apply_complain(place, FENRUN__EXIT_DATA, "at %s is earlier than %s, which an event, or "
                          "the at of a members file, has reached", at, reached);
}

static void stream_apply_refuse(const struct stream_apply_place *place,
                                const fenrun_error *error) {
    char shown[FENRUN__SHOWN_SIZE], message[FENRUN__MESSAGE_SIZE];
    uint32_t kind = place->event->kind;
    fenrun_tree_status status;
    fenrun_tree_inspect(place->stream->tree, &status);
    fenrun__message_name(message, &place->stream->names, fenrun__message_text(error));
    /* Orders, own events and refunds may be late: it is another instant that they miss. */
    bool late = kind != FENRUN_EVENT_ORDER && kind != FENRUN_EVENT_OWN &&
                kind != FENRUN_EVENT_REFUND && place->event->at < status.at;
    if (error->code == FENRUN_ERROR_CHANGED && kind != FENRUN_EVENT_CLOSE) {
        stream_apply_refuse_changed(place);
    } else if (error->code == FENRUN_ERROR_ORDER_UNKNOWN) {
        stream_apply_complain(place, FENRUN__EXIT_DATA, "order %s is unknown; a refund follows "
                              "its order", fenrun__shown(shown, place->id));
    } else if (error->code == FENRUN_ERROR_MEMBER_EXISTS) {
        stream_apply_complain(place, FENRUN__EXIT_DATA, "%s; who joins in a log is in no members "
                              "file", message);
    } else if (error->code == FENRUN_ERROR_TIME && late) {
        stream_apply_refuse_time(place, status.at);
    } else {
        stream_apply_complain(place, fenrun__message_exit(error->code), "%s", message);
    }
}

void fenrun__stream_refuse(const struct fenrun__stream *stream, struct fenrun__shift *shift,
                           size_t event, const fenrun_error *error) {
    struct stream_apply_place place = stream_apply_find(stream, shift, event);
    stream_apply_refuse(&place, error);
    shift->last = true;
}

static void stream_apply_note_replay(const struct stream_apply_place *place) {
    char name[256];
    struct fenrun__complaint *note = &place->shift->replay;
    if (place->event->kind != FENRUN_EVENT_REFUND) {
        fenrun__complain(note, FENRUN__EXIT_FINE, place->path, place->line,
                         "note: %s was given before and is not paid again",
                         stream_apply_event_name(place, name));
        return;
    }
    fenrun__complain(note, FENRUN__EXIT_FINE, place->path, place->line,
                     "note: %s was given before and is not taken again%s",
                     stream_apply_refund_name(place, name),
                     place->refund.size > 0
                         ? "" : ": same instant, same amount; if they are two, give each an id in "
                                "a column refund");
}

void fenrun__stream_apply(struct fenrun__stream *stream, struct fenrun__shift *shift) {
    fenrun_error error;
    size_t done = 0, replay_count;
    int32_t code = fenrun_apply_sequence(stream->tree, shift->events, shift->count, shift->result,
                                         &done, &error);
    const uint32_t *replays = fenrun_result_replays(shift->result, &replay_count);
    if (replay_count > 0 && stream->replay_count == 0) {
        struct stream_apply_place place = stream_apply_find(stream, shift, replays[0]);
        stream_apply_note_replay(&place);
    }
    stream->replay_count += replay_count;
    shift->rows = done;
    if (code < 0) fenrun__stream_refuse(stream, shift, done, &error);
}

void fenrun__stream_end(const struct fenrun__stream *stream) {
    if (stream->replay_count > 1)
        fenrun__report(0, "fenrun: note: %" PRIu64 " rows in all were given before and changed "
                          "nothing", stream->replay_count);
}
