/*
 * Writer: makes a snapshot with the whole library, for a program whose library reads no rule sets:
 * of a tree with two members, of whom one leads, and a rule set of one award. To standard output.
 */
#include <fenrun.h>
#include <stdio.h>
#include <string.h>

static const char writer_rules[] = "fenrun: 1\n"
                                   "name: consumer\n"
                                   "currency: CNY\n"
                                   "rounding: half_even\n"
                                   "tiers: [normal, gold]\n"
                                   "team_leaders: [gold]\n"
                                   "order: { roles: [seller], amounts: [price, profit] }\n"
                                   "awards:\n"
                                   "  team: { event: order, to: seller.leader,\n"
                                   "          pay: 25% of profit }\n";

static int32_t writer_put(void *context, const void *bytes, size_t size) {
    return fwrite(bytes, 1, size, context) == size ? 0 : -1;
}

int main(void) {
    const fenrun_member members[] = {{.id = 1, .tier = 1}, {.id = 2, .inviter = 1}};
    fenrun_rules *rules = NULL;
    fenrun_tree *tree = NULL;
    fenrun_error error = {0};
    if (fenrun_rules_read(&rules, writer_rules, strlen(writer_rules), NULL, &error, 1, NULL) ||
        fenrun_tree_new(&tree, rules, NULL, &error) ||
        fenrun_tree_load(tree, members, 2, &error) ||
        fenrun_snapshot_write(tree, NULL, writer_put, stdout, NULL, &error)) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    fenrun_tree_free(tree);
    fenrun_rules_free(rules);
    return 0;
}
