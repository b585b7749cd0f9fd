/*
 * Opener: a program whose library reads no rule sets opens the snapshot that writer.c made, pays an
 * order and says why. Uses every part of the library that such a program may.
 */
#include <fenrun.h>
#include <stdio.h>
#include <stdlib.h>

static int opener_fail(const fenrun_error *error) {
    fprintf(stderr, "%s: %s\n", fenrun_code_name(error->code), error->message);
    return 1;
}

int main(int argument_count, char **arguments) {
    static _Alignas(64) unsigned char bytes[1 << 20];
    const fenrun_open_options options = {.struct_size = sizeof options,
                                         .flags = FENRUN_SNAPSHOT_VERIFY |
                                                  FENRUN_SNAPSHOT_WRITABLE};
    const fenrun_event order = {.kind = FENRUN_EVENT_ORDER, .roles = {2}, .amounts = {20000, 4000}};
    fenrun_tree *tree;
    fenrun_result *result;
    fenrun_error error = {0};
    FILE *file = argument_count == 2 ? fopen(arguments[1], "rb") : NULL;
    if (!file) return 1;
    size_t size = fread(bytes, 1, sizeof bytes, file), count;
    fclose(file);
    if (fenrun_snapshot_open(&tree, bytes, size, &options, &error) ||
        fenrun_result_new(&result, NULL, &error) ||
        fenrun_explain(tree, &order, NULL, result, &error)) {
        return opener_fail(&error);
    }
    fputs(fenrun_result_text(result, NULL), stdout);
    if (fenrun_apply(tree, &order, result, &error)) return opener_fail(&error);
    const fenrun_payout *payouts = fenrun_result_payouts(result, &count);
    for (size_t i = 0; i < count; i++) {
        char amount[FENRUN_TEXT_SIZE];
        fenrun_amount_format(amount, payouts[i].amount,
                             fenrun_rules_decimals(fenrun_tree_rules(tree)));
        printf("%s %u %s\n", fenrun_version(), (unsigned)payouts[i].payee, amount);
    }
    fenrun_result_free(result);
    fenrun_tree_free(tree);
    return 0;
}
