/* Formats: one pass over the text, what is open on a stack. */
#include "fuzz/formats.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define FORMATS_DEPTH_MAX 32u

static bool formats_begins(const char *text, const char *with) {
    return strncmp(text, with, strlen(with)) == 0;
}

static bool formats_is_control(char byte) {
    return (unsigned char)byte < 32 && byte != '\n' && byte != '\t';
}

bool formats_is_plain(const char *text) {
    while (*text != '\0' && ((unsigned char)*text >= 32 || *text == '\n') && *text != 127) {
        text++;
    }
    return *text == '\0';
}

/* ---- XML ---- */

/* U+FFFE and U+FFFF are no characters of XML. */
static bool formats_is_xml_sign(const char *text) {
    if (*text == '&') {
        return formats_begins(text, "&amp;") || formats_begins(text, "&lt;") ||
               formats_begins(text, "&gt;") || formats_begins(text, "&quot;");
    }
    return !formats_is_control(*text) && !formats_begins(text, "\xef\xbf\xbe") &&
           !formats_begins(text, "\xef\xbf\xbf");
}

/* The end of the tag at `text`; NULL if it has none. */
static const char *formats_xml_tag_end(const char *text) {
    bool quoted = false;
    for (text++; quoted || *text != '>'; text++) {
        quoted = quoted != (*text == '"');
        if (*text == '\0' || *text == '<' || !formats_is_xml_sign(text)) {
            return NULL;
        }
    }
    return text;
}

bool formats_is_xml(const char *text) {
    static const char head[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    const char *open[FORMATS_DEPTH_MAX];
    size_t depth = 0;
    bool any = false;
    if (!formats_begins(text, head)) {
        return false;
    }
    for (text += sizeof head - 1; *text != '\0'; text++) {
        if (*text != '<') {
            if (!formats_is_xml_sign(text)) {
                return false;
            }
            continue;
        }
        bool closes = text[1] == '/';
        const char *name = text + 1 + closes;
        size_t size = strspn(name, "abcdefghijklmnopqrstuvwxyz-");
        text = formats_xml_tag_end(text);
        if (text == NULL || size == 0 || (any && depth == 0)) {
            return false;
        }
        any = true;
        if (closes) {
            if (depth == 0 || strncmp(open[--depth], name, size) != 0) {
                return false;
            }
        } else if (text[-1] != '/') {
            if (depth == FORMATS_DEPTH_MAX) {
                return false;
            }
            open[depth++] = name;
        }
    }
    return any && depth == 0;
}

/* ---- JSON ---- */

/* Behind a string; NULL if it is none. */
static const char *formats_json_string(const char *text) {
    if (*text++ != '"') {
        return NULL;
    }
    for (; *text != '"'; text++) {
        if ((unsigned char)*text < 32) {
            return NULL;
        }
        if (*text != '\\') {
            continue;
        }
        text++;
        if (*text == '\0' || strchr("\"\\/bfnrtu", *text) == NULL) {
            return NULL;
        }
        if (*text == 'u' && strspn(text + 1, "0123456789abcdefABCDEF") < 4) {
            return NULL;
        }
    }
    return text + 1;
}

/* Behind a value that is no object or list; NULL if it is none. */
static const char *formats_json_scalar(const char *text) {
    static const char *const words[] = {"true", "false", "null"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (formats_begins(text, words[i])) {
            return text + strlen(words[i]);
        }
    }
    if (*text == '"') {
        return formats_json_string(text);
    }
    text += *text == '-';
    size_t digits = strspn(text, "0123456789");
    return digits == 0 || (digits > 1 && *text == '0') ? NULL : text + digits;
}

bool formats_is_json(const char *text) {
    char open[FORMATS_DEPTH_MAX];
    size_t depth = 0;
    bool value = true; /* a value is due, or else a comma or an end */
    if (*text != '{') {
        return false;
    }
    do {
        char sign = *text;
        bool begins = value && (sign == '{' || sign == '[');
        if (begins && depth == FORMATS_DEPTH_MAX) {
            return false;
        }
        if (begins) {
            open[depth++] = sign == '{' ? '}' : ']';
            text++;
            value = *text != open[depth - 1];
        } else if (value) {
            text = formats_json_scalar(text);
            value = false;
        } else if (sign == ',') {
            text++;
            value = true;
        } else if (sign == open[depth - 1]) {
            text++;
            depth--;
        } else {
            return false;
        }
        if (text != NULL && value && (begins || sign == ',') && open[depth - 1] == '}') {
            text = formats_json_string(text);
            text = text == NULL || *text != ':' ? NULL : text + 1;
        }
    } while (text != NULL && depth > 0);
    return text != NULL && strcmp(text, "\n") == 0;
}

/* ---- Lines ---- */

bool formats_is_tap(const char *text) {
    static const char head[] = "TAP version 14\n1..";
    size_t count = 0;
    if (!formats_begins(text, head)) {
        return false;
    }
    size_t plan = strtoul(text + sizeof head - 1, NULL, 10);
    for (text = strchr(text + sizeof head - 1, '\n'); text != NULL && text[1] != '\0';
         text = strchr(text + 1, '\n')) {
        bool is_test = formats_begins(text + 1, "ok ") || formats_begins(text + 1, "not ok ");
        count += is_test;
        if (!is_test && !formats_begins(text + 1, "  ") && !formats_begins(text + 1, "# ")) {
            return false;
        }
    }
    return text != NULL && count == plan;
}

bool formats_is_github(const char *text) {
    const char *line = text;
    while (formats_begins(line, "::error file=") || formats_begins(line, "::notice file=")) {
        const char *end = strchr(line, '\n');
        if (end == NULL) {
            return false;
        }
        line = end + 1;
    }
    const char *end = strchr(line, '\n');
    return end != NULL && end > line && end[1] == '\0';
}
