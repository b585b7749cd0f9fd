/*
 * Forger: a sound snapshot in which one thing at a time is changed, with hashes that are right.
 *
 *     struct forger *forger = forger_open();
 *     struct fenrun__tree_row *rows = forger_tree_rows(forger, FENRUN__TREE_ROWS);
 *     rows[1].inviter = 9;
 *     forger_expect(forger, "rows");      refused as that; and all is again as it was
 *     forger_close(forger);
 *
 * The tree has the members A (1, leads), B (2), C (3, leads) and D (4), each invited by the one
 * before until C moved to A; three remembered orders, of which two were refunded in parts; an own
 * event; a close of its one period; and measures in the period, in 10 days and of all time.
 */
#ifndef UNIT_FORGER_H
#define UNIT_FORGER_H

#include "settle/layout.h"

struct forger {
    unsigned char *bytes; /* on a boundary of 64 */
    unsigned char *sound; /* a copy of them */
    size_t size;
    struct fenrun__layout *layout; /* the header in the bytes */
};

struct forger *forger_open(void);
void forger_close(struct forger *forger);

/* The rows of a segment, to be changed: enum fenrun__layout_segment, or one of the tree's or the
   ledger's. */
void *forger_rows(struct forger *forger, uint32_t segment);
void *forger_tree_rows(struct forger *forger, uint32_t segment);
void *forger_ledger_rows(struct forger *forger, uint32_t segment);

/* With new hashes the snapshot is refused, as whole but not sound in this; then it is restored. */
void forger_expect(struct forger *forger, const char *unsound);

/* Refused with this message, as it is, or with new hashes. */
void forger_expect_message(struct forger *forger, const char *message);
void forger_seal(struct forger *forger);

#endif
