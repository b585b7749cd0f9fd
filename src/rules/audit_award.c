/* Audit of awards: sets of tiers, narrowed step by step. */
#include "rules/audit_award.h"

#include <string.h>

#include "money/amount.h"
#include "rules/audit_limit.h"

/* The roles, then the payee where it is not one of them. */
#define AUDIT_AWARD_PAYEE FENRUN_ROLES_MAX
#define AUDIT_AWARD_SUBJECTS (FENRUN_ROLES_MAX + 1u)

struct audit_award_words {
    char text[96];
};

/* What is known of an award: the tiers that each subject may be of, if it is to pay. */
struct audit_award {
    const struct fenrun__audit *audit;
    const struct fenrun__plan_award *row;
    const struct fenrun__place *place;
    uint64_t known[AUDIT_AWARD_SUBJECTS];  /* by event and path alone */
    uint64_t tiers[AUDIT_AWARD_SUBJECTS];  /* by all that was looked at so far */
    uint64_t listed;                       /* in `pay` */
};

static uint64_t audit_award_everyone(const struct fenrun__plan *plan) {
    return UINT64_MAX >> (FENRUN_TIERS_MAX - plan->tier_count);
}

/* The tiers from one on. */
static uint64_t audit_award_from(const struct fenrun__plan *plan, uint32_t tier) {
    if (tier >= plan->tier_count) return 0;
    return audit_award_everyone(plan) & ~((UINT64_C(1) << tier) - 1);
}

static const char *audit_award_write(struct audit_award_words *words,
                                     const struct fenrun__plan *plan, uint64_t tiers) {
    struct fenrun__writer writer;
    fenrun__writer_init_fixed(&writer, words->text, sizeof words->text);
    fenrun__plan_write_tiers(plan, tiers, 0, &writer);
    return words->text;
}

static const char *audit_award_write_path(struct audit_award_words *words,
                                          const struct audit_award *award) {
    struct fenrun__writer writer;
    fenrun__writer_init_fixed(&writer, words->text, sizeof words->text);
    fenrun__plan_write_path(award->audit->plan, award->row->trigger, &award->row->to, &writer);
    return words->text;
}

static struct fenrun__place audit_award_at(const struct audit_award *award, const char *key,
                                           uint32_t line) {
    return (struct fenrun__place){
        .parent = award->place, .name = fenrun__text_from(key), .line = line};
}

static bool audit_award_has_path(const struct audit_award *award) {
    return award->row->form != FENRUN__FORM_SPLIT;
}

/* Where a subject's set is: that of the role, where the payee is the role itself. */
static uint32_t audit_award_subject(const struct audit_award *award, uint8_t subject) {
    const struct fenrun__plan_path *to = &award->row->to;
    if (subject != FENRUN__SUBJECT_PAYEE) return subject;
    if (!audit_award_has_path(award) || to->step_count > 0 || to->uplines) return AUDIT_AWARD_PAYEE;
    return to->role;
}

static const char *audit_award_name(const struct audit_award *award, uint8_t subject) {
    if (subject == FENRUN__SUBJECT_PAYEE) return "payee";
    return fenrun__plan_role_name(award->audit->plan, award->row->trigger, subject);
}

/* Why a path leads to nobody, whoever is in the tree; NULL: it may lead to somebody. */
static const char *audit_award_nobody(const struct fenrun__plan *plan,
                                      const struct fenrun__plan_path *path) {
    bool leads = false; /* who is reached so far does */
    for (uint32_t i = 0; i < path->step_count; i++) {
        if (path->steps[i] == FENRUN__STEP_LEADER) {
            if (plan->lead_tier == plan->tier_count) return "no tier is in 'team_leaders'";
            if (plan->lead_tier == 0) return "all tiers are in 'team_leaders'";
            if (leads) return "who leads a team has no '.leader'";
        }
        leads = path->steps[i] == FENRUN__STEP_LEADER ||
                (path->steps[i] == FENRUN__STEP_ABOVE && path->tiers[i] >= plan->lead_tier);
    }
    return NULL;
}

/* What event and path say of the tiers, before anything is tested. */
static void audit_award_know(struct audit_award *award) {
    const struct fenrun__plan *plan = award->audit->plan;
    const struct fenrun__plan_path *to = &award->row->to;
    uint64_t everyone = audit_award_everyone(plan);
    uint64_t leading = audit_award_from(plan, plan->lead_tier);
    bool promotion = award->row->trigger == fenrun__plan_trigger_of_promotion(plan);
    for (size_t i = 0; i < AUDIT_AWARD_SUBJECTS; i++) award->known[i] = everyone;
    if (award->row->trigger == FENRUN__SHAPE_JOIN) award->known[FENRUN__ROLE_ONLY] = 1;
    if (promotion) award->known[FENRUN__ROLE_ONLY] = everyone & ~UINT64_C(1);
    if (audit_award_has_path(award) && to->step_count > 0) {
        /* The path of a promotion begins at the member as it was before it rose. */
        if (to->steps[0] == FENRUN__STEP_LEADER && !promotion) award->known[to->role] &= ~leading;
        uint32_t last = to->step_count - 1u;
        uint64_t *payee = &award->known[AUDIT_AWARD_PAYEE];
        if (!to->uplines && to->steps[last] == FENRUN__STEP_LEADER) *payee = leading;
        if (!to->uplines && to->steps[last] == FENRUN__STEP_ABOVE) {
            *payee = audit_award_from(plan, to->tiers[last]);
        }
    }
    memcpy(award->tiers, award->known, sizeof award->tiers);
}

/* The rows of `pay` that are by tier: how many times tier_count; 0 where it is not by tier. */
static uint32_t audit_award_levels(const struct fenrun__plan_award *row) {
    switch (row->form) {
    case FENRUN__FORM_SINGLE:
    case FENRUN__FORM_DIFFERENTIAL: return 1;
    case FENRUN__FORM_LEVELS:
    case FENRUN__FORM_PRIZES: return row->level_count;
    default: return 0;
    }
}

/* The tiers that a level lists; with `paid` those that it pays more than 0. */
static uint64_t audit_award_listed(const struct audit_award *award, uint32_t level, bool paid) {
    const struct fenrun__plan *plan = award->audit->plan;
    uint64_t listed = 0;
    for (uint32_t tier = 0; tier < plan->tier_count; tier++) {
        const struct fenrun__plan_pay *pay = fenrun__plan_pay(
            plan, award->row->pay_first + level * plan->tier_count + tier);
        if (pay->listed && (!paid || pay->value > 0)) listed |= UINT64_C(1) << tier;
    }
    return listed;
}

/* Whether a level pays every tier the same, as where no tiers are written. */
static bool audit_award_is_one_value(const struct audit_award *award, uint32_t level) {
    const struct fenrun__plan *plan = award->audit->plan;
    const struct fenrun__plan_pay *first =
        fenrun__plan_pay(plan, award->row->pay_first + level * plan->tier_count);
    for (uint32_t tier = 0; tier < plan->tier_count; tier++) {
        if (memcmp(first + tier, first, sizeof *first) != 0) return false;
    }
    return first->listed;
}

/* Whether any value at all is above 0. */
static bool audit_award_pays(const struct audit_award *award) {
    const struct fenrun__plan *plan = award->audit->plan;
    const struct fenrun__plan_award *row = award->row;
    if (row->form == FENRUN__FORM_GRADED) {
        for (uint32_t i = 0; i < row->level_count; i++) {
            if (fenrun__plan_grade(plan, row->pay_first + i)->pay.value > 0) return true;
        }
        return false;
    }
    uint32_t levels = audit_award_levels(row);
    for (uint32_t level = 0; level < levels; level++) {
        if (audit_award_listed(award, level, true) != 0) return true;
    }
    return levels == 0;
}

/* "with 'to: seller.leader' the payee", "a newcomer": of whom what is known holds. */
static void audit_award_write_reason(const struct audit_award *award, uint8_t subject,
                                     struct fenrun__writer *writer) {
    struct audit_award_words path;
    bool payee = audit_award_subject(award, subject) == AUDIT_AWARD_PAYEE;
    if (!payee && award->row->trigger == FENRUN__SHAPE_JOIN) {
        fenrun__writer_format(writer, "a newcomer");
    } else if (!payee && award->row->trigger ==
                             fenrun__plan_trigger_of_promotion(award->audit->plan)) {
        fenrun__writer_format(writer, "whoever has risen");
    } else {
        fenrun__writer_format(writer, "with 'to: %s' the %s", audit_award_write_path(&path, award),
                              audit_award_name(award, subject));
    }
}

/* Note that a test is never met, and why: what is known, what `pay` lists, or the other tests. */
static void audit_award_note_test(const struct audit_award *award,
                                  const struct fenrun__plan_test *test, const char *test_text) {
    const struct fenrun__plan *plan = award->audit->plan;
    struct audit_award_words words;
    char reason[FENRUN_MESSAGE_SIZE / 2];
    struct fenrun__writer writer;
    uint32_t subject = audit_award_subject(award, test->subject);
    fenrun__writer_init_fixed(&writer, reason, sizeof reason);
    if (test->kind != FENRUN__TEST_IS &&
        subject == audit_award_subject(award, test->other)) {
        fenrun__writer_format(&writer, "the %s is the %s", audit_award_name(award, test->subject),
                              audit_award_name(award, test->other));
    } else if (test->kind != FENRUN__TEST_IS) {
        fenrun__writer_format(&writer, "the %s is always %s",
                              audit_award_name(award, test->subject),
                              audit_award_write(&words, plan, award->tiers[subject]));
        fenrun__writer_format(
            &writer, ", the %s %s", audit_award_name(award, test->other),
            audit_award_write(&words, plan,
                              award->tiers[audit_award_subject(award, test->other)]));
    } else if ((award->known[subject] & test->tiers) == 0) {
        audit_award_write_reason(award, test->subject, &writer);
        fenrun__writer_format(&writer, " is always %s",
                              audit_award_write(&words, plan, award->known[subject]));
    } else if (subject == audit_award_subject(award, FENRUN__SUBJECT_PAYEE) &&
               (award->listed & award->known[subject] & test->tiers) == 0) {
        fenrun__writer_format(&writer, "'pay' lists %s only",
                              audit_award_write(&words, plan, award->listed));
    } else {
        fenrun__writer_format(&writer, "beside it only %s passes the other tests",
                              audit_award_write(&words, plan, award->tiers[subject]));
    }
    struct fenrun__place when = audit_award_at(award, "when", test->line);
    struct fenrun__place at = {.parent = &when,
                               .name = fenrun__text_from(audit_award_name(award, test->subject)),
                               .line = test->line};
    fenrun__diagnostics_note(award->audit->diagnostics, &at, fenrun__part_all(),
                             "%s is never met, so that nothing is paid: %s; test another tier",
                             test_text, reason);
}

/* Narrow a pair of sets, neither empty, so that each tier of `low` has a higher one in `high` and
   the other way round. */
static void audit_award_order(uint64_t *low, uint64_t *high) {
    uint64_t lowest = *low & (0 - *low);
    uint64_t highest = *high;
    while ((highest & (highest - 1)) != 0) highest &= highest - 1;
    *high &= ~(lowest | (lowest - 1));
    *low &= highest - 1;
}

/* Narrow by one test; false if it is never met, which is noted. */
static bool audit_award_test(struct audit_award *award, const struct fenrun__plan_test *test) {
    static const char *const relations[] = {[FENRUN__TEST_BELOW] = "below",
                                            [FENRUN__TEST_ABOVE] = "above",
                                            [FENRUN__TEST_OTHER] = "not"};
    struct audit_award_words words;
    uint64_t *tiers = &award->tiers[audit_award_subject(award, test->subject)];
    if (test->kind == FENRUN__TEST_IS) {
        /* Labels may be of any tier, but a newcomer has none. */
        bool newcomer = award->row->trigger == FENRUN__SHAPE_JOIN &&
                        audit_award_subject(award, test->subject) == FENRUN__ROLE_ONLY;
        if (test->labels != 0 && !newcomer) return true;
        if ((*tiers & test->tiers) != 0) {
            *tiers &= test->tiers;
            return true;
        }
        struct fenrun__writer writer;
        fenrun__writer_init_fixed(&writer, words.text, sizeof words.text);
        fenrun__plan_write_tiers(award->audit->plan, test->tiers, test->labels, &writer);
        audit_award_note_test(award, test, words.text);
        return false;
    }
    uint64_t *other = &award->tiers[audit_award_subject(award, test->other)];
    uint64_t mine = *tiers;
    uint64_t others = *other;
    if (tiers != other && test->kind == FENRUN__TEST_BELOW) audit_award_order(&mine, &others);
    if (tiers != other && test->kind == FENRUN__TEST_ABOVE) audit_award_order(&others, &mine);
    if (tiers != other && mine != 0 && others != 0) {
        *tiers = mine;
        *other = others;
        return true;
    }
    struct fenrun__writer writer;
    fenrun__writer_init_fixed(&writer, words.text, sizeof words.text);
    fenrun__writer_format(&writer, "'%s %s'", relations[test->kind],
                          audit_award_name(award, test->other));
    audit_award_note_test(award, test, words.text);
    return false;
}

/* Test i of an award; at a close those of the member alone are in the selection. NULL behind the
   last. */
static const struct fenrun__plan_test *audit_award_test_at(const struct audit_award *award,
                                                           uint32_t i) {
    const struct fenrun__plan *plan = award->audit->plan;
    const struct fenrun__plan_award *row = award->row;
    if (i < row->test_count) return fenrun__plan_test(plan, row->test_first + i);
    i -= row->test_count;
    if (row->selection == FENRUN__NOWHERE) return NULL;
    const struct fenrun__plan_selection *selection = fenrun__plan_selection(plan, row->selection);
    return i < selection->test_count ? fenrun__plan_test(plan, selection->test_first + i) : NULL;
}

/* All tests, those of one subject first, then those that compare two until nothing changes. */
static bool audit_award_tests(struct audit_award *award) {
    const struct fenrun__plan_test *test;
    uint64_t before[AUDIT_AWARD_SUBJECTS];
    for (uint32_t i = 0; (test = audit_award_test_at(award, i)) != NULL; i++) {
        if (test->kind == FENRUN__TEST_IS && !audit_award_test(award, test)) return false;
    }
    do {
        memcpy(before, award->tiers, sizeof before);
        for (uint32_t i = 0; (test = audit_award_test_at(award, i)) != NULL; i++) {
            if (test->kind != FENRUN__TEST_IS && !audit_award_test(award, test)) return false;
        }
    } while (memcmp(before, award->tiers, sizeof before) != 0);
    return true;
}

/* The paths of a split, each by itself: what they do not take goes on to the remainder. */
static void audit_award_shares(const struct audit_award *award) {
    const struct fenrun__plan *plan = award->audit->plan;
    const struct fenrun__plan_award *row = award->row;
    const struct fenrun__plan_split *split = fenrun__plan_split(plan, row->special);
    struct fenrun__place among = audit_award_at(award, "among", row->line);
    struct fenrun__place remainder = audit_award_at(award, "remainder_to", row->line);
    for (uint32_t i = 0; i <= split->share_count; i++) {
        bool share = i < split->share_count;
        if (!share && !split->has_remainder) break;
        const struct fenrun__plan_path *path =
            share ? &fenrun__plan_share(plan, split->share_first + i)->to : &split->remainder;
        const char *reason = audit_award_nobody(plan, path);
        if (!reason) continue;
        struct audit_award_words words;
        struct fenrun__writer writer;
        fenrun__writer_init_fixed(&writer, words.text, sizeof words.text);
        fenrun__plan_write_path(plan, row->trigger, path, &writer);
        fenrun__diagnostics_note(award->audit->diagnostics, share ? &among : &remainder,
                                 fenrun__part_all(),
                                 "'%s' leads to nobody: %s; take another path", words.text, reason);
    }
}

/* Whether the path leads anywhere, and the funder's. */
static bool audit_award_paths(const struct audit_award *award) {
    const struct fenrun__plan *plan = award->audit->plan;
    const struct fenrun__plan_award *row = award->row;
    struct audit_award_words words;
    const char *reason = audit_award_has_path(award) ? audit_award_nobody(plan, &row->to) : NULL;
    if (reason) {
        struct fenrun__place at = audit_award_at(award, "to", row->line);
        fenrun__diagnostics_note(award->audit->diagnostics, &at, fenrun__part_all(),
                                 "'%s' leads to nobody, so that nothing is paid: %s; take another "
                                 "path",
                                 audit_award_write_path(&words, award), reason);
        return false;
    }
    if (row->form == FENRUN__FORM_SPLIT) audit_award_shares(award);
    if (row->funder == FENRUN__NOWHERE) return true;
    reason = audit_award_nobody(plan, &fenrun__plan_funder(plan, row->funder)->member);
    return fenrun__audit_limit_funder(award->audit, row, award->place, reason);
}

/* The payee's tiers that are listed in `pay`. */
static bool audit_award_pay(struct audit_award *award) {
    const struct fenrun__plan *plan = award->audit->plan;
    const struct fenrun__plan_award *row = award->row;
    struct fenrun__place at = audit_award_at(award, "pay", row->line);
    if (!audit_award_pays(award)) {
        fenrun__diagnostics_note(award->audit->diagnostics, &at, fenrun__part_all(),
                                 "every value is 0, so that nothing is paid; take the award away");
        return false;
    }
    uint32_t levels = audit_award_levels(row);
    award->listed = levels > 0 ? 0 : audit_award_everyone(plan);
    for (uint32_t level = 0; level < levels; level++) {
        award->listed |= audit_award_listed(award, level, row->form != FENRUN__FORM_DIFFERENTIAL);
    }
    uint64_t *tiers = &award->tiers[audit_award_subject(award, FENRUN__SUBJECT_PAYEE)];
    if ((*tiers & award->listed) != 0) {
        *tiers &= award->listed;
        return true;
    }
    struct audit_award_words listed;
    struct audit_award_words known;
    char reason[FENRUN_MESSAGE_SIZE / 2];
    struct fenrun__writer writer;
    fenrun__writer_init_fixed(&writer, reason, sizeof reason);
    audit_award_write_reason(award, FENRUN__SUBJECT_PAYEE, &writer);
    fenrun__diagnostics_note(award->audit->diagnostics, &at, fenrun__part_all(),
                             "%s is listed, so that nothing is paid: %s is always %s; list another "
                             "tier",
                             audit_award_write(&listed, plan, award->listed), reason,
                             audit_award_write(&known, plan, *tiers));
    return false;
}

/* Levels that nobody is paid, and tiers that are listed for nothing. */
static void audit_award_rows(const struct audit_award *award) {
    const struct fenrun__plan *plan = award->audit->plan;
    const struct fenrun__plan_award *row = award->row;
    uint64_t payee = award->tiers[audit_award_subject(award, FENRUN__SUBJECT_PAYEE)];
    uint32_t levels = audit_award_levels(row);
    struct fenrun__place pay = audit_award_at(award, "pay", row->line);
    for (uint32_t level = 0; level < levels; level++) {
        struct audit_award_words words;
        struct audit_award_words passing;
        struct fenrun__place item = {.parent = &pay, .number = level + 1, .line = row->line};
        const struct fenrun__place *at = row->level_count > 0 ? &item : &pay;
        uint64_t listed = audit_award_listed(award, level, false);
        uint64_t paid = audit_award_listed(award, level, true);
        if ((listed & payee) == 0) {
            bool last = row->unqualified == FENRUN__UNQUALIFIED_COMPRESS ||
                        row->unqualified == FENRUN__UNQUALIFIED_STOP;
            fenrun__diagnostics_note(award->audit->diagnostics, at, fenrun__part_all(),
                                     "nobody is paid this level%s: %s is listed, the payee is "
                                     "always %s; list another tier",
                                     last ? ", nor any behind it" : "",
                                     audit_award_write(&words, plan, listed),
                                     audit_award_write(&passing, plan, payee));
            continue;
        }
        uint64_t idle = paid & ~payee;
        if (idle == 0 || row->form == FENRUN__FORM_DIFFERENTIAL ||
            audit_award_is_one_value(award, level)) {
            continue;
        }
        fenrun__diagnostics_note(award->audit->diagnostics, at, fenrun__part_all(),
                                 "%s is listed, but never paid: the payee is always %s; take it "
                                 "away",
                                 audit_award_write(&words, plan, idle),
                                 audit_award_write(&passing, plan, payee));
    }
}

/* A differential pays what a tier has more than those below. */
static void audit_award_differential(const struct audit_award *award) {
    const struct fenrun__plan *plan = award->audit->plan;
    struct fenrun__place pay = audit_award_at(award, "pay", award->row->line);
    const struct fenrun__plan_pay *below = NULL;
    const char *below_name = NULL;
    for (uint32_t tier = 0; tier < plan->tier_count; tier++) {
        const struct fenrun__plan_pay *row = fenrun__plan_pay(plan, award->row->pay_first + tier);
        const char *name = fenrun__plan_name(plan, FENRUN_NAME_TIER, tier);
        if (!row->listed) continue;
        if (below && row->value < below->value) {
            struct fenrun__place at = {
                .parent = &pay, .name = fenrun__text_from(name), .line = pay.line};
            fenrun__diagnostics_note(award->audit->diagnostics, &at, fenrun__part_all(),
                                     "less than %s has, so that nothing is left for %s above it; "
                                     "give a higher tier more",
                                     below_name, name);
        }
        below = row;
        below_name = name;
    }
}

/* Prizes for ranks that nobody has. */
static void audit_award_prizes(const struct audit_award *award) {
    const struct fenrun__plan_award *row = award->row;
    const struct fenrun__plan_selection *selection =
        fenrun__plan_selection(award->audit->plan, row->selection);
    if (selection->top != FENRUN__TOP_COUNT || row->level_count <= selection->top_value) return;
    struct fenrun__place pay = audit_award_at(award, "pay", row->line);
    struct fenrun__place at = {
        .parent = &pay, .number = (uint32_t)selection->top_value + 1, .line = row->line};
    fenrun__diagnostics_note(award->audit->diagnostics, &at, fenrun__part_all(),
                             "nobody has this rank, since 'top' is %D; take away one of the two",
                             selection->top_value);
}

/* Grades that `require` lets no event come to. */
static void audit_award_grades(const struct audit_award *award) {
    const struct fenrun__plan *plan = award->audit->plan;
    const struct fenrun__plan_award *row = award->row;
    const struct fenrun__plan_trigger *trigger =
        fenrun__plan_trigger(plan, award->audit->version, row->trigger);
    if (row->special >> 16 != FENRUN__SOURCE_FIGURE) return;
    struct fenrun__place pay = audit_award_at(award, "pay", row->line);
    for (uint32_t i = 0; i < trigger->requirement_count; i++) {
        const struct fenrun__plan_requirement *require =
            fenrun__plan_requirement(plan, trigger->requirement_first + i);
        if (require->base != FENRUN__NOWHERE || require->figure != (row->special & 0xffffu)) {
            continue;
        }
        for (uint32_t grade = 0; grade < row->level_count; grade++) {
            const struct fenrun__plan_grade *here =
                fenrun__plan_grade(plan, row->pay_first + grade);
            int64_t end = grade + 1 < row->level_count ? here[1].low : INT64_MAX;
            bool met = here->low <= require->high && end > require->low;
            if (met || here->pay.value == 0) continue;
            char low[FENRUN_TEXT_SIZE];
            bool money = require->figure < FENRUN__FIGURE_COUNT0;
            fenrun__amount_format(low, here->low, money ? plan->decimals : 0);
            fenrun__diagnostics_note(award->audit->diagnostics, &pay, fenrun__part_all(),
                                     "the range from %s on is never met, since 'require' lets no "
                                     "such %s in; change one of the two",
                                     low,
                                     fenrun__plan_figure_name(plan, row->trigger,
                                                              require->figure));
        }
    }
}

/* A sum that a value, or a grade, is of, and that no close begins anew. */
static bool audit_award_is_endless(const struct audit_award *award, uint32_t source,
                                   uint32_t index) {
    if (source != FENRUN__SOURCE_COLUMN && source != FENRUN__SOURCE_TOTAL) return false;
    const struct fenrun__plan_column *column = fenrun__plan_column(award->audit->plan, index);
    return column->window_kind == FENRUN__WINDOW_EVER && column->what != FENRUN__WHAT_MEMBERS;
}

/* The first pay of the award that is of such a sum; NULL if none. */
static const struct fenrun__plan_pay *audit_award_endless_pay(const struct audit_award *award) {
    const struct fenrun__plan *plan = award->audit->plan;
    const struct fenrun__plan_award *row = award->row;
    bool graded = row->form == FENRUN__FORM_GRADED;
    uint32_t count = graded ? row->level_count : audit_award_levels(row) * plan->tier_count;
    for (uint32_t i = 0; i < count; i++) {
        const struct fenrun__plan_pay *pay =
            graded ? &fenrun__plan_grade(plan, row->pay_first + i)->pay
                   : fenrun__plan_pay(plan, row->pay_first + i);
        if (pay->listed && pay->kind != FENRUN__VALUE_FIXED &&
            audit_award_is_endless(award, pay->source, pay->index)) {
            return pay;
        }
    }
    return NULL;
}

/* At a close: what counts since ever is paid again at the next one. */
static void audit_award_windows(const struct audit_award *award) {
    const struct fenrun__plan *plan = award->audit->plan;
    const struct fenrun__plan_award *row = award->row;
    bool pool = row->form == FENRUN__FORM_POOL;
    if (row->selection == FENRUN__NOWHERE) return;
    const struct fenrun__plan_pay *pay =
        pool ? &fenrun__plan_pool(plan, row->special)->sum : audit_award_endless_pay(award);
    uint32_t source = pay ? pay->source : 0;
    uint32_t index = pay ? pay->index : 0;
    if (row->form == FENRUN__FORM_GRADED && !pay) {
        source = row->special >> 16;
        index = row->special & 0xffffu;
    }
    if ((pay && pay->kind == FENRUN__VALUE_FIXED) || (!pay && row->form != FENRUN__FORM_GRADED) ||
        !audit_award_is_endless(award, source, index)) {
        return;
    }
    struct audit_award_words words;
    struct fenrun__writer writer;
    struct fenrun__place at = audit_award_at(award, pool ? "pool" : "pay", row->line);
    fenrun__writer_init_fixed(&writer, words.text, sizeof words.text);
    fenrun__plan_write_measure(plan, index, source == FENRUN__SOURCE_TOTAL, &writer);
    fenrun__diagnostics_note(award->audit->diagnostics, &at, fenrun__part_all(),
                             "%s counts since ever and is paid again at each close; write 'in %s' "
                             "behind it",
                             words.text, fenrun__plan_trigger_name(plan, row->trigger));
}

static void audit_award_look(const struct fenrun__audit *audit,
                             const struct fenrun__plan_award *row,
                             const struct fenrun__place *place) {
    struct audit_award award = {.audit = audit, .row = row, .place = place};
    if (!audit_award_paths(&award)) return;
    audit_award_know(&award);
    if (!audit_award_pay(&award) || !audit_award_tests(&award)) return;
    audit_award_rows(&award);
    if (row->form == FENRUN__FORM_DIFFERENTIAL) audit_award_differential(&award);
    if (row->form == FENRUN__FORM_PRIZES) audit_award_prizes(&award);
    if (row->form == FENRUN__FORM_GRADED) audit_award_grades(&award);
    audit_award_windows(&award);
    fenrun__audit_limit_cap(audit, row, place);
}

void fenrun__audit_award_all(const struct fenrun__audit *audit) {
    const struct fenrun__plan *plan = audit->plan;
    const struct fenrun__place root = {.line = 1};
    const struct fenrun__place awards = {
        .parent = &root, .name = {"awards", 6}, .line = 1};
    for (uint32_t i = 0; i < audit->version->award_count; i++) {
        const struct fenrun__plan_award *row =
            fenrun__plan_award(plan, audit->version->award_first + i);
        const struct fenrun__place place = {
            .parent = &awards,
            .name = fenrun__text_from(fenrun__plan_at(plan, row->name)),
            .line = row->line};
        audit_award_look(audit, row, &place);
    }
}
