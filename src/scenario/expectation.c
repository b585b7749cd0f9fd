/* Expectation: maps of members, and what may stand behind each. */
#include "scenario/expectation.h"

#include "money/amount.h"
#include "money/calendar.h"

static uint8_t expectation_form(uint32_t kind) {
    static const uint8_t forms[] = {
        [FENRUN__CHECK_PAYS] = FENRUN__OUTLINE_PAYS,
        [FENRUN__CHECK_BY_AWARD] = FENRUN__OUTLINE_BY_AWARD,
        [FENRUN__CHECK_TIERS] = FENRUN__OUTLINE_TIERS,
        [FENRUN__CHECK_LEADERS] = FENRUN__OUTLINE_LEADERS,
        [FENRUN__CHECK_LABELS] = FENRUN__OUTLINE_LABELS,
        [FENRUN__CHECK_PROMOTIONS] = FENRUN__OUTLINE_TIERS,
        [FENRUN__CHECK_AVAILABLE] = FENRUN__OUTLINE_INSTANTS,
        [FENRUN__CHECK_TOTALS] = FENRUN__OUTLINE_PAYS};
    return forms[kind];
}

/* "40.00", "20.00 coupon", into value and unit. */
static bool expectation_read_balance(struct fenrun__script_reading *reading,
                                     const struct fenrun__place *place,
                                     struct fenrun__script_row *row) {
    const struct fenrun__plan *plan = reading->script->plan;
    struct fenrun__text rest = place->text;
    struct fenrun__text number = fenrun__text_word(&rest);
    struct fenrun__text unit = fenrun__text_word(&rest);
    fenrun_error error;
    row->unit = 0;
    if (fenrun__amount_parse(&row->value, number.bytes, number.size, plan->decimals, &error) !=
            FENRUN_OK ||
        fenrun__text_trim(rest).size > 0) {
        struct fenrun__quote quote;
        fenrun__diagnostics_note(reading->reading.diagnostics, place, place->text,
                                 "%s is not an amount of %s with at most %u decimals; allowed: %s",
                                 fenrun__quote(&quote, place->text),
                                 fenrun__plan_name(plan, FENRUN_NAME_CURRENCY, 0), plan->decimals,
                                 fenrun__outline(FENRUN__OUTLINE_PAID)->allowed);
        return false;
    }
    if (unit.size > 0) {
        row->unit = fenrun__script_name(reading, place, unit, FENRUN_NAME_UNIT, "unit");
    }
    return row->unit != UINT32_MAX;
}

static void expectation_add_balance(struct fenrun__script_reading *reading,
                                    const struct fenrun__place *place, uint32_t node,
                                    uint32_t first, struct fenrun__script_row *row) {
    const struct fenrun__script *script = reading->script;
    if (!fenrun__reading_is(&reading->reading, place, node, FENRUN__NODE_TEXT,
                            fenrun__outline(FENRUN__OUTLINE_PAID)->allowed) ||
        !expectation_read_balance(reading, place, row)) {
        return;
    }
    for (size_t i = first; i < script->row_count; i++) {
        if (script->rows[i].unit != row->unit) continue;
        fenrun__diagnostics_note(reading->reading.diagnostics, place, fenrun__part_all(),
                                 "a second amount in %s; allowed: one of each unit",
                                 fenrun__plan_name(script->plan, FENRUN_NAME_UNIT, row->unit));
        return;
    }
    fenrun__script_add_row(reading, row);
}

/* An amount, or a list of them. */
static void expectation_read_balances(struct fenrun__script_reading *reading,
                                      const struct fenrun__place *place, uint32_t node,
                                      struct fenrun__script_row *row) {
    struct fenrun__reading *plain = &reading->reading;
    uint32_t first = (uint32_t)reading->script->row_count;
    if (fenrun__reading_kind(plain, node) != FENRUN__NODE_LIST) {
        expectation_add_balance(reading, place, node, first, row);
        return;
    }
    uint32_t number = 0;
    for (uint32_t item = fenrun__document_node(plain->document, node)->first;
         item != FENRUN__NODE_ABSENT; item = fenrun__document_node(plain->document, item)->next) {
        struct fenrun__place at = fenrun__reading_item(plain, place, item, ++number);
        expectation_add_balance(reading, &at, item, first, row);
    }
}

static void expectation_read_labels(struct fenrun__script_reading *reading,
                                    const struct fenrun__place *place, uint32_t node,
                                    struct fenrun__script_row *row) {
    uint32_t labels;
    if (!fenrun__script_labels(reading, place, node, &labels)) return;
    row->value = labels;
    fenrun__script_add_row(reading, row);
}

/* A tier, or the member who leads. */
static void expectation_read_word(struct fenrun__script_reading *reading,
                                  const struct fenrun__place *place, uint32_t node, uint32_t kind,
                                  struct fenrun__script_row *row) {
    bool leader = kind == FENRUN__CHECK_LEADERS;
    const char *allowed = leader ? "the member who leads, or nobody" : "a tier";
    if (!fenrun__reading_is(&reading->reading, place, node, FENRUN__NODE_TEXT, allowed)) return;
    if (!leader) {
        uint32_t tier =
            fenrun__script_name(reading, place, place->text, FENRUN_NAME_TIER, "tier");
        if (tier == UINT32_MAX) return;
        row->value = tier;
    } else if (fenrun__text_is(place->text, "nobody")) {
        row->value = 0;
    } else {
        uint64_t id = fenrun__script_member_or(reading, place, place->text, "nobody");
        if (id == 0) return;
        row->value = (int64_t)(id - FENRUN__CAST_FIRST) + 1;
    }
    fenrun__script_add_row(reading, row);
}

static void expectation_read_instant(struct fenrun__script_reading *reading,
                                     const struct fenrun__place *place, uint32_t node,
                                     struct fenrun__script_row *row) {
    const char *allowed = fenrun__outline(FENRUN__OUTLINE_INSTANT)->allowed;
    fenrun_error error;
    if (!fenrun__reading_is(&reading->reading, place, node, FENRUN__NODE_TEXT, allowed)) return;
    if (fenrun__calendar_parse(&row->value, place->text.bytes, place->text.size, &error) ==
        FENRUN_OK) {
        fenrun__script_add_row(reading, row);
    } else {
        fenrun__diagnostics_note(reading->reading.diagnostics, place, fenrun__part_all(), "%s",
                                 error.message);
    }
}

/* A map whose keys are members. */
static void expectation_read_map(struct fenrun__script_reading *reading,
                                 const struct fenrun__place *place, uint32_t map, uint32_t kind,
                                 uint32_t award) {
    struct fenrun__reading *plain = &reading->reading;
    for (uint32_t key = fenrun__reading_first(plain, map); key != FENRUN__NODE_ABSENT;
         key = fenrun__reading_next(plain, key)) {
        struct fenrun__place at = fenrun__reading_place(plain, place, key);
        struct fenrun__place at_key = fenrun__reading_key(plain, place, key);
        struct fenrun__text name = fenrun__document_text(plain->document, key);
        uint32_t value = fenrun__reading_value(plain, key);
        struct fenrun__script_row row = {
            .member = fenrun__script_member(reading, &at_key, name, false), .award = award};
        switch (kind) {
        case FENRUN__CHECK_LABELS: expectation_read_labels(reading, &at, value, &row); break;
        case FENRUN__CHECK_AVAILABLE: expectation_read_instant(reading, &at, value, &row); break;
        case FENRUN__CHECK_TIERS:
        case FENRUN__CHECK_PROMOTIONS:
        case FENRUN__CHECK_LEADERS: expectation_read_word(reading, &at, value, kind, &row); break;
        default: expectation_read_balances(reading, &at, value, &row); break;
        }
    }
}

static void expectation_read_awards(struct fenrun__script_reading *reading,
                                    const struct fenrun__place *place, uint32_t map) {
    struct fenrun__reading *plain = &reading->reading;
    const char *allowed = fenrun__outline(FENRUN__OUTLINE_PAYS)->allowed;
    for (uint32_t key = fenrun__reading_first(plain, map); key != FENRUN__NODE_ABSENT;
         key = fenrun__reading_next(plain, key)) {
        struct fenrun__place at = fenrun__reading_place(plain, place, key);
        struct fenrun__place at_key = fenrun__reading_key(plain, place, key);
        uint32_t value = fenrun__reading_value(plain, key);
        struct fenrun__text name = fenrun__document_text(plain->document, key);
        uint32_t award =
            fenrun__script_name(reading, &at_key, name, FENRUN_NAME_AWARD, "award");
        if (!fenrun__script_is(reading, &at, value, FENRUN__NODE_MAP, allowed)) continue;
        expectation_read_map(reading, &at, value, FENRUN__CHECK_BY_AWARD, award);
    }
}

void fenrun__expectation_read(struct fenrun__script_reading *reading,
                              const struct fenrun__place *parent, uint32_t key, uint32_t kind) {
    struct fenrun__reading *plain = &reading->reading;
    struct fenrun__place place = fenrun__reading_place(plain, parent, key);
    uint32_t value = fenrun__reading_value(plain, key);
    const struct fenrun__node *node = fenrun__document_node(plain->document, value);
    bool blank = node->kind == FENRUN__NODE_TEXT && node->text_size == 0;
    if (!blank && !fenrun__script_is(reading, &place, value, FENRUN__NODE_MAP,
                                     fenrun__outline(expectation_form(kind))->allowed)) {
        return;
    }
    size_t index = reading->script->check_count;
    if (!fenrun__script_add_check(reading, kind, key)) return;
    if (kind == FENRUN__CHECK_BY_AWARD && !blank) {
        expectation_read_awards(reading, &place, value);
    } else if (!blank) {
        expectation_read_map(reading, &place, value, kind, FENRUN__NONE);
    }
    struct fenrun__script_check *check = &reading->script->checks[index];
    check->blank = blank;
    check->row_count = (uint32_t)reading->script->row_count - check->row_first;
}

static void expectation_write_labels(const struct fenrun__plan *plan, int64_t labels,
                                     struct fenrun__writer *writer) {
    const char *separator = "";
    fenrun__writer_format(writer, "[");
    for (uint32_t i = 0; i < plan->label_count; i++) {
        if ((labels >> i & 1) == 0) continue;
        fenrun__writer_format(writer, "%s%s", separator,
                              fenrun__plan_name(plan, FENRUN_NAME_LABEL, i));
        separator = ", ";
    }
    fenrun__writer_format(writer, "]");
}

/* The day, if it is midnight in UTC. */
static void expectation_write_instant(int64_t at, struct fenrun__writer *writer) {
    char text[FENRUN_TEXT_SIZE];
    size_t size = fenrun__calendar_format(text, at);
    fenrun__writer_put(writer, text, at % 86400 == 0 && size > 10 ? 10 : size);
}

void fenrun__expectation_write(const struct fenrun__script *script, uint32_t kind,
                               const struct fenrun__script_row *row,
                               struct fenrun__writer *writer) {
    const struct fenrun__plan *plan = script->plan;
    char amount[FENRUN_TEXT_SIZE];
    switch (kind) {
    case FENRUN__CHECK_TIERS:
    case FENRUN__CHECK_PROMOTIONS:
        fenrun__writer_format(writer, "%s",
                              fenrun__plan_name(plan, FENRUN_NAME_TIER, (uint32_t)row->value));
        break;
    case FENRUN__CHECK_LEADERS:
        if (row->value == 0) {
            fenrun__writer_format(writer, "nobody");
        } else {
            uint64_t leader = FENRUN__CAST_FIRST + (uint64_t)row->value - 1;
            fenrun__writer_format(writer, "%T", fenrun__cast_name(&script->cast, leader));
        }
        break;
    case FENRUN__CHECK_LABELS: expectation_write_labels(plan, row->value, writer); break;
    case FENRUN__CHECK_AVAILABLE: expectation_write_instant(row->value, writer); break;
    default:
        fenrun__amount_format(amount, row->value, plan->decimals);
        fenrun__writer_format(writer, "%s%s%s", amount, row->unit ? " " : "",
                              row->unit ? fenrun__plan_name(plan, FENRUN_NAME_UNIT, row->unit)
                                        : "");
        break;
    }
}
