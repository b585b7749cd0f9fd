/*
 * Source: a file, or stdin, as a sequence of pieces that hold whole rows.
 *
 *     read     member,inviter\nB,xiaowei\nC,"a\nb"\nD,xi
 *     piece    member,inviter\nB,xiaowei\nC,"a\nb"\n          what is left begins the next: D,xi
 *
 * A line end is the end of a row if an even number of quotes stands before it in its piece. As long
 * as the file is well-formed, that is so; where it is not, csv.h refuses it within this piece.
 *
 * Invariants
 *   1. A piece begins with a row and ends with one, unless it is the file's last, or its one row is
 *      longer than FENRUN__CSV_ROW_MAX and only begins in it.
 *   2. Behind a piece's bytes there is room for FENRUN__SOURCE_SLACK more, which may be read.
 *   3. A regular file is read in full pieces; of a pipe a piece is what there is, so that nothing
 *      waits for rows to come while there are some.
 *
 * Costs: O(bytes), one copy of the row that a piece cuts; looking for quotes is memchr, and only
 * what has some is counted. Regular files are read, not mapped: one that shrinks meanwhile ends.
 */
#ifndef FENRUN_CLI_SOURCE_H
#define FENRUN_CLI_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cli/complaint.h"

#define FENRUN__SOURCE_SLACK 64u

struct fenrun__piece {
    char *bytes;
    size_t size;
    size_t capacity; /* without the slack */
    bool last;       /* the file ends with it */
};

struct fenrun__source {
    const char *path; /* as it stands in messages */
    int descriptor;
    bool regular;
    bool begun;
    bool ended;    /* the last piece was given, or one that csv.h refuses */
    uint64_t size; /* of a regular file; else 0 */
    int stop; /* a descriptor: when it ends, nothing is waited for any more; -1: there is none */
    struct fenrun__piece rest; /* of a row that the last piece cut */
};

/* Open a file, "-" for stdin. Returns an exit code, having reported what is wrong. */
int fenrun__source_open(struct fenrun__source *source, const char *path);
void fenrun__source_close(struct fenrun__source *source);

/* Read the next piece, of about `size` bytes, into `piece`, whose room is used again. Returns an
   exit code, with a complaint if it is not FINE. Not behind the last piece. */
int fenrun__source_read(struct fenrun__source *source, size_t size, struct fenrun__piece *piece,
                        struct fenrun__complaint *complaint);

void fenrun__piece_free(struct fenrun__piece *piece);

#endif
