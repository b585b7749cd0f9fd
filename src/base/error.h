/*
 * Error: fills a caller's fenrun_error.
 *
 *     return fenrun__error_set(error, FENRUN_ERROR_TIER, id, "tier %u: there are %u tiers", ...);
 *
 * The message is one line: the thing and the value, impersonal, without a full stop. It is made
 * with a small formatter of our own, so that neither locale nor floating point can come in:
 *     %s text (NULL: "?")   %.*s int and text   %T struct fenrun__text   %c int   %%
 *     %u uint32_t   %U uint64_t   %D int64_t
 * A message that is too long is cut between characters; control characters become '?'.
 */
#ifndef FENRUN_BASE_ERROR_H
#define FENRUN_BASE_ERROR_H

#include <stdarg.h>
#include <stdint.h>

#include "fenrun.h"

/* Fill `error`, if there is one, and return `code`. */
int32_t fenrun__error_set(fenrun_error *error, int32_t code, uint64_t item, const char *format,
                          ...);

/* The same with a place in a text, for rule sets. */
int32_t fenrun__error_set_at(fenrun_error *error, int32_t code, uint32_t line, uint32_t column,
                             const char *format, va_list arguments);

/* Our own mistake: says so, and where. */
int32_t fenrun__error_internal(fenrun_error *error, const char *where);

/* The allocator gave nothing. */
int32_t fenrun__error_memory(fenrun_error *error);

/* See fenrun_code_name. */
const char *fenrun__error_name(int32_t code);

#endif
