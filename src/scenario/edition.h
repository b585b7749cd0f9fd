/*
 * Edition: the rule set of a test file, or the book of its versions, as it is run.
 *
 *     rules: [yunji-2019.yaml, yunji-2021.yaml]  ─►  paths, plans, and the one plan that binds them
 */
#ifndef FENRUN_SCENARIO_EDITION_H
#define FENRUN_SCENARIO_EDITION_H

#include "base/memory.h"
#include "rules/plan.h"
#include "scenario/shelf.h"
#include "scenario/verdict.h"

struct fenrun__edition {
    struct fenrun__memory *memory;
    struct fenrun__writer text; /* of all paths, each with a NUL */
    struct fenrun__text paths[FENRUN_VERSIONS_MAX];
    struct fenrun__plan *plans[FENRUN_VERSIONS_MAX];
    uint32_t count;
    struct fenrun__plan *book; /* of several; else NULL */
};

/*
 * Read the rule sets that the file at `from` names. Mistakes go to the verdict, with the path of
 * the rule set; of one that cannot be read, at the place that names it. FENRUN_OK, _RULES or
 * _MEMORY; to be freed in every case.
 */
int32_t fenrun__edition_read(struct fenrun__edition *edition, const char *from,
                             const struct fenrun__named *names, uint32_t count,
                             const struct fenrun__shelf *shelf, struct fenrun__memory *memory,
                             struct fenrun__verdict *verdict);
void fenrun__edition_free(struct fenrun__edition *edition);

static inline const struct fenrun__plan *fenrun__edition_plan(
    const struct fenrun__edition *edition) {
    return edition->book ? edition->book : edition->plans[0];
}

#endif
