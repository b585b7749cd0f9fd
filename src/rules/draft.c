/* Draft: first every offset of the plan is known, then its block is taken, then it is filled. */
#include "rules/draft.h"

#include <string.h>

#include "rules/diagnostics.h"

/* A table of the plan: what the draft has of it. */
struct draft_table {
    const void *rows;
    size_t count;
    size_t row;       /* size of one */
    uint32_t *offset; /* in the head of the plan */
};

#define DRAFT_TABLES 19u

static const size_t draft_row_sizes[FENRUN__TABLES] = {
    [FENRUN__TABLE_REQUIREMENTS] = sizeof(struct fenrun__plan_requirement),
    [FENRUN__TABLE_PAYS] = sizeof(struct fenrun__plan_pay),
    [FENRUN__TABLE_GRADES] = sizeof(struct fenrun__plan_grade),
    [FENRUN__TABLE_TESTS] = sizeof(struct fenrun__plan_test),
    [FENRUN__TABLE_LIMITS] = sizeof(struct fenrun__plan_limit),
    [FENRUN__TABLE_FUNDERS] = sizeof(struct fenrun__plan_funder),
    [FENRUN__TABLE_DIFFERENTIALS] = sizeof(struct fenrun__plan_differential),
    [FENRUN__TABLE_SPLITS] = sizeof(struct fenrun__plan_split),
    [FENRUN__TABLE_SHARES] = sizeof(struct fenrun__plan_share),
    [FENRUN__TABLE_POOLS] = sizeof(struct fenrun__plan_pool),
    [FENRUN__TABLE_SELECTIONS] = sizeof(struct fenrun__plan_selection),
    [FENRUN__TABLE_ALTERNATIVES] = sizeof(struct fenrun__plan_alternative)};

struct fenrun__draft *fenrun__draft_new(struct fenrun__memory *memory) {
    const struct fenrun__text empty = {"", 0};
    struct fenrun__draft *draft = fenrun__memory_zeroed(memory, sizeof *draft);
    if (!draft) return NULL;
    draft->memory = memory;
    draft->name = empty;
    draft->title = empty;
    draft->units[0] = empty;
    draft->unit_count = 1;
    draft->version.effective = FENRUN_TIME_MIN;
    draft->version.promotion_review = FENRUN__REVIEW_NEVER;
    draft->version.demotion_review = FENRUN__REVIEW_NEVER;
    for (size_t i = 0; i < FENRUN__TRIGGERS_MAX; i++) draft->triggers[i].budget = FENRUN__NOWHERE;
    return draft;
}

void fenrun__draft_free(struct fenrun__draft *draft) {
    if (!draft) return;
    for (size_t i = 0; i < FENRUN__TABLES; i++) {
        struct fenrun__draft_rows *table = &draft->tables[i];
        fenrun__memory_free(draft->memory, table->rows, table->capacity * draft_row_sizes[i]);
    }
    fenrun__memory_free(draft->memory, draft, sizeof *draft);
}

uint32_t fenrun__draft_add(struct fenrun__draft *draft, enum fenrun__draft_table table,
                           const void *rows, size_t count) {
    struct fenrun__draft_rows *to = &draft->tables[table];
    size_t size = draft_row_sizes[table];
    uint32_t first = (uint32_t)to->count;
    if (draft->failed || count == 0) return first;
    if (!fenrun__memory_grow(draft->memory, &to->rows, size, &to->capacity, to->count + count)) {
        draft->failed = true;
        return first;
    }
    if (rows) {
        memcpy(to->rows + to->count * size, rows, count * size);
    } else {
        memset(to->rows + to->count * size, 0, count * size);
    }
    to->count += count;
    return first;
}

/* The names of a kind, by enum fenrun_name. */
static struct fenrun__names draft_names(const struct fenrun__draft *draft, uint32_t kind) {
    const struct fenrun__draft_shape *order = &draft->shapes[FENRUN__SHAPE_ORDER];
    const struct fenrun__names names[FENRUN__NAME_KINDS] = {
        [FENRUN_NAME_RULES] = {&draft->name, 1, true},
        [FENRUN_NAME_TITLE] = {&draft->title, 1, true},
        [FENRUN_NAME_CURRENCY] = {draft->units, 1, true},
        [FENRUN_NAME_TIER] = {draft->tiers, draft->tier_count, true},
        [FENRUN_NAME_ROLE] = {order->roles, order->role_count, true},
        [FENRUN_NAME_AMOUNT] = {order->amounts, order->amount_count, true},
        [FENRUN_NAME_AWARD] = {draft->award_names, draft->award_count, true},
        [FENRUN_NAME_UNIT] = {draft->units, draft->unit_count, true},
        [FENRUN_NAME_COUNT] = {order->counts, order->count_count, true},
        [FENRUN_NAME_PERIOD] = {draft->periods, draft->period_count, true},
        [FENRUN_NAME_LABEL] = {draft->label_names, draft->label_count, true},
        [FENRUN_NAME_EVENT] = {draft->events, draft->event_count, true}};
    return names[kind];
}

/* The names of a shape: its roles, amounts or counts. */
static struct fenrun__names draft_shape_names(const struct fenrun__draft_shape *shape, size_t i) {
    if (i == 0) return (struct fenrun__names){shape->roles, shape->role_count, true};
    if (i == 1) return (struct fenrun__names){shape->amounts, shape->amount_count, true};
    return (struct fenrun__names){shape->counts, shape->count_count, true};
}

/* Take room for a table at the end of the block, as far as it is known. */
static uint32_t draft_take(uint32_t *size, size_t count, size_t row) {
    uint32_t offset = *size;
    *size = (uint32_t)((offset + count * row + 7u) / 8u * 8u);
    return offset;
}

/* All tables that are copied as they are, or nearly: the rows of some are then completed. */
static void draft_list_tables(const struct fenrun__draft *draft, struct fenrun__plan *head,
                              struct draft_table tables[DRAFT_TABLES]) {
    uint32_t *const growing[FENRUN__TABLES] = {
        [FENRUN__TABLE_REQUIREMENTS] = &head->requirements,
        [FENRUN__TABLE_PAYS] = &head->pays,
        [FENRUN__TABLE_GRADES] = &head->grades,
        [FENRUN__TABLE_TESTS] = &head->tests,
        [FENRUN__TABLE_LIMITS] = &head->limits,
        [FENRUN__TABLE_FUNDERS] = &head->funders,
        [FENRUN__TABLE_DIFFERENTIALS] = &head->differentials,
        [FENRUN__TABLE_SPLITS] = &head->splits,
        [FENRUN__TABLE_SHARES] = &head->shares,
        [FENRUN__TABLE_POOLS] = &head->pools,
        [FENRUN__TABLE_SELECTIONS] = &head->selections,
        [FENRUN__TABLE_ALTERNATIVES] = &head->alternatives};
    const struct draft_table fixed[DRAFT_TABLES - FENRUN__TABLES] = {
        {NULL, head->shape_count, sizeof(struct fenrun__plan_shape), &head->shapes},
        {draft->columns, draft->column_count, sizeof draft->columns[0], &head->columns},
        {draft->windows, draft->window_count, sizeof draft->windows[0], &head->windows},
        {&draft->version, 1, sizeof draft->version, &head->versions},
        {draft->triggers, head->trigger_count, sizeof draft->triggers[0], &head->triggers},
        {draft->awards, draft->award_count, sizeof draft->awards[0], &head->awards},
        {draft->labels, draft->label_count, sizeof draft->labels[0], &head->labels}};
    size_t count = 0;
    for (; count < DRAFT_TABLES - FENRUN__TABLES; count++) tables[count] = fixed[count];
    for (size_t i = 0; i < FENRUN__TABLES; i++, count++) {
        const struct fenrun__draft_rows *rows = &draft->tables[i];
        tables[count] =
            (struct draft_table){rows->rows, rows->count, draft_row_sizes[i], growing[i]};
    }
}

static void draft_measure_names(struct fenrun__names names, uint32_t *count, uint32_t *offset,
                                uint32_t *size, size_t *text_size) {
    *count = (uint32_t)names.count;
    *offset = draft_take(size, names.count, sizeof(uint32_t));
    for (size_t i = 0; i < names.count; i++) *text_size += names.items[i].size + 1;
}

/* Everything that the head of the plan says, and its shapes; the offset of the texts. */
static uint32_t draft_measure(const struct fenrun__draft *draft, struct fenrun__plan *head,
                              struct fenrun__plan_shape shapes[FENRUN__SHAPES_MAX]) {
    memset(head, 0, sizeof *head);
    head->version = FENRUN__PLAN_LAYOUT;
    head->decimals = draft->decimals;
    head->tier_count = draft->tier_count;
    head->lead_tier = draft->lead_tier;
    head->label_count = draft->label_count;
    head->period_count = draft->period_count;
    head->own_event_count = draft->event_count;
    head->shape_count = FENRUN__SHAPE_OWN + draft->event_count;
    head->trigger_count = head->shape_count + 1 + draft->period_count;
    head->version_count = 1;
    head->award_count = draft->award_count;
    head->column_count = draft->column_count;
    head->window_count = draft->window_count;

    uint32_t size = 0;
    size_t text_size = 0;
    struct draft_table tables[DRAFT_TABLES];
    draft_list_tables(draft, head, tables);
    draft_take(&size, 1, sizeof *head);
    for (size_t i = 0; i < DRAFT_TABLES; i++) {
        *tables[i].offset = draft_take(&size, tables[i].count, tables[i].row);
    }
    head->order = draft_take(&size, draft->award_count, sizeof(uint32_t));
    for (uint32_t kind = 0; kind < FENRUN__NAME_KINDS; kind++) {
        draft_measure_names(draft_names(draft, kind), &head->name_count[kind],
                            &head->names[kind], &size, &text_size);
    }
    for (uint32_t i = 0; i < head->shape_count; i++) {
        struct fenrun__plan_shape *shape = &shapes[i];
        uint32_t *const counts[] = {&shape->role_count, &shape->amount_count, &shape->count_count};
        for (size_t k = 0; k < 3; k++) {
            draft_measure_names(draft_shape_names(&draft->shapes[i], k), counts[k],
                                &shape->names[k], &size, &text_size);
        }
    }
    uint32_t texts = draft_take(&size, text_size, 1);
    head->size = size;
    return texts;
}

static void draft_copy(unsigned char *block, uint32_t offset, const void *rows, size_t count,
                       size_t row) {
    if (count > 0) memcpy(block + offset, rows, count * row);
}

/* Where the rows of a table stand in the block. */
static void *draft_rows(unsigned char *block, uint32_t offset) {
    return block + offset;
}

static void draft_write_names(unsigned char *block, struct fenrun__names names, uint32_t offset,
                              uint32_t *text) {
    uint32_t *offsets = draft_rows(block, offset);
    for (size_t i = 0; i < names.count; i++) {
        offsets[i] = *text;
        draft_copy(block, *text, names.items[i].bytes, names.items[i].size, 1);
        *text += (uint32_t)names.items[i].size + 1;
    }
}

static void draft_fill_names(const struct fenrun__draft *draft, unsigned char *block,
                             const struct fenrun__plan_shape *shapes, uint32_t text) {
    const struct fenrun__plan *plan = (const struct fenrun__plan *)(const void *)block;
    for (uint32_t kind = 0; kind < FENRUN__NAME_KINDS; kind++) {
        draft_write_names(block, draft_names(draft, kind), plan->names[kind], &text);
    }
    draft_copy(block, plan->shapes, shapes, plan->shape_count, sizeof *shapes);
    for (uint32_t i = 0; i < plan->shape_count; i++) {
        for (size_t k = 0; k < 3; k++) {
            draft_write_names(block, draft_shape_names(&draft->shapes[i], k), shapes[i].names[k],
                              &text);
        }
    }
}

/* The texts of awards and of columns that count one, and the awards of each trigger. */
static void draft_fill_awards(unsigned char *block) {
    const struct fenrun__plan *plan = (const struct fenrun__plan *)(const void *)block;
    const uint32_t *names = fenrun__plan_at(plan, plan->names[FENRUN_NAME_AWARD]);
    struct fenrun__plan_award *awards = draft_rows(block, plan->awards);
    struct fenrun__plan_column *columns = draft_rows(block, plan->columns);
    struct fenrun__plan_trigger *triggers = draft_rows(block, plan->triggers);
    struct fenrun__plan_version *version = draft_rows(block, plan->versions);
    uint32_t *order = draft_rows(block, plan->order);
    uint32_t count = 0;
    version->award_count = plan->award_count;
    for (uint32_t i = 0; i < plan->award_count; i++) awards[i].name = names[i];
    for (uint32_t i = 0; i < plan->column_count; i++) {
        if (columns[i].what == FENRUN__WHAT_PAID) columns[i].name = names[columns[i].name];
    }
    for (uint32_t trigger = 0; trigger < plan->trigger_count; trigger++) {
        triggers[trigger].order_first = count;
        for (uint32_t i = 0; i < plan->award_count; i++) {
            if (awards[i].trigger == trigger) order[count++] = i;
        }
        triggers[trigger].order_count = count - triggers[trigger].order_first;
    }
}

struct fenrun__plan *fenrun__draft_lay_out(const struct fenrun__draft *draft) {
    struct fenrun__plan head;
    struct fenrun__plan_shape shapes[FENRUN__SHAPES_MAX];
    struct draft_table tables[DRAFT_TABLES];
    if (draft->failed) return NULL;
    memset(shapes, 0, sizeof shapes);
    uint32_t texts = draft_measure(draft, &head, shapes);
    unsigned char *block = fenrun__memory_zeroed(draft->memory, head.size);
    if (!block) return NULL;
    memcpy(block, &head, sizeof head);
    draft_list_tables(draft, &head, tables);
    for (size_t i = 0; i < DRAFT_TABLES; i++) {
        if (!tables[i].rows) continue;
        draft_copy(block, *tables[i].offset, tables[i].rows, tables[i].count, tables[i].row);
    }
    draft_fill_names(draft, block, shapes, texts);
    draft_fill_awards(block);
    return (struct fenrun__plan *)(void *)block;
}
