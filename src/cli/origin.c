/* Origin: reads rule sets, or opens a snapshot; then nobody needs to know which it was. */
#include "cli/origin.h"

#include <string.h>

#include "cli/report.h"
#include "cli/rulebook.h"

static int origin_open_snapshot(struct fenrun__origin *origin, const char *path, bool unverified) {
    int code = fenrun__archive_open(&origin->archive, path);
    if (code) return code;
    if (!origin->archive.has_roll)
        return fenrun__report(FENRUN__EXIT_DATA, "%s: another program wrote this snapshot, without "
                              "the names of members; fenrun snapshot build writes one with them",
                              path);
    if (!unverified) code = fenrun__archive_verify(&origin->archive);
    if (!code) code = fenrun__archive_tree(&origin->archive, &origin->tree);
    if (!code) origin->rules = fenrun_tree_rules(origin->tree);
    if (!code && !unverified)
        code = fenrun__archive_verify_members(&origin->archive, origin->tree);
    return code;
}

int fenrun__origin_open(struct fenrun__origin *origin, const struct fenrun__arguments *arguments,
                        bool unverified) {
    memset(origin, 0, sizeof *origin);
    if (arguments->snapshot) return origin_open_snapshot(origin, arguments->snapshot, unverified);
    if (unverified)
        return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: option --no-verify is of use with a "
                              "snapshot only");
    int code =
        fenrun__rulebook_read(&origin->read, arguments->rules, arguments->rule_count, NULL);
    origin->rules = origin->read;
    return code;
}

void fenrun__origin_close(struct fenrun__origin *origin) {
    fenrun_tree_free(origin->tree);
    fenrun__archive_close(&origin->archive);
    fenrun_rules_free(origin->read);
    memset(origin, 0, sizeof *origin);
}

int fenrun__origin_report(const struct fenrun__origin *origin) {
    char line[FENRUN__RULEBOOK_LINE_SIZE];
    int code = fenrun__rulebook_line(origin->rules, line);
    if (code) return code;
    fenrun__report(0, "fenrun %s", fenrun_version());
    fenrun__report(0, "%s", line);
    if (origin->tree)
        fenrun__report(0, "snapshot %s %s", origin->archive.info.hash, origin->archive.path);
    return FENRUN__EXIT_FINE;
}
