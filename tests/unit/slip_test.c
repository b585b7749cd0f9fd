/* Slip: each complaint of libyaml that is told in other words, and where it is placed. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rules/slip.h"

/* '|' in a text is where what was being read began, '^' where the parser stopped; both are cut. */
static void each_complaint_is_told_in_other_words(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *problem;
        const char *context;
        const char *expected; /* with the offset of its place in front */
    } cases[] = {
        {"a:\n  |to seller\n  ^pay: x", "could not find expected ':'",
         "while scanning a simple key", "5 no ': ' (colon and space) after this key"},
        {"|to，x：seller\n^pay: x", "could not find expected ':'", "while scanning a simple key",
         "6 '：' is a full-width character; write ': '"},
        {"|to，x\n^pay：x", "could not find expected ':'", "while scanning a simple key",
         "0 no ': ' (colon and space) after this key"},
        {"to: |\"seller\npay: x\n^", "found unexpected end of stream",
         "while scanning a quoted scalar", "4 this quote is not closed"},
        {"a:\n  to: x\n    |pay^: y", "mapping values are not allowed in this context", "",
         "18 a key that is indented deeper than the keys around it"},
        {"a:\n  |to seller\n  pay^: y", "mapping values are not allowed in this context", "",
         "5 no ': ' (colon and space) after this key"},
        {"a:\n  to：seller\n  pay^: y", "mapping values are not allowed in this context", "",
         "7 '：' is a full-width character; write ': '"},
        {"|title: a^: b", "mapping values are not allowed in this context", "",
         "8 a second ': ' on this line; a text that holds ': ' is written in quotes"},
        {"|a: 1\n ^b: 2", "did not find expected key", "while parsing a block mapping",
         "6 indented differently from the lines around it"},
        {"- |a\n ^b", "did not find expected '-' indicator", "while parsing a block collection",
         "5 indented differently from the lines around it"},
        {"|a: \"b\" ^c", "did not find expected key", "while parsing a block mapping",
         "7 text behind a value that has ended; a text that holds quotes or brackets is quoted as "
         "a whole"},
        {"a:\n  b: |[1\n  ^c: 2", "did not find expected ',' or ']'",
         "while parsing a flow sequence",
         "13 ',' or ']' is missing before this; the list begins on line 7"},
        {"|{a: 1 b^: 2}", "did not find expected ',' or '}'", "while parsing a flow mapping",
         "7 ',' or '}' is missing before this; the map begins on line 7"},
        {"a: ^- b", "block sequence entries are not allowed in this context", "",
         "3 '- ' behind a key; a list begins on the next line, or is written as [a, b]"},
        {"a: ^%5", "found character that cannot start any token",
         "while scanning for the next token",
         "3 '%' cannot begin a text; write the text in quotes"},
        {"a: |!e!^x", "found undefined tag handle", "while parsing a node",
         "6 not YAML: found undefined tag handle, while parsing a node"},
        {"^", "something new", "", "0 not YAML: something new"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[256];
        char message[256];
        char found[300];
        size_t size = 0;
        struct fenrun__writer writer;
        struct fenrun__slip slip = {.problem = cases[i].problem,
                                    .context = cases[i].context,
                                    .context_line = 7};
        for (const char *from = cases[i].text; *from; from++) {
            if (*from == '|') slip.context_at = size;
            if (*from == '^') slip.problem_at = size;
            if (*from != '|' && *from != '^') text[size++] = *from;
        }
        slip.text = (struct fenrun__text){text, size};
        fenrun__writer_init_fixed(&writer, message, sizeof message);
        size_t at = fenrun__slip_write(&slip, &writer);
        snprintf(found, sizeof found, "%zu %s", at, message);
        assert_string_equal(found, cases[i].expected);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_complaint_is_told_in_other_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
