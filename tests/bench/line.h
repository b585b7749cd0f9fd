/*
 * Line: one measurement as one JSON object on a line of its own, for report.py and whoever else
 * reads what the benchmark prints.
 *
 *     {"table":"batch","subject":"fenrun","members":1000000,"ns_per_order":21.4,"rounds":[21.4]}
 *
 * Names and texts are ours and need no escapes.
 */
#ifndef BENCH_LINE_H
#define BENCH_LINE_H

#include <stdint.h>

/* Begin and end a line. */
void line_begin(const char *table);
void line_end(void);

void line_text(const char *name, const char *text);
void line_number(const char *name, uint64_t number);
void line_figure(const char *name, double figure); /* to four digits or more */

/* Rounds of a measurement: the median as `name`, the least and the greatest, for the unit "ns" as
   "ns_min" and "ns_max", and all of them as "rounds". */
void line_rounds(const char *name, const char *unit, const double *rounds, uint32_t count);

#endif
