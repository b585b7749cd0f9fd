/*
 * Record: an explanation as one JSON object on one line, for machines.
 *
 *     {"event":"order","id":"1001","at":"2024-03-01T12:00:00Z","roles":{"seller":"4"},
 *      "amounts":{"price":"200.00"},"awards":[{"award":"team","line":9,"to":"seller.leader",
 *      "outcome":"paid","path":[{"step":"seller","member":"4","tier":"normal"}, ...],"payee":"1",
 *      "amount":"5.00","unit":"CNY","rate":"25%","of":"profit","base":"20.00"}]}
 *
 * Amounts are strings with the currency's decimals: a JSON number may pass through a double on its
 * way. A field that does not apply is left out.
 */
#ifndef FENRUN_PAYOUT_RECORD_H
#define FENRUN_PAYOUT_RECORD_H

#include "payout/explain.h"

void fenrun__record_write(const struct fenrun__explain *explain,
                          const struct fenrun_result *result, struct fenrun__writer *writer);

#endif
