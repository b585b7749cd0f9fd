/* Sheet: rows put together from pieces that are ready. */
#include "cli/sheet.h"

#include <stdlib.h>
#include <string.h>

#include "cli/numeral.h"
#include "cli/stream.h"

/* Of a row without its names and ids. */
#define SHEET_ROW_ROOM (4 * FENRUN__SHEET_WORD + 3 * FENRUN__NUMERAL_ROOM)
#define SHEET_LABELS_ROOM (2 * (FENRUN_LABELS_MAX + 1) * FENRUN__SHEET_WORD)

/* How many payouts ahead the name of a payee is fetched. */
#define SHEET_AHEAD 8u

/* What is known of the event that payouts are of. */
struct sheet_event {
    const struct fenrun__stretch *stretch;
    size_t index;
    struct fenrun__field id;
    const char *prefix;
    size_t prefix_size;
    bool plain;
};

/* ------------------------------------------------------------------------------------------ */
/* Words                                                                                      */

static struct fenrun__sheet_word *sheet_words(const fenrun_rules *rules, uint32_t kind,
                                              const char *before, const char *after) {
    uint32_t count = fenrun_rules_count(rules, kind);
    struct fenrun__sheet_word *words = calloc((size_t)count + 1, sizeof *words);
    for (uint32_t i = 0; words && i < count; i++) {
        const char *pieces[] = {before, fenrun_rules_name(rules, kind, i), after};
        for (size_t k = 0; k < 3; k++) {
            size_t size = strlen(pieces[k]);
            if (words[i].size + size > sizeof words[i].text)
                size = sizeof words[i].text - words[i].size;
            memcpy(words[i].text + words[i].size, pieces[k], size);
            words[i].size += (uint32_t)size;
        }
    }
    return words;
}

bool fenrun__sheet_open(struct fenrun__sheet *sheet, const fenrun_rules *rules,
                        const struct fenrun__names *names) {
    *sheet = (struct fenrun__sheet){
        .rules = rules,
        .names = names,
        .decimals = fenrun_rules_decimals(rules),
        .has_labels = fenrun_rules_count(rules, FENRUN_NAME_LABEL) > 0,
        .awards = sheet_words(rules, FENRUN_NAME_AWARD, ",", ","),
        .units = sheet_words(rules, FENRUN_NAME_UNIT, ",", ","),
        .tiers = sheet_words(rules, FENRUN_NAME_TIER, ",", ""),
        .own = sheet_words(rules, FENRUN_NAME_EVENT, "", ":")};
    return sheet->awards && sheet->units && sheet->tiers && sheet->own;
}

void fenrun__sheet_free(struct fenrun__sheet *sheet) {
    free(sheet->awards);
    free(sheet->units);
    free(sheet->tiers);
    free(sheet->own);
    memset(sheet, 0, sizeof *sheet);
}

/* ------------------------------------------------------------------------------------------ */
/* Pieces                                                                                     */

/* Copy a size that the compiler knows, most of the time. Both sides have the room. */
static void sheet_put_word(struct fenrun__page *page, const struct fenrun__sheet_word *word) {
    if (word->size <= 32) {
        memcpy(page->bytes + page->size, word->text, 32);
        page->size += word->size;
    } else {
        fenrun__page_put(page, word->text, word->size);
    }
}

/* The same for a field of a block, which has slack behind it. */
static void sheet_put_plain(struct fenrun__page *page, struct fenrun__field field) {
    if (field.size <= 32) {
        memcpy(page->bytes + page->size, field.bytes, 32);
        page->size += field.size;
    } else {
        fenrun__page_put(page, field.bytes, field.size);
    }
}

/* False if there is no memory. */
static bool sheet_put_member(const struct fenrun__sheet *sheet, struct fenrun__page *page,
                             uint64_t member, size_t room) {
    if (member < FENRUN__NAMES_FIRST) {
        if (!fenrun__page_room(page, room)) return false;
        char *to = page->bytes + page->size;
        page->size += (size_t)(fenrun__numeral_put_number(to, member) - to);
        return true;
    }
    struct fenrun__name name = fenrun__names_at(sheet->names, member);
    struct fenrun__field text = {name.text, name.size};
    if (!fenrun__page_room(page, room + fenrun__page_cell_room(0, text))) return false;
    if (name.plain) {
        fenrun__page_put(page, text.bytes, text.size);
    } else {
        fenrun__page_put_cell(page, "", 0, text);
    }
    return true;
}

static void sheet_put_amount(const struct fenrun__sheet *sheet, struct fenrun__page *page,
                             int64_t amount) {
    char *to = page->bytes + page->size;
    page->size += (size_t)(fenrun__numeral_put_amount(to, amount, sheet->decimals) - to);
}

/* The last cell of a row. */
static void sheet_put_instant(struct fenrun__numeral_day *day, struct fenrun__page *page,
                              int64_t at) {
    char *to = page->bytes + page->size;
    char *end = fenrun__numeral_put_instant(day, to, at);
    *end++ = '\n';
    page->size += (size_t)(end - to);
}

/* ------------------------------------------------------------------------------------------ */
/* Rows                                                                                       */

/* Go to an event that is not before the one that `event` is at. */
static void sheet_find_event(const struct fenrun__sheet *sheet, struct sheet_event *event,
                             size_t index) {
    const struct fenrun__stretch *stretch = event->stretch;
    while (index >= stretch->first + stretch->count) stretch++;
    const struct fenrun__block *block = stretch->block;
    size_t place = stretch->row + (index - stretch->first);
    const struct fenrun__row *row = &block->rows[place];
    event->stretch = stretch;
    event->index = index;
    event->id = fenrun__block_id(block, place);
    event->prefix = fenrun__stream_prefix(row->kind);
    event->prefix_size = strlen(event->prefix);
    if (row->kind == FENRUN_EVENT_OWN) {
        event->prefix = sheet->own[row->name].text;
        event->prefix_size = sheet->own[row->name].size;
    }
    event->plain = block->plain && event->prefix_size == 0;
}

bool fenrun__sheet_payouts(const struct fenrun__sheet *sheet, struct fenrun__shift *shift) {
    struct fenrun__page *page = &shift->pages[FENRUN__PAGE_PAYOUTS];
    struct fenrun__numeral_day day = {0};
    size_t count;
    const fenrun_payout *payouts = fenrun_result_payouts(shift->result, &count);
    struct sheet_event event = {.stretch = shift->stretches, .index = SIZE_MAX};
    for (size_t i = 0; i < count; i++) {
        const fenrun_payout *payout = &payouts[i];
        if (count - i > SHEET_AHEAD && payout[SHEET_AHEAD].payee >= FENRUN__NAMES_FIRST)
            fenrun__names_fetch(sheet->names, payout[SHEET_AHEAD].payee);
        if (payout->event != event.index) sheet_find_event(sheet, &event, payout->event);
        size_t room = SHEET_ROW_ROOM + fenrun__page_cell_room(event.prefix_size, event.id);
        if (!fenrun__page_room(page, room)) return false;
        if (event.plain) {
            sheet_put_plain(page, event.id);
        } else {
            fenrun__page_put_cell(page, event.prefix, event.prefix_size, event.id);
        }
        sheet_put_word(page, &sheet->awards[payout->award]);
        if (!sheet_put_member(sheet, page, payout->payee, SHEET_ROW_ROOM)) return false;
        fenrun__page_put(page, ",", 1);
        sheet_put_amount(sheet, page, payout->amount);
        sheet_put_word(page, &sheet->units[payout->unit]);
        sheet_put_instant(&day, page, payout->available_at);
    }
    return true;
}

/* The names of a set of labels, parted by spaces. */
static void sheet_put_labels(const struct fenrun__sheet *sheet, struct fenrun__page *page,
                             uint32_t labels) {
    const char *before = ",";
    if (labels == 0) fenrun__page_put(page, ",", 1);
    for (uint32_t label = 0; labels >> label; label++) {
        if ((labels >> label & 1) == 0) continue;
        const char *name = fenrun_rules_name(sheet->rules, FENRUN_NAME_LABEL, label);
        fenrun__page_put(page, before, 1);
        fenrun__page_put(page, name, strlen(name));
        before = " ";
    }
}

bool fenrun__sheet_promotions(const struct fenrun__sheet *sheet, struct fenrun__shift *shift) {
    struct fenrun__page *page = &shift->pages[FENRUN__PAGE_PROMOTIONS];
    struct fenrun__numeral_day day = {0};
    size_t count, room = SHEET_ROW_ROOM + (sheet->has_labels ? SHEET_LABELS_ROOM : 0);
    const fenrun_promotion *promotions = fenrun_result_promotions(shift->result, &count);
    for (size_t i = 0; i < count; i++) {
        const fenrun_promotion *promotion = &promotions[i];
        if (!sheet_put_member(sheet, page, promotion->member, room)) return false;
        sheet_put_word(page, &sheet->tiers[promotion->tier_before]);
        sheet_put_word(page, &sheet->tiers[promotion->tier]);
        if (sheet->has_labels) {
            sheet_put_labels(sheet, page, promotion->labels_before);
            sheet_put_labels(sheet, page, promotion->labels);
        }
        fenrun__page_put(page, ",", 1);
        sheet_put_instant(&day, page, promotion->at);
    }
    return true;
}

bool fenrun__sheet_total(const struct fenrun__sheet *sheet, struct fenrun__page *page,
                         uint64_t member, uint32_t unit, int64_t amount) {
    if (!sheet_put_member(sheet, page, member, SHEET_ROW_ROOM)) return false;
    sheet_put_word(page, &sheet->units[unit]);
    sheet_put_amount(sheet, page, amount);
    fenrun__page_put(page, "\n", 1);
    return true;
}
