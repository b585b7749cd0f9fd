/*
 * Currency: how many decimals the minor unit of an ISO 4217 currency stands for. The table is list
 * one of ISO 4217 (2024), sorted by code, searched in O(log n). Codes without a minor unit (XAU,
 * XXX ...) are not currencies to pay in and are left out.
 */
#ifndef FENRUN_MONEY_CURRENCY_H
#define FENRUN_MONEY_CURRENCY_H

#include <stddef.h>
#include <stdint.h>

/* 0 to 4, or -1 if `code` is not a currency. Upper case only. */
int32_t fenrun__currency_decimals(const char *code, size_t size);

#endif
