/* Document: the shape and places of nodes, and every text that is refused before it is a tree. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "rules/document.h"

#define ROOM 8192
#define ERRORS 16

/* A tree as text: {key@line:column/text column: value, ...}, [item, ...], text in quotes. */
static size_t dump(const struct fenrun__document *document, uint32_t index, char *out,
                   size_t size) {
    const struct fenrun__node *node = fenrun__document_node(document, index);
    if (node->kind == FENRUN__NODE_NONE) return size + (size_t)sprintf(out + size, "*");
    if (node->kind == FENRUN__NODE_TEXT) {
        struct fenrun__text text = fenrun__document_text(document, index);
        return size + (size_t)sprintf(out + size, "'%.*s'@%u:%u/%u", (int)text.size, text.bytes,
                                      node->line, node->column, node->text_column);
    }
    bool map = node->kind == FENRUN__NODE_MAP;
    size += (size_t)sprintf(out + size, "%s", map ? "{" : "[");
    for (uint32_t item = node->first; item != FENRUN__NODE_ABSENT;
         item = fenrun__document_node(document, item)->next) {
        size += (size_t)sprintf(out + size, "%s", item == node->first ? "" : ", ");
        size = dump(document, item, out, size);
        if (!map) continue;
        const struct fenrun__node *key = fenrun__document_node(document, item);
        size += (size_t)sprintf(out + size, "%s", key->repeated ? " again: " : ": ");
        size = dump(document, key->first, out, size);
    }
    return size + (size_t)sprintf(out + size, "%s", map ? "}" : "]");
}

/* Read a text; its tree, or "" if there is none, and its mistakes. */
static int32_t read_text(const char *text, size_t size, char *tree, char *mistakes) {
    struct fenrun__memory memory;
    struct fenrun__document document;
    struct fenrun__diagnostics diagnostics;
    fenrun_error errors[ERRORS];
    fenrun__memory_init(&memory, NULL);
    fenrun__diagnostics_init(&diagnostics, errors, ERRORS);
    int32_t code = fenrun__document_read(&document, text, size, &memory, &diagnostics);
    tree[0] = '\0';
    if (code == FENRUN_OK) dump(&document, document.root, tree, 0);
    fenrun__document_free(&document);
    fenrun__diagnostics_finish(&diagnostics);
    mistakes[0] = '\0';
    for (size_t i = 0, used = 0; i < diagnostics.count && i < ERRORS; i++) {
        used += (size_t)snprintf(mistakes + used, ROOM - used, "%u:%u: %s\n", errors[i].line,
                                 errors[i].column, errors[i].message);
    }
    assert_int_equal(memory.bytes, 0);
    assert_true(code == FENRUN_OK || diagnostics.count > 0);
    return code;
}

static void a_tree_knows_its_places(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *tree;
    } cases[] = {
        {"a: 1", "{'a'@1:1/1: '1'@1:4/4}"},
        {"\xEF\xBB\xBF"
         "a: 1",
         "{'a'@1:1/1: '1'@1:4/4}"},
        {"--- # one\na: [1, x y]\n...\n# end", "{'a'@2:1/1: ['1'@2:5/5, 'x y'@2:8/8]}"},
        {"pay:\r\n  gold: 20.00 # yuan\r\n  万: '物 '\r\n",
         "{'pay'@1:1/1: {'gold'@2:3/3: '20.00'@2:9/9, '万'@3:3/3: '物 '@3:6/7}}"},
        {"a:\nb: ~\nc: ''", "{'a'@1:1/1: ''@1:3/3, 'b'@2:1/1: '~'@2:4/4, 'c'@3:1/1: ''@3:4/5}"},
        {"a: \"x\\ty\"", "{'a'@1:1/1: 'x\ty'@1:4/0}"},
        {"a: x\n  y", "{'a'@1:1/1: 'x y'@1:4/0}"},
        {"a: |\n  x\n", "{'a'@1:1/1: 'x\n'@1:4/0}"},
        {"- {}\n- []\n- - b", "[{}, [], ['b'@3:5/5]]"},
        {"? a\n: b\n? c", "{'a'@1:3/3: 'b'@2:3/3, 'c'@3:3/3: ''@3:4/4}"},
        {"\"<<\": a", "{'<<'@1:1/2: 'a'@1:7/7}"},
        {"true", "'true'@1:1/1"},
        {"---\n ", "''@2:2/2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char tree[ROOM];
        char mistakes[ROOM];
        int32_t code = read_text(cases[i].text, strlen(cases[i].text), tree, mistakes);
        assert_string_equal(mistakes, "");
        assert_string_equal(tree, cases[i].tree);
        assert_int_equal(code, FENRUN_OK);
    }
}

static void what_is_not_read_is_noted_and_the_rest_is_a_tree(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *tree;
        const char *mistakes;
    } cases[] = {
        {"a: {b: &x 1, c: [2, *x]}", "{'a'@1:1/1: {'b'@1:5/5: '1'@1:8/0, 'c'@1:14/14: "
                                     "['2'@1:18/18, *]}}",
         "1:8: a.b: anchors ('x') are not read; leave it out\n"
         "1:21: a.c[2]: aliases ('x') are not read; write the value out\n"},
        {"a: !!int 1\nb: ! x\nc: !u [!v {}]",
         "{'a'@1:1/1: '1'@1:4/0, 'b'@2:1/1: 'x'@2:4/0, 'c'@3:1/1: [{}]}",
         "1:4: a: tags ('tag:yaml.org,2002:int') are not read; leave it out\n"
         "2:4: b: tags ('!') are not read; leave it out\n"
         "3:4: c: tags ('!u') are not read; leave it out\n"
         "3:8: c[1]: tags ('!v') are not read; leave it out\n"},
        {"a: 1\nb: 2\na: 3\n\"a\": 4\nb: {c: 1, c: 2}",
         "{'a'@1:1/1: '1'@1:4/4, 'b'@2:1/1: '2'@2:4/4, 'a'@3:1/1 again: '3'@3:4/4, "
         "'a'@4:1/2 again: '4'@4:6/6, 'b'@5:1/1 again: {'c'@5:5/5: '1'@5:8/8, "
         "'c'@5:11/11 again: '2'@5:14/14}}",
         "3:1: rule set: the key 'a' stands twice, first on line 1\n"
         "4:1: rule set: the key 'a' stands twice, first on line 1\n"
         "5:1: rule set: the key 'b' stands twice, first on line 2\n"
         "5:11: b: the key 'c' stands twice, first on line 5\n"},
        {"a: {[b]: 1, {c: 2}: {d: 3}, *e : 4, <<: 5, f: 6}",
         "{'a'@1:1/1: {'f'@1:44/44: '6'@1:47/47}}",
         "1:5: a: a key that is a list or a map; allowed: a name\n"
         "1:13: a: a key that is a list or a map; allowed: a name\n"
         "1:29: a: aliases ('e') are not read; write the value out\n"
         "1:37: a: merge keys ('<<') are not read; write the keys out\n"},
        {"{[&x b]: {c: *x}}", "{}",
         "1:2: rule set: a key that is a list or a map; allowed: a name\n"
         "1:3: rule set: anchors ('x') are not read; leave it out\n"
         "1:14: rule set: aliases ('x') are not read; write the value out\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char tree[ROOM];
        char mistakes[ROOM];
        int32_t code = read_text(cases[i].text, strlen(cases[i].text), tree, mistakes);
        assert_string_equal(mistakes, cases[i].mistakes);
        assert_string_equal(tree, cases[i].tree);
        assert_int_equal(code, FENRUN_OK);
    }
}

static void what_is_no_single_text_of_yaml_ends_the_reading(void **state) {
    (void)state;
    static const char one[] = "text after the end of the document; allowed: one document\n";
    static const char none[] = "1:1: rule set: the text is empty; allowed: a map of keys\n";
    static const char control[] =
        "1:4: rule set: a control character; allowed: text, with spaces, tabs and line breaks\n";
    static const char separator[] =
        "2:2: rule set: a Unicode line separator; allowed: line breaks as LF or CR LF\n";
#define TEXT(string) string, sizeof(string) - 1
    static const struct {
        const char *text;
        size_t size;
        const char *before; /* "line:column: rule set: " in front of `mistake`, or "" */
        const char *mistake;
    } cases[] = {
        {NULL, 0, "", none},
        {TEXT("\xEF\xBB\xBF"), "", none},
        {TEXT(" \n# only a comment"), "", none},
        {TEXT("a: 1\n---\nb: 2"), "2:1: rule set: ", one},
        {TEXT("a: 1\n...\n\n  b: 2"), "4:3: rule set: ", one},
        {TEXT("a: 1\n...\n%YAML 1.1\n--- 1"), "3:1: rule set: ", one},
        {TEXT("%YAML 1.2\n---\na: 1"), "1:1: rule set: ", "a YAML directive; allowed: none\n"},
        {TEXT("# x\n%TAG ! tag:x\n---\na: 1"), "2:1: rule set: ",
         "a YAML directive; allowed: none\n"},
        {TEXT("a: \0"), "1:4: rule set: ", "a NUL byte; allowed: text in UTF-8\n"},
        {TEXT("a: \x01"), "", control},
        {TEXT("a: \x7F"), "", control},
        {TEXT("a: \xC2\x85"), "", control},
        {TEXT("a:\n \xE2\x80\xA8"), "", separator},
        {TEXT("a:\r\xE2\x80\xA8"), "2:1: rule set: ",
         "a Unicode line separator; allowed: line breaks as LF or CR LF\n"},
        {TEXT("a: \xEF\xBB\xBF"), "1:4: rule set: ",
         "a byte order mark inside the text; allowed: one at its start\n"},
        {TEXT("a: \xEF\xBF\xBE"), "1:4: rule set: ", "U+FFFE and U+FFFF are no text\n"},
        {TEXT("a: 万\xFF"), "1:5: rule set: ",
         "a byte that is not UTF-8; allowed: text in UTF-8\n"},
        {TEXT("a: 1\r\nb: \xE4\xB8"), "2:4: rule set: ",
         "a byte that is not UTF-8; allowed: text in UTF-8\n"},
        {TEXT("\xFF\xFE"
              "a\0"),
         "1:1: rule set: ", "the text is UTF-16; allowed: UTF-8\n"},
        {TEXT("\xFE\xFF\0a"), "1:1: rule set: ", "the text is UTF-16; allowed: UTF-8\n"},
        {TEXT("a: 1\n\tb: 2"), "2:1: rule set: ",
         "not YAML: a tab where only spaces may indent\n"},
        {TEXT("a:\n  to seller\n  b: 1"), "2:3: rule set: ",
         "no ': ' (colon and space) after this key\n"},
        {TEXT("a:\n  to:seller\n  b: 1"), "2:3: rule set: ",
         "no ': ' (colon and space) after this key\n"},
        {TEXT("万: 1\na：b\nc: d"), "2:2: rule set: ",
         "'：' is a full-width character; write ': '\n"},
        {TEXT("a: 1\nb: \"x\nc: 2\n"), "2:4: rule set: ", "this quote is not closed\n"},
        {TEXT("a: b: c"), "1:5: rule set: ",
         "a second ': ' on this line; a text that holds ': ' is written in quotes\n"},
        {TEXT("a:\n  b: 1\n c: 2"), "3:2: rule set: ",
         "indented differently from the lines around it\n"},
        {TEXT("a: 1\n b: 2"), "2:3: rule set: ",
         "a key that is indented deeper than the keys around it\n"},
        {TEXT("a: [1, 2"), "1:9: rule set: ",
         "',' or ']' is missing before this; the list begins on line 1\n"},
        {TEXT("a: *b\nc: \"\\q\""), "1:4: a: ",
         "aliases ('b') are not read; write the value out\n"
         "2:5: rule set: not YAML: found unknown escape character, while parsing a quoted "
         "scalar\n"},
        {TEXT("a: !e!x 1"), "1:4: rule set: ",
         "not YAML: found undefined tag handle, while parsing a node\n"},
    };
#undef TEXT
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char tree[ROOM];
        char mistakes[ROOM];
        char expected[ROOM];
        snprintf(expected, sizeof expected, "%s%s", cases[i].before, cases[i].mistake);
        int32_t code = read_text(cases[i].text, cases[i].size, tree, mistakes);
        assert_string_equal(mistakes, expected);
        assert_int_equal(code, FENRUN_ERROR_RULES);
    }
}

static char *repeated(const char *piece, size_t count, const char *end) {
    size_t size = strlen(piece);
    char *text = malloc(size * count + strlen(end) + 1);
    assert_non_null(text);
    for (size_t i = 0; i < count; i++) memcpy(text + i * size, piece, size);
    strcpy(text + size * count, end);
    return text;
}

static void nesting_is_counted_before_it_is_built(void **state) {
    (void)state;
    static const struct {
        const char *piece;
        size_t count;
        const char *end;
        const char *first; /* the first mistake; NULL: none */
    } cases[] = {
        {"[", 64, "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", NULL},
        {"[", 65, "", "1:65: rule set: maps and lists nest deeper than 64 levels\n"},
        {"[", 100000, "", "1:65: rule set: maps and lists nest deeper than 64 levels\n"},
        {"- ", 500000, "", "1:129: rule set: maps and lists nest deeper than 64 levels\n"},
        {"{a: ", 250000, "", "1:257: rule set: maps and lists nest deeper than 64 levels\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char tree[ROOM];
        char mistakes[ROOM];
        char *text = repeated(cases[i].piece, cases[i].count, cases[i].end);
        int32_t code = read_text(text, strlen(text), tree, mistakes);
        free(text);
        assert_string_equal(mistakes, cases[i].first ? cases[i].first : "");
        assert_int_equal(code, cases[i].first ? FENRUN_ERROR_RULES : FENRUN_OK);
    }
}

/* Each takes quadratic time, or memory without end, in a reader that is not careful. */
static void no_text_is_an_attack(void **state) {
    (void)state;
    static const struct {
        const char *piece;
        const char *end;
        int32_t code;
    } cases[] = {
        {"%TAG !a! tag:x\n", "", FENRUN_ERROR_RULES},
        {"...\n%TAG !a! tag:x\n", "", FENRUN_ERROR_RULES},
        {"{", "", FENRUN_ERROR_RULES},
        {"? ", "", FENRUN_ERROR_RULES},
        {"a: 1\n", "", FENRUN_OK},
        {"? a\n", "", FENRUN_OK},
        {"- *a\n", "", FENRUN_OK},
        {"- &a !b\n", "", FENRUN_OK},
        {"- \n", "", FENRUN_OK},
        {"a\n", "", FENRUN_OK},
        {"'a' \n", "", FENRUN_ERROR_RULES},
        {"--- \n", "", FENRUN_ERROR_RULES},
        {"# \n", "- a", FENRUN_OK},
        {" ", "a", FENRUN_OK},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fenrun__memory memory;
        struct fenrun__document document;
        struct fenrun__diagnostics diagnostics;
        fenrun_error errors[4];
        size_t count = (FENRUN_RULES_SIZE_MAX - 8) / strlen(cases[i].piece);
        char *text = repeated(cases[i].piece, count, cases[i].end);
        fenrun__memory_init(&memory, NULL);
        fenrun__diagnostics_init(&diagnostics, errors, 4);
        int32_t code =
            fenrun__document_read(&document, text, strlen(text), &memory, &diagnostics);
        assert_int_equal(code, cases[i].code);
        assert_true(memory.bytes <= (size_t)64 * FENRUN_RULES_SIZE_MAX);
        fenrun__document_free(&document);
        free(text);
    }
}

static void the_size_has_a_limit(void **state) {
    (void)state;
    char tree[ROOM];
    char mistakes[ROOM];
    char *text = repeated("#", FENRUN_RULES_SIZE_MAX - 4, "\na: ");
    char *larger = repeated("#", FENRUN_RULES_SIZE_MAX - 3, "\na: ");
    assert_int_equal(read_text(text, FENRUN_RULES_SIZE_MAX, tree, mistakes), FENRUN_OK);
    assert_int_equal(read_text(larger, FENRUN_RULES_SIZE_MAX + 1, tree, mistakes),
                     FENRUN_ERROR_RULES);
    assert_string_equal(mistakes,
                        "1:1: rule set: a text of more than the 1048576 bytes that are read\n");
    free(text);
    free(larger);
}

static int compare_keys(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Whatever the order of the keys: each that stood before is marked, and no other. */
static void repeated_keys_are_found_in_any_order(void **state) {
    (void)state;
    uint32_t seed = 12345;
    for (size_t round = 0; round < 200; round++) {
        static char keys[64][4];
        const char *sorted[64];
        char text[ROOM];
        size_t size = 0;
        size_t count = round % 64;
        size_t distinct = 0;
        text[0] = '\0';
        for (size_t i = 0; i < count; i++) {
            seed = seed * 1664525u + 1013904223u;
            sprintf(keys[i], "k%u", seed >> 16 & 31u);
            sorted[i] = keys[i];
            size += (size_t)sprintf(text + size, "%s: 1\n", keys[i]);
        }
        qsort(sorted, count, sizeof sorted[0], compare_keys);
        for (size_t i = 0; i < count; i++) {
            distinct += i == 0 || strcmp(sorted[i], sorted[i - 1]) != 0;
        }
        if (count == 0) size = (size_t)sprintf(text, "{}");

        struct fenrun__memory memory;
        struct fenrun__document document;
        struct fenrun__diagnostics diagnostics;
        fenrun__memory_init(&memory, NULL);
        fenrun__diagnostics_init(&diagnostics, NULL, 0);
        assert_int_equal(fenrun__document_read(&document, text, size, &memory, &diagnostics),
                         FENRUN_OK);
        assert_int_equal(diagnostics.count, count - distinct);
        uint32_t key = fenrun__document_node(&document, document.root)->first;
        for (size_t i = 0; i < count; i++) {
            bool before = false;
            for (size_t j = 0; j < i; j++) before = before || strcmp(keys[i], keys[j]) == 0;
            assert_int_equal(fenrun__document_node(&document, key)->repeated, before);
            key = fenrun__document_node(&document, key)->next;
        }
        fenrun__document_free(&document);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tree_knows_its_places),
        cmocka_unit_test(what_is_not_read_is_noted_and_the_rest_is_a_tree),
        cmocka_unit_test(what_is_no_single_text_of_yaml_ends_the_reading),
        cmocka_unit_test(nesting_is_counted_before_it_is_built),
        cmocka_unit_test(no_text_is_an_attack),
        cmocka_unit_test(the_size_has_a_limit),
        cmocka_unit_test(repeated_keys_are_found_in_any_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
