/* Ledger proof: records, refunds and indexes of them that are changed are noticed. */
#include "settle/ledger_proof.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "unit/forger.h"

/* Change one thing and say what is then not sound. */
#define FORGE(what, unsound)                                                                      \
    do {                                                                                          \
        what;                                                                                     \
        forger_expect(forger, unsound);                                                           \
    } while (0)

/* The first record: an order with four payouts (its first number), an id of 8 bytes, a fingerprint
   of 8, its refund, and numbers; see ledger.h. */
enum { HEAD = 0, ID = 1, REFUND = 17, TOTAL = 22 };

static void records_are_whole(void **state) {
    struct forger *forger = forger_open();
    unsigned char *records = forger_ledger_rows(forger, FENRUN__LEDGER_RECORDS);
    struct fenrun__ledger_state *ledger = forger_ledger_rows(forger, FENRUN__LEDGER_STATE);
    (void)state;
    assert_int_equal(records[HEAD] >> 2, 4);
    FORGE(records[HEAD] = 250, "orders"); /* goes on into the next one */
    FORGE(records[HEAD] |= 2, "orders");
    FORGE(records[ID]++, "orders"); /* not where the index has it */
    FORGE(records[REFUND] = 1, "orders");
    FORGE(records[REFUND + 3] = 1, "orders");
    FORGE(ledger->first_at = FENRUN_TIME_MAX, "orders"); /* and all the others are later */
    FORGE(records[TOTAL] ^= 1, "windows"); /* whole, but not what windows have of it */
    for (size_t i = HEAD; i < 48; i++) records[i] = 0xff;
    forger_expect(forger, "orders");
    forger_close(forger);
}

static void the_index_gives_places(void **state) {
    struct forger *forger = forger_open();
    struct fenrun__index_line *lines = forger_ledger_rows(forger, FENRUN__LEDGER_RECORD_INDEX);
    struct fenrun__ledger_state *ledger = forger_ledger_rows(forger, FENRUN__LEDGER_STATE);
    (void)state;
    FORGE(lines[0].values[0] = UINT32_MAX, "index of orders");
    FORGE(lines[0].values[1] = lines[0].values[0], "index of orders");
    FORGE(lines[0].values[0]++, "orders");
    FORGE((ledger->order_count--, forger->layout->order_count--), "orders");
    FORGE(ledger->record_count--, "index of orders");
    forger_close(forger);
}

static void refunds_are_of_orders(void **state) {
    struct forger *forger = forger_open();
    struct fenrun__ledger_refund *refunds = forger_ledger_rows(forger, FENRUN__LEDGER_REFUNDS);
    struct fenrun__index_line *lines = forger_ledger_rows(forger, FENRUN__LEDGER_REFUND_INDEX);
    (void)state;
    FORGE(refunds[0].part = 0, "refunds");
    FORGE(refunds[0].part = 50000, "refunds");
    FORGE(refunds[0].sum = 50000, "refunds");
    FORGE(refunds[0].at = 0, "refunds");
    FORGE(refunds[0].id.low = 9, "refunds");
    FORGE(refunds[1].order = 1, "orders");
    FORGE(lines[0].values[0] = 2, "refunds");
    forger_close(forger);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(records_are_whole),
        cmocka_unit_test(the_index_gives_places),
        cmocka_unit_test(refunds_are_of_orders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
