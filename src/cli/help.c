/* Help: what --help prints. Kept in one place so that the commands read alike. */
#include <string.h>

#include "cli/command.h"
#include "cli/output.h"

static const char help_all[] =
    "fenrun: exact referral-tree commissions (分润)\n"
    "\n"
    "  fenrun settle  RULES FILE... [-o PAYOUTS] [--totals TOTALS] [--promotions PROMOTIONS]\n"
    "  fenrun explain RULES FILE... --event ID [--format text|json]\n"
    "  fenrun check   RULES\n"
    "\n"
    "  settle     apply all events of the files and write what they pay\n"
    "  explain    say why one event paid what it paid\n"
    "  check      read a rule set and list every mistake in it\n"
    "\n"
    "  fenrun COMMAND --help    says more; fenrun --version\n"
    "\n"
    "RULES is a rule set (*.yaml). FILEs are CSV in UTF-8 with a header row; - is stdin. What\n"
    "a file is follows from its columns:\n"
    "\n"
    "  members    member,inviter,tier,at\n"
    "             the tree at the start: its joins pay nothing. Rows in any order. Where it is\n"
    "             empty, inviter is the platform, tier the lowest, at since ever\n"
    "  orders     order,at and the roles and amounts of the rule set, such as seller,price,profit\n"
    "             rows in any order: an order is paid on the tree of its own instant\n"
    "  log        at,event,order,member,inviter,tier and the roles and amounts, in time order\n"
    "             event       uses, other columns are empty\n"
    "             join        member,inviter\n"
    "             tier        member,tier\n"
    "             move        member,inviter\n"
    "             order       order, roles, amounts\n"
    "             refund      order and, in the first amount's column, the part that is refunded;\n"
    "                         an id in a column refund, if there is one, keeps apart refunds of\n"
    "                         one order at one instant\n"
    "             an empty at is that of the row before\n"
    "\n"
    "Instants are 2024-03-01 or 2024-03-01T12:30:00, in UTC, or with +08:00. Amounts are\n"
    "decimals, 199.00. Ids are any text. Files are merged by time; at equal instants files come\n"
    "in the order of the command line, rows in their own.\n"
    "\n"
    "Exit codes: 0 fine, 2 bad rule set, 3 usage, 4 bad input data,\n"
    "5 files, pipes, memory.\n";

static const char help_settle[] =
    "fenrun settle RULES FILE... [-o PAYOUTS] [--totals TOTALS] [--promotions PROMOTIONS]\n"
    "\n"
    "Apply all events of the files, merged by time, and write what they pay, as CSV.\n"
    "\n"
    "  -o FILE              payouts: event,award,payee,amount,unit,at (default: stdout)\n"
    "                       event is the order's id, for refunds too, or join:MEMBER;\n"
    "                       what a refund takes back is negative\n"
    "  --totals FILE        member,unit,amount: the payouts summed, by unit, then in order of\n"
    "                       first payout\n"
    "  --promotions FILE    member,tier_before,tier,at: what the rule set's promotions gave\n"
    "\n"
    "FILE may be - for stdout. Results appear whole or not at all: the first row that is refused\n"
    "ends the run, with its file, line and reason on stderr, and nothing is written. A row that\n"
    "repeats an event given before changes nothing and is noted on stderr.\n"
    "\n"
    "  fenrun settle wanwu.yaml members.csv log.csv orders.csv -o payouts.csv --totals totals.csv\n"
    "\n"
    "fenrun --help describes the files.\n";

static const char help_explain[] =
    "fenrun explain RULES FILE... --event ID [--format text|json]\n"
    "\n"
    "Apply all events of the files as settle does and say of one event, award by award, whom and\n"
    "what it looked at and what it paid or why not.\n"
    "\n"
    "  --event ID           an order's id: the order and its refunds; join:MEMBER, tier:MEMBER,\n"
    "                       move:MEMBER\n"
    "  --format text|json   json: an array with one object for each event (default: text)\n"
    "\n"
    "  fenrun explain wanwu.yaml members.csv log.csv --event o-17\n"
    "\n"
    "fenrun --help describes the files.\n";

static const char help_check[] =
    "fenrun check RULES\n"
    "\n"
    "Read a rule set and say what it holds, or list every mistake in it with line and column.\n"
    "Exit code 0 if it is fine, 2 if it has mistakes.\n";

int fenrun__command_help(const char *command) {
    static const struct {
        const char *command;
        const char *text;
    } texts[] = {{"settle", help_settle}, {"explain", help_explain}, {"check", help_check}};
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
