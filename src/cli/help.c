/* Help: what --help prints. Kept in one place so that the commands read alike. */
#include <string.h>

#include "cli/command.h"
#include "cli/output.h"

static const char help_all[] =
    "fenrun: exact referral-tree commissions (分润)\n"
    "\n"
    "  fenrun settle   RULES... FILE... [-o PAYOUTS] [--totals TOTALS] [--promotions PROMOTIONS]\n"
    "  fenrun explain  RULES... FILE... --event ID [--format text|json]\n"
    "  fenrun test     TESTS... [--coverage] [--update] [--watch] [--format FORMAT]\n"
    "  fenrun check    RULES...\n"
    "  fenrun snapshot build RULES... FILE... -o SNAPSHOT, or info or verify SNAPSHOT\n"
    "  fenrun schema   rules|tests\n"
    "\n"
    "  settle     apply all events of the files and write what they pay\n"
    "  explain    say why one event paid what it paid\n"
    "  test       run the tests of rule sets\n"
    "  check      list every mistake in a rule set, and what it surely does not mean\n"
    "  snapshot   keep what all events have come to as one file, to go on from there\n"
    "  schema     print the JSON Schema by which editors check and complete\n"
    "\n"
    "  fenrun COMMAND --help    says more; fenrun --version\n"
    "\n"
    "RULES is a rule set (*.yaml); several are the versions of one book, in the order of their\n"
    "effective dates. settle, explain and snapshot build also start from a SNAPSHOT instead: it\n"
    "holds rules and members, and members files are refused then. FILEs are CSV in UTF-8 with a\n"
    "header row; - is stdin. What a file is follows from its columns:\n"
    "\n"
    "  members    member,inviter,tier,at\n"
    "             the tree at the start: its joins pay nothing. Rows in any order. Where it is\n"
    "             empty, inviter is the platform, tier the lowest, at since ever; a column\n"
    "             labels, if there is one, holds labels with spaces between them\n"
    "  orders     order,at and the roles, amounts and counts of orders: seller,price,profit\n"
    "             rows in any order: an order is paid on the tree of its own instant\n"
    "  log        at,event,order,member,inviter,tier and the columns of orders, in time order;\n"
    "             period, and what joins and own events bring, if there are such events\n"
    "             event       uses, other columns are empty\n"
    "             join        member,inviter, and what joins bring\n"
    "             tier        member,tier\n"
    "             move        member,inviter\n"
    "             order       order, roles, amounts, counts\n"
    "             refund      order and, in the first amount's column, the part that is refunded;\n"
    "                         an id in a column refund, if there is one, keeps apart refunds of\n"
    "                         one order at one instant\n"
    "             close       period and, if closes have ids, order\n"
    "             own events  order (the event's id) and what they bring\n"
    "             an empty at is that of the row before\n"
    "\n"
    "Instants are 2024-03-01 or 2024-03-01T12:30:00, in UTC, or with +08:00. Amounts are\n"
    "decimals, 199.00. Ids are any text. Files are merged by time; at equal instants files come\n"
    "in the order of the command line, rows in their own.\n"
    "\n"
    "Exit codes: 0 fine, 1 a test failed or a check found something, 2 bad rule set, 3 usage,\n"
    "4 bad input data or snapshot, 5 files, pipes, memory.\n";

static const char help_settle[] =
    "fenrun settle RULES... FILE... [-o PAYOUTS] [--totals TOTALS] [--promotions PROMOTIONS]\n"
    "                               [--hashes] [--threads COUNT]\n"
    "fenrun settle SNAPSHOT [FILE...] [the same] [--no-verify]\n"
    "\n"
    "Apply all events of the files, merged by time, and write what they pay, as CSV.\n"
    "\n"
    "  -o FILE              payouts: event,award,payee,amount,unit,at (default: stdout;\n"
    "                       /dev/null: none, where totals are enough)\n"
    "                       event is the order's id, for refunds too, join:MEMBER, tier:MEMBER,\n"
    "                       close:PERIOD or EVENT:ID of an own event; at is from when it is\n"
    "                       available; what a refund takes back, or a member funds, is negative\n"
    "  --totals FILE        member,unit,amount: the payouts summed, by unit, then in order of\n"
    "                       first payout\n"
    "  --promotions FILE    member,tier_before,tier,at: what promotions and demotions gave;\n"
    "                       member,tier_before,tier,labels_before,labels,at if the rule set has\n"
    "                       labels\n"
    "  --hashes             say on stderr what ran on what, to be kept with the results:\n"
    "                       fenrun VERSION, rules HASH NAME and snapshot HASH FILE\n"
    "  --threads COUNT      how many threads work on it (default: one for each core); the results\n"
    "                       are the same\n"
    "  --no-verify          use a snapshot without looking at all of it first; only for one that\n"
    "                       was verified before: what is damaged in it can do anything\n"
    "\n"
    "FILE may be - for stdout. Results appear whole or not at all: the first row that is refused\n"
    "ends the run, with its file, line and reason on stderr, and nothing is written. A row that\n"
    "repeats an event given before changes nothing and is noted on stderr.\n"
    "\n"
    "A result is written to .fenrun-XXXXXX beside it and then renamed, one after the other: even\n"
    "if the run is killed or power is lost, each file is the old or the new one, whole; but one\n"
    "may be new and another old. A killed run can leave a .fenrun-XXXXXX behind, to be deleted.\n"
    "\n"
    "From a snapshot, events are paid as if its files stood before FILEs; what it has paid is not\n"
    "written again. FILEs may name any member and order of it. What changes the tree must not be\n"
    "earlier than the latest instant of the snapshot; orders and refunds may.\n"
    "\n"
    "  fenrun settle wanwu.yaml members.csv log.csv orders.csv -o payouts.csv --totals totals.csv\n"
    "  fenrun settle march.snapshot april.csv -o payouts.csv\n"
    "\n"
    "fenrun --help describes the files.\n";

static const char help_explain[] =
    "fenrun explain RULES... FILE... --event ID [--format text|json]\n"
    "fenrun explain SNAPSHOT FILE... --event ID [--format text|json] [--no-verify]\n"
    "\n"
    "Apply all events of the files as settle does and say of one event, award by award, whom and\n"
    "what it looked at and what it paid or why not.\n"
    "\n"
    "  --event ID           an order's id: the order and its refunds; join:MEMBER, tier:MEMBER,\n"
    "                       move:MEMBER, close:PERIOD, EVENT:ID of an own event\n"
    "  --format text|json   json: an array with one object for each event (default: text)\n"
    "  --no-verify          use a snapshot without looking at all of it first\n"
    "\n"
    "From a snapshot, only events of FILEs are explained.\n"
    "\n"
    "  fenrun explain wanwu.yaml members.csv log.csv --event o-17\n"
    "\n"
    "fenrun --help describes the files.\n";

static const char help_test[] =
    "fenrun test TESTS... [--run PATTERN] [--format FORMAT] [--coverage]\n"
    "                     [--coverage-min PERCENT] [--update] [--watch]\n"
    "\n"
    "Run test files (*.test.yaml); of a directory, all that are below it. What differs is shown\n"
    "with the line of the rule and the reason.\n"
    "\n"
    "  --run PATTERN            only tests whose name contains PATTERN\n"
    "  --format FORMAT          text (default), junit, tap, json or github\n"
    "  --coverage               list awards, tiers, levels and conditions that no test reached\n"
    "  --coverage-min PERCENT   exit with 1 if less of them is covered\n"
    "  --update                 write what was computed into the files as what is expected, and\n"
    "                           show the difference\n"
    "  --watch                  run again whenever a file changes\n"
    "\n"
    "Exit code 0 if all tests pass, 1 if one fails, 2 if a rule set or test file has mistakes.\n";

static const char help_check[] =
    "fenrun check RULES...\n"
    "\n"
    "Read a rule set, or the versions of a book, and say what it holds, or list every mistake in\n"
    "it with line and column. Then list what can be read but is surely not meant: awards that\n"
    "never pay, tiers that nobody reaches, conditions that contradict each other.\n"
    "\n"
    "It also prints rules HASH NAME, by which settle --hashes calls the rule set.\n"
    "\n"
    "Exit code 0 if it is fine, 1 if something was found, 2 if it has mistakes.\n";

static const char help_snapshot[] =
    "fenrun snapshot build RULES... FILE... -o SNAPSHOT\n"
    "fenrun snapshot build SNAPSHOT [FILE...] -o NEW [--no-verify]\n"
    "fenrun snapshot info SNAPSHOT [--format text|json]\n"
    "fenrun snapshot verify SNAPSHOT\n"
    "\n"
    "A snapshot is one file that holds what all events of some files have come to: the rules, all\n"
    "members with their names, history and measures, and the orders, so that they can be refunded\n"
    "and are not paid twice. settle, explain and snapshot build go on from it, ready at once.\n"
    "\n"
    "  build     apply all events of the files as settle does and write a snapshot; or go on from\n"
    "            an older one. It appears whole or not at all, as results of settle do\n"
    "  info      what a snapshot holds and is known by, from its header: names are those of\n"
    "            members whose id is no number, changes what is kept of members and teams as they\n"
    "            were before, latest the instant that the events have reached\n"
    "  verify    look at every byte of it, and say what is wrong or that it is fine\n"
    "\n"
    "  -o FILE              the snapshot to write; - is stdout\n"
    "  --format text|json   of info (default: text)\n"
    "  --no-verify          go on from a snapshot without looking at all of it first\n"
    "\n"
    "A snapshot is known by its hash, which stands for every byte of it. Two builds from the same\n"
    "files differ in it: each draws a secret key of its own, so that nobody can choose ids that\n"
    "make look-ups slow. Let nobody read a snapshot who may not see the members.\n"
    "\n"
    "It is for the versions of fenrun that have its layout, which info says, and for this kind of\n"
    "machine; others refuse it and say so. Keep the files that it was made of. It is read from a\n"
    "file, not from a pipe.\n"
    "\n"
    "Exit code 0 if it is fine, 4 if it is damaged, cut, of another layout or no snapshot, 5 if\n"
    "it cannot be read.\n"
    "\n"
    "  fenrun snapshot build wanwu.yaml members.csv log.csv -o march.snapshot\n"
    "  fenrun settle march.snapshot april.csv -o payouts.csv\n";

static const char help_schema[] =
    "fenrun schema rules|tests\n"
    "\n"
    "Print the JSON Schema (draft-07) of rule sets, or of test files. With it editors complete\n"
    "keys, show what they mean and mark mistakes. In the first line of a file, for the YAML\n"
    "language server:\n"
    "\n"
    "  # yaml-language-server: $schema=fenrun-rules.schema.json\n";

int fenrun__command_help(const char *command) {
    static const struct {
        const char *command;
        const char *text;
    } texts[] = {{"settle", help_settle}, {"explain", help_explain}, {"test", help_test},
                 {"check", help_check},   {"schema", help_schema},
                 {"snapshot", help_snapshot}};
    const char *text = help_all;
    for (size_t i = 0; command && i < sizeof texts / sizeof texts[0]; i++) {
        if (strcmp(command, texts[i].command) == 0) text = texts[i].text;
    }
    struct fenrun__output output = {0};
    int code = fenrun__output_open(&output, NULL);
    if (!code) {
        fenrun__output_text(&output, text);
        code = fenrun__output_publish(&output, 1);
    }
    fenrun__output_discard(&output);
    return code;
}
