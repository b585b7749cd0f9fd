/*
 * Book: the names and the shared tables are united, then each version's rows are copied behind one
 * another, and what they refer to is moved along.
 *
 *     versions[1].award_first 0  ─►  0 + 2 awards of versions[0]
 *     awards[0].test_first 3     ─►  3 + 5 tests of versions[0]
 *     tests of columns 0, 1      ─►  columns 2, 0 of the book, by the version's map
 */
#include "rules/book.h"

#include <string.h>

#include "rules/agreement.h"
#include "rules/diagnostics.h"
#include "rules/draft.h"

/* The tables of which each version has its own rows, in the order in which they stand in a plan. */
enum book_table {
    BOOK_VERSIONS,
    BOOK_TRIGGERS,
    BOOK_AWARDS,
    BOOK_LABELS,
    BOOK_REQUIREMENTS,
    BOOK_PAYS,
    BOOK_GRADES,
    BOOK_TESTS,
    BOOK_LIMITS,
    BOOK_FUNDERS,
    BOOK_DIFFERENTIALS,
    BOOK_SPLITS,
    BOOK_SHARES,
    BOOK_POOLS,
    BOOK_SELECTIONS,
    BOOK_ALTERNATIVES,
    BOOK_ORDER,
    BOOK_TABLES
};

#define BOOK_TABLE(noun, table)                                                                   \
    { offsetof(struct fenrun__plan, table), sizeof(struct fenrun__plan_##noun) }
static const struct {
    size_t field; /* the table's offset, in the head of a plan */
    size_t row;
} book_tables[BOOK_TABLES] = {[BOOK_VERSIONS] = BOOK_TABLE(version, versions),
                              [BOOK_TRIGGERS] = BOOK_TABLE(trigger, triggers),
                              [BOOK_AWARDS] = BOOK_TABLE(award, awards),
                              [BOOK_LABELS] = BOOK_TABLE(label, labels),
                              [BOOK_REQUIREMENTS] = BOOK_TABLE(requirement, requirements),
                              [BOOK_PAYS] = BOOK_TABLE(pay, pays),
                              [BOOK_GRADES] = BOOK_TABLE(grade, grades),
                              [BOOK_TESTS] = BOOK_TABLE(test, tests),
                              [BOOK_LIMITS] = BOOK_TABLE(limit, limits),
                              [BOOK_FUNDERS] = BOOK_TABLE(funder, funders),
                              [BOOK_DIFFERENTIALS] = BOOK_TABLE(differential, differentials),
                              [BOOK_SPLITS] = BOOK_TABLE(split, splits),
                              [BOOK_SHARES] = BOOK_TABLE(share, shares),
                              [BOOK_POOLS] = BOOK_TABLE(pool, pools),
                              [BOOK_SELECTIONS] = BOOK_TABLE(selection, selections),
                              [BOOK_ALTERNATIVES] = BOOK_TABLE(alternative, alternatives),
                              [BOOK_ORDER] = {offsetof(struct fenrun__plan, order),
                                              sizeof(uint32_t)}};
#undef BOOK_TABLE

#define BOOK_LISTS (FENRUN__NAME_KINDS + 3 * FENRUN__SHAPES_MAX)

/* The names of one kind, or of a shape's roles, amounts or counts: texts[first] and on. */
struct book_list {
    size_t first;
    size_t count;
};

/* Where a version's columns and windows are in the book. */
struct book_map {
    uint32_t columns[FENRUN__COLUMNS_MAX];
    uint32_t windows[FENRUN__WINDOWS_MAX];
};

/* What a PAID column counts: awards of a name, and money or another unit. Of others NULL. */
struct book_paid {
    const char *award;
    const char *unit;
};

struct book {
    const struct fenrun__plan *const *plans;
    size_t plan_count;
    struct fenrun__memory *memory;
    struct fenrun__plan head;
    struct fenrun__plan_column columns[FENRUN__COLUMNS_MAX]; /* `name` is set at the end */
    struct book_paid paid[FENRUN__COLUMNS_MAX];              /* by column */
    int64_t windows[FENRUN__WINDOWS_MAX];
    struct book_map maps[FENRUN_VERSIONS_MAX];
    struct book_list lists[BOOK_LISTS];
    const char **texts; /* all names, list after list */
    size_t text_count;
    size_t text_capacity;
    uint32_t *units; /* of each version's units after another: which of the book's they are */
    size_t unit_capacity;
    unsigned char *block;
};

static uint32_t book_offset(const struct fenrun__plan *plan, enum book_table table) {
    uint32_t offset;
    memcpy(&offset, (const unsigned char *)plan + book_tables[table].field, sizeof offset);
    return offset;
}

/* How many rows a plan has of a table: it ends where the next one begins. */
static size_t book_rows(const struct fenrun__plan *plan, enum book_table table) {
    if (table == BOOK_ORDER) return plan->award_count;
    uint32_t end = book_offset(plan, (enum book_table)(table + 1));
    return (end - book_offset(plan, table)) / book_tables[table].row;
}

/* ---- What is shared ---- */

static bool book_unite_windows(struct book *book, const struct fenrun__plan *plan,
                               struct book_map *map) {
    for (uint32_t i = 0; i < plan->window_count; i++) {
        int64_t seconds = fenrun__plan_window(plan, i);
        uint32_t at = 0;
        while (at < book->head.window_count && book->windows[at] != seconds) at++;
        if (at == FENRUN__WINDOWS_MAX) return false;
        if (at == book->head.window_count) book->windows[book->head.window_count++] = seconds;
        map->windows[i] = at;
    }
    return true;
}

static struct book_paid book_find_paid(const struct fenrun__plan *plan,
                                       const struct fenrun__plan_column *column) {
    struct book_paid paid = {NULL, NULL};
    if (column->what != FENRUN__WHAT_PAID) return paid;
    uint32_t award = 0;
    paid.award = fenrun__plan_at(plan, column->name);
    while (strcmp(fenrun__plan_name(plan, FENRUN_NAME_AWARD, award), paid.award) != 0) award++;
    paid.unit = fenrun__plan_name(plan, FENRUN_NAME_UNIT, fenrun__plan_award(plan, award)->unit);
    return paid;
}

static bool book_same_column(const struct fenrun__plan_column *a, const struct book_paid *a_paid,
                             const struct fenrun__plan_column *b,
                             const struct book_paid *b_paid) {
    bool own = a->scope == FENRUN__SCOPE_OWN || a->scope == FENRUN__SCOPE_PAID;
    return a->tiers == b->tiers && a->scope == b->scope && a->what == b->what &&
           a->figure == b->figure && a->window_kind == b->window_kind && a->window == b->window &&
           (own || a->basis == b->basis) &&
           (a->what != FENRUN__WHAT_PAID || (strcmp(a_paid->award, b_paid->award) == 0 &&
                                             strcmp(a_paid->unit, b_paid->unit) == 0));
}

static bool book_unite_columns(struct book *book, const struct fenrun__plan *plan,
                               struct book_map *map) {
    for (uint32_t i = 0; i < plan->column_count; i++) {
        struct fenrun__plan_column row = *fenrun__plan_column(plan, i);
        struct book_paid paid = book_find_paid(plan, &row);
        if (row.window_kind == FENRUN__WINDOW_ROLLING) row.window = map->windows[row.window];
        /* An own column is its own basis; any other stands behind the one that it sums. */
        uint32_t at = 0;
        bool own = row.basis == i;
        if (!own && row.basis != FENRUN__NOWHERE) row.basis = map->columns[row.basis];
        while (at < book->head.column_count &&
               !book_same_column(&row, &paid, &book->columns[at], &book->paid[at])) {
            at++;
        }
        if (at == FENRUN__COLUMNS_MAX) return false;
        if (at == book->head.column_count) {
            if (own) row.basis = at;
            book->columns[at] = row;
            book->paid[at] = paid;
            book->head.column_count++;
        }
        map->columns[i] = at;
    }
    return true;
}

/* Unite what the versions measure; note it if that is too much. */
static void book_unite(struct book *book, size_t version,
                       struct fenrun__diagnostics *diagnostics) {
    const struct fenrun__place root = {.line = 1};
    const struct fenrun__plan *plan = book->plans[version];
    struct book_map *map = &book->maps[version];
    if (!book_unite_windows(book, plan, map)) {
        fenrun__diagnostics_note(diagnostics, &root, fenrun__part_all(),
                                 "more than the %u different windows of days or hours that a rule "
                                 "book may have, with those of the versions before",
                                 FENRUN__WINDOWS_MAX);
    } else if (!book_unite_columns(book, plan, map)) {
        fenrun__diagnostics_note(diagnostics, &root, fenrun__part_all(),
                                 "more than the %u measures that a rule book may have, with those "
                                 "of the versions before",
                                 FENRUN__COLUMNS_MAX);
    }
}

/* All mistakes, version after version. */
static size_t book_check(struct book *book, fenrun_error *errors, size_t capacity) {
    size_t count = 0;
    for (size_t version = 0; version < book->plan_count; version++) {
        struct fenrun__diagnostics diagnostics;
        size_t kept = count < capacity ? count : capacity;
        fenrun__diagnostics_init(&diagnostics, capacity > 0 ? errors + kept : NULL,
                                 capacity - kept);
        if (version > 0) {
            fenrun__agreement_check(book->plans[version], book->plans[0],
                                    book->plans[version - 1], &diagnostics);
        }
        /* Windows and columns of periods and amounts that differ would mean nothing together. */
        if (count + diagnostics.count == 0) book_unite(book, version, &diagnostics);
        fenrun__diagnostics_finish(&diagnostics);
        count += diagnostics.count;
        for (size_t i = kept; i < count && i < capacity; i++) errors[i].item = version;
    }
    return count;
}

/* ---- Names ---- */

static void book_add_names(struct book *book, size_t list, size_t version, uint32_t kind) {
    const struct fenrun__plan *plan = book->plans[version];
    uint32_t count = fenrun__plan_name_count(plan, kind);
    if (version == 0) book->lists[list].first = book->text_count;
    for (uint32_t i = 0; i < count; i++) {
        book->texts[book->text_count++] = fenrun__plan_name(plan, kind, i);
    }
    book->lists[list].count += count;
}

static void book_unite_units(struct book *book) {
    struct book_list *list = &book->lists[FENRUN_NAME_UNIT];
    uint32_t *unit = book->units;
    list->first = book->text_count;
    for (size_t version = 0; version < book->plan_count; version++) {
        const struct fenrun__plan *plan = book->plans[version];
        for (uint32_t i = 0; i < plan->name_count[FENRUN_NAME_UNIT]; i++) {
            const char *name = fenrun__plan_name(plan, FENRUN_NAME_UNIT, i);
            size_t at = 0;
            while (at < list->count && strcmp(book->texts[list->first + at], name) != 0) at++;
            if (at == list->count) {
                book->texts[book->text_count++] = name;
                list->count++;
            }
            *unit++ = (uint32_t)at;
        }
    }
}

/* The rule set's, titles, awards and units of all versions; the other names of the first. */
static void book_gather_names(struct book *book) {
    for (uint32_t kind = 0; kind < FENRUN__NAME_KINDS; kind++) {
        bool all = kind == FENRUN_NAME_RULES || kind == FENRUN_NAME_TITLE ||
                   kind == FENRUN_NAME_AWARD;
        if (kind == FENRUN_NAME_UNIT) {
            book_unite_units(book);
            continue;
        }
        for (size_t version = 0; version < (all ? book->plan_count : 1); version++) {
            book_add_names(book, kind, version, kind);
        }
    }
    for (uint32_t shape = 0; shape < book->head.shape_count; shape++) {
        size_t list = FENRUN__NAME_KINDS + 3 * (size_t)shape;
        const struct fenrun__plan_shape *row = fenrun__plan_shape(book->plans[0], shape);
        const uint32_t counts[] = {row->role_count, row->amount_count, row->count_count};
        for (size_t i = 0; i < 3; i++) {
            const uint32_t *offsets = fenrun__plan_at(book->plans[0], row->names[i]);
            book->lists[list + i].first = book->text_count;
            book->lists[list + i].count = counts[i];
            for (uint32_t name = 0; name < counts[i]; name++) {
                book->texts[book->text_count++] = fenrun__plan_at(book->plans[0], offsets[name]);
            }
        }
    }
}

/* Room for all names; false if memory ran out. */
static bool book_reserve_names(struct book *book) {
    size_t texts = 3 * (size_t)FENRUN__SHAPES_MAX *
                   (FENRUN_ROLES_MAX + FENRUN_AMOUNTS_MAX + FENRUN_COUNTS_MAX);
    size_t units = 0;
    for (size_t version = 0; version < book->plan_count; version++) {
        const uint32_t *counts = book->plans[version]->name_count;
        for (uint32_t kind = 0; kind < FENRUN__NAME_KINDS; kind++) texts += counts[kind];
        units += counts[FENRUN_NAME_UNIT];
    }
    return fenrun__memory_grow(book->memory, &book->texts, sizeof book->texts[0],
                               &book->text_capacity, texts) &&
           fenrun__memory_grow(book->memory, &book->units, sizeof book->units[0],
                               &book->unit_capacity, units);
}

/* ---- The block ---- */

static uint64_t book_take(uint64_t *size, uint64_t count, uint64_t row) {
    uint64_t offset = *size;
    *size = (offset + count * row + 7) / 8 * 8;
    return offset;
}

/* Take the block and write its head, which says where everything stands. The offset of the texts, 0
   if memory, or what an offset can say, ran out. */
static uint32_t book_lay_out(struct book *book, struct fenrun__plan_shape *shapes) {
    struct fenrun__plan *head = &book->head;
    uint64_t size = sizeof *head;
    uint64_t text_size = 0;
    head->shapes = (uint32_t)book_take(&size, head->shape_count, sizeof *shapes);
    head->columns = (uint32_t)book_take(&size, head->column_count, sizeof book->columns[0]);
    head->windows = (uint32_t)book_take(&size, head->window_count, sizeof book->windows[0]);
    for (size_t table = 0; table < BOOK_TABLES; table++) {
        uint64_t rows = 0;
        for (size_t version = 0; version < book->plan_count; version++) {
            rows += book_rows(book->plans[version], (enum book_table)table);
        }
        uint32_t offset = (uint32_t)book_take(&size, rows, book_tables[table].row);
        memcpy((unsigned char *)head + book_tables[table].field, &offset, sizeof offset);
    }
    for (size_t list = 0; list < BOOK_LISTS; list++) {
        uint32_t count = (uint32_t)book->lists[list].count;
        uint32_t offset = (uint32_t)book_take(&size, count, sizeof(uint32_t));
        if (list < FENRUN__NAME_KINDS) {
            head->names[list] = offset;
            head->name_count[list] = count;
        } else if (list - FENRUN__NAME_KINDS < 3 * (size_t)head->shape_count) {
            shapes[(list - FENRUN__NAME_KINDS) / 3].names[(list - FENRUN__NAME_KINDS) % 3] =
                offset;
        }
    }
    for (size_t i = 0; i < book->text_count; i++) text_size += strlen(book->texts[i]) + 1;
    uint32_t texts = (uint32_t)book_take(&size, text_size, 1);
    if (size > UINT32_MAX) return 0;
    head->size = (uint32_t)size;
    book->block = fenrun__memory_zeroed(book->memory, head->size);
    if (!book->block) return 0;
    memcpy(book->block, head, sizeof *head);
    return texts;
}

static void *book_at(const struct book *book, enum book_table table, size_t row) {
    return book->block + book_offset(&book->head, table) + row * book_tables[table].row;
}

/* The offsets of a list's names, by enum fenrun_name or behind these by shape. */
static uint32_t *book_names(const struct book *book, size_t list) {
    uint32_t offset;
    if (list < FENRUN__NAME_KINDS) {
        offset = book->head.names[list];
    } else {
        size_t names = list - FENRUN__NAME_KINDS;
        const struct fenrun__plan_shape *shapes =
            (const struct fenrun__plan_shape *)(const void *)(book->block + book->head.shapes);
        offset = shapes[names / 3].names[names % 3];
    }
    return (uint32_t *)(void *)(book->block + offset);
}

/* The names, then the shapes, columns and windows. */
static void book_write_shared(struct book *book, const struct fenrun__plan_shape *shapes,
                              uint32_t text) {
    const struct fenrun__plan *head = &book->head;
    memcpy(book->block + head->shapes, shapes, head->shape_count * sizeof *shapes);
    for (size_t list = 0; list < FENRUN__NAME_KINDS + 3 * (size_t)head->shape_count; list++) {
        uint32_t *offsets = book_names(book, list);
        for (size_t i = 0; i < book->lists[list].count; i++) {
            const char *name = book->texts[book->lists[list].first + i];
            offsets[i] = text;
            memcpy(book->block + text, name, strlen(name) + 1);
            text += (uint32_t)strlen(name) + 1;
        }
    }
    const char **awards = book->texts + book->lists[FENRUN_NAME_AWARD].first;
    const uint32_t *names = book_names(book, FENRUN_NAME_AWARD);
    for (uint32_t i = 0; i < head->column_count; i++) {
        if (!book->paid[i].award) continue;
        size_t award = 0;
        while (strcmp(awards[award], book->paid[i].award) != 0) award++;
        book->columns[i].name = names[award];
    }
    memcpy(book->block + head->columns, book->columns,
           head->column_count * sizeof book->columns[0]);
    memcpy(book->block + head->windows, book->windows,
           head->window_count * sizeof book->windows[0]);
}

/* ---- The rows of a version ---- */

/* What the rows of one version that is being copied refer to. */
struct book_part {
    const struct book_map *map;
    const uint32_t *units;
    uint32_t base[BOOK_TABLES]; /* rows of the versions before */
};

static void book_move(uint32_t *index, uint32_t base) {
    if (*index != FENRUN__NOWHERE) *index += base;
}

static void book_move_column(const struct book_part *part, uint32_t *column) {
    if (*column != FENRUN__NOWHERE) *column = part->map->columns[*column];
}

static void book_move_pay(const struct book_part *part, struct fenrun__plan_pay *pay) {
    if (pay->kind == FENRUN__VALUE_FIXED || pay->source == FENRUN__SOURCE_FIGURE) return;
    pay->index = part->map->columns[pay->index];
}

static void book_move_selection(const struct book_part *part,
                                struct fenrun__plan_selection *selection) {
    selection->test_first += part->base[BOOK_TESTS];
    selection->alternative_first += part->base[BOOK_ALTERNATIVES];
    book_move_column(part, &selection->rank);
}

static void book_move_award(const struct book_part *part, struct fenrun__plan_award *award,
                            uint32_t name) {
    static const enum book_table specials[] = {[FENRUN__FORM_DIFFERENTIAL] = BOOK_DIFFERENTIALS,
                                               [FENRUN__FORM_SPLIT] = BOOK_SPLITS,
                                               [FENRUN__FORM_POOL] = BOOK_POOLS};
    award->name = name;
    award->unit = part->units[award->unit];
    award->test_first += part->base[BOOK_TESTS];
    book_move(&award->cap, part->base[BOOK_LIMITS]);
    book_move(&award->funder, part->base[BOOK_FUNDERS]);
    book_move(&award->selection, part->base[BOOK_SELECTIONS]);
    if (award->form != FENRUN__FORM_GRADED) {
        award->pay_first += part->base[BOOK_PAYS];
        book_move(&award->special, part->base[specials[award->form]]);
        return;
    }
    award->pay_first += part->base[BOOK_GRADES];
    uint32_t source = award->special >> 16;
    if (source == FENRUN__SOURCE_FIGURE) return;
    award->special = source << 16 | part->map->columns[award->special & 0xffffu];
}

static void book_move_row(const struct book_part *part, enum book_table table, void *row) {
    switch (table) {
    case BOOK_VERSIONS: {
        struct fenrun__plan_version *version = row;
        version->award_first += part->base[BOOK_AWARDS];
        version->trigger_first += part->base[BOOK_TRIGGERS];
        version->label_first += part->base[BOOK_LABELS];
        version->promotion_first += part->base[BOOK_ALTERNATIVES];
        version->demotion_first += part->base[BOOK_ALTERNATIVES];
        break;
    }
    case BOOK_TRIGGERS: {
        struct fenrun__plan_trigger *trigger = row;
        trigger->order_first += part->base[BOOK_ORDER];
        trigger->requirement_first += part->base[BOOK_REQUIREMENTS];
        book_move(&trigger->budget, part->base[BOOK_LIMITS]);
        break;
    }
    case BOOK_LABELS: {
        struct fenrun__plan_label *label = row;
        book_move_selection(part, &label->selection);
        break;
    }
    case BOOK_PAYS: book_move_pay(part, row); break;
    case BOOK_GRADES: {
        struct fenrun__plan_grade *grade = row;
        book_move_pay(part, &grade->pay);
        break;
    }
    case BOOK_LIMITS: {
        struct fenrun__plan_limit *limit = row;
        book_move_pay(part, &limit->at_most);
        book_move_column(part, &limit->column);
        break;
    }
    case BOOK_DIFFERENTIALS: {
        struct fenrun__plan_differential *differential = row;
        book_move_pay(part, &differential->peer);
        break;
    }
    case BOOK_SPLITS: {
        struct fenrun__plan_split *split = row;
        split->share_first += part->base[BOOK_SHARES];
        break;
    }
    case BOOK_POOLS: {
        struct fenrun__plan_pool *pool = row;
        book_move_pay(part, &pool->sum);
        book_move_column(part, &pool->share);
        break;
    }
    case BOOK_SELECTIONS: book_move_selection(part, row); break;
    case BOOK_ALTERNATIVES: {
        struct fenrun__plan_alternative *alternative = row;
        for (uint32_t i = 0; i < alternative->test_count; i++) {
            book_move_column(part, &alternative->tests[i].column);
        }
        break;
    }
    case BOOK_ORDER: *(uint32_t *)row += part->base[BOOK_AWARDS]; break;
    default: break; /* awards are moved with their names; the rest refers to what is shared */
    }
}

static void book_write_versions(struct book *book) {
    const uint32_t *names = book_names(book, FENRUN_NAME_AWARD);
    struct book_part part = {.units = book->units};
    for (size_t version = 0; version < book->plan_count; version++) {
        const struct fenrun__plan *plan = book->plans[version];
        part.map = &book->maps[version];
        for (size_t table = 0; table < BOOK_TABLES; table++) {
            size_t rows = book_rows(plan, (enum book_table)table);
            size_t row = book_tables[table].row;
            unsigned char *to = book_at(book, (enum book_table)table, part.base[table]);
            if (rows > 0) {
                memcpy(to, fenrun__plan_at(plan, book_offset(plan, (enum book_table)table)),
                       rows * row);
            }
            for (size_t i = 0; i < rows; i++) {
                book_move_row(&part, (enum book_table)table, to + i * row);
            }
        }
        for (uint32_t i = 0; i < plan->award_count; i++) {
            uint32_t award = part.base[BOOK_AWARDS] + i;
            book_move_award(&part, book_at(book, BOOK_AWARDS, award), names[award]);
        }
        for (size_t table = 0; table < BOOK_TABLES; table++) {
            part.base[table] += (uint32_t)book_rows(plan, (enum book_table)table);
        }
        part.units += plan->name_count[FENRUN_NAME_UNIT];
    }
}

static int32_t book_write(struct book *book) {
    struct fenrun__plan_shape shapes[FENRUN__SHAPES_MAX];
    if (!book_reserve_names(book)) return FENRUN_ERROR_MEMORY;
    book_gather_names(book);
    memset(shapes, 0, sizeof shapes);
    memcpy(shapes, fenrun__plan_shape(book->plans[0], 0),
           book->head.shape_count * sizeof shapes[0]);
    uint32_t texts = book_lay_out(book, shapes);
    if (texts == 0) return FENRUN_ERROR_MEMORY;
    book_write_shared(book, shapes, texts);
    book_write_versions(book);
    return FENRUN_OK;
}

int32_t fenrun__book_bind(struct fenrun__plan **out, const struct fenrun__plan *const *plans,
                          size_t count, struct fenrun__memory *memory, fenrun_error *errors,
                          size_t capacity, size_t *mistakes) {
    *out = NULL;
    *mistakes = 0;
    struct book *book = fenrun__memory_zeroed(memory, sizeof *book);
    if (!book) return FENRUN_ERROR_MEMORY;
    book->plans = plans;
    book->plan_count = count;
    book->memory = memory;
    book->head = *plans[0];
    book->head.version_count = (uint32_t)count;
    book->head.column_count = 0;
    book->head.window_count = 0;
    book->head.award_count = 0;
    for (size_t i = 0; i < count; i++) book->head.award_count += plans[i]->award_count;
    *mistakes = book_check(book, errors, capacity);
    int32_t code = *mistakes > 0 ? FENRUN_ERROR_RULES : book_write(book);
    if (code == FENRUN_OK) *out = (struct fenrun__plan *)(void *)book->block;
    fenrun__memory_free(memory, book->texts, book->text_capacity * sizeof book->texts[0]);
    fenrun__memory_free(memory, book->units, book->unit_capacity * sizeof book->units[0]);
    fenrun__memory_free(memory, book, sizeof *book);
    return code;
}
