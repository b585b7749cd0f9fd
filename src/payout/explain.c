/* Explain: the same content twice, as text and as JSON; see the header. */
#include "payout/explain.h"

#include <string.h>

#include "base/error.h"
#include "money/amount.h"
#include "money/calendar.h"

static const char *const explain_kinds[] = {
    [FENRUN_EVENT_JOIN] = "join",   [FENRUN_EVENT_TIER] = "tier",
    [FENRUN_EVENT_MOVE] = "move",   [FENRUN_EVENT_ORDER] = "order",
    [FENRUN_EVENT_REFUND] = "refund",
};

static const char *const explain_outcomes[] = {
    [FENRUN__OUTCOME_PAID] = "paid",         [FENRUN__OUTCOME_NOBODY] = "nobody",
    [FENRUN__OUTCOME_TEST] = "test_not_met", [FENRUN__OUTCOME_UNLISTED] = "tier_not_listed",
    [FENRUN__OUTCOME_ZERO] = "rounds_to_zero",
};

static const char *explain_step_name(uint8_t step) {
    return step == FENRUN__STEP_INVITER ? "inviter" : "leader";
}

/* ---- pieces that both forms use ---- */

struct explain_text {
    char bytes[FENRUN_TEXT_SIZE];
};

static struct explain_text explain_amount(const struct fenrun__explain *explain, int64_t amount) {
    struct explain_text text;
    fenrun__amount_format(text.bytes, amount, explain->pay->plan->decimals);
    return text;
}

static struct explain_text explain_rate(int64_t rate_ppb) {
    struct explain_text text;
    fenrun__rate_format(text.bytes, rate_ppb);
    return text;
}

static struct explain_text explain_time(int64_t at) {
    struct explain_text text;
    if (at == FENRUN_TIME_MIN) {
        memcpy(text.bytes, "always", sizeof "always");
    } else if (fenrun__calendar_format(text.bytes, at) == 0) {
        fenrun__amount_format(text.bytes, at, 0);
    }
    return text;
}

/* A member's name, given by the caller or its id; `room` holds the latter. */
static struct fenrun__text explain_member(const struct fenrun__explain *explain, uint64_t id,
                                  struct explain_text *room) {
    const fenrun_explain_options *options = explain->options;
    if (options && options->member_name) {
        struct fenrun__text name = {NULL, 0};
        name.bytes = options->member_name(options->context, id, &name.size);
        if (name.bytes) return name;
    }
    struct fenrun__writer writer;
    fenrun__writer_init_fixed(&writer, room->bytes, sizeof room->bytes);
    fenrun__writer_format(&writer, "%U", id);
    return (struct fenrun__text){room->bytes, writer.size};
}

static struct fenrun__text explain_person(const struct fenrun__explain *explain, uint32_t person,
                                  struct explain_text *room) {
    return explain_member(explain, fenrun__pay_id(explain->pay, person), room);
}

static const char *explain_tier(const struct fenrun__explain *explain, uint32_t tier) {
    return fenrun__plan_name(explain->pay->plan, FENRUN_NAME_TIER, tier);
}

static const char *explain_person_tier(const struct fenrun__explain *explain, uint32_t person) {
    struct fenrun__tree_view view = {0};
    fenrun__pay_view(explain->pay, person, &view);
    return explain_tier(explain, view.tier);
}

static const char *explain_role(const struct fenrun__explain *explain, uint32_t role) {
    return explain->pay->event->kind == FENRUN_EVENT_JOIN
               ? "newcomer"
               : fenrun__plan_name(explain->pay->plan, FENRUN_NAME_ROLE, role);
}

/* The name of the amount that a trace's rate was applied to. */
static const char *explain_base(const struct fenrun__explain *explain,
                                const struct fenrun__plan_award *award, uint32_t tier) {
    const struct fenrun__plan *plan = explain->pay->plan;
    const struct fenrun__plan_pay *row = fenrun__plan_pay(plan, award->pay_first + tier);
    return fenrun__plan_name(plan, FENRUN_NAME_AMOUNT, row->base);
}

static void explain_event_name(const struct fenrun__explain *explain,
                               struct fenrun__writer *writer) {
    const fenrun_event *event = explain->pay->event;
    const fenrun_explain_options *options = explain->options;
    struct explain_text room;
    bool order = event->kind == FENRUN_EVENT_ORDER, refund = event->kind == FENRUN_EVENT_REFUND;
    if (options && options->event_name) {
        fenrun__writer_put(writer, options->event_name, options->event_name_size);
    } else if (!order && !refund) {
        fenrun__writer_format(writer, "%T", explain_member(explain, event->member, &room));
    } else {
        uint64_t high = order ? event->id_high : event->order_high;
        uint64_t low = order ? event->id_low : event->order_low;
        if (high) fenrun__writer_format(writer, "%U:", high);
        fenrun__writer_format(writer, "%U", low);
    }
}

/* Why an award pays nothing, as a clause. */
static void explain_reason(const struct fenrun__explain *explain,
                           const struct fenrun__trace *trace, struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = explain->pay->plan;
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, trace->award);
    struct explain_text room;
    if (trace->outcome == FENRUN__OUTCOME_UNLISTED) {
        uint32_t payee = trace->people[trace->person_count - 1];
        fenrun__writer_format(writer, "%T is %s, a tier that `pay` does not list",
                              explain_person(explain, payee, &room),
                              explain_tier(explain, trace->tier));
    } else if (trace->outcome == FENRUN__OUTCOME_ZERO) {
        fenrun__writer_format(writer, "%s of %s %s rounds to %s",
                              explain_rate(trace->rate_ppb).bytes,
                              explain_base(explain, award, trace->tier),
                              explain_amount(explain, trace->base).bytes,
                              explain_amount(explain, 0).bytes);
    } else if (trace->outcome == FENRUN__OUTCOME_TEST) {
        const struct fenrun__plan_test *test = fenrun__plan_test(plan, trace->test);
        const char *subject = test->subject == FENRUN__SUBJECT_PAYEE
                                  ? "payee"
                                  : explain_role(explain, test->subject);
        if (trace->tested == FENRUN__NONE) {
            fenrun__writer_format(writer, "there is no %s, who must be ", subject);
        } else {
            fenrun__writer_format(writer, "%s %T is %s, not ", subject,
                                  explain_person(explain, trace->tested, &room),
                                  explain_person_tier(explain, trace->tested));
        }
        fenrun__plan_write_tiers(plan, test->tiers, writer);
    } else if (trace->person_count == 0) {
        fenrun__writer_format(writer, "there is no %s", explain_role(explain, award->role));
    } else {
        uint32_t last = trace->people[trace->person_count - 1];
        struct fenrun__tree_view view = {0};
        fenrun__pay_view(explain->pay, last, &view);
        struct fenrun__text name = explain_person(explain, last, &room);
        if (award->steps[trace->person_count - 1] == FENRUN__STEP_INVITER) {
            fenrun__writer_format(writer, "the platform invited %T", name);
        } else if (fenrun__tree_leads(explain->pay->tree, view.tier)) {
            fenrun__writer_format(writer, "%T is %s and leads a team", name,
                                  explain_tier(explain, view.tier));
        } else {
            fenrun__writer_format(writer, "no leader is above %T", name);
        }
    }
}

/* ---- text ---- */

static void explain_text_path(const struct fenrun__explain *explain,
                              const struct fenrun__trace *trace, struct fenrun__writer *writer) {
    const struct fenrun__plan_award *award =
        fenrun__plan_award(explain->pay->plan, trace->award);
    struct explain_text room;
    fenrun__writer_format(writer, " (");
    for (uint32_t i = 0; i < trace->person_count; i++) {
        fenrun__writer_format(writer, "%s%s %T %s", i ? ", " : "",
                              i ? explain_step_name(award->steps[i - 1])
                                : explain_role(explain, award->role),
                              explain_person(explain, trace->people[i], &room),
                              explain_person_tier(explain, trace->people[i]));
    }
    fenrun__writer_format(writer, "%sline %u)\n", trace->person_count ? "; " : "", award->line);
}

static void explain_text_award(const struct fenrun__explain *explain,
                               const struct fenrun__trace *trace, struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = explain->pay->plan;
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, trace->award);
    const char *name = fenrun__plan_name(plan, FENRUN_NAME_AWARD, trace->award);
    struct explain_text room;
    if (trace->outcome != FENRUN__OUTCOME_PAID) {
        fenrun__writer_format(writer, "  %s pays nobody: ", name);
        explain_reason(explain, trace, writer);
        explain_text_path(explain, trace, writer);
        return;
    }
    fenrun__writer_format(
        writer, "  %s pays %T %s %s: ", name,
        explain_person(explain, trace->people[trace->person_count - 1], &room),
        explain_amount(explain, trace->amount).bytes,
        fenrun__plan_name(plan, FENRUN_NAME_UNIT, award->unit));
    if (trace->rate_ppb != 0) {
        fenrun__writer_format(writer, "%s of %s %s", explain_rate(trace->rate_ppb).bytes,
                              explain_base(explain, award, trace->tier),
                              explain_amount(explain, trace->base).bytes);
    } else {
        fenrun__writer_format(writer, "a fixed amount for %s", explain_tier(explain, trace->tier));
    }
    explain_text_path(explain, trace, writer);
}

static void explain_text_refund(const struct fenrun__explain *explain,
                                const struct fenrun_result *result, struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = explain->pay->plan;
    struct explain_text room;
    for (size_t i = 0; i < result->payout_count; i++) {
        const fenrun_payout *payout = result->payouts + i;
        fenrun__writer_format(writer, "  %s takes back %s of %s %s from %T\n",
                              fenrun__plan_name(plan, FENRUN_NAME_AWARD, payout->award),
                              explain_amount(explain, -payout->amount).bytes,
                              explain_amount(explain, payout->base).bytes,
                              fenrun__plan_name(plan, FENRUN_NAME_UNIT, payout->unit),
                              explain_member(explain, payout->payee, &room));
    }
}

static void explain_text_head(const struct fenrun__explain *explain,
                              struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = explain->pay->plan;
    const fenrun_event *event = explain->pay->event;
    struct explain_text room;
    fenrun__writer_format(writer, "%s ", explain_kinds[event->kind]);
    explain_event_name(explain, writer);
    fenrun__writer_format(writer, " at %s: ", explain_time(event->at).bytes);
    if (event->kind == FENRUN_EVENT_ORDER) {
        for (uint32_t i = 0; i < plan->role_count; i++) {
            if (event->roles[i] == FENRUN_PLATFORM) continue;
            fenrun__writer_format(writer, "%s %T, ", explain_role(explain, i),
                                  explain_member(explain, event->roles[i], &room));
        }
        for (uint32_t i = 0; i < plan->amount_count; i++) {
            fenrun__writer_format(writer, "%s%s %s", i ? ", " : "",
                                  fenrun__plan_name(plan, FENRUN_NAME_AMOUNT, i),
                                  explain_amount(explain, event->amounts[i]).bytes);
        }
    } else if (event->kind == FENRUN_EVENT_REFUND) {
        fenrun__writer_format(writer, "%s of %s, %s refunded before",
                              explain_amount(explain, event->amounts[0]).bytes,
                              explain_amount(explain, explain->order_total).bytes,
                              explain_amount(explain, explain->refunded).bytes);
    } else if (event->kind == FENRUN_EVENT_TIER) {
        fenrun__writer_format(writer, "%T becomes %s; pays nobody",
                              explain_member(explain, event->member, &room),
                              explain_tier(explain, event->tier));
    } else if (event->inviter == FENRUN_PLATFORM) {
        fenrun__writer_format(writer, "inviter the platform");
    } else {
        fenrun__writer_format(writer, "inviter %T",
                              explain_member(explain, event->inviter, &room));
    }
    if (event->kind == FENRUN_EVENT_MOVE) fenrun__writer_format(writer, "; pays nobody");
    fenrun__writer_format(writer, "\n");
}

/* ---- JSON ---- */

static void explain_json_string(struct fenrun__writer *writer, const char *text) {
    fenrun__writer_json(writer, fenrun__text_from(text));
}

static void explain_json_field(struct fenrun__writer *writer, const char *name, const char *text) {
    fenrun__writer_format(writer, ",\"%s\":", name);
    explain_json_string(writer, text);
}

static void explain_json_member(struct fenrun__writer *writer, const char *name,
                                struct fenrun__text member) {
    fenrun__writer_format(writer, ",\"%s\":", name);
    fenrun__writer_json(writer, member);
}

static void explain_json_award(const struct fenrun__explain *explain,
                               const struct fenrun__trace *trace, struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = explain->pay->plan;
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, trace->award);
    struct explain_text room;
    fenrun__writer_format(writer, "{\"award\":");
    explain_json_string(writer, fenrun__plan_name(plan, FENRUN_NAME_AWARD, trace->award));
    fenrun__writer_format(writer, ",\"line\":%u", award->line);
    fenrun__writer_format(writer, ",\"to\":\"");
    fenrun__plan_write_path(plan, award, writer);
    fenrun__writer_format(writer, "\"");
    explain_json_field(writer, "outcome", explain_outcomes[trace->outcome]);
    fenrun__writer_format(writer, ",\"path\":[");
    for (uint32_t i = 0; i < trace->person_count; i++) {
        fenrun__writer_format(writer, "%s{\"step\":", i ? "," : "");
        explain_json_string(writer, i ? explain_step_name(award->steps[i - 1])
                                      : explain_role(explain, award->role));
        explain_json_member(writer, "member", explain_person(explain, trace->people[i], &room));
        explain_json_field(writer, "tier", explain_person_tier(explain, trace->people[i]));
        fenrun__writer_format(writer, "}");
    }
    fenrun__writer_format(writer, "]");
    if (trace->outcome != FENRUN__OUTCOME_PAID) {
        struct fenrun__writer reason;
        fenrun__writer_init(&reason, writer->memory);
        explain_reason(explain, trace, &reason);
        explain_json_field(writer, "reason", reason.failed ? "" : reason.bytes);
        if (reason.failed) writer->failed = true;
        fenrun__writer_free(&reason);
    } else {
        uint32_t payee = trace->people[trace->person_count - 1];
        explain_json_member(writer, "payee", explain_person(explain, payee, &room));
        explain_json_field(writer, "amount", explain_amount(explain, trace->amount).bytes);
        explain_json_field(writer, "unit", fenrun__plan_name(plan, FENRUN_NAME_UNIT, award->unit));
        if (trace->rate_ppb != 0) {
            explain_json_field(writer, "rate", explain_rate(trace->rate_ppb).bytes);
            explain_json_field(writer, "of", explain_base(explain, award, trace->tier));
            explain_json_field(writer, "base", explain_amount(explain, trace->base).bytes);
        }
    }
    fenrun__writer_format(writer, "}");
}

static void explain_json_refund(const struct fenrun__explain *explain,
                                const fenrun_payout *payout, struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = explain->pay->plan;
    struct explain_text room;
    fenrun__writer_format(writer, "{\"award\":");
    explain_json_string(writer, fenrun__plan_name(plan, FENRUN_NAME_AWARD, payout->award));
    explain_json_field(writer, "outcome", "taken_back");
    explain_json_member(writer, "payee", explain_member(explain, payout->payee, &room));
    explain_json_field(writer, "amount", explain_amount(explain, payout->amount).bytes);
    explain_json_field(writer, "unit", fenrun__plan_name(plan, FENRUN_NAME_UNIT, payout->unit));
    explain_json_field(writer, "paid", explain_amount(explain, payout->base).bytes);
    fenrun__writer_format(writer, "}");
}

/* The members and amounts that an order names, as two objects: their names are the rule set's. */
static void explain_json_order(const struct fenrun__explain *explain,
                               struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = explain->pay->plan;
    const fenrun_event *event = explain->pay->event;
    struct explain_text room;
    const char *separator = ",\"roles\":{";
    for (uint32_t i = 0; i < plan->role_count; i++) {
        if (event->roles[i] == FENRUN_PLATFORM) continue;
        fenrun__writer_format(writer, "%s", separator);
        explain_json_string(writer, explain_role(explain, i));
        fenrun__writer_format(writer, ":");
        fenrun__writer_json(writer, explain_member(explain, event->roles[i], &room));
        separator = ",";
    }
    separator = "},\"amounts\":{";
    for (uint32_t i = 0; i < plan->amount_count; i++) {
        fenrun__writer_format(writer, "%s", separator);
        explain_json_string(writer, fenrun__plan_name(plan, FENRUN_NAME_AMOUNT, i));
        fenrun__writer_format(writer, ":");
        explain_json_string(writer, explain_amount(explain, event->amounts[i]).bytes);
        separator = ",";
    }
    fenrun__writer_format(writer, "}");
}

static void explain_json_head(const struct fenrun__explain *explain,
                              struct fenrun__writer *writer) {
    const fenrun_event *event = explain->pay->event;
    struct explain_text room;
    struct fenrun__writer name;
    fenrun__writer_init(&name, writer->memory);
    explain_event_name(explain, &name);
    fenrun__writer_format(writer, "{\"event\":\"%s\"", explain_kinds[event->kind]);
    explain_json_field(writer, "id", name.failed ? "" : name.bytes);
    if (name.failed) writer->failed = true;
    fenrun__writer_free(&name);
    explain_json_field(writer, "at", explain_time(event->at).bytes);
    if (event->kind == FENRUN_EVENT_ORDER) {
        explain_json_order(explain, writer);
        return;
    }
    if (event->kind == FENRUN_EVENT_REFUND) {
        explain_json_field(writer, "part", explain_amount(explain, event->amounts[0]).bytes);
        explain_json_field(writer, "total", explain_amount(explain, explain->order_total).bytes);
        explain_json_field(writer, "before", explain_amount(explain, explain->refunded).bytes);
        return;
    }
    explain_json_member(writer, "member", explain_member(explain, event->member, &room));
    if (event->kind == FENRUN_EVENT_TIER) {
        explain_json_field(writer, "tier", explain_tier(explain, event->tier));
    } else if (event->inviter == FENRUN_PLATFORM) {
        fenrun__writer_format(writer, ",\"inviter\":null");
    } else {
        explain_json_member(writer, "inviter", explain_member(explain, event->inviter, &room));
    }
}

static void explain_json(const struct fenrun__explain *explain,
                         const struct fenrun_result *result, struct fenrun__writer *writer) {
    explain_json_head(explain, writer);
    fenrun__writer_format(writer, ",\"awards\":[");
    for (size_t i = 0; i < result->trace_count; i++) {
        if (i) fenrun__writer_format(writer, ",");
        explain_json_award(explain, result->traces + i, writer);
    }
    bool refund = explain->pay->event->kind == FENRUN_EVENT_REFUND;
    for (size_t i = 0; refund && i < result->payout_count; i++) {
        if (i) fenrun__writer_format(writer, ",");
        explain_json_refund(explain, result->payouts + i, writer);
    }
    fenrun__writer_format(writer, "]}\n");
}

int32_t fenrun__explain_write(const struct fenrun__explain *explain, struct fenrun_result *result,
                              fenrun_error *error) {
    struct fenrun__writer *writer = &result->text;
    if (explain->options && explain->options->format == FENRUN_FORMAT_JSON) {
        explain_json(explain, result, writer);
    } else {
        explain_text_head(explain, writer);
        for (size_t i = 0; i < result->trace_count; i++) {
            explain_text_award(explain, result->traces + i, writer);
        }
        if (explain->pay->event->kind == FENRUN_EVENT_REFUND) {
            explain_text_refund(explain, result, writer);
        }
    }
    return writer->failed ? fenrun__error_memory(error) : FENRUN_OK;
}
