/* Record: the fields of events and awards; see the header. */
#include "payout/record.h"

#include "payout/words.h"

/* ---- fields ---- */

static void record_string(struct fenrun__writer *writer, const char *text) {
    fenrun__writer_json(writer, fenrun__text_from(text));
}

static void record_field(struct fenrun__writer *writer, const char *name, const char *text) {
    fenrun__writer_format(writer, ",\"%s\":", name);
    record_string(writer, text);
}

static void record_member(struct fenrun__writer *writer, const char *name,
                          struct fenrun__text member) {
    fenrun__writer_format(writer, ",\"%s\":", name);
    fenrun__writer_json(writer, member);
}

/* A string that is written in pieces: to `piece`, which is begun here and put into place by
   record_end. */
static void record_begin(struct fenrun__writer *piece, const struct fenrun__writer *writer) {
    fenrun__writer_init(piece, writer->memory);
}

static void record_end(struct fenrun__writer *piece, struct fenrun__writer *writer) {
    record_string(writer, piece->failed ? "" : piece->bytes);
    if (piece->failed) writer->failed = true;
    fenrun__writer_free(piece);
}

static void record_source(struct fenrun__writer *writer, const char *name,
                          const struct fenrun__plan *plan, uint32_t trigger, uint32_t source,
                          uint32_t index) {
    struct fenrun__writer piece;
    fenrun__writer_format(writer, ",\"%s\":", name);
    record_begin(&piece, writer);
    fenrun__words_source(plan, trigger, source, index, &piece);
    record_end(&piece, writer);
}

/* The bits of a set of labels, as a list. */
static void record_labels(const struct fenrun__plan *plan, struct fenrun__writer *writer,
                          uint32_t labels) {
    const char *separator = "";
    fenrun__writer_format(writer, ",\"labels\":[");
    for (uint32_t label = 0; label < plan->label_count; label++) {
        if ((labels >> label & 1) == 0) continue;
        fenrun__writer_format(writer, "%s", separator);
        record_string(writer, fenrun__plan_name(plan, FENRUN_NAME_LABEL, label));
        separator = ",";
    }
    fenrun__writer_format(writer, "]");
}

/* ---- awards ---- */

static const char *record_outcome(const struct fenrun__trace *trace) {
    static const char *const outcomes[] = {
        [FENRUN__OUTCOME_PAID] = "paid",           [FENRUN__OUTCOME_NOBODY] = "nobody",
        [FENRUN__OUTCOME_TEST] = "test_not_met",   [FENRUN__OUTCOME_UNLISTED] = "tier_not_listed",
        [FENRUN__OUTCOME_ZERO] = "rounds_to_zero", [FENRUN__OUTCOME_NOT_MORE] = "not_more",
        [FENRUN__OUTCOME_CAP] = "capped",          [FENRUN__OUTCOME_FUNDER] = "not_funded",
        [FENRUN__OUTCOME_BUDGET] = "over_budget",  [FENRUN__OUTCOME_NO_PRIZE] = "no_prize",
    };
    switch (trace->part) {
    case FENRUN__PART_OTHERS: return "others";
    case FENRUN__PART_NO_PEER: return "no_peer";
    default: return outcomes[trace->outcome];
    }
}

static void record_path(const struct fenrun__explain *explain, const struct fenrun__trace *trace,
                        struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = explain->pay->plan;
    const struct fenrun__plan_path *path = fenrun__words_path(plan, trace);
    bool rises = fenrun__plan_award(plan, trace->award)->trigger ==
                 fenrun__plan_trigger_of_promotion(plan);
    struct fenrun__words_text room;
    fenrun__writer_format(writer, ",\"path\":[");
    for (uint32_t i = 0; i < trace->person_count; i++) {
        struct fenrun__writer step;
        fenrun__writer_format(writer, "%s{\"step\":", i ? "," : "");
        if (path && i > path->step_count) {
            fenrun__writer_format(writer, "\"upline\",\"above\":%u", trace->above);
        } else {
            record_begin(&step, writer);
            fenrun__words_step(plan, trace, i, &step);
            record_end(&step, writer);
        }
        record_member(writer, "member", fenrun__words_person(explain, trace->people[i], &room));
        record_field(writer, "tier", fenrun__words_tier(explain, trace->tiers[i]));
        if (i == 0 && rises) {
            record_field(writer, "tier_before", fenrun__words_tier(explain, trace->tier_before));
        }
        if (trace->labels[i]) record_labels(plan, writer, trace->labels[i]);
        fenrun__writer_format(writer, "}");
    }
    fenrun__writer_format(writer, "]");
}

/* What a row is of, and that. `name` is the rate's or the piece's field. */
static void record_row(const struct fenrun__explain *explain, uint32_t trigger,
                       const struct fenrun__plan_pay *row, int64_t rate_ppb, int64_t base,
                       struct fenrun__writer *writer) {
    if (row->kind == FENRUN__VALUE_FIXED) return;
    if (row->kind == FENRUN__VALUE_RATE) {
        record_field(writer, "rate", fenrun__words_rate(rate_ppb).bytes);
    } else {
        record_field(writer, "each", fenrun__words_amount(explain, row->value).bytes);
        record_field(writer, "per",
                     fenrun__words_base(explain, row->source, row->index, row->per).bytes);
    }
    record_source(writer, "of", explain->pay->plan, trigger, row->source, row->index);
    record_field(writer, "base",
                 fenrun__words_base(explain, row->source, row->index, base).bytes);
}

/* Of a share: the part, and what it is a part of. */
static void record_share(const struct fenrun__explain *explain, const struct fenrun__trace *trace,
                         struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = explain->pay->plan;
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, trace->award);
    if (award->form == FENRUN__FORM_POOL) {
        uint32_t share = fenrun__plan_pool(plan, award->special)->share;
        uint32_t source = FENRUN__SOURCE_COLUMN;
        if (share == FENRUN__NOWHERE) {
            fenrun__writer_format(writer, ",\"share\":\"equally\",\"among\":%U",
                                  (uint64_t)trace->weights);
        } else {
            record_source(writer, "share", plan, award->trigger, source, share);
            record_field(writer, "weight",
                         fenrun__words_base(explain, source, share, trace->weight).bytes);
            record_field(writer, "weights",
                         fenrun__words_base(explain, source, share, trace->weights).bytes);
        }
        if (trace->less) {
            record_field(writer, "rest", fenrun__words_amount(explain, trace->less).bytes);
        }
    } else if (trace->part == FENRUN__PART_SHARE) {
        record_field(writer, "share", fenrun__words_rate(trace->rate_ppb).bytes);
    }
    record_field(writer, "whole", fenrun__words_amount(explain, trace->whole).bytes);
    if (trace->whole != trace->whole_computed) {
        record_field(writer, "whole_computed",
                     fenrun__words_amount(explain, trace->whole_computed).bytes);
    }
    record_row(explain, award->trigger, trace->row, trace->row->value, trace->whole_base, writer);
}

/* Of a differential or peer: whose value counted before. */
static void record_difference(const struct fenrun__explain *explain,
                              const struct fenrun__trace *trace, struct fenrun__writer *writer) {
    struct fenrun__words_text room;
    if (trace->part == FENRUN__PART_PEER) {
        record_member(writer, "peer_of",
                      fenrun__words_person(explain, trace->less_person, &room));
        return;
    }
    if (trace->less == 0) return;
    bool rate = trace->row->kind == FENRUN__VALUE_RATE;
    record_field(writer, "own",
                 rate ? fenrun__words_rate(trace->row->value).bytes
                      : fenrun__words_amount(explain, trace->row->value).bytes);
    record_field(writer, "less",
                 rate ? fenrun__words_rate(trace->less).bytes
                      : fenrun__words_amount(explain, trace->less).bytes);
    record_member(writer, "paid_to", fenrun__words_person(explain, trace->less_person, &room));
}

static void record_limits(const struct fenrun__explain *explain, const struct fenrun__trace *trace,
                          struct fenrun__writer *writer) {
    const struct fenrun__plan_award *award = fenrun__plan_award(explain->pay->plan, trace->award);
    struct fenrun__words_text room;
    if (trace->amount != trace->computed) {
        record_field(writer, "computed", fenrun__words_amount(explain, trace->computed).bytes);
        record_field(writer, "after_cap", fenrun__words_amount(explain, trace->after_cap).bytes);
        record_field(writer, "after_funder",
                     fenrun__words_amount(explain, trace->after_funder).bytes);
    }
    if (award->funder != FENRUN__NOWHERE) {
        record_member(writer, "from", fenrun__words_person(explain, trace->funder, &room));
    }
    if (award->hold) {
        record_field(writer, "available_at", fenrun__words_time(trace->available_at).bytes);
    }
}

static void record_paid(const struct fenrun__explain *explain, const struct fenrun__trace *trace,
                        struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = explain->pay->plan;
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, trace->award);
    struct fenrun__words_text room;
    uint32_t payee = trace->people[trace->person_count - 1];
    record_member(writer, "payee", fenrun__words_person(explain, payee, &room));
    record_field(writer, "amount", fenrun__words_amount(explain, trace->amount).bytes);
    record_field(writer, "unit", fenrun__plan_name(plan, FENRUN_NAME_UNIT, award->unit));
    if (trace->part == FENRUN__PART_SHARE || trace->part == FENRUN__PART_REMAINDER) {
        record_share(explain, trace, writer);
    } else {
        record_row(explain, award->trigger, trace->row, trace->rate_ppb, trace->base, writer);
        if (award->form == FENRUN__FORM_DIFFERENTIAL) record_difference(explain, trace, writer);
    }
    if (award->form == FENRUN__FORM_GRADED) {
        uint32_t source = award->special >> 16, index = award->special & UINT16_MAX;
        struct fenrun__writer range;
        record_source(writer, "by", plan, award->trigger, source, index);
        record_field(writer, "figure",
                     fenrun__words_base(explain, source, index, trace->graded_by).bytes);
        fenrun__writer_format(writer, ",\"range\":");
        record_begin(&range, writer);
        fenrun__words_grade(explain, trace, &range);
        record_end(&range, writer);
    }
    record_limits(explain, trace, writer);
}

/* How many got nothing at a close, by reason. */
static void record_others(const struct fenrun__trace *trace, struct fenrun__writer *writer) {
    static const char *const passed_over[] = {
        [FENRUN__PASSED_WHEN] = "when",
        [FENRUN__PASSED_QUALIFY] = "qualify",
        [FENRUN__PASSED_FIGURE] = "no_figure",
        [FENRUN__PASSED_TOP] = "below_top",
    };
    const char *separator = "";
    fenrun__writer_format(writer, ",\"counts\":{");
    for (uint32_t i = 0; i < FENRUN__PASSED_COUNT; i++) {
        if (trace->passed_over[i] == 0) continue;
        fenrun__writer_format(writer, "%s\"%s\":%u", separator, passed_over[i],
                              trace->passed_over[i]);
        separator = ",";
    }
    for (uint32_t i = 1; i < FENRUN__OUTCOME_COUNT; i++) {
        if (trace->outcomes[i] == 0) continue;
        struct fenrun__trace of = {.outcome = (uint8_t)i};
        fenrun__writer_format(writer, "%s\"%s\":%u", separator, record_outcome(&of),
                              trace->outcomes[i]);
        separator = ",";
    }
    fenrun__writer_format(writer, "}");
}

static void record_award(const struct fenrun__explain *explain, const struct fenrun__trace *trace,
                         struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = explain->pay->plan;
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, trace->award);
    const struct fenrun__plan_path *path = fenrun__words_path(plan, trace);
    struct fenrun__writer reason;
    fenrun__writer_format(writer, "{\"award\":");
    record_string(writer, fenrun__plan_name(plan, FENRUN_NAME_AWARD, trace->award));
    fenrun__writer_format(writer, ",\"line\":%u", award->line);
    if (plan->version_count > 1) {
        fenrun__writer_format(writer, ",\"version\":%u",
                              fenrun__words_version_of(plan, trace->award));
    }
    if (path) {
        fenrun__writer_format(writer, ",\"to\":\"");
        fenrun__plan_write_path(plan, award->trigger, path, writer);
        fenrun__writer_format(writer, "\"");
    }
    record_field(writer, "outcome", record_outcome(trace));
    if (trace->part == FENRUN__PART_OTHERS) {
        record_others(trace, writer);
        fenrun__writer_format(writer, "}");
        return;
    }
    if (trace->level) fenrun__writer_format(writer, ",\"level\":%u", trace->level);
    record_path(explain, trace, writer);
    if (trace->outcome == FENRUN__OUTCOME_PAID) {
        record_paid(explain, trace, writer);
    } else {
        fenrun__writer_format(writer, ",\"reason\":");
        record_begin(&reason, writer);
        fenrun__words_reason(explain, trace, &reason);
        record_end(&reason, writer);
    }
    fenrun__writer_format(writer, "}");
}

static void record_refund(const struct fenrun__explain *explain, const fenrun_payout *payout,
                          struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = explain->pay->plan;
    struct fenrun__words_text room;
    fenrun__writer_format(writer, "{\"award\":");
    record_string(writer, fenrun__plan_name(plan, FENRUN_NAME_AWARD, payout->award));
    record_field(writer, "outcome", payout->amount < 0 ? "taken_back" : "given_back");
    record_member(writer, "payee", fenrun__words_member(explain, payout->payee, &room));
    record_field(writer, "amount", fenrun__words_amount(explain, payout->amount).bytes);
    record_field(writer, "unit", fenrun__plan_name(plan, FENRUN_NAME_UNIT, payout->unit));
    record_field(writer, "paid", fenrun__words_amount(explain, payout->base).bytes);
    fenrun__writer_format(writer, "}");
}

/* ---- the event ---- */

/* The members, amounts and counts that an event names, as objects: their names are the rule
   set's. */
static void record_brought(const struct fenrun__explain *explain, struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = explain->pay->plan;
    const fenrun_event *event = explain->pay->event;
    uint32_t trigger = explain->pay->trigger;
    const struct fenrun__plan_shape *shape = fenrun__plan_shape(plan, trigger);
    struct fenrun__words_text room;
    const char *separator = ",\"roles\":{";
    bool join = event->kind == FENRUN_EVENT_JOIN;
    for (uint32_t i = 0; i < shape->role_count && !join; i++) {
        if (event->roles[i] == FENRUN_PLATFORM) continue;
        fenrun__writer_format(writer, "%s", separator);
        record_string(writer, fenrun__plan_role_name(plan, trigger, i));
        fenrun__writer_format(writer, ":");
        fenrun__writer_json(writer, fenrun__words_member(explain, event->roles[i], &room));
        separator = ",";
    }
    if (!join) fenrun__writer_format(writer, "}");
    separator = ",\"amounts\":{";
    for (uint32_t i = 0; i < shape->amount_count; i++) {
        fenrun__writer_format(writer, "%s", separator);
        record_string(writer, fenrun__plan_figure_name(plan, trigger, i));
        fenrun__writer_format(writer, ":");
        record_string(writer, fenrun__words_amount(explain, event->amounts[i]).bytes);
        separator = ",";
    }
    if (shape->amount_count) fenrun__writer_format(writer, "}");
    separator = ",\"counts\":{";
    for (uint32_t i = 0; i < shape->count_count; i++) {
        fenrun__writer_format(writer, "%s", separator);
        record_string(writer, fenrun__plan_figure_name(plan, trigger, FENRUN__FIGURE_COUNT0 + i));
        fenrun__writer_format(writer, ":%D", event->counts[i]);
        separator = ",";
    }
    if (shape->count_count) fenrun__writer_format(writer, "}");
}

static void record_inviter(const struct fenrun__explain *explain, struct fenrun__writer *writer) {
    uint64_t inviter = explain->pay->event->inviter;
    struct fenrun__words_text room;
    if (inviter == FENRUN_PLATFORM) {
        fenrun__writer_format(writer, ",\"inviter\":null");
    } else {
        record_member(writer, "inviter", fenrun__words_member(explain, inviter, &room));
    }
}

static void record_head(const struct fenrun__explain *explain, struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = explain->pay->plan;
    const fenrun_event *event = explain->pay->event;
    uint32_t kind = event->kind;
    struct fenrun__words_text room;
    struct fenrun__writer name;
    fenrun__writer_format(writer, "{\"event\":");
    record_string(writer, fenrun__words_kind(explain));
    fenrun__writer_format(writer, ",\"id\":");
    record_begin(&name, writer);
    fenrun__words_event(explain, &name);
    record_end(&name, writer);
    record_field(writer, "at", fenrun__words_time(event->at).bytes);
    if (plan->version_count > 1 && explain->pay->trigger != FENRUN__NOWHERE) {
        fenrun__writer_format(
            writer, ",\"version\":%u",
            (uint32_t)(explain->pay->version - fenrun__plan_version(plan, 0)));
    }
    if (kind <= FENRUN_EVENT_MOVE) {
        record_member(writer, "member", fenrun__words_member(explain, event->member, &room));
    }
    if (kind == FENRUN_EVENT_TIER) {
        record_field(writer, "tier", fenrun__words_tier(explain, event->tier));
    } else if (kind == FENRUN_EVENT_JOIN || kind == FENRUN_EVENT_MOVE) {
        record_inviter(explain, writer);
    } else if (kind == FENRUN_EVENT_REFUND) {
        record_field(writer, "part", fenrun__words_amount(explain, event->amounts[0]).bytes);
        record_field(writer, "total", fenrun__words_amount(explain, explain->order_total).bytes);
        record_field(writer, "before", fenrun__words_amount(explain, explain->refunded).bytes);
    } else if (kind == FENRUN_EVENT_CLOSE) {
        record_field(writer, "period", fenrun__plan_name(plan, FENRUN_NAME_PERIOD, event->name));
        fenrun__writer_format(writer, ",\"members\":%U", (uint64_t)explain->pay->tree->count);
    }
    if (explain->pay->trigger < plan->shape_count) record_brought(explain, writer);
}

void fenrun__record_write(const struct fenrun__explain *explain,
                          const struct fenrun_result *result, struct fenrun__writer *writer) {
    record_head(explain, writer);
    fenrun__writer_format(writer, ",\"awards\":[");
    for (size_t i = 0; i < result->trace_count; i++) {
        if (i) fenrun__writer_format(writer, ",");
        record_award(explain, result->traces + i, writer);
    }
    bool refund = explain->pay->event->kind == FENRUN_EVENT_REFUND;
    for (size_t i = 0; refund && i < result->payout_count; i++) {
        if (i) fenrun__writer_format(writer, ",");
        record_refund(explain, result->payouts + i, writer);
    }
    fenrun__writer_format(writer, "]}\n");
}
