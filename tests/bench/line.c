/* Line: writing JSON; see the header. */
#include "bench/line.h"

#include <inttypes.h>
#include <stdio.h>

#include "bench/contest.h"

void line_begin(const char *table) {
    printf("{\"table\":\"%s\"", table);
}

void line_end(void) {
    printf("}\n");
    fflush(stdout);
}

void line_text(const char *name, const char *text) {
    printf(",\"%s\":\"%s\"", name, text);
}

void line_number(const char *name, uint64_t number) {
    printf(",\"%s\":%" PRIu64, name, number);
}

static void line_print(double figure) {
    printf("%.*f", figure < 10 ? 3 : figure < 1000 ? 2 : 1, figure);
}

void line_figure(const char *name, double figure) {
    printf(",\"%s\":", name);
    line_print(figure);
}

void line_rounds(const char *name, const char *unit, const double *rounds, uint32_t count) {
    double sorted[CONTEST_ROUNDS_MAX];
    for (uint32_t i = 0; i < count; i++) sorted[i] = rounds[i];
    line_figure(name, contest_median(sorted, count));
    printf(",\"%s_min\":", unit);
    line_print(sorted[0]);
    printf(",\"%s_max\":", unit);
    line_print(sorted[count - 1]);
    printf(",\"rounds\":[");
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0) printf(",");
        line_print(rounds[i]);
    }
    printf("]");
}
