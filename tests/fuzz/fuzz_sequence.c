/*
 * Fuzz sequence: any bytes as a history, given to the library and to the model; a difference ends
 * the program.
 *
 *     l y 3 . . . . ↵     the ladder plan (f: the fair; d: a rule book drawn at random, of bytes 4
 *                         to 6; else the reference plan), orders remembered (n: not), 3 members
 *                         loaded, who joined from 1000 on (d: 3 who have been there always)
 *     j 1 D A . . . ↵     a join, 1 s after the clock: D, invited by A
 *     o 0 D A 5 : a ↵     an order at the clock: seller D, buyer A, 10 % of it profit, id a
 *     r 0 a x h . . ↵     a refund, id x, of half of what is left of the order a
 *     g 0 D A 5 0 e ↵     the own event 0: roles D and A, an amount, id e
 *     c 0 0 x . . . ↵     a close of period 0, id x
 *
 * (without the spaces: a record is 8 bytes, written as a line so that seeds can be read.) Bytes:
 *   0  kind: j t m o r g c; anything else is what its number modulo 9 says, so that unknown kinds
 *      come
 *   1  seconds after the clock, from '0' on; below '0' before it, at most 48; from 'A' on, hours
 *   2  member, seller, or the refunded order      4  price, or part: see fuzz_sequence_amount
 *   3  inviter, tier (from '0'), buyer, refund    5  profit in percent of the price, from '0' on;
 *      ('.' is the platform, or no id)               of joins a count, of own events which one
 *   6  order id; '!' sets a field that must be 0  7  a line end; anything else sets the instant to
 *                                                    one that the byte chooses
 *
 * At the end the members are compared at several instants, and every remembered order is refunded
 * to the end: what was paid for it must then be back.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/draw.h"
#include "model/duel.h"

#define FUZZ_SEQUENCE_RECORD 8u
#define FUZZ_SEQUENCE_EVENTS_MAX 300u
#define FUZZ_SEQUENCE_LOADED_MAX 8u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void fuzz_sequence_expect(struct duel *duel, int holds) {
    if (!holds) {
        fprintf(stderr, "fuzz_sequence: %s\n%s\n", duel->difference, duel->texts[0]);
        abort();
    }
}

static uint64_t fuzz_sequence_id(uint8_t byte) {
    return byte == '.' ? 0 : byte;
}

static int64_t fuzz_sequence_amount(uint8_t byte, int64_t rest) {
    static const int64_t amounts[] = {100, 333, 5000, 19900, 1, 10000, 25001, 0, 7, 99999};
    if (byte >= '0' && byte <= '9') {
        return amounts[byte - '0'];
    }
    switch (byte) {
    case 'h': return rest / 2;
    case 'a': return rest;
    case 'b': return rest == INT64_MAX ? rest : rest + 1;
    case '-': return -1;
    case 'M': return INT64_MAX;
    case 'm': return INT64_MIN;
    default: return (int64_t)byte * 37;
    }
}

/* As many amounts, counts and roles as the event's section has. */
static void fuzz_sequence_figures(const uint8_t *record, const struct duel *duel,
                                  fenrun_event *event) {
    uint32_t index = rules_event_shape(&duel->rules, event);
    if (index == RULES_NONE) {
        return;
    }
    const struct rules_shape *shape = &duel->rules.shapes[index];
    event->roles[1] = shape->role_count > 1 ? event->roles[1] : FENRUN_PLATFORM;
    for (uint32_t i = 0; i < shape->count_count; i++) {
        event->counts[i] = (int64_t)record[5] - '0' + i;
    }
    if (shape->amount_count == 0) {
        return;
    }
    event->amounts[0] = fuzz_sequence_amount(record[4], 0);
    for (uint32_t i = 1; i < shape->amount_count; i++) {
        event->amounts[i] = event->amounts[0] / 10;
        if (event->amounts[0] > -1000000 && event->amounts[0] < 1000000) {
            event->amounts[i] = event->amounts[0] * ((int64_t)record[5] - '0') / 100;
        }
    }
}

static void fuzz_sequence_names(const uint8_t *record, const struct duel *duel,
                                fenrun_event *event) {
    const struct model_order *order = NULL;
    switch (event->kind) {
    case FENRUN_EVENT_JOIN:
        event->member = fuzz_sequence_id(record[2]);
        event->inviter = fuzz_sequence_id(record[3]);
        fuzz_sequence_figures(record, duel, event);
        break;
    case FENRUN_EVENT_MOVE:
        event->member = fuzz_sequence_id(record[2]);
        event->inviter = fuzz_sequence_id(record[3]);
        break;
    case FENRUN_EVENT_CLOSE:
        event->name = ((uint32_t)record[2] - '0') % 4u;
        event->id_low = fuzz_sequence_id(record[3]);
        break;
    case FENRUN_EVENT_TIER:
        event->member = fuzz_sequence_id(record[2]);
        event->tier = (uint32_t)record[3] - '0';
        break;
    case FENRUN_EVENT_REFUND:
        event->order_low = fuzz_sequence_id(record[2]);
        event->id_low = fuzz_sequence_id(record[3]);
        order = model_find_order(&duel->model, RULES_NONE, 0, event->order_low);
        event->amounts[0] = fuzz_sequence_amount(
            record[4],
            order == NULL ? 0 : order->event.amounts[0] - (int64_t)model_refunded(order));
        break;
    default:
        event->name = event->kind == FENRUN_EVENT_OWN ? ((uint32_t)record[5] - '0') % 4u : 0;
        event->id_low = fuzz_sequence_id(record[6]);
        event->roles[0] = fuzz_sequence_id(record[2]);
        event->roles[1] = fuzz_sequence_id(record[3]);
        fuzz_sequence_figures(record, duel, event);
        break;
    }
}

static fenrun_event fuzz_sequence_event(const uint8_t *record, const struct duel *duel) {
    static const char kinds[] = "jtmorgc";
    const char *kind = record[0] == 0 ? NULL : strchr(kinds, record[0]);
    fenrun_event event = {.kind = kind == NULL ? record[0] % 9u : (uint32_t)(kind - kinds) + 1};
    int64_t clock = duel->model.clock == FENRUN_TIME_MIN ? 1000 : duel->model.clock;
    int64_t step = (int64_t)record[1] - '0';
    step = record[1] >= 'A' ? ((int64_t)record[1] - 'A' + 1) * 3600 : step;
    event.at = clock + step;
    if (record[7] != '\n') {
        static const int64_t instants[] = {INT64_MAX, INT64_MAX - 1, FENRUN_TIME_MIN + 100, -1,
                                           0,         1000,          1001,                  1010};
        event.at = instants[record[7] % 8u];
    }
    fuzz_sequence_names(record, duel, &event);
    if (record[6] == '!') {
        event.roles[FENRUN_ROLES_MAX - 1] = 1;
    }
    return event;
}

static void fuzz_sequence_load(struct duel *duel, uint8_t byte) {
    fenrun_member members[FUZZ_SEQUENCE_LOADED_MAX];
    bool always = byte >= 'a';
    uint32_t none = always ? 'a' : '0';
    size_t count = (byte + 16 * (FUZZ_SEQUENCE_LOADED_MAX + 1) - none) %
                   (FUZZ_SEQUENCE_LOADED_MAX + 1);
    memset(members, 0, sizeof members);
    for (size_t i = 0; i < count; i++) {
        /* A chain that forks: A invited B and C, B invited D, C invited E ... */
        members[i].id = 'A' + i;
        members[i].inviter = i == 0 ? FENRUN_PLATFORM : 'A' + (i - 1) / 2;
        members[i].tier = (uint32_t)(i * 3 + byte) % duel->rules.tier_count;
        members[i].at = always ? FENRUN_TIME_MIN : 1000 + (int64_t)i;
    }
    fuzz_sequence_expect(duel, count == 0 || duel_load(duel, members, count));
}

/* What was paid for an order, and taken back by its refunds, comes to nothing once all of it is
   refunded. The duel has compared each record; this is the sum. */
static void fuzz_sequence_settle(struct duel *duel) {
    for (size_t i = 0; i < duel->model.order_count; i++) {
        const struct model_order *order = &duel->model.orders[i];
        int64_t total = order->event.amounts[0];
        int64_t rest = total - (int64_t)model_refunded(order);
        if (rest == 0 ||
            model_find_order(&duel->model, RULES_NONE, 0, order->event.id_low) != order) {
            continue;
        }
        fenrun_event refund = {.kind = FENRUN_EVENT_REFUND, .at = duel->model.clock};
        refund.id_low = 1000; /* no byte has made this one */
        refund.order_low = order->event.id_low;
        refund.amounts[0] = rest;
        int64_t left = 0;
        for (size_t k = 0; k < order->payout_count; k++) {
            left += order->payouts[k].amount -
                    model_taken_back(order->payouts[k].amount, total - rest, total);
        }
        fuzz_sequence_expect(duel, duel_event(duel, &refund));
        size_t count = 0;
        const fenrun_payout *payouts = fenrun_result_payouts(duel->result, &count);
        for (size_t k = 0; k < count; k++) {
            left += payouts[k].amount;
        }
        fuzz_sequence_expect(duel, left == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct duel duel;
    static struct rules rules;
    struct random_source source = {0};
    if (size < FUZZ_SEQUENCE_RECORD) {
        return 0;
    }
    source.state = (uint64_t)data[4] << 16 | (uint64_t)data[5] << 8 | data[6];
    switch (data[0]) {
    case 'l': rules_ladder(&rules); break;
    case 'f': rules_fair(&rules); break;
    case 'd': draw_rules(&source, 1000, &rules); break;
    default: rules_reference(&rules); break;
    }
    fuzz_sequence_expect(&duel, duel_start(&duel, &rules, data[3], data[1] != 'n'));
    fuzz_sequence_load(&duel, data[2]);
    size_t count = size / FUZZ_SEQUENCE_RECORD;
    count = count > FUZZ_SEQUENCE_EVENTS_MAX ? FUZZ_SEQUENCE_EVENTS_MAX : count;
    for (size_t i = 1; i < count; i++) {
        fenrun_event event = fuzz_sequence_event(data + i * FUZZ_SEQUENCE_RECORD, &duel);
        fuzz_sequence_expect(&duel, duel_event(&duel, &event));
    }
    fuzz_sequence_settle(&duel);
    const int64_t instants[] = {FENRUN_TIME_MIN, 0,    999,  1000, 1001, 1004,
                                1010,            1050, 1100, 1500, INT64_MAX};
    fuzz_sequence_expect(&duel,
                         duel_members(&duel, instants, sizeof instants / sizeof instants[0]));
    duel_end(&duel);
    return 0;
}
