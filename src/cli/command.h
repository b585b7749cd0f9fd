/*
 * Command: the commands of fenrun. Each takes the words behind its name, does everything and
 * returns an exit code (report.h).
 */
#ifndef FENRUN_CLI_COMMAND_H
#define FENRUN_CLI_COMMAND_H

int fenrun__command_settle(int count, char **words);
int fenrun__command_explain(int count, char **words);
int fenrun__command_test(int count, char **words);
int fenrun__command_check(int count, char **words);
int fenrun__command_snapshot(int count, char **words);
int fenrun__command_schema(int count, char **words);

/* Print what `fenrun COMMAND --help` shows, or for NULL `fenrun --help`. Returns an exit code. */
int fenrun__command_help(const char *command);

#endif
