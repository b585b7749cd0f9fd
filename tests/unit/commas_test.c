/* Commas: the places are those that looking at one byte after the other finds. */
#include "cli/commas.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SIZE_MAX_HERE 200u

static void expect(const char *bytes, size_t size) {
    uint32_t places[SIZE_MAX_HERE];
    struct fenrun__commas commas = fenrun__commas_find(bytes, size, places);
    size_t count = 0;
    bool quotes = false, returns = false, others = false;
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        quotes |= byte == '"';
        returns |= byte == '\r';
        others |= byte == 0 || byte >= 0x80;
        if (byte != ',' && byte != '\n' && byte != '\r') continue;
        assert_true(count < commas.count);
        assert_int_equal(places[count++], i);
    }
    assert_int_equal(commas.count, count);
    assert_true(commas.quotes == quotes && commas.returns == returns && commas.others == others);
}

static void every_byte_is_what_it_is_wherever_it_stands(void **state) {
    (void)state;
    char bytes[SIZE_MAX_HERE + FENRUN__COMMAS_SLACK];
    for (unsigned byte = 0; byte < 256; byte++) {
        for (size_t at = 0; at < 130; at += 13) {
            memset(bytes, 'x', sizeof bytes);
            bytes[at] = (char)byte;
            expect(bytes, 130);
        }
    }
}

/* What lies behind the text counts for nothing. */
static void texts_may_end_anywhere(void **state) {
    (void)state;
    char bytes[SIZE_MAX_HERE + FENRUN__COMMAS_SLACK];
    uint64_t random = 1;
    for (size_t i = 0; i < sizeof bytes; i++) {
        random = random * UINT64_C(6364136223846793005) + 1442695040888963407u;
        bytes[i] = ",\n\r\"ab12"[random >> 61];
    }
    for (size_t size = 0; size <= SIZE_MAX_HERE; size++) expect(bytes, size);
    memset(bytes, ',', sizeof bytes);
    for (size_t size = 0; size <= SIZE_MAX_HERE; size++) expect(bytes, size);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_is_what_it_is_wherever_it_stands),
        cmocka_unit_test(texts_may_end_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
