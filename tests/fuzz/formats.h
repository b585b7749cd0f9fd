/*
 * Formats: whether a text is what programs that read it take for granted.
 *
 *     XML      one root; tags that close what is open; no bare sign, no control character
 *     JSON     one object and a line end; whether a name stands twice is not looked at
 *     TAP      a version, a plan, and as many test lines as the plan says
 *     GitHub   workflow commands, then a line for people
 *
 * No text of the input (a test's name, a path) may break out of its place: a line end in it would
 * be a test or a command of its own.
 */
#ifndef FUZZ_FORMATS_H
#define FUZZ_FORMATS_H

#include <stdbool.h>

bool formats_is_xml(const char *text);
bool formats_is_json(const char *text);
bool formats_is_tap(const char *text);
bool formats_is_github(const char *text);

/* Whether there are no control characters but line ends. */
bool formats_is_plain(const char *text);

#endif
