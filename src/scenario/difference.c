/* Difference: by kind of check, the same rows for people and for updates. */
#include "scenario/difference.h"

#include "money/amount.h"
#include "scenario/expectation.h"
#include "scenario/grid.h"

#define DIFFERENCE_ROWS_MAX 50u /* that are shown */

void fenrun__difference_init(struct fenrun__differences *differences,
                             struct fenrun__memory *memory) {
    *differences = (struct fenrun__differences){.memory = memory};
}

void fenrun__difference_free(struct fenrun__differences *differences) {
    fenrun__memory_free(differences->memory, differences->rows,
                        differences->capacity * sizeof *differences->rows);
    fenrun__difference_init(differences, differences->memory);
}

static bool difference_add(struct fenrun__differences *differences,
                           const struct fenrun__difference *row) {
    if (!fenrun__memory_grow(differences->memory, &differences->rows, sizeof *differences->rows,
                             &differences->capacity, differences->count + 1)) {
        return false;
    }
    differences->rows[differences->count++] = *row;
    differences->different += row->differs;
    return true;
}

/* What a member is now: its tier, its leader's number from 1, or its labels. False: it is no
   member. */
static bool difference_look(const struct fenrun__tree *tree, uint32_t kind, uint64_t id,
                            int64_t *value) {
    uint32_t member = fenrun__tree_find(tree, id);
    if (member == FENRUN__NONE) return false;
    const struct fenrun__tree_row *row = tree->rows + member;
    *value = kind == FENRUN__CHECK_TIERS ? row->tier : row->labels;
    if (kind != FENRUN__CHECK_LEADERS) return true;
    uint32_t leader = tree->teams[row->team].leader;
    *value = leader == FENRUN__NONE
                 ? 0
                 : (int64_t)(tree->rows[leader].id - FENRUN__CAST_FIRST) + 1;
    return true;
}

static bool difference_is_state(uint32_t kind) {
    return kind == FENRUN__CHECK_TIERS || kind == FENRUN__CHECK_LEADERS ||
           kind == FENRUN__CHECK_LABELS;
}

static bool difference_is_amount(uint32_t kind) {
    return kind == FENRUN__CHECK_PAYS || kind == FENRUN__CHECK_BY_AWARD ||
           kind == FENRUN__CHECK_TOTALS;
}

static const struct fenrun__tally *difference_tally(uint32_t kind,
                                                    const struct fenrun__came *came) {
    if (kind == FENRUN__CHECK_BY_AWARD) return came->by_award;
    if (kind == FENRUN__CHECK_AVAILABLE) return came->available;
    return kind == FENRUN__CHECK_PROMOTIONS ? came->promoted : came->paid;
}

static struct fenrun__difference difference_of(const struct fenrun__script_row *expected,
                                               uint32_t kind, const struct fenrun__came *came) {
    struct fenrun__difference row = {.member = expected->member,
                                     .expected = expected->value,
                                     .award = expected->award,
                                     .unit = expected->unit,
                                     .stands = true};
    if (difference_is_state(kind)) {
        row.there = difference_look(came->tree, kind, row.member, &row.actual);
    } else {
        const struct fenrun__tally *tally = difference_tally(kind, came);
        row.actual = fenrun__tally_sum(tally, row.member, row.award, row.unit);
        row.there = difference_is_amount(kind)
                        ? row.actual != 0
                        : fenrun__tally_has(tally, row.member, row.award, row.unit);
    }
    row.differs = row.expected != row.actual || (!row.there && !difference_is_amount(kind));
    return row;
}

/* What was computed and does not stand in the file. */
static bool difference_find_others(struct fenrun__differences *differences,
                                   const struct fenrun__tally *expected,
                                   const struct fenrun__tally *tally) {
    for (size_t i = 0; i < tally->count; i++) {
        const struct fenrun__tally_row *row = &tally->rows[i];
        if (row->amount == 0 && difference_is_amount(differences->kind)) continue;
        if (fenrun__tally_has(expected, row->member, row->award, row->unit)) continue;
        if (!difference_add(differences, &(struct fenrun__difference){.member = row->member,
                                                                      .actual = row->amount,
                                                                      .award = row->award,
                                                                      .unit = row->unit,
                                                                      .there = true,
                                                                      .differs = true})) {
            return false;
        }
    }
    return true;
}

int32_t fenrun__difference_find(struct fenrun__differences *differences,
                                const struct fenrun__script *script,
                                const struct fenrun__script_check *check,
                                const struct fenrun__came *came) {
    struct fenrun__tally expected;
    bool enough = true;
    differences->kind = check->kind;
    differences->count = 0;
    differences->different = 0;
    fenrun__tally_init(&expected, differences->memory);
    for (uint32_t i = 0; enough && i < check->row_count; i++) {
        const struct fenrun__script_row *row = &script->rows[check->row_first + i];
        struct fenrun__difference found = difference_of(row, check->kind, came);
        enough = difference_add(differences, &found) &&
                 fenrun__tally_set(&expected, row->member, row->award, row->unit, 1) == FENRUN_OK;
    }
    if (enough && !difference_is_state(check->kind)) {
        enough = difference_find_others(differences, &expected,
                                        difference_tally(check->kind, came));
    }
    fenrun__tally_free(&expected);
    return enough ? FENRUN_OK : FENRUN_ERROR_MEMORY;
}

/* ---- For people ---- */

void fenrun__difference_write_value(const struct fenrun__differences *differences,
                                    const struct fenrun__script *script,
                                    const struct fenrun__difference *row, bool actual,
                                    struct fenrun__writer *writer) {
    uint32_t kind = differences->kind;
    struct fenrun__script_row value = {.member = row->member,
                                       .value = actual ? row->actual : row->expected,
                                       .award = row->award,
                                       .unit = row->unit};
    bool known = actual ? row->there : row->stands;
    if (kind == FENRUN__CHECK_PROMOTIONS && !known) {
        fenrun__writer_format(writer, "no change");
    } else if (kind == FENRUN__CHECK_AVAILABLE && !known) {
        fenrun__writer_format(writer, "nothing");
    } else if (difference_is_state(kind) && !known) {
        fenrun__writer_format(writer, "no member");
    } else {
        fenrun__expectation_write(script, kind, &value, writer);
    }
}

static const char *difference_name(uint32_t kind) {
    static const char *const names[] = {
        [FENRUN__CHECK_PAYS] = "pays",       [FENRUN__CHECK_BY_AWARD] = "by_award",
        [FENRUN__CHECK_TIERS] = "tiers",     [FENRUN__CHECK_LEADERS] = "leaders",
        [FENRUN__CHECK_LABELS] = "labels",   [FENRUN__CHECK_PROMOTIONS] = "promotions",
        [FENRUN__CHECK_AVAILABLE] = "available", [FENRUN__CHECK_TOTALS] = "totals"};
    return names[kind];
}

void fenrun__difference_write_line(const struct fenrun__differences *differences,
                                   const struct fenrun__script *script,
                                   struct fenrun__writer *writer) {
    const char *name = difference_name(differences->kind);
    if (differences->different == 0) {
        fenrun__writer_format(writer, "%s has no value", name);
        return;
    }
    const struct fenrun__difference *row = differences->rows;
    while (!row->differs) row++;
    bool state = difference_is_state(differences->kind);
    fenrun__writer_format(writer, "%s: %T %s ", name,
                          fenrun__cast_name(&script->cast, row->member), state ? "is" : "gets");
    fenrun__difference_write_value(differences, script, row, true, writer);
    if (row->award != FENRUN__NONE) {
        fenrun__writer_format(
            writer, " of %s", fenrun__plan_name(script->plan, FENRUN_NAME_AWARD, row->award));
    }
    fenrun__writer_format(writer, ", not ");
    fenrun__difference_write_value(differences, script, row, false, writer);
    if (differences->different > 1) {
        fenrun__writer_format(writer, "; and %U more", (uint64_t)differences->different - 1);
    }
}

/* By how much it is too much, "+10.00". */
static void difference_write_gap(const struct fenrun__script *script,
                                 const struct fenrun__difference *row,
                                 struct fenrun__writer *writer) {
    char text[FENRUN_TEXT_SIZE];
    int64_t gap = 0;
    if (!fenrun__amount_subtract(row->actual, row->expected, &gap)) {
        fenrun__writer_format(writer, "?");
        return;
    }
    fenrun__amount_format(text, gap, script->plan->decimals);
    fenrun__writer_format(writer, "%s%s", gap > 0 ? "+" : "", text);
}

static void difference_add_cell(struct fenrun__grid *grid, struct fenrun__writer *cell) {
    fenrun__grid_add(grid, (struct fenrun__text){cell->bytes, cell->size});
    fenrun__writer_clear(cell);
}

static void difference_add_row(const struct fenrun__differences *differences,
                               const struct fenrun__script *script,
                               const struct fenrun__difference *row, bool amounts,
                               struct fenrun__grid *grid, struct fenrun__writer *cell) {
    if (differences->kind == FENRUN__CHECK_BY_AWARD) {
        fenrun__grid_add(grid, fenrun__text_from(fenrun__plan_name(
                                   script->plan, FENRUN_NAME_AWARD, row->award)));
    }
    fenrun__grid_add(grid, fenrun__cast_name(&script->cast, row->member));
    fenrun__difference_write_value(differences, script, row, false, cell);
    difference_add_cell(grid, cell);
    fenrun__difference_write_value(differences, script, row, true, cell);
    difference_add_cell(grid, cell);
    if (!amounts) return;
    difference_write_gap(script, row, cell);
    difference_add_cell(grid, cell);
}

void fenrun__difference_write(const struct fenrun__differences *differences,
                              const struct fenrun__script *script, const char *indent,
                              struct fenrun__writer *writer) {
    bool by_award = differences->kind == FENRUN__CHECK_BY_AWARD;
    bool amounts = difference_is_amount(differences->kind);
    struct fenrun__grid grid;
    struct fenrun__writer cell;
    fenrun__writer_init(&cell, differences->memory);
    fenrun__grid_init(&grid, by_award ? 5 : amounts ? 4 : 3, by_award ? 2 : amounts ? 1 : 3,
                      differences->memory);
    if (by_award) fenrun__grid_add(&grid, fenrun__text_from("award"));
    fenrun__grid_add(&grid, fenrun__text_from(amounts ? "payee" : "member"));
    fenrun__grid_add(&grid, fenrun__text_from("expected"));
    fenrun__grid_add(&grid, fenrun__text_from(amounts ? "paid" : "is"));
    if (amounts) fenrun__grid_add(&grid, fenrun__text_from("difference"));
    size_t shown = 0;
    for (size_t i = 0; i < differences->count && shown < DIFFERENCE_ROWS_MAX; i++) {
        const struct fenrun__difference *row = &differences->rows[i];
        if (!row->differs) continue;
        difference_add_row(differences, script, row, amounts, &grid, &cell);
        shown++;
    }
    if (shown > 0) fenrun__grid_write(&grid, indent, writer);
    if (shown < differences->different) {
        fenrun__writer_format(writer, "%sand %U more\n", indent,
                              (uint64_t)(differences->different - shown));
    }
    if (cell.failed) writer->failed = true;
    fenrun__writer_free(&cell);
    fenrun__grid_free(&grid);
}
