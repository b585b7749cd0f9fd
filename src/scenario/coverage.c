/* Coverage: the items of a plan; mark.c finds what covers them. */
#include "scenario/coverage.h"

#include <string.h>

#include "base/index.h"
#include "money/amount.h"

void fenrun__coverage_init(struct fenrun__coverage *coverage, struct fenrun__memory *memory) {
    *coverage = (struct fenrun__coverage){.memory = memory};
    fenrun__writer_init(&coverage->text, memory);
}

void fenrun__coverage_free(struct fenrun__coverage *coverage) {
    fenrun__memory_free(coverage->memory, coverage->items,
                        coverage->item_capacity * sizeof *coverage->items);
    fenrun__memory_free(coverage->memory, coverage->map.items,
                        coverage->map.capacity * sizeof *coverage->map.items);
    fenrun__memory_free(coverage->memory, coverage->values,
                        coverage->value_capacity * sizeof *coverage->values);
    fenrun__writer_free(&coverage->text);
}

struct fenrun__text fenrun__coverage_text(const struct fenrun__coverage *coverage,
                                          struct fenrun__span span) {
    if (span.size == 0) return (struct fenrun__text){"", 0};
    return (struct fenrun__text){coverage->text.bytes + span.offset, span.size};
}

/* ---- The map ---- */

/* A table of so many rows; where it begins. */
static size_t coverage_table(struct fenrun__coverage_map *map, size_t rows) {
    size_t first = map->count;
    map->count += rows;
    return first;
}

#define COVERAGE_ROWS(plan, table, next, noun)                                                    \
    (((plan)->next - (plan)->table) / sizeof(struct fenrun__plan_##noun))

static bool coverage_make_map(struct fenrun__coverage *coverage,
                              const struct fenrun__plan *plan) {
    struct fenrun__coverage_map *map = &coverage->map;
    size_t tests = COVERAGE_ROWS(plan, tests, limits, test);
    map->count = 0;
    map->awards = coverage_table(map, plan->award_count);
    map->pays = coverage_table(map, COVERAGE_ROWS(plan, pays, grades, pay));
    map->grades = coverage_table(map, COVERAGE_ROWS(plan, grades, tests, grade));
    map->met = coverage_table(map, tests);
    map->unmet = coverage_table(map, tests);
    map->limits = coverage_table(map, COVERAGE_ROWS(plan, limits, funders, limit));
    map->funders = coverage_table(map, COVERAGE_ROWS(plan, funders, differentials, funder));
    map->peers = coverage_table(map, plan->award_count);
    map->shares = coverage_table(map, COVERAGE_ROWS(plan, shares, pools, share));
    map->alternatives =
        coverage_table(map, COVERAGE_ROWS(plan, alternatives, order, alternative));
    map->labels = coverage_table(map, (size_t)plan->label_count * plan->version_count);
    map->demotions = coverage_table(map, (size_t)plan->tier_count * plan->version_count);
    if (!fenrun__memory_grow(coverage->memory, &map->items, sizeof *map->items, &map->capacity,
                             map->count)) {
        return false;
    }
    for (size_t i = 0; i < map->count; i++) map->items[i] = FENRUN__NONE;
    return true;
}

/* ---- Items ---- */

/* What is being listed. */
struct coverage_list {
    struct fenrun__coverage *coverage;
    const struct fenrun__plan *plan;
    const struct fenrun__plan_version *version;
    uint32_t number; /* of the version */
    struct fenrun__span path;
    struct fenrun__writer name;
};

/* An item whose name was written, for a place of the map. */
static void coverage_add(struct coverage_list *list, size_t place, uint32_t line) {
    struct fenrun__coverage *coverage = list->coverage;
    if (!fenrun__memory_grow(coverage->memory, &coverage->items, sizeof *coverage->items,
                             &coverage->item_capacity, coverage->item_count + 1)) {
        coverage->failed = true;
        return;
    }
    struct fenrun__span span = {coverage->text.size, list->name.size};
    fenrun__writer_put(&coverage->text, list->name.bytes, list->name.size);
    coverage->map.items[place] = (uint32_t)coverage->item_count;
    coverage->items[coverage->item_count++] =
        (struct fenrun__coverage_item){.path = list->path, .name = span, .line = line};
    fenrun__writer_clear(&list->name);
}

static const char *coverage_name(const struct coverage_list *list, uint32_t kind,
                                 uint32_t index) {
    return fenrun__plan_name(list->plan, kind, index);
}

static bool coverage_same_pay(const struct fenrun__plan_pay *a, const struct fenrun__plan_pay *b) {
    return a->value == b->value && a->per == b->per && a->kind == b->kind &&
           a->source == b->source && a->listed == b->listed && a->index == b->index;
}

/* The rows of one level (or of none, 0): one item, or one for each tier that is listed. */
static void coverage_list_pays(struct coverage_list *list, uint32_t index, uint32_t first,
                               uint32_t level) {
    const struct fenrun__plan *plan = list->plan;
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, index);
    const char *name = coverage_name(list, FENRUN_NAME_AWARD, index);
    size_t *pays = &list->coverage->map.pays;
    bool same = true;
    for (uint32_t tier = 1; tier < plan->tier_count; tier++) {
        same = same && coverage_same_pay(fenrun__plan_pay(plan, first),
                                         fenrun__plan_pay(plan, first + tier));
    }
    if (same && level == 0) return;
    for (uint32_t tier = 0; tier < plan->tier_count; tier++) {
        if (!fenrun__plan_pay(plan, first + tier)->listed) continue;
        if (same && tier > 0) {
            list->coverage->map.items[*pays + first + tier] =
                list->coverage->map.items[*pays + first];
            continue;
        }
        fenrun__writer_format(&list->name, "awards.%s.pay", name);
        if (level > 0) fenrun__writer_format(&list->name, "[%u]", level);
        if (!same) {
            fenrun__writer_format(&list->name, " for %s",
                                  coverage_name(list, FENRUN_NAME_TIER, tier));
        }
        coverage_add(list, *pays + first + tier, award->line);
    }
}

static void coverage_list_grades(struct coverage_list *list, uint32_t index) {
    const struct fenrun__plan *plan = list->plan;
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, index);
    uint32_t source = award->special >> 16;
    uint32_t figure = award->special & 0xFFFFu;
    bool money = source == FENRUN__SOURCE_FIGURE ? figure < FENRUN__FIGURE_COUNT0
                                                 : fenrun__plan_column_is_money(plan, figure);
    for (uint32_t row = 0; row < award->level_count; row++) {
        char low[FENRUN_TEXT_SIZE];
        uint32_t grade = award->pay_first + row;
        fenrun__amount_format(low, fenrun__plan_grade(plan, grade)->low,
                              money ? plan->decimals : 0);
        fenrun__writer_format(&list->name, "awards.%s.pay from %s",
                              coverage_name(list, FENRUN_NAME_AWARD, index), low);
        coverage_add(list, list->coverage->map.grades + grade, award->line);
    }
}

static void coverage_list_split(struct coverage_list *list, uint32_t index) {
    const struct fenrun__plan *plan = list->plan;
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, index);
    const struct fenrun__plan_split *split = fenrun__plan_split(plan, award->special);
    for (uint32_t i = 0; i < split->share_count; i++) {
        const struct fenrun__plan_share *share = fenrun__plan_share(plan, split->share_first + i);
        fenrun__writer_format(&list->name, "awards.%s.among: ",
                              coverage_name(list, FENRUN_NAME_AWARD, index));
        fenrun__plan_write_path(plan, award->trigger, &share->to, &list->name);
        coverage_add(list, list->coverage->map.shares + split->share_first + i, award->line);
    }
}

/* The tests of an award or a label, each met and not met. */
static void coverage_list_tests(struct coverage_list *list, const char *section, const char *name,
                                uint32_t trigger, uint32_t first, uint32_t count) {
    for (uint32_t i = first; i < first + count; i++) {
        const struct fenrun__plan_test *test = fenrun__plan_test(list->plan, i);
        const char *subject = test->subject == FENRUN__SUBJECT_PAYEE
                                  ? "payee"
                                  : fenrun__plan_role_name(list->plan, trigger, test->subject);
        fenrun__writer_format(&list->name, "%s.%s.when.%s met", section, name, subject);
        coverage_add(list, list->coverage->map.met + i, test->line);
        fenrun__writer_format(&list->name, "%s.%s.when.%s not met", section, name, subject);
        coverage_add(list, list->coverage->map.unmet + i, test->line);
    }
}

static void coverage_list_selection(struct coverage_list *list, const char *section,
                                    const char *name, uint32_t trigger,
                                    const struct fenrun__plan_selection *selection) {
    coverage_list_tests(list, section, name, trigger, selection->test_first,
                        selection->test_count);
    for (uint32_t i = 0; i < selection->alternative_count; i++) {
        uint32_t alternative = selection->alternative_first + i;
        fenrun__writer_format(&list->name, "%s.%s.qualify[%u]", section, name, i + 1);
        coverage_add(list, list->coverage->map.alternatives + alternative,
                     fenrun__plan_alternative(list->plan, alternative)->line);
    }
}

static void coverage_list_limits(struct coverage_list *list, uint32_t index) {
    const struct fenrun__plan *plan = list->plan;
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, index);
    const char *name = coverage_name(list, FENRUN_NAME_AWARD, index);
    if (award->cap != FENRUN__NOWHERE) {
        fenrun__writer_format(&list->name, "awards.%s.cap reached", name);
        coverage_add(list, list->coverage->map.limits + award->cap,
                     fenrun__plan_limit(plan, award->cap)->line);
    }
    if (award->funder != FENRUN__NOWHERE) {
        fenrun__writer_format(&list->name, "awards.%s.from reached", name);
        coverage_add(list, list->coverage->map.funders + award->funder,
                     fenrun__plan_funder(plan, award->funder)->line);
    }
}

static void coverage_list_award(struct coverage_list *list, uint32_t index) {
    const struct fenrun__plan *plan = list->plan;
    const struct fenrun__plan_award *award = fenrun__plan_award(plan, index);
    const char *name = coverage_name(list, FENRUN_NAME_AWARD, index);
    struct fenrun__coverage_map *map = &list->coverage->map;
    fenrun__writer_format(&list->name, "awards.%s", name);
    coverage_add(list, map->awards + index, award->line);
    switch (award->form) {
    case FENRUN__FORM_SINGLE: coverage_list_pays(list, index, award->pay_first, 0); break;
    case FENRUN__FORM_DIFFERENTIAL:
        coverage_list_pays(list, index, award->pay_first, 0);
        if (!fenrun__plan_differential(plan, award->special)->has_peer) break;
        fenrun__writer_format(&list->name, "awards.%s.differential.peer", name);
        coverage_add(list, map->peers + index, award->line);
        break;
    case FENRUN__FORM_LEVELS:
    case FENRUN__FORM_PRIZES:
        for (uint32_t level = 0; level < award->level_count; level++) {
            coverage_list_pays(list, index, award->pay_first + level * plan->tier_count,
                               level + 1);
        }
        break;
    case FENRUN__FORM_GRADED: coverage_list_grades(list, index); break;
    case FENRUN__FORM_SPLIT: coverage_list_split(list, index); break;
    default: break;
    }
    coverage_list_tests(list, "awards", name, award->trigger, award->test_first,
                        award->test_count);
    if (award->selection != FENRUN__NOWHERE) {
        coverage_list_selection(list, "awards", name, award->trigger,
                                fenrun__plan_selection(plan, award->selection));
    }
    coverage_list_limits(list, index);
}

/* The maps of promotions or demotions: highest tier first in the plan, and so in the list. */
static void coverage_list_alternatives(struct coverage_list *list, const char *section,
                                       uint32_t first, uint32_t count) {
    uint32_t number = 0;
    for (uint32_t i = first; i < first + count; i++) {
        const struct fenrun__plan_alternative *row = fenrun__plan_alternative(list->plan, i);
        bool next = i == first || fenrun__plan_alternative(list->plan, i - 1)->tier != row->tier;
        number = next ? 1 : number + 1;
        fenrun__writer_format(&list->name, "%s.%s[%u]", section,
                              coverage_name(list, FENRUN_NAME_TIER, row->tier), number);
        coverage_add(list, list->coverage->map.alternatives + i, row->line);
        if (!next || *section != 'd') continue;
        fenrun__writer_format(&list->name, "demotions.%s loses the tier",
                              coverage_name(list, FENRUN_NAME_TIER, row->tier));
        coverage_add(list,
                     list->coverage->map.demotions +
                         (size_t)list->number * list->plan->tier_count + row->tier,
                     row->line);
    }
}

static void coverage_list_version(struct coverage_list *list) {
    const struct fenrun__plan *plan = list->plan;
    const struct fenrun__plan_version *version = list->version;
    for (uint32_t i = 0; i < plan->trigger_count; i++) {
        uint32_t budget = fenrun__plan_trigger(plan, version, i)->budget;
        if (budget == FENRUN__NOWHERE) continue;
        fenrun__writer_format(&list->name, "%s.budget reached",
                              fenrun__plan_trigger_name(plan, i));
        coverage_add(list, list->coverage->map.limits + budget,
                     fenrun__plan_limit(plan, budget)->line);
    }
    for (uint32_t i = 0; i < version->award_count; i++) {
        coverage_list_award(list, version->award_first + i);
    }
    for (uint32_t i = 0; i < plan->label_count; i++) {
        const struct fenrun__plan_label *label = fenrun__plan_label(plan, version, i);
        const char *name = coverage_name(list, FENRUN_NAME_LABEL, i);
        fenrun__writer_format(&list->name, "labels.%s", name);
        coverage_add(list,
                     list->coverage->map.labels + (size_t)list->number * plan->label_count + i,
                     label->line);
        coverage_list_selection(list, "labels", name,
                                fenrun__plan_trigger_of_period(plan, label->review),
                                &label->selection);
    }
    coverage_list_alternatives(list, "promotions", version->promotion_first,
                               version->promotion_count);
    coverage_list_alternatives(list, "demotions", version->demotion_first,
                               version->demotion_count);
}

void fenrun__coverage_open(struct fenrun__coverage *coverage, const struct fenrun__plan *plan,
                           const struct fenrun__text *paths) {
    struct coverage_list list = {.coverage = coverage, .plan = plan};
    coverage->plan = plan;
    if (!coverage_make_map(coverage, plan)) {
        coverage->failed = true;
        return;
    }
    fenrun__writer_init(&list.name, coverage->memory);
    for (uint32_t i = 0; i < plan->version_count; i++) {
        list.version = fenrun__plan_version(plan, i);
        list.number = i;
        list.path = (struct fenrun__span){coverage->text.size, paths[i].size};
        fenrun__writer_put(&coverage->text, paths[i].bytes, paths[i].size);
        coverage_list_version(&list);
    }
    coverage->failed = coverage->failed || list.name.failed || coverage->text.failed;
    fenrun__writer_free(&list.name);
}

/* ---- The end ---- */

static bool coverage_same(const struct fenrun__coverage *coverage,
                          const struct fenrun__coverage_item *a,
                          const struct fenrun__coverage_item *b) {
    return a->line == b->line &&
           fenrun__text_equal(fenrun__coverage_text(coverage, a->name),
                              fenrun__coverage_text(coverage, b->name)) &&
           fenrun__text_equal(fenrun__coverage_text(coverage, a->path),
                              fenrun__coverage_text(coverage, b->path));
}

void fenrun__coverage_finish(struct fenrun__coverage *coverage, uint64_t *item_count,
                             uint64_t *covered_count) {
    *item_count = 0;
    *covered_count = 0;
    if (coverage->failed) return;
    for (size_t i = 0; i < coverage->item_count; i++) {
        struct fenrun__coverage_item *item = &coverage->items[i];
        for (size_t k = 0; k < i && !item->repeated; k++) {
            struct fenrun__coverage_item *earlier = &coverage->items[k];
            if (earlier->repeated || !coverage_same(coverage, earlier, item)) continue;
            earlier->covered = earlier->covered || item->covered;
            item->repeated = true;
        }
    }
    for (size_t i = 0; i < coverage->item_count; i++) {
        if (coverage->items[i].repeated) continue;
        ++*item_count;
        *covered_count += coverage->items[i].covered;
    }
}
