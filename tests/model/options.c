/* Options: names looked up in a table; see the header. */
#include "model/options.h"

#include <stdlib.h>
#include <string.h>

bool options_read(const struct options_entry *entries, size_t entry_count, int count,
                  char **arguments) {
    for (int i = 1; i < count; i += 2) {
        char *end = NULL;
        uint64_t value = i + 1 < count ? strtoull(arguments[i + 1], &end, 10) : 0;
        if (end == NULL || *end != 0 || end == arguments[i + 1]) {
            return false;
        }
        size_t k = 0;
        while (k < entry_count && strcmp(arguments[i], entries[k].name) != 0) {
            k++;
        }
        if (k == entry_count || value > entries[k].most) {
            return false;
        }
        *entries[k].value = value;
    }
    return true;
}
