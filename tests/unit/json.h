/*
 * JSON: a small checker: one object, strings and numbers from 0 on inside, no repeated names.
 *
 *     json_is_valid("{\"a\":[1,\"x\"]}\n")     true
 */
#ifndef UNIT_JSON_H
#define UNIT_JSON_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct json {
    const char *at;
    int depth;
    const char *names[16][16]; /* by depth: the names of the object that is open */
    size_t counts[16];
};

static inline bool json_string(struct json *json) {
    if (*json->at++ != '"') return false;
    for (; *json->at != '"'; json->at++) {
        unsigned char byte = (unsigned char)*json->at;
        if (byte < 0x20) return false;
        if (byte != '\\') continue;
        byte = (unsigned char)*++json->at;
        if (!byte || !strchr("\"\\/bfnrtu", byte)) return false;
        for (int i = 0; byte == 'u' && i < 4; i++) {
            if (!*++json->at || !strchr("0123456789abcdefABCDEF", *json->at)) return false;
        }
    }
    json->at++;
    return true;
}

static inline bool json_name(struct json *json) {
    const char *name = json->at;
    size_t *count = json->counts + json->depth;
    if (!json_string(json) || *json->at++ != ':') return false;
    for (size_t i = 0; i < *count; i++) {
        const char *other = json->names[json->depth][i];
        if (strncmp(name, other, (size_t)(json->at - name)) == 0) return false;
    }
    assert_true(*count < 16);
    json->names[json->depth][(*count)++] = name;
    return true;
}

static inline bool json_scalar(struct json *json) {
    if (*json->at == '"') return json_string(json);
    if (strncmp(json->at, "null", 4) == 0) {
        json->at += 4;
        return true;
    }
    size_t digits = strspn(json->at, "0123456789");
    json->at += digits;
    return digits > 0 && (digits == 1 || json->at[-(ptrdiff_t)digits] != '0');
}

/* One object or list after the other, by a stack of what is open: 'o' or 'l'. */
static inline bool json_is_valid(const char *text) {
    struct json json = {.at = text};
    char open[16] = "";
    bool value = true; /* a value is due, or else a comma or an end */
    do {
        char c = *json.at;
        if (value && (c == '{' || c == '[')) {
            json.at++;
            json.depth++;
            assert_true(json.depth < 16);
            open[json.depth] = c == '{' ? 'o' : 'l';
            json.counts[json.depth] = 0;
            if (*json.at == '}' || *json.at == ']') {
                value = false;
            } else if (c == '{' && !json_name(&json)) {
                return false;
            }
        } else if (value) {
            if (json.depth == 0 || !json_scalar(&json)) return false;
            value = false;
        } else if (c == ',') {
            json.at++;
            if (open[json.depth] == 'o' && !json_name(&json)) return false;
            value = true;
        } else if (c == (open[json.depth] == 'o' ? '}' : ']')) {
            json.at++;
            json.depth--;
        } else {
            return false;
        }
    } while (json.depth > 0);
    return strcmp(json.at, "\n") == 0;
}

#endif
