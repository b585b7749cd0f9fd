/*
 * Output: results that appear whole or not at all.
 *
 *     a file      written to .fenrun-XXXXXX in the same directory and synced, then renamed over it,
 *                 then the directory synced
 *     stdout      kept in memory, beyond 1 MiB in an unlinked temporary file, copied at the end
 *     a device or pipe that is named as a file: like stdout
 *
 *     fenrun__output_open(&output, path)          NULL or "-": stdout
 *     fenrun__output_put(&output, bytes, size) ...
 *     fenrun__output_publish(outputs, 3)          writes all out, then makes all appear
 *     fenrun__output_discard(&output)             always, also after publishing: frees
 *
 * Invariants
 *   1. Until fenrun__output_publish nothing is to be seen anywhere, and nothing of it stays if the
 *      command ends before, also by SIGINT, SIGTERM or SIGHUP.
 *   2. No file is renamed before all bytes of all outputs are on disk and stdout has taken its own.
 *   3. Killed at any instant, or cut off from power, each file is the old or the new one, whole; of
 *      several files some may be new. A killed process leaves at most .fenrun-XXXXXX behind.
 *   4. A failed write is kept and ends the output: checking at publish is enough, earlier is kind.
 */
#ifndef FENRUN_CLI_OUTPUT_H
#define FENRUN_CLI_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/report.h"

#define FENRUN__OUTPUT_BUFFER_SIZE 1048576u
#define FENRUN__OUTPUTS_MAX 3u

struct fenrun__output {
    const char *path;   /* as it stands in messages */
    bool open;
    bool renames;       /* a regular file, new or to be replaced */
    int descriptor;     /* of the temporary file; -1 before there is one */
    int target;         /* where the temporary file is copied to, if it is not renamed; or -1 */
    char *final_path;   /* what is renamed over, from the root */
    char *temporary;    /* the name to rename; NULL if it has none */
    uint32_t mode;
    char *buffer;
    size_t size;
    int failure;        /* errno of the first write that failed */
};

/* Returns an exit code. `output` must be all zero. */
int fenrun__output_open(struct fenrun__output *output, const char *path);

void fenrun__output_put(struct fenrun__output *output, const char *bytes, size_t size);
void fenrun__output_text(struct fenrun__output *output, const char *string);

/* An exit code: whether all writes so far went well, reported if not. */
int fenrun__output_check(const struct fenrun__output *output);

/* Make all outputs that are open appear. Returns an exit code. */
int fenrun__output_publish(struct fenrun__output *outputs, size_t count);

void fenrun__output_discard(struct fenrun__output *output);

/* Whether both will be one file. */
bool fenrun__output_same(const struct fenrun__output *a, const struct fenrun__output *b);

/* Whether `path` names the same file as the output will. */
bool fenrun__output_is(const struct fenrun__output *output, const char *path);

#endif
