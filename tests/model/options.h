/*
 * Options: the command line of a test, pairs of a name and a number.
 *
 *     struct options_entry entries[] = {{"--seed", &seed, UINT64_MAX}, {"--events", &events, 400}};
 *     if (!options_read(entries, 2, argument_count, arguments)) ...        says how to use it
 */
#ifndef MODEL_OPTIONS_H
#define MODEL_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct options_entry {
    const char *name;
    uint64_t *value;
    uint64_t most; /* a larger number is refused */
};

/* False if something on the command line is no option, or its number is none. */
bool options_read(const struct options_entry *entries, size_t entry_count, int count,
                  char **arguments);

#endif
