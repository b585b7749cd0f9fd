/* Words: amounts, names and clauses; see the header. */
#include "payout/words.h"

#include <string.h>

#include "money/amount.h"
#include "money/calendar.h"
#include "payout/limit.h"

/* ---- single words ---- */

struct fenrun__words_text fenrun__words_amount(const struct fenrun__explain *explain,
                                               int64_t amount) {
    struct fenrun__words_text text;
    fenrun__amount_format(text.bytes, amount, explain->pay->plan->decimals);
    return text;
}

struct fenrun__words_text fenrun__words_rate(int64_t rate_ppb) {
    struct fenrun__words_text text;
    fenrun__rate_format(text.bytes, rate_ppb);
    return text;
}

struct fenrun__words_text fenrun__words_time(int64_t at) {
    struct fenrun__words_text text;
    if (at == FENRUN_TIME_MIN) {
        memcpy(text.bytes, "always", sizeof "always");
    } else if (fenrun__calendar_format(text.bytes, at) == 0) {
        fenrun__amount_format(text.bytes, at, 0);
    }
    return text;
}

struct fenrun__words_text fenrun__words_base(const struct fenrun__explain *explain,
                                             uint32_t source, uint32_t index, int64_t base) {
    const struct fenrun__plan *plan = explain->pay->plan;
    struct fenrun__words_text text;
    bool money = source == FENRUN__SOURCE_FIGURE ? index < FENRUN__FIGURE_COUNT0
                                                 : fenrun__plan_column_is_money(plan, index);
    fenrun__amount_format(text.bytes, base, money ? plan->decimals : 0);
    return text;
}

struct fenrun__text fenrun__words_member(const struct fenrun__explain *explain, uint64_t id,
                                         struct fenrun__words_text *room) {
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

struct fenrun__text fenrun__words_person(const struct fenrun__explain *explain, uint32_t person,
                                         struct fenrun__words_text *room) {
    return fenrun__words_member(explain, fenrun__pay_id(explain->pay, person), room);
}

const char *fenrun__words_tier(const struct fenrun__explain *explain, uint32_t tier) {
    return fenrun__plan_name(explain->pay->plan, FENRUN_NAME_TIER, tier);
}

const char *fenrun__words_kind(const struct fenrun__explain *explain) {
    static const char *const kinds[] = {
        [FENRUN_EVENT_JOIN] = "join",     [FENRUN_EVENT_TIER] = "tier",
        [FENRUN_EVENT_MOVE] = "move",     [FENRUN_EVENT_ORDER] = "order",
        [FENRUN_EVENT_REFUND] = "refund", [FENRUN_EVENT_CLOSE] = "close",
    };
    const fenrun_event *event = explain->pay->event;
    return event->kind == FENRUN_EVENT_OWN
               ? fenrun__plan_name(explain->pay->plan, FENRUN_NAME_EVENT, event->name)
               : kinds[event->kind];
}

void fenrun__words_event(const struct fenrun__explain *explain, struct fenrun__writer *writer) {
    const fenrun_event *event = explain->pay->event;
    const fenrun_explain_options *options = explain->options;
    struct fenrun__words_text room;
    if (options && options->event_name) {
        fenrun__writer_put(writer, options->event_name, options->event_name_size);
    } else if (event->kind <= FENRUN_EVENT_MOVE) {
        fenrun__writer_format(writer, "%T", fenrun__words_member(explain, event->member, &room));
    } else if (event->kind == FENRUN_EVENT_CLOSE && (event->id_high | event->id_low) == 0) {
        fenrun__writer_format(
            writer, "%s", fenrun__plan_name(explain->pay->plan, FENRUN_NAME_PERIOD, event->name));
    } else {
        bool refund = event->kind == FENRUN_EVENT_REFUND;
        uint64_t high = refund ? event->order_high : event->id_high;
        if (high) fenrun__writer_format(writer, "%U:", high);
        fenrun__writer_format(writer, "%U", refund ? event->order_low : event->id_low);
    }
}

void fenrun__words_version(const struct fenrun__explain *explain, uint32_t version,
                           struct fenrun__writer *writer) {
    int64_t effective = fenrun__plan_version(explain->pay->plan, version)->effective;
    if (effective == FENRUN_TIME_MIN) {
        fenrun__writer_format(writer, "the first version");
    } else {
        fenrun__writer_format(writer, "the version of %s", fenrun__words_time(effective).bytes);
    }
}

uint32_t fenrun__words_version_of(const struct fenrun__plan *plan, uint32_t award) {
    uint32_t version = plan->version_count - 1;
    while (version > 0 && fenrun__plan_version(plan, version)->award_first > award) version--;
    return version;
}

/* ---- paths ---- */

const struct fenrun__plan_path *fenrun__words_path(const struct fenrun__plan *plan,
                                                   const struct fenrun__trace *trace) {
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, trace->award);
    if (award->form != FENRUN__FORM_SPLIT) return &award->to;
    const struct fenrun__plan_split *split = fenrun__plan_split(plan, award->special);
    if (trace->part == FENRUN__PART_SHARE) {
        return &fenrun__plan_share(plan, split->share_first + trace->level - 1)->to;
    }
    return trace->part == FENRUN__PART_REMAINDER && split->has_remainder ? &split->remainder
                                                                         : NULL;
}

static const char *words_ordinal(uint32_t number) {
    bool teen = number / 10 % 10 == 1;
    return number % 10 == 1 && !teen   ? "st"
           : number % 10 == 2 && !teen ? "nd"
           : number % 10 == 3 && !teen ? "rd"
                                       : "th";
}

void fenrun__words_step(const struct fenrun__plan *plan, const struct fenrun__trace *trace,
                        uint32_t index, struct fenrun__writer *writer) {
    const struct fenrun__plan_path *path = fenrun__words_path(plan, trace);
    uint32_t trigger = fenrun__plan_award(plan, trace->award)->trigger;
    if (index == 0) {
        fenrun__writer_format(writer, "%s", fenrun__plan_role_name(plan, trigger, path->role));
    } else if (index > path->step_count) {
        fenrun__writer_format(writer, "%u%s upline", trace->above, words_ordinal(trace->above));
    } else if (path->steps[index - 1] == FENRUN__STEP_ABOVE) {
        fenrun__writer_format(writer, "above(%s)",
                              fenrun__plan_name(plan, FENRUN_NAME_TIER, path->tiers[index - 1]));
    } else {
        bool inviter = path->steps[index - 1] == FENRUN__STEP_INVITER;
        fenrun__writer_format(writer, "%s", inviter ? "inviter" : "leader");
    }
}

/* ---- what an amount comes of ---- */

void fenrun__words_source(const struct fenrun__plan *plan, uint32_t trigger, uint32_t source,
                          uint32_t index, struct fenrun__writer *writer) {
    if (source == FENRUN__SOURCE_FIGURE) {
        fenrun__writer_format(writer, "%s", fenrun__plan_figure_name(plan, trigger, index));
    } else {
        fenrun__plan_write_measure(plan, index, source == FENRUN__SOURCE_TOTAL, writer);
    }
}

void fenrun__words_grade(const struct fenrun__explain *explain, const struct fenrun__trace *trace,
                         struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = explain->pay->plan;
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, trace->award);
    uint32_t source = award->special >> 16, index = award->special & UINT16_MAX;
    const struct fenrun__plan_grade *grade = fenrun__plan_grade(plan, trace->grade);
    fenrun__writer_format(writer, "%s..",
                          fenrun__words_base(explain, source, index, grade->low).bytes);
    if (trace->grade + 1 == award->pay_first + award->level_count) return;
    fenrun__writer_format(writer, "%s",
                          fenrun__words_base(explain, source, index, grade[1].low - 1).bytes);
}

/* "profit 40.00". */
static void words_of(const struct fenrun__explain *explain, const struct fenrun__trace *trace,
                     const struct fenrun__plan_pay *row, int64_t base,
                     struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = explain->pay->plan;
    uint32_t trigger = fenrun__plan_award(plan, trace->award)->trigger;
    fenrun__words_source(plan, trigger, row->source, row->index, writer);
    fenrun__writer_format(writer, " %s",
                          fenrun__words_base(explain, row->source, row->index, base).bytes);
}

/* A row that is not fixed: "25% of profit 40.00", "2.00 for each of quantity 3". */
static void words_row(const struct fenrun__explain *explain, const struct fenrun__trace *trace,
                      const struct fenrun__plan_pay *row, int64_t base,
                      struct fenrun__writer *writer) {
    if (row->kind == FENRUN__VALUE_RATE) {
        fenrun__writer_format(writer, "%s of ", fenrun__words_rate(row->value).bytes);
    } else {
        fenrun__writer_format(writer, "%s for each ",
                              fenrun__words_amount(explain, row->value).bytes);
        if (row->per != 1) {
            fenrun__writer_format(
                writer, "full %s ",
                fenrun__words_base(explain, row->source, row->index, row->per).bytes);
        }
        fenrun__writer_format(writer, "of ");
    }
    words_of(explain, trace, row, base, writer);
}

/* The value of a row alone: "8.5%" or "30.00". */
static struct fenrun__words_text words_value(const struct fenrun__explain *explain,
                                             const struct fenrun__plan_pay *row, int64_t value) {
    return row->kind == FENRUN__VALUE_RATE ? fenrun__words_rate(value)
                                           : fenrun__words_amount(explain, value);
}

static void words_difference(const struct fenrun__explain *explain,
                             const struct fenrun__trace *trace, struct fenrun__writer *writer) {
    const struct fenrun__plan_pay *row = trace->row;
    struct fenrun__words_text room;
    fenrun__writer_format(writer, "%s less %s already paid to %T",
                          words_value(explain, row, row->value).bytes,
                          words_value(explain, row, trace->less).bytes,
                          fenrun__words_person(explain, trace->less_person, &room));
    if (row->kind != FENRUN__VALUE_RATE) return;
    fenrun__writer_format(writer, ", %s of ", fenrun__words_rate(row->value - trace->less).bytes);
    words_of(explain, trace, row, trace->base, writer);
}

/* What is shared out: "38.00, which is 38% of price 100.00". */
static void words_whole(const struct fenrun__explain *explain, const struct fenrun__trace *trace,
                        struct fenrun__writer *writer) {
    bool capped = trace->whole != trace->whole_computed;
    bool rate = trace->row->kind == FENRUN__VALUE_RATE;
    fenrun__writer_format(writer, "%s", fenrun__words_amount(explain, trace->whole).bytes);
    if (capped) {
        fenrun__writer_format(writer, ", which the cap leaves of %s",
                              fenrun__words_amount(explain, trace->whole_computed).bytes);
    }
    if (!rate) return;
    fenrun__writer_format(writer, ", which is ");
    words_row(explain, trace, trace->row, trace->whole_base, writer);
}

static void words_pool(const struct fenrun__explain *explain, const struct fenrun__trace *trace,
                       struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = explain->pay->plan;
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, trace->award);
    uint32_t share = fenrun__plan_pool(plan, award->special)->share;
    if (share == FENRUN__NOWHERE) {
        fenrun__writer_format(writer, "1 of %U equal shares of ", (uint64_t)trace->weights);
        words_whole(explain, trace, writer);
    } else {
        const uint32_t column = FENRUN__SOURCE_COLUMN;
        fenrun__plan_write_measure(plan, share, false, writer);
        fenrun__writer_format(writer, " %s out of %s, a share of ",
                              fenrun__words_base(explain, column, share, trace->weight).bytes,
                              fenrun__words_base(explain, column, share, trace->weights).bytes);
        words_whole(explain, trace, writer);
    }
    if (trace->less == 0) return;
    fenrun__writer_format(writer, "; and the rest, %s",
                          fenrun__words_amount(explain, trace->less).bytes);
}

/* How an amount is computed, before what it came to is said. */
static void words_terms(const struct fenrun__explain *explain, const struct fenrun__trace *trace,
                        struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = explain->pay->plan;
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, trace->award);
    const struct fenrun__plan_pay *row = trace->row;
    if (trace->part == FENRUN__PART_REMAINDER) {
        fenrun__writer_format(writer, "the rest of ");
        words_whole(explain, trace, writer);
    } else if (award->form == FENRUN__FORM_POOL) {
        words_pool(explain, trace, writer);
    } else if (trace->part == FENRUN__PART_SHARE) {
        fenrun__writer_format(writer, "%s of ", fenrun__words_rate(trace->rate_ppb).bytes);
        words_whole(explain, trace, writer);
    } else if (trace->part == FENRUN__PART_UPLINE && trace->less != 0) {
        words_difference(explain, trace, writer);
    } else if (row->kind == FENRUN__VALUE_FIXED) {
        const char *tier = fenrun__words_tier(explain, trace->tiers[trace->person_count - 1]);
        fenrun__writer_format(writer, "%s for %s",
                              row->value == 0 ? fenrun__words_amount(explain, 0).bytes
                                              : "a fixed amount",
                              tier);
    } else {
        words_row(explain, trace, row, trace->base, writer);
    }
}

/* Why it is computed so: as whose peer, and by which grade. */
static void words_ground(const struct fenrun__explain *explain, const struct fenrun__trace *trace,
                         struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = explain->pay->plan;
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, trace->award);
    struct fenrun__words_text room;
    if (trace->part == FENRUN__PART_PEER) {
        fenrun__writer_format(writer, ", as the peer of %T",
                              fenrun__words_person(explain, trace->less_person, &room));
    }
    if (award->form != FENRUN__FORM_GRADED) return;
    uint32_t source = award->special >> 16, index = award->special & UINT16_MAX;
    fenrun__writer_format(writer, ", as ");
    fenrun__words_source(plan, award->trigger, source, index, writer);
    fenrun__writer_format(writer, " %s is in ",
                          fenrun__words_base(explain, source, index, trace->graded_by).bytes);
    fenrun__words_grade(explain, trace, writer);
}

void fenrun__words_sum(const struct fenrun__explain *explain, const struct fenrun__trace *trace,
                       struct fenrun__writer *writer) {
    words_terms(explain, trace, writer);
    if (trace->outcome != FENRUN__OUTCOME_NOBODY && trace->amount != trace->computed) {
        fenrun__writer_format(writer, " is %s",
                              fenrun__words_amount(explain, trace->computed).bytes);
    }
    words_ground(explain, trace, writer);
}

/* ---- limits ---- */

/* A limit of an award that left less than there was. */
static void words_cut(const struct fenrun__explain *explain, uint32_t trigger, const char *name,
                      uint32_t limit, const struct fenrun__bound *bound, int64_t left,
                      struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = explain->pay->plan;
    const struct fenrun__plan_limit *row = fenrun__plan_limit(plan, limit);
    bool rate = row->at_most.kind == FENRUN__VALUE_RATE;
    fenrun__writer_format(writer, "; %sthe %s of ", left == 0 ? "nothing is left of " : "", name);
    fenrun__limit_write(plan, trigger, row, bound, writer);
    if (left == 0) return;
    fenrun__writer_format(writer, "%s leaves %s", rate ? "," : "",
                          fenrun__words_amount(explain, left).bytes);
}

static void words_cut_by_funder(const struct fenrun__explain *explain,
                                const struct fenrun__trace *trace,
                                struct fenrun__writer *writer) {
    struct fenrun__words_text room;
    fenrun__writer_format(writer, "; %T, who gives it, has %s of this event",
                          fenrun__words_person(explain, trace->funder, &room),
                          fenrun__words_amount(explain, trace->after_funder).bytes);
}

void fenrun__words_limits(const struct fenrun__explain *explain,
                          const struct fenrun__trace *trace, struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = explain->pay->plan;
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, trace->award);
    struct fenrun__words_text room;
    if (trace->after_cap != trace->computed) {
        words_cut(explain, award->trigger, "cap", award->cap, &trace->cap, trace->after_cap,
                  writer);
    }
    if (trace->after_funder != trace->after_cap) {
        words_cut_by_funder(explain, trace, writer);
    } else if (award->funder != FENRUN__NOWHERE && trace->amount > 0) {
        fenrun__writer_format(writer, "; %T gives it",
                              fenrun__words_person(explain, trace->funder, &room));
    }
    if (trace->amount != trace->after_funder) {
        uint32_t version = fenrun__words_version_of(plan, trace->award);
        const struct fenrun__plan_trigger *trigger =
            fenrun__plan_trigger(plan, fenrun__plan_version(plan, version), award->trigger);
        words_cut(explain, award->trigger, "budget", trigger->budget, &trace->budget,
                  trace->amount, writer);
    }
    if (award->hold == 0 || trace->amount == 0) return;
    fenrun__writer_format(writer, "; available from %s",
                          fenrun__words_time(trace->available_at).bytes);
}

/* ---- reasons ---- */

static const char *words_subject(const struct fenrun__explain *explain,
                                 const struct fenrun__plan_award *award, uint8_t subject) {
    return subject == FENRUN__SUBJECT_PAYEE
               ? "payee"
               : fenrun__plan_role_name(explain->pay->plan, award->trigger, subject);
}

/* What was compared with: "seller 4 silver", or that there is none. */
static void words_compared(const struct fenrun__explain *explain,
                           const struct fenrun__trace *trace, const char *other,
                           struct fenrun__writer *writer) {
    struct fenrun__words_text room;
    if (trace->other == FENRUN__NONE) {
        fenrun__writer_format(writer, "the %s, who is nobody", other);
    } else {
        fenrun__writer_format(writer, "%s %T, who is %s", other,
                              fenrun__words_person(explain, trace->other, &room),
                              fenrun__words_tier(explain, trace->other_tier));
    }
}

/* Who was to be another, and is not, or is nobody. */
static void words_same(const struct fenrun__explain *explain, const struct fenrun__trace *trace,
                       const char *subject, const char *other, struct fenrun__writer *writer) {
    struct fenrun__words_text room;
    bool nobody = trace->tested == FENRUN__NONE;
    if (nobody || trace->other == FENRUN__NONE) {
        fenrun__writer_format(writer, "there is no %s, and %s must be another than %s",
                              nobody ? subject : other, subject, other);
        return;
    }
    fenrun__writer_format(writer, "%s and %s are both %T", subject, other,
                          fenrun__words_person(explain, trace->tested, &room));
}

static void words_test(const struct fenrun__explain *explain, const struct fenrun__trace *trace,
                       struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = explain->pay->plan;
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, trace->award);
    const struct fenrun__plan_test *test = fenrun__plan_test(plan, trace->test);
    const char *subject = words_subject(explain, award, test->subject);
    struct fenrun__words_text room;
    if (test->kind == FENRUN__TEST_OTHER) {
        words_same(explain, trace, subject, words_subject(explain, award, test->other), writer);
        return;
    }
    if (trace->tested == FENRUN__NONE) {
        fenrun__writer_format(writer, "there is no %s, who must be ", subject);
    } else {
        fenrun__writer_format(writer, "%s %T is %s, not ", subject,
                              fenrun__words_person(explain, trace->tested, &room),
                              fenrun__words_tier(explain, trace->tested_tier));
    }
    if (test->kind == FENRUN__TEST_IS) {
        fenrun__plan_write_tiers(plan, test->tiers, test->labels, writer);
        return;
    }
    fenrun__writer_format(writer, test->kind == FENRUN__TEST_BELOW ? "below " : "above ");
    words_compared(explain, trace, words_subject(explain, award, test->other), writer);
}

/* Where a path ended early: what is not above whom. */
static void words_nobody(const struct fenrun__explain *explain, const struct fenrun__trace *trace,
                         struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = explain->pay->plan;
    const struct fenrun__plan_path *path = fenrun__words_path(plan, trace);
    uint32_t trigger = fenrun__plan_award(plan, trace->award)->trigger;
    struct fenrun__words_text room;
    if (trace->person_count == 0) {
        fenrun__writer_format(writer, "there is no %s",
                              fenrun__plan_role_name(plan, trigger, path->role));
        return;
    }
    uint32_t last = trace->person_count - 1u;
    struct fenrun__text name = fenrun__words_person(explain, trace->people[last], &room);
    bool rose = last == 0 && trigger == fenrun__plan_trigger_of_promotion(plan);
    if (path->steps[last] == FENRUN__STEP_INVITER) {
        fenrun__writer_format(writer, "the platform invited %T", name);
    } else if (path->steps[last] == FENRUN__STEP_ABOVE) {
        fenrun__writer_format(writer, "nobody above %T is %s or higher", name,
                              fenrun__words_tier(explain, path->tiers[last]));
    } else if (trace->led && rose) {
        fenrun__writer_format(writer, "%T was %s and led a team", name,
                              fenrun__words_tier(explain, trace->tier_before));
    } else if (trace->led) {
        fenrun__writer_format(writer, "%T is %s and leads a team", name,
                              fenrun__words_tier(explain, trace->tiers[last]));
    } else {
        fenrun__writer_format(writer, "no leader is above %T", name);
    }
}

/* What is left over of a split. */
static void words_left(const struct fenrun__explain *explain, const struct fenrun__trace *trace,
                       struct fenrun__writer *writer) {
    fenrun__writer_format(writer, "%s is left over, ",
                          fenrun__words_amount(explain, trace->computed).bytes);
    fenrun__words_sum(explain, trace, writer);
    if (!fenrun__words_path(explain->pay->plan, trace)) return;
    fenrun__writer_format(writer, ": ");
    words_nobody(explain, trace, writer);
}

static void words_not_more(const struct fenrun__explain *explain,
                           const struct fenrun__trace *trace, struct fenrun__writer *writer) {
    struct fenrun__words_text room;
    uint32_t last = trace->person_count - 1u;
    fenrun__writer_format(writer, "%T is %s with %s",
                          fenrun__words_person(explain, trace->people[last], &room),
                          fenrun__words_tier(explain, trace->tiers[last]),
                          words_value(explain, trace->row, trace->row->value).bytes);
    if (trace->less_person == FENRUN__NONE) return;
    fenrun__writer_format(writer, ", not more than the %s already paid to %T",
                          words_value(explain, trace->row, trace->less).bytes,
                          fenrun__words_person(explain, trace->less_person, &room));
}

static void words_zero(const struct fenrun__explain *explain, const struct fenrun__trace *trace,
                       struct fenrun__writer *writer) {
    bool share = trace->part == FENRUN__PART_SHARE;
    bool rounds = share || trace->rate_ppb != 0;
    bool fixed = !share && trace->row->kind == FENRUN__VALUE_FIXED;
    bool aside = share && trace->row->kind == FENRUN__VALUE_RATE;
    words_terms(explain, trace, writer);
    if (!fixed) {
        fenrun__writer_format(writer, "%s %s %s", aside ? "," : "", rounds ? "rounds to" : "is",
                              fenrun__words_amount(explain, 0).bytes);
    }
    words_ground(explain, trace, writer);
}

static void words_ended(const struct fenrun__explain *explain, const struct fenrun__trace *trace,
                        struct fenrun__writer *writer) {
    const struct fenrun__plan_award *award = fenrun__plan_award(explain->pay->plan, trace->award);
    struct fenrun__words_text room;
    fenrun__writer_format(writer, "nobody is above %T",
                          fenrun__words_person(explain, trace->tested, &room));
    if (trace->level == 0) return;
    if (trace->level == award->level_count) {
        fenrun__writer_format(writer, " for level %u", trace->level);
    } else {
        fenrun__writer_format(writer, " for levels %u to %u", trace->level, award->level_count);
    }
}

static void words_sum_and_limits(const struct fenrun__explain *explain,
                                 const struct fenrun__trace *trace,
                                 struct fenrun__writer *writer) {
    fenrun__words_sum(explain, trace, writer);
    fenrun__words_limits(explain, trace, writer);
}

void fenrun__words_reason(const struct fenrun__explain *explain,
                          const struct fenrun__trace *trace, struct fenrun__writer *writer) {
    struct fenrun__words_text room;
    uint32_t last = trace->person_count > 0 ? trace->person_count - 1u : 0;
    if (trace->part == FENRUN__PART_NO_LEVELS) {
        words_ended(explain, trace, writer);
        return;
    }
    if (trace->part == FENRUN__PART_NO_PEER) {
        fenrun__writer_format(writer, "nobody above %T is its peer",
                              fenrun__words_person(explain, trace->tested, &room));
        return;
    }
    switch (trace->outcome) {
    case FENRUN__OUTCOME_NOBODY:
        if (trace->part == FENRUN__PART_AWARD) {
            words_nobody(explain, trace, writer);
        } else {
            words_left(explain, trace, writer);
        }
        break;
    case FENRUN__OUTCOME_TEST: words_test(explain, trace, writer); break;
    case FENRUN__OUTCOME_UNLISTED:
        fenrun__writer_format(writer, "%T is %s, a tier that `pay` does not list",
                              fenrun__words_person(explain, trace->people[last], &room),
                              fenrun__words_tier(explain, trace->tiers[last]));
        break;
    case FENRUN__OUTCOME_NOT_MORE: words_not_more(explain, trace, writer); break;
    case FENRUN__OUTCOME_ZERO: words_zero(explain, trace, writer); break;
    case FENRUN__OUTCOME_FUNDER:
        if (trace->funder == FENRUN__NONE) {
            fenrun__writer_format(writer, "there is nobody to take it from");
            break;
        }
        if (trace->funder == trace->people[last]) {
            fenrun__writer_format(writer, "%T would give it to itself",
                                  fenrun__words_person(explain, trace->funder, &room));
            break;
        }
        words_sum_and_limits(explain, trace, writer);
        break;
    default: words_sum_and_limits(explain, trace, writer);
    }
}
