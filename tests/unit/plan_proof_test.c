/* Plan proof: every rule set that is read is sound; what is changed in one is noticed. */
#include "rules/plan_proof.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "api/handle.h"
#include "api/shop.h"
#include "unit/forger.h"

/* Change one thing and say what is then not sound. */
#define FORGE(what, unsound)                                                                      \
    do {                                                                                          \
        what;                                                                                     \
        forger_expect(forger, "the rule set's " unsound);                                         \
    } while (0)

static void every_rule_set_is_sound(void **state) {
    const char *folders[] = {"examples", "tests/rules"};
    size_t count = 0;
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        DIR *folder = opendir(folders[i]);
        assert_non_null(folder);
        for (struct dirent *entry; (entry = readdir(folder));) {
            char path[512];
            const char *dot = strchr(entry->d_name, '.');
            if (!dot || strcmp(dot, ".yaml") != 0) continue;
            strcpy(path, folders[i]);
            strcat(strcat(path, "/"), entry->d_name);
            struct shop *shop = shop_open(path);
            const char *unsound = fenrun__plan_proof_run(shop->rules->plan);
            if (unsound) fail_msg("%s: %s", path, unsound);
            shop_close(shop);
            count++;
        }
        closedir(folder);
    }
    assert_in_range(count, 20, 1000);
}

static struct fenrun__plan *plan_of(struct forger *forger) {
    return forger_rows(forger, FENRUN__LAYOUT_PLAN);
}

/* A table of a plan, to be changed. */
static void *table(struct fenrun__plan *plan, uint32_t offset) {
    return (unsigned char *)plan + offset;
}

static void the_head_bounds_the_rest(void **state) {
    struct forger *forger = forger_open();
    struct fenrun__plan *plan = plan_of(forger);
    (void)state;
    FORGE(plan->tier_count = 0, "head");
    FORGE(plan->tier_count = 65, "head");
    FORGE(plan->lead_tier = 3, "head");
    FORGE(plan->label_count = 17, "head");
    FORGE(plan->version_count = 2, "head");
    FORGE(plan->award_count++, "head");
    FORGE(plan->decimals = 19, "head");
    FORGE(plan->shapes = plan->size, "head");
    FORGE(plan->tests += 4, "head");
    FORGE(plan->order = plan->pools - 8, "head");
    FORGE(plan->names[FENRUN_NAME_TIER] = plan->size, "names");
    FORGE(plan->name_count[FENRUN_NAME_TIER]++, "names");
    FORGE(((char *)plan)[plan->size - 1] = 'x', "names");
    forger_close(forger);
}

static void events_and_measures_are_there(void **state) {
    struct forger *forger = forger_open();
    struct fenrun__plan *plan = plan_of(forger);
    struct fenrun__plan_shape *shapes = table(plan, plan->shapes);
    struct fenrun__plan_column *columns = table(plan, plan->columns);
    int64_t *windows = table(plan, plan->windows);
    struct fenrun__plan_alternative *alternatives = table(plan, plan->alternatives);
    (void)state;
    FORGE(shapes[0].role_count = 9, "events");
    FORGE(shapes[1].role_count = 1, "events");
    FORGE(shapes[0].names[0] = 4, "events");
    FORGE(columns[0].scope = 5, "measures");
    FORGE(columns[0].window = 9, "measures");
    FORGE(columns[0].what = 6, "measures");
    FORGE(columns[0].basis = plan->column_count, "measures");
    FORGE(windows[0] = 0, "measures");
    FORGE(alternatives[0].test_count = 9, "measures");
    FORGE(alternatives[0].tests[0].column = 64, "measures");
    forger_close(forger);
}

static void awards_pay_what_they_can(void **state) {
    struct forger *forger = forger_open();
    struct fenrun__plan *plan = plan_of(forger);
    struct fenrun__plan_award *awards = table(plan, plan->awards);
    struct fenrun__plan_pay *pays = table(plan, plan->pays);
    struct fenrun__plan_limit *limits = table(plan, plan->limits);
    (void)state;
    FORGE(pays[0].kind = 3, "figures");
    FORGE(pays[0].value = -1, "figures");
    FORGE(pays[0].index = 12, "figures");
    FORGE(pays[0].index = 7, "awards"); /* an amount that orders do not have */
    FORGE(pays[0].source = FENRUN__SOURCE_COLUMN, "awards");
    FORGE(limits[0].column = 64, "figures");
    FORGE(awards[0].trigger = 9, "awards");
    FORGE(awards[0].unit = 9, "awards");
    FORGE(awards[0].to.role = 1, "awards");
    FORGE(awards[0].to.step_count = 7, "awards");
    FORGE(awards[1].to.steps[0] = 4, "awards");
    FORGE(awards[0].to.uplines = 1, "awards");
    FORGE(awards[0].form = 7, "awards");
    FORGE(awards[0].pay_first = 1000, "awards");
    FORGE(awards[0].rounding = 4, "awards");
    FORGE(awards[0].hold = INT64_MAX, "awards");
    FORGE(awards[0].cap = 1, "awards");
    FORGE(awards[0].funder = 0, "awards");
    FORGE(awards[1].plain = 1, "awards");
    FORGE(pays[1].value++, "awards"); /* a plain award that pays tiers alike, and does not */
    FORGE(awards[2].level_count = 65, "awards");
    FORGE(awards[2].unqualified = 0, "awards");
    FORGE(awards[4].selection = FENRUN__NOWHERE, "awards");
    FORGE(awards[4].special = 1, "awards");
    FORGE(awards[0].test_count = 1000, "awards");
    forger_close(forger);
}

static void versions_have_their_rows(void **state) {
    struct forger *forger = forger_open();
    struct fenrun__plan *plan = plan_of(forger);
    struct fenrun__plan_version *versions = table(plan, plan->versions);
    struct fenrun__plan_trigger *triggers = table(plan, plan->triggers);
    struct fenrun__plan_label *labels = table(plan, plan->labels);
    uint32_t *order = table(plan, plan->order);
    (void)state;
    FORGE(versions[0].award_count--, "versions");
    FORGE(versions[0].effective = INT64_MAX, "versions");
    FORGE(versions[0].trigger_first = 1, "versions");
    FORGE(versions[0].promotion_review = 1, "versions");
    FORGE(versions[0].promotion_count = 100, "versions");
    FORGE(triggers[0].order_count = 100, "versions");
    FORGE(triggers[0].budget = 1, "versions");
    FORGE(triggers[0].requirement_count = 1, "versions");
    FORGE(labels[0].review = 1, "versions");
    FORGE(labels[0].selection.top_value = -1, "versions");
    FORGE(order[0] = 3, "versions");
    FORGE(order[1] = 0, "versions");
    forger_close(forger);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_set_is_sound),
        cmocka_unit_test(the_head_bounds_the_rest),
        cmocka_unit_test(events_and_measures_are_there),
        cmocka_unit_test(awards_pay_what_they_can),
        cmocka_unit_test(versions_have_their_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
