/*
 * Diff: what changes between two texts, line by line, as `diff -u` shows it.
 *
 *     --- examples/wanwu.test.yaml
 *     +++ examples/wanwu.test.yaml
 *     @@ -22,3 +22,3 @@
 *            - order: { seller: C, price: 200.00, profit: 40.00 }
 *     -        pays: { C: 40.00, xiaowei: 10.00 }
 *     +        pays: { C: 40.00, xiaowei: 12.50 }
 *
 * Costs: O(lines) for what is equal at both ends, O(n * m) for n and m lines between; if that is
 * too much, these are shown as replaced altogether.
 */
#ifndef FENRUN_CLI_DIFF_H
#define FENRUN_CLI_DIFF_H

#include "cli/report.h"

/* Hand every line of the diff to `line`, without its end. False if memory ran out. */
bool fenrun__diff(const char *path, struct fenrun__field before, struct fenrun__field after,
                  void (*line)(void *context, struct fenrun__field line), void *context);

#endif
