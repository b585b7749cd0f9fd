/*
 * Seen: the names of what can be seen.
 */
#include "model/seen.h"

#include <stdio.h>

#define SEEN_LINE 100u

/* No event of a history comes to these: reading, text, a full tree, memory, our own mistakes. */
static bool seen_is_code(int32_t code) {
    switch (code) {
    case FENRUN_OK:
    case FENRUN_ERROR_RULES:
    case FENRUN_ERROR_TEXT:
    case FENRUN_ERROR_FULL:
    case FENRUN_ERROR_MEMORY:
    case FENRUN_ERROR_INTERNAL: return false;
    default: return true;
    }
}

bool seen_is_possible(uint32_t seen) {
    if (seen < SEEN_CODES) {
        return true;
    }
    if (seen < SEEN_WHATS) {
        return seen_is_code((int32_t)SEEN_CODES - (int32_t)seen);
    }
    if (seen < SEEN_WINDOWS) {
        uint32_t scope = (seen - SEEN_WHATS) / RULES_WHATS;
        bool members = (seen - SEEN_WHATS) % RULES_WHATS == RULES_WHAT_MEMBERS;
        return !members || (scope != RULES_SCOPE_OWN && scope != RULES_SCOPE_ALL);
    }
    return true;
}

void seen_print(uint32_t seen, char *out) {
#define SEEN_NAME(name, text) text,
    static const char *const names[] = {SEEN_LIST(SEEN_NAME)};
#undef SEEN_NAME
    static const char *const scopes[RULES_SCOPES] = {"own", "direct", "team", "downline", "all"};
    static const char *const whats[RULES_WHATS] = {
        "sales", "orders", "an amount", "a count", "an amount of joins", "a count of joins",
        "members"};
    static const char *const windows[RULES_WINDOWS] = {"ever", "in a period", "in days",
                                                       "in hours"};
    if (seen < SEEN_CODES) {
        snprintf(out, SEEN_LINE, "%s", names[seen]);
    } else if (seen < SEEN_WHATS) {
        snprintf(out, SEEN_LINE, "%s", fenrun_code_name((int32_t)SEEN_CODES - (int32_t)seen));
    } else if (seen < SEEN_WINDOWS) {
        uint32_t index = seen - SEEN_WHATS;
        snprintf(out, SEEN_LINE, "measures: %s, %s", scopes[index / RULES_WHATS],
                 whats[index % RULES_WHATS]);
    } else {
        uint32_t index = seen - SEEN_WINDOWS;
        snprintf(out, SEEN_LINE, "measures: %s, %s", scopes[index / RULES_WINDOWS],
                 windows[index % RULES_WINDOWS]);
    }
}
