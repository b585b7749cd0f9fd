/* Explain: the lines of text; see the header. */
#include "payout/explain.h"

#include "base/error.h"
#include "payout/record.h"
#include "payout/words.h"

/* ---- the event ---- */

/* Roles, amounts and counts that an order, join or own event brings. */
static void explain_brought(const struct fenrun__explain *explain, const char *separator,
                            struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = explain->pay->plan;
    const fenrun_event *event = explain->pay->event;
    uint32_t trigger = explain->pay->trigger;
    const struct fenrun__plan_shape *shape = fenrun__plan_shape(plan, trigger);
    struct fenrun__words_text room;
    for (uint32_t i = 0; i < shape->role_count && event->kind != FENRUN_EVENT_JOIN; i++) {
        if (event->roles[i] == FENRUN_PLATFORM) continue;
        fenrun__writer_format(writer, "%s%s %T", separator,
                              fenrun__plan_role_name(plan, trigger, i),
                              fenrun__words_member(explain, event->roles[i], &room));
        separator = ", ";
    }
    for (uint32_t i = 0; i < shape->amount_count; i++) {
        fenrun__writer_format(writer, "%s%s %s", separator,
                              fenrun__plan_figure_name(plan, trigger, i),
                              fenrun__words_amount(explain, event->amounts[i]).bytes);
        separator = ", ";
    }
    for (uint32_t i = 0; i < shape->count_count; i++) {
        fenrun__writer_format(
            writer, "%s%s %D", separator,
            fenrun__plan_figure_name(plan, trigger, FENRUN__FIGURE_COUNT0 + i), event->counts[i]);
        separator = ", ";
    }
}

static void explain_inviter(const struct fenrun__explain *explain,
                            struct fenrun__writer *writer) {
    uint64_t inviter = explain->pay->event->inviter;
    struct fenrun__words_text room;
    if (inviter == FENRUN_PLATFORM) {
        fenrun__writer_format(writer, "inviter the platform");
    } else {
        fenrun__writer_format(writer, "inviter %T", fenrun__words_member(explain, inviter, &room));
    }
}

static void explain_head(const struct fenrun__explain *explain, const struct fenrun_result *result,
                         struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = explain->pay->plan;
    const fenrun_event *event = explain->pay->event;
    struct fenrun__words_text room;
    fenrun__writer_format(writer, "%s ", fenrun__words_kind(explain));
    fenrun__words_event(explain, writer);
    fenrun__writer_format(writer, " at %s: ", fenrun__words_time(event->at).bytes);
    switch (event->kind) {
    case FENRUN_EVENT_ORDER:
    case FENRUN_EVENT_OWN: explain_brought(explain, "", writer); break;
    case FENRUN_EVENT_JOIN:
        explain_inviter(explain, writer);
        explain_brought(explain, ", ", writer);
        break;
    case FENRUN_EVENT_MOVE: explain_inviter(explain, writer); break;
    case FENRUN_EVENT_TIER:
        fenrun__writer_format(writer, "%T becomes %s",
                              fenrun__words_member(explain, event->member, &room),
                              fenrun__words_tier(explain, event->tier));
        break;
    case FENRUN_EVENT_REFUND:
        fenrun__writer_format(writer, "%s of %s, %s refunded before",
                              fenrun__words_amount(explain, event->amounts[0]).bytes,
                              fenrun__words_amount(explain, explain->order_total).bytes,
                              fenrun__words_amount(explain, explain->refunded).bytes);
        break;
    default:
        fenrun__writer_format(writer, "%s of %U members",
                              fenrun__plan_name(plan, FENRUN_NAME_PERIOD, event->name),
                              (uint64_t)explain->pay->tree->count);
    }
    bool change = event->kind == FENRUN_EVENT_TIER || event->kind == FENRUN_EVENT_MOVE;
    if (change && result->trace_count == 0) fenrun__writer_format(writer, "; pays nobody");
    if (plan->version_count > 1 && explain->pay->trigger != FENRUN__NOWHERE) {
        uint32_t version =
            (uint32_t)(explain->pay->version - fenrun__plan_version(plan, 0));
        fenrun__writer_format(writer, "; by ");
        fenrun__words_version(explain, version, writer);
    }
    fenrun__writer_format(writer, "\n");
}

/* ---- awards ---- */

/* Where the rule stands: "line 9", and in a book of which version, if not the event's. */
static void explain_line(const struct fenrun__explain *explain, uint32_t award,
                         struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = explain->pay->plan;
    fenrun__writer_format(writer, "line %u", fenrun__plan_award(plan, award)->line);
    if (plan->version_count == 1) return;
    uint32_t version = fenrun__words_version_of(plan, award);
    bool of_event = explain->pay->trigger != FENRUN__NOWHERE &&
                    explain->pay->version == fenrun__plan_version(plan, version);
    if (of_event) return;
    fenrun__writer_format(writer, " of ");
    fenrun__words_version(explain, version, writer);
}

/* Whom the award looked at, and where it stands. */
static void explain_path(const struct fenrun__explain *explain, const struct fenrun__trace *trace,
                         struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = explain->pay->plan;
    bool rises = fenrun__plan_award(plan, trace->award)->trigger ==
                 fenrun__plan_trigger_of_promotion(plan);
    struct fenrun__words_text room;
    fenrun__writer_format(writer, " (");
    for (uint32_t i = 0; i < trace->person_count; i++) {
        if (i) fenrun__writer_format(writer, ", ");
        fenrun__words_step(plan, trace, i, writer);
        fenrun__writer_format(writer, " %T %s",
                              fenrun__words_person(explain, trace->people[i], &room),
                              fenrun__words_tier(explain, trace->tiers[i]));
        for (uint32_t label = 0; label < plan->label_count; label++) {
            if ((trace->labels[i] >> label & 1) == 0) continue;
            fenrun__writer_format(writer, " %s",
                                  fenrun__plan_name(plan, FENRUN_NAME_LABEL, label));
        }
        if (i == 0 && rises) {
            fenrun__writer_format(writer, ", was %s",
                                  fenrun__words_tier(explain, trace->tier_before));
        }
    }
    if (trace->person_count) fenrun__writer_format(writer, "; ");
    explain_line(explain, trace->award, writer);
    fenrun__writer_format(writer, ")\n");
}

/* " at level 2", where levels or ranks are paid. */
static void explain_level(const struct fenrun__plan *plan, const struct fenrun__trace *trace,
                          struct fenrun__writer *writer) {
    uint32_t form = fenrun__plan_award(plan, trace->award)->form;
    if (trace->part == FENRUN__PART_UPLINE && form == FENRUN__FORM_LEVELS) {
        fenrun__writer_format(writer, " at level %u", trace->level);
    } else if (trace->part == FENRUN__PART_AWARD && form == FENRUN__FORM_PRIZES) {
        fenrun__writer_format(writer, " at rank %u", trace->level);
    }
}

/* What becomes of a level whose member is not qualified. */
static void explain_unqualified(const struct fenrun__plan *plan, const struct fenrun__trace *trace,
                                struct fenrun__writer *writer) {
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, trace->award);
    bool unqualified = trace->part == FENRUN__PART_UPLINE && award->form == FENRUN__FORM_LEVELS &&
                       (trace->outcome == FENRUN__OUTCOME_TEST ||
                        trace->outcome == FENRUN__OUTCOME_UNLISTED);
    if (!unqualified) return;
    if (award->unqualified == FENRUN__UNQUALIFIED_SKIP) {
        fenrun__writer_format(writer, ", so level %u is skipped", trace->level);
    } else if (award->unqualified == FENRUN__UNQUALIFIED_COMPRESS) {
        fenrun__writer_format(writer, ", so level %u goes to the next above", trace->level);
    } else {
        fenrun__writer_format(writer, ", so nobody further up is paid");
    }
}

/* One reason of several: "5 below the top". */
static void explain_count(uint32_t count, const char *reason, const char **separator,
                          struct fenrun__writer *writer) {
    if (count == 0) return;
    fenrun__writer_format(writer, "%s%u %s", *separator, count, reason);
    *separator = ", ";
}

/* How many did not pass a test: "5 members do not pass `when`". */
static void explain_failed(uint32_t count, const char *key, const char **separator,
                           struct fenrun__writer *writer) {
    if (count == 0) return;
    fenrun__writer_format(writer, "%s%u %s not pass `%s`", *separator, count,
                          count == 1 ? "member does" : "members do", key);
    *separator = ", ";
}

/* What is ranked, or weighed, at a close. */
static void explain_figure(const struct fenrun__plan *plan, const struct fenrun__plan_award *award,
                           struct fenrun__writer *writer) {
    uint32_t share = award->form == FENRUN__FORM_POOL
                         ? fenrun__plan_pool(plan, award->special)->share
                         : FENRUN__NOWHERE;
    uint32_t rank = fenrun__plan_selection(plan, award->selection)->rank;
    if (rank != FENRUN__NOWHERE) fenrun__plan_write_measure(plan, rank, false, writer);
    if (share == FENRUN__NOWHERE || share == rank) return;
    if (rank != FENRUN__NOWHERE) fenrun__writer_format(writer, " or ");
    fenrun__plan_write_measure(plan, share, false, writer);
}

/* Of an award at a close: how many got nothing, and why. */
static void explain_others(const struct fenrun__explain *explain,
                           const struct fenrun__trace *trace, struct fenrun__writer *writer) {
    static const char *const reasons[] = {
        [FENRUN__OUTCOME_PAID] = "",
        [FENRUN__OUTCOME_NOBODY] = "with nobody at the end of the path",
        [FENRUN__OUTCOME_TEST] = "by `when` of the payee",
        [FENRUN__OUTCOME_UNLISTED] = "of a tier that `pay` does not list",
        [FENRUN__OUTCOME_ZERO] = "with an amount of 0",
        [FENRUN__OUTCOME_NOT_MORE] = "with no more than was paid below",
        [FENRUN__OUTCOME_CAP] = "by the cap",
        [FENRUN__OUTCOME_FUNDER] = "by the funder",
        [FENRUN__OUTCOME_BUDGET] = "by the budget",
        [FENRUN__OUTCOME_NO_PRIZE] = "below the last prize",
    };
    const struct fenrun__plan *plan = explain->pay->plan;
    const char *name = fenrun__plan_name(plan, FENRUN_NAME_AWARD, trace->award);
    const char *separator = ": ";
    fenrun__writer_format(writer, "  %s pays nobody%s", name, trace->level ? " else" : "");
    explain_failed(trace->passed_over[FENRUN__PASSED_WHEN], "when", &separator, writer);
    explain_failed(trace->passed_over[FENRUN__PASSED_QUALIFY], "qualify", &separator, writer);
    if (trace->passed_over[FENRUN__PASSED_FIGURE]) {
        explain_count(trace->passed_over[FENRUN__PASSED_FIGURE], "without ", &separator, writer);
        explain_figure(plan, fenrun__plan_award(plan, trace->award), writer);
    }
    explain_count(trace->passed_over[FENRUN__PASSED_TOP], "below the top", &separator, writer);
    for (uint32_t i = 1; i < FENRUN__OUTCOME_COUNT; i++) {
        explain_count(trace->outcomes[i], reasons[i], &separator, writer);
    }
    fenrun__writer_format(writer, " (");
    explain_line(explain, trace->award, writer);
    fenrun__writer_format(writer, ")\n");
}

static void explain_award(const struct fenrun__explain *explain, const struct fenrun__trace *trace,
                          struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = explain->pay->plan;
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, trace->award);
    const char *name = fenrun__plan_name(plan, FENRUN_NAME_AWARD, trace->award);
    struct fenrun__words_text room;
    if (trace->part == FENRUN__PART_OTHERS) {
        explain_others(explain, trace, writer);
        return;
    }
    if (trace->outcome != FENRUN__OUTCOME_PAID) {
        fenrun__writer_format(writer, "  %s pays nobody", name);
        explain_level(plan, trace, writer);
        fenrun__writer_format(writer, ": ");
        fenrun__words_reason(explain, trace, writer);
        explain_unqualified(plan, trace, writer);
    } else {
        fenrun__writer_format(
            writer, "  %s pays %T %s %s", name,
            fenrun__words_person(explain, trace->people[trace->person_count - 1], &room),
            fenrun__words_amount(explain, trace->amount).bytes,
            fenrun__plan_name(plan, FENRUN_NAME_UNIT, award->unit));
        explain_level(plan, trace, writer);
        fenrun__writer_format(writer, ": ");
        fenrun__words_sum(explain, trace, writer);
        fenrun__words_limits(explain, trace, writer);
    }
    explain_path(explain, trace, writer);
}

static void explain_refund(const struct fenrun__explain *explain,
                           const struct fenrun_result *result, struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = explain->pay->plan;
    struct fenrun__words_text room;
    for (size_t i = 0; i < result->payout_count; i++) {
        const fenrun_payout *payout = result->payouts + i;
        /* What a member gave is below 0, and comes back. */
        bool back = payout->amount > 0;
        fenrun__writer_format(
            writer, "  %s %s %s of %s %s %s %T\n",
            fenrun__plan_name(plan, FENRUN_NAME_AWARD, payout->award),
            back ? "gives back" : "takes back",
            fenrun__words_amount(explain, back ? payout->amount : -payout->amount).bytes,
            fenrun__words_amount(explain, back ? -payout->base : payout->base).bytes,
            fenrun__plan_name(plan, FENRUN_NAME_UNIT, payout->unit), back ? "to" : "from",
            fenrun__words_member(explain, payout->payee, &room));
    }
}

int32_t fenrun__explain_write(const struct fenrun__explain *explain, struct fenrun_result *result,
                              fenrun_error *error) {
    struct fenrun__writer *writer = &result->text;
    if (explain->options && explain->options->format == FENRUN_FORMAT_JSON) {
        fenrun__record_write(explain, result, writer);
    } else {
        explain_head(explain, result, writer);
        for (size_t i = 0; i < result->trace_count; i++) {
            explain_award(explain, result->traces + i, writer);
        }
        if (explain->pay->event->kind == FENRUN_EVENT_REFUND) {
            explain_refund(explain, result, writer);
        }
    }
    return writer->failed ? fenrun__error_memory(error) : FENRUN_OK;
}
