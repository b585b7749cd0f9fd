/*
 * Messages: the library's errors in the words of the files.
 *
 *     "seller 9223372036854775810 is not a member"  →  "seller B is not a member"
 *
 * The library knows members by id. Ids from 2^63 on were given out by names.h, and no amount,
 * instant or count in a message is so large: such a number is a member, and its name replaces it.
 */
#ifndef FENRUN_CLI_MESSAGES_H
#define FENRUN_CLI_MESSAGES_H

#include <stdint.h>

#include "cli/names.h"
#include "fenrun.h"

#define FENRUN__MESSAGE_SIZE 1024

/* `from` with names for ids. What does not fit is cut. */
void fenrun__message_name(char out[FENRUN__MESSAGE_SIZE], const struct fenrun__names *names,
                          const char *from);

/* What an error says, before names were put in. */
const char *fenrun__message_text(const fenrun_error *error);

/* The exit code that a code of the library leads to. */
int fenrun__message_exit(int32_t code);

#endif
