/* Settlement: what is done with a shift by whichever thread has it. */
#include "cli/settlement.h"

#include <string.h>

#include "cli/pipeline.h"

#ifdef FENRUN_TIGHT
#define SETTLEMENT_EVENTS_MAX 3u
#else
#define SETTLEMENT_EVENTS_MAX 8192u
#endif

const char *fenrun__settlement_header(const fenrun_rules *rules,
                                      enum fenrun__settlement_output output) {
    if (output == FENRUN__SETTLED_PAYOUTS) return "event,award,payee,amount,unit,at\n";
    if (output == FENRUN__SETTLED_TOTALS) return "member,unit,amount\n";
    return fenrun_rules_count(rules, FENRUN_NAME_LABEL) > 0
               ? "member,tier_before,tier,labels_before,labels,at\n"
               : "member,tier_before,tier,at\n";
}

static bool settlement_has(const struct fenrun__settlement *settlement,
                           enum fenrun__settlement_output output) {
    return settlement->outputs && settlement->outputs[output].open;
}

/* ------------------------------------------------------------------------------------------ */
/* Members                                                                                    */

static void settlement_take_members(void *context, struct fenrun__shift *shift) {
    struct fenrun__settlement *settlement = context;
    fenrun__stream_gather(settlement->stream, shift, 0);
}

/* What is to be said about the shift, and that it is done with. */
static int settlement_write_members(void *context, struct fenrun__shift *shift) {
    struct fenrun__settlement *settlement = context;
    fenrun__progress_step(settlement->progress, shift->rows, shift->bytes);
    return fenrun__complaint_report(&shift->complaint);
}

static void settlement_expect(struct fenrun__settlement *settlement) {
    const struct fenrun__stream *stream = settlement->stream;
    uint64_t all = 0;
    for (uint32_t i = 0; i < stream->feed_count; i++) {
        const struct fenrun__source *source = &stream->feeds[i].input.source;
        if (!source->regular) return;
        all += source->size;
    }
    settlement->progress->bytes_all = all;
}

int fenrun__settlement_load(struct fenrun__settlement *settlement) {
    const struct fenrun__pipeline_work work = {.context = settlement,
                                               .take = settlement_take_members,
                                               .write = settlement_write_members};
    settlement_expect(settlement);
    if (!settlement->stream->loading) return FENRUN__EXIT_FINE;
    int code = fenrun__pipeline_run(settlement->stream, settlement->thread_count, &work);
    return code ? code : fenrun__stream_load(settlement->stream);
}

/* ------------------------------------------------------------------------------------------ */
/* Events                                                                                     */

static void settlement_take(void *context, struct fenrun__shift *shift) {
    struct fenrun__settlement *settlement = context;
    fenrun__stream_gather(settlement->stream, shift, SETTLEMENT_EVENTS_MAX);
    fenrun__stream_apply(settlement->stream, shift);
}

static bool settlement_shape(void *context, struct fenrun__shift *shift) {
    const struct fenrun__settlement *settlement = context;
    return (!settlement_has(settlement, FENRUN__SETTLED_PAYOUTS) ||
            fenrun__sheet_payouts(&settlement->sheet, shift)) &&
           (!settlement_has(settlement, FENRUN__SETTLED_PROMOTIONS) ||
            fenrun__sheet_promotions(&settlement->sheet, shift));
}

static int settlement_refuse_total(const struct fenrun__settlement *settlement,
                                   const struct fenrun__shift *shift,
                                   const fenrun_payout *payout) {
    char room[FENRUN__NAMES_ROOM], shown[FENRUN__SHOWN_SIZE];
    const struct fenrun__stretch *stretch = fenrun__shift_find(shift, payout->event);
    const struct fenrun__block *block = stretch->block;
    size_t row = stretch->row + (payout->event - stretch->first);
    struct fenrun__field member = fenrun__stream_member(settlement->stream, payout->payee, room);
    struct fenrun__complaint complaint;
    fenrun__complain(&complaint, FENRUN__EXIT_DATA, block->input->source.path,
                     block->above + block->rows[row].line,
                     "the total of %s in %s does not fit 64 bits", fenrun__shown(shown, member),
                     fenrun_rules_name(settlement->stream->rules, FENRUN_NAME_UNIT, payout->unit));
    return fenrun__complaint_report(&complaint);
}

static int settlement_add_totals(struct fenrun__settlement *settlement,
                                 const struct fenrun__shift *shift) {
    size_t count, done;
    const fenrun_payout *payouts = fenrun_result_payouts(shift->result, &count);
    switch (fenrun__totals_add_all(&settlement->totals, payouts, count, &done)) {
    case FENRUN__TOTALS_FINE:
        return FENRUN__EXIT_FINE;
    case FENRUN__TOTALS_OVERFLOW:
        return settlement_refuse_total(settlement, shift, &payouts[done]);
    default:
        return fenrun__report_memory();
    }
}

static int settlement_write(void *context, struct fenrun__shift *shift) {
    static const enum fenrun__settlement_output outputs[FENRUN__PAGES] = {
        FENRUN__SETTLED_PAYOUTS, FENRUN__SETTLED_PROMOTIONS};
    struct fenrun__settlement *settlement = context;
    int code = fenrun__complaint_report(&shift->replay);
    if (settlement_has(settlement, FENRUN__SETTLED_TOTALS))
        code = settlement_add_totals(settlement, shift);
    for (size_t i = 0; i < FENRUN__PAGES && !code; i++) {
        if (!settlement_has(settlement, outputs[i])) continue;
        struct fenrun__output *output = &settlement->outputs[outputs[i]];
        fenrun__output_put(output, shift->pages[i].bytes, shift->pages[i].size);
        code = fenrun__output_check(output);
    }
    if (!code) code = fenrun__complaint_report(&shift->complaint);
    if (!code) fenrun__progress_step(settlement->progress, shift->rows, shift->bytes);
    return code;
}

static int settlement_put_totals(struct fenrun__settlement *settlement) {
    const struct fenrun__totals *totals = &settlement->totals;
    uint32_t unit_count = fenrun_rules_count(settlement->stream->rules, FENRUN_NAME_UNIT);
    struct fenrun__output *output = &settlement->outputs[FENRUN__SETTLED_TOTALS];
    struct fenrun__page page = {0};
    bool written = true;
    for (uint32_t unit = 0; unit < unit_count; unit++) {
        for (size_t i = 0; i < totals->count && written; i++) {
            const struct fenrun__total *total = &totals->rows[i];
            if (total->unit != unit) continue;
            written = fenrun__sheet_total(&settlement->sheet, &page, total->member, unit,
                                          total->amount);
            if (page.size < FENRUN__OUTPUT_BUFFER_SIZE / 4) continue;
            fenrun__output_put(output, page.bytes, page.size);
            page.size = 0;
        }
    }
    fenrun__output_put(output, page.bytes, page.size);
    fenrun__page_free(&page);
    return written ? FENRUN__EXIT_FINE
                   : fenrun__report_memory();
}

int fenrun__settlement_run(struct fenrun__settlement *settlement) {
    const struct fenrun__pipeline_work work = {.context = settlement,
                                               .take = settlement_take,
                                               .shape = settlement->outputs ? settlement_shape
                                                                            : NULL,
                                               .write = settlement_write};
    struct fenrun__stream *stream = settlement->stream;
    memset(&settlement->totals, 0, sizeof settlement->totals);
    int code = fenrun__settlement_load(settlement);
    if (!fenrun__sheet_open(&settlement->sheet, stream->rules, &stream->names) && !code)
        code = fenrun__report_memory();
    if (!code) code = fenrun__pipeline_run(stream, settlement->thread_count, &work);
    if (!code && settlement_has(settlement, FENRUN__SETTLED_TOTALS))
        code = settlement_put_totals(settlement);
    fenrun__totals_free(&settlement->totals);
    fenrun__sheet_free(&settlement->sheet);
    return code;
}
