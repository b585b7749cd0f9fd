/*
 * fenrun (分润, profit sharing): exact referral-tree commissions.
 *
 * A rule set, written in YAML, says which event pays whom how much. A tree holds the members, who
 * invited whom, their tiers and, following from these, their teams. An event (someone joins, an
 * order is paid, a tier changes ...) goes in; payouts come out, exact to the last minor unit.
 *
 *     fenrun_rules_read()  ──►  fenrun_rules ──┐
 *                                              ├──► fenrun_tree ◄── fenrun_tree_load()
 *                                              │        ▲
 *                       fenrun_event ──────────┴────────┴──► fenrun_apply() ──► fenrun_result
 *
 * The same calls give the same bytes on every machine. The library reads no file, clock, locale
 * or environment, keeps no global or thread-local state, prints nothing, never ends the process and
 * uses no floating point.
 *
 * CONVENTIONS, which hold for every function unless its comment says otherwise
 *
 *   Members   are 64-bit ids of yours. 0 (FENRUN_PLATFORM) is no member: as an inviter it says
 *             "the platform invited", as a role of an order "nobody".
 *   Money     is int64_t in minor units of the rule set's currency (fen for CNY): 12.50 is 1250.
 *             INT64_MIN is not an amount.
 *   Rates     are int64_t in parts per billion: 25 % is 250,000,000.
 *   Time      is int64_t, seconds since 1970-01-01T00:00:00Z, always given by you; at most
 *             FENRUN_TIME_MAX.
 *   Text      is UTF-8, given with its size; text that is returned also ends with a NUL.
 *   Errors    Functions return FENRUN_OK (0), a positive notice or a negative error. An `error`
 *             argument may be NULL; if not, it is filled on an error and left alone otherwise.
 *             A call that fails leaves everything as it was; what it would have created is NULL.
 *   Ownership What a function creates comes back through its first argument, `out`; you free it
 *             with the matching _free function, which accepts NULL. What a function returns
 *             directly stays the library's, until the object it came from changes or is freed.
 *   Options   may be NULL: all defaults. If not, set struct_size to sizeof the struct and zero
 *             what you do not use. Fields are only ever added at the end.
 *   Reader    A library that was built without the rules reader (and so without libyaml) lacks what
 *             makes and tests rule sets: the functions that say "Reader only". It has trees and
 *             rule sets from snapshots.
 *   Records   (fenrun_event, fenrun_payout ...) have a frozen size, no pointers and no padding.
 *             Reserved fields must be zero.
 *   Threads   Different objects are independent. One fenrun_rules may be used by any number of
 *             threads. On one fenrun_tree, any number of threads may call the functions that take
 *             it as const, or one thread a function that changes it. A fenrun_result belongs to
 *             one thread at a time.
 */
#ifndef FENRUN_H
#define FENRUN_H

#include <stddef.h>
#include <stdint.h>

#define FENRUN_VERSION_MAJOR 0
#define FENRUN_VERSION_MINOR 1
#define FENRUN_VERSION_PATCH 0

#if defined(FENRUN_BUILD) && defined(__GNUC__)
#define FENRUN_API __attribute__((visibility("default")))
#else
#define FENRUN_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* The version of the library that is running, as "0.1.0". Never NULL; lives forever. */
FENRUN_API const char *fenrun_version(void);

/* ------------------------------------------------------------------------------------------ */
/* Results and errors                                                                         */

/*
 * What a call came to. The numbers are frozen. Where an event is wrong in several ways, the error
 * that is reported is the one that stands first in this list; of what awards refuse (LIMIT,
 * OVERFLOW) the first in their order, then what the budget does.
 */
enum fenrun_code {
    FENRUN_FOUND = 2,    /* done, and there is something to look at: findings, failed tests */
    FENRUN_REPLAYED = 1, /* the same event was applied before: nothing changed, nothing is paid */
    FENRUN_OK = 0,
    FENRUN_ERROR_ARGUMENT = -1,       /* an argument is NULL, out of range, or reserved and not 0 */
    FENRUN_ERROR_RULES = -2,          /* the rule set has mistakes */
    FENRUN_ERROR_TEXT = -3,           /* a text is not the amount or instant that it should be */
    FENRUN_ERROR_CHANGED = -4,        /* the event's id was applied before with other contents */
    FENRUN_ERROR_ORDER_UNKNOWN = -5,  /* a refund names an order that the tree does not know */
    FENRUN_ERROR_TIME = -6,           /* a change is earlier than an event applied or a loaded
                                         member, a refund earlier than its order, or an event
                                         earlier than the first version of the rules */
    FENRUN_ERROR_MEMBER_UNKNOWN = -7, /* a member, or an inviter, is not in the tree */
    FENRUN_ERROR_MEMBER_EXISTS = -8,  /* a newcomer is already a member */
    FENRUN_ERROR_NOT_JOINED = -9,     /* the event is earlier than a member that it names */
    FENRUN_ERROR_CYCLE = -10,         /* a member would come to stand above itself */
    FENRUN_ERROR_TIER = -11,          /* no such tier */
    FENRUN_ERROR_AMOUNT = -12,        /* an amount or count is negative, or a refund is not above
                                         zero */
    FENRUN_ERROR_REQUIRED = -13,      /* an amount or count is outside the rule set's `require` */
    FENRUN_ERROR_REFUND = -14,        /* refunds come to more than the order */
    FENRUN_ERROR_LIMIT = -19,         /* payouts come to more than a cap, budget or funder allows,
                                         and the rule set says `over: refuse` */
    FENRUN_ERROR_OVERFLOW = -15,      /* a sum or product does not fit 64 bits */
    FENRUN_ERROR_FULL = -16,          /* a documented limit is reached */
    FENRUN_ERROR_MEMORY = -17,        /* the allocator gave nothing */
    FENRUN_ERROR_INTERNAL = -18,      /* a mistake in fenrun; nothing was changed */
    FENRUN_ERROR_SNAPSHOT = -20       /* bytes are not a snapshot, or not whole; or writing one was
                                         stopped */
};

#define FENRUN_MESSAGE_SIZE 232

/* What went wrong and where. The caller owns it; it holds no pointer and needs no freeing. */
typedef struct fenrun_error {
    int32_t code;     /* enum fenrun_code */
    uint32_t line;    /* in a rule set: from 1; else 0 */
    uint32_t column;  /* in a rule set: from 1, in characters, or 0: not known; else 0 */
    uint32_t reserved;
    uint64_t item;    /* the member concerned, the event's index in a sequence, or the payout's in
                         fenrun_refund; else 0 */
    char message[FENRUN_MESSAGE_SIZE]; /* one line, ending with NUL, without a full stop */
} fenrun_error;

/* The name of a code as it stands above, "FENRUN_ERROR_CYCLE"; "FENRUN_ERROR_?" if unknown. */
FENRUN_API const char *fenrun_code_name(int32_t code);

/*
 * Where all lasting memory of an object comes from. One function does everything, as realloc
 * would: `block` NULL and `old_size` 0 to allocate, `new_size` 0 to free (the result is ignored
 * then). `old_size` is always the size last asked for. Blocks are aligned for any type. It may
 * return NULL unless it frees. The struct is copied; `context` must live as long as the object.
 */
typedef struct fenrun_allocator {
    void *(*resize)(void *context, void *block, size_t old_size, size_t new_size);
    void *context;
} fenrun_allocator;

/* ------------------------------------------------------------------------------------------ */
/* Rule sets                                                                                  */

/* What one rule set may hold. A rule set over a limit is refused with a message that says so. */
#define FENRUN_TIERS_MAX 64         /* a tier set is one 64-bit mask */
#define FENRUN_ROLES_MAX 8          /* fenrun_event.roles */
#define FENRUN_AMOUNTS_MAX 8        /* fenrun_event.amounts */
#define FENRUN_COUNTS_MAX 4         /* fenrun_event.counts */
#define FENRUN_AWARDS_MAX 256       /* of one version */
#define FENRUN_LEVELS_MAX 64        /* entries of one `pay` */
#define FENRUN_LABELS_MAX 16        /* a set of labels is one 16-bit mask */
#define FENRUN_PERIODS_MAX 8
#define FENRUN_EVENTS_MAX 16        /* own events */
#define FENRUN_VERSIONS_MAX 64      /* of a rule book */
#define FENRUN_RULES_SIZE_MAX 1048576 /* bytes of YAML: a reader must not be a way to fill memory */
#define FENRUN_RULES_DEPTH_MAX 64     /* nesting: libyaml takes quadratic time in it */

/* A checked and compiled rule set. Immutable: share it freely. */
typedef struct fenrun_rules fenrun_rules;

typedef struct fenrun_rules_options {
    size_t struct_size;
    const fenrun_allocator *allocator; /* default: malloc, realloc, free */
} fenrun_rules_options;

/*
 * Read a rule set from YAML text. The language is described in examples/README.md.
 *
 * Every mistake of the text is reported, not just the first: `*count` is how many there are, and
 * the first `capacity` of them are written to `errors`, in the order in which they stand in the
 * text, each with line and column. `errors` may be NULL if `capacity` is 0; `count` may be NULL.
 *
 * Reader only. Errors: ARGUMENT, RULES, MEMORY. Cost: O(size).
 */
FENRUN_API int32_t fenrun_rules_read(fenrun_rules **out, const char *text, size_t size,
                                     const fenrun_rules_options *options, fenrun_error *errors,
                                     size_t capacity, size_t *count);

/*
 * Make one rule book of several rule sets, whose `effective` instants say from when on each is in
 * force. They are given in that order; all of them is copied, so free them when you like. A book is
 * used like any rule set: an event is paid by the version in force at its own instant.
 *
 * The versions must agree in all that a tree is built on: currency, tiers, team_leaders, periods,
 * labels, and the roles, amounts and counts of events. Whatever differs is reported as
 * fenrun_rules_read does, `item` being the index of the version and `line` a line of its text.
 *
 * Reader only. Errors: ARGUMENT, RULES, MEMORY. Cost: O(size of the rule sets).
 */
FENRUN_API int32_t fenrun_rules_book(fenrun_rules **out, const fenrun_rules *const *versions,
                                     size_t version_count, const fenrun_rules_options *options,
                                     fenrun_error *errors, size_t capacity, size_t *count);

/*
 * Look for what a rule set surely does not mean, though it can be read: awards that can never pay,
 * tiers that nobody can reach, conditions that contradict each other, promotions and demotions that
 * take turns. Findings are given as fenrun_rules_read gives mistakes, with code FENRUN_FOUND and
 * the index of the version as `item`. Returns FENRUN_FOUND if there are any, else FENRUN_OK.
 * Reader only. Errors: ARGUMENT. Cost: O(awards * tiers * awards). Any number of threads.
 */
FENRUN_API int32_t fenrun_rules_check(const fenrun_rules *rules, fenrun_error *findings,
                                      size_t capacity, size_t *count);

/* Free a rule set. Every tree that was made with it must be freed before. */
FENRUN_API void fenrun_rules_free(fenrun_rules *rules);

/* The names in a rule set. Tiers, roles ... are known to all other calls by their index here. */
enum fenrun_name {
    FENRUN_NAME_RULES = 0,    /* `name`, one of each version */
    FENRUN_NAME_TITLE = 1,    /* `title`, one of each version, "" if none */
    FENRUN_NAME_CURRENCY = 2, /* one: ISO 4217, "CNY" */
    FENRUN_NAME_TIER = 3,     /* lowest first */
    FENRUN_NAME_ROLE = 4,     /* of an order; the index in fenrun_event.roles */
    FENRUN_NAME_AMOUNT = 5,   /* of an order; the index in fenrun_event.amounts */
    FENRUN_NAME_AWARD = 6,    /* in the order of the text, version after version */
    FENRUN_NAME_UNIT = 7,     /* the currency first, then the others as they first occur */
    FENRUN_NAME_COUNT = 8,    /* of an order; the index in fenrun_event.counts */
    FENRUN_NAME_PERIOD = 9,   /* fenrun_event.name of a close */
    FENRUN_NAME_LABEL = 10,   /* the bit in fenrun_member.labels */
    FENRUN_NAME_EVENT = 11    /* own events; fenrun_event.name of one */
};

/* Add one of these to ROLE, AMOUNT or COUNT: of a join (whose one role is the newcomer), or of the
   own event with that index, instead of an order. */
#define FENRUN_NAME_OF_JOIN (1u << 8)
#define FENRUN_NAME_OF_EVENT(index) (((uint32_t)(index) + 2u) << 8)

/* How many names of a kind there are; 0 for an unknown kind. O(1). */
FENRUN_API uint32_t fenrun_rules_count(const fenrun_rules *rules, uint32_t kind);

/* A name; NULL if there is none of that kind and index. Lives as long as the rule set. O(1). */
FENRUN_API const char *fenrun_rules_name(const fenrun_rules *rules, uint32_t kind, uint32_t index);

/* The index of a name, or UINT32_MAX if there is none. O(number of names). */
FENRUN_API uint32_t fenrun_rules_find(const fenrun_rules *rules, uint32_t kind, const char *name,
                                      size_t size);

/* How many decimals the rule set's currency has, by ISO 4217: 2 for CNY, 0 for JPY. O(1). */
FENRUN_API uint32_t fenrun_rules_decimals(const fenrun_rules *rules);

/* The line of its version's text on which an award is defined, from 1; 0 if there is no such award.
   O(1). */
FENRUN_API uint32_t fenrun_rules_award_line(const fenrun_rules *rules, uint32_t award);

/* The version of the book that an award belongs to; 0 in a single rule set, UINT32_MAX if there is
   no such award. O(versions). */
FENRUN_API uint32_t fenrun_rules_award_version(const fenrun_rules *rules, uint32_t award);

/* From when a version is in force; FENRUN_TIME_MIN if always, or if there is no such version.
   O(1). */
FENRUN_API int64_t fenrun_rules_effective(const fenrun_rules *rules, uint32_t version);

/* ------------------------------------------------------------------------------------------ */
/* The tree                                                                                   */

/* The inviter of a member whom the platform invited; no member has this id. */
#define FENRUN_PLATFORM 0u

/* Before every instant: the `at` of members who have been there always. */
#define FENRUN_TIME_MIN INT64_MIN

/* After every instant: the end of the year 9999. What is later was probably not in seconds. */
#define FENRUN_TIME_MAX INT64_C(253402300799)

/* A tree holds fewer members than this. */
#define FENRUN_MEMBERS_MAX 4294967295u

/*
 * Members, their inviters, tiers and teams, with the history of all of these: any question can be
 * asked as of any instant.
 *
 * A member whose tier is one of the rule set's `team_leaders` leads a team: everyone below, down
 * to and excluding members who lead teams of their own. Becoming a leader splits the team off,
 * ceasing to be one returns it; both follow from tier changes by themselves.
 *
 * A tree also keeps what the rule set measures of each member (own_sales, team_members ...), in all
 * or since the last close of a period or in the last days, and what caps of a period count.
 *
 * Limits: FENRUN_MEMBERS_MAX; as many kept changes of members; 16 GiB of remembered orders and own
 * events, some 300 million. Beyond them an event is refused with FULL.
 */
typedef struct fenrun_tree fenrun_tree;

/* Remember applied orders and own events, so that replays are recognised and orders can be
   refunded. */
#define FENRUN_TREE_REMEMBERS_ORDERS 1u

typedef struct fenrun_tree_options {
    size_t struct_size;
    const fenrun_allocator *allocator; /* default: malloc, realloc, free */
    uint64_t seed;        /* of the hash tables; no result depends on it. Required, and secret,
                             where outsiders can choose members' or orders' ids: who knows it can
                             make every look-up slow. */
    uint64_t member_count; /* how many members to make room for, those who will join included:
                              growing later copies; default 0 */
    uint32_t flags;       /* FENRUN_TREE_... */
    uint32_t reserved;
} fenrun_tree_options;

/* A member, as loaded or as asked for. */
typedef struct fenrun_member {
    uint64_t id;      /* not 0 */
    uint64_t inviter; /* or FENRUN_PLATFORM */
    uint64_t leader;  /* answers only: the leader of the team that the member belongs to; the
                         member's own id if it leads one; 0 if there is none. Zero when loading. */
    int64_t at;       /* when the member joined */
    uint32_t tier;
    uint32_t labels;  /* mask of 1 << FENRUN_NAME_LABEL */
} fenrun_member;

/*
 * Make an empty tree. `rules` must live longer than the tree.
 * Errors: ARGUMENT, FULL, MEMORY. Cost: O(member_count), which only reserves.
 */
FENRUN_API int32_t fenrun_tree_new(fenrun_tree **out, const fenrun_rules *rules,
                                   const fenrun_tree_options *options, fenrun_error *error);

FENRUN_API void fenrun_tree_free(fenrun_tree *tree);

/*
 * Fill an empty tree with members as they are now, in any order. Nothing is paid and nobody is
 * promoted. Each is taken to have had its inviter, tier and labels since `at`, FENRUN_TIME_MIN for
 * always; an inviter must not have joined later than those whom it invited.
 *
 * A load knows no orders: what members did before counts from 0, and who was loaded joined in no
 * window of a measure.
 *
 * All or nothing. Errors: ARGUMENT (the tree is not empty, an id is 0, an `at` is above
 * FENRUN_TIME_MAX, a label is not known), MEMBER_UNKNOWN (an inviter), MEMBER_EXISTS (an id twice),
 * NOT_JOINED (the inviter joined later), CYCLE, TIER, FULL, MEMORY; `error->item` is the member.
 * Cost: O(count).
 */
FENRUN_API int32_t fenrun_tree_load(fenrun_tree *tree, const fenrun_member *members, size_t count,
                                    fenrun_error *error);

/*
 * A member as of an instant: inviter, tier, labels and team leader as a change at or before `at`
 * left them. Errors: ARGUMENT, MEMBER_UNKNOWN, NOT_JOINED. Cost: O(log changes).
 */
FENRUN_API int32_t fenrun_tree_member(const fenrun_tree *tree, uint64_t id, int64_t at,
                                      fenrun_member *out, fenrun_error *error);

/* What a tree has grown to. */
typedef struct fenrun_tree_status {
    uint64_t member_count;
    uint64_t order_count;  /* remembered orders */
    uint64_t tree_bytes;   /* all memory of members, teams, their history, index and measures */
    uint64_t order_bytes;  /* all memory of remembered orders, refunds and own events */
    int64_t at;            /* the latest instant of an applied event or a loaded member;
                              FENRUN_TIME_MIN before */
} fenrun_tree_status;

/* O(1). */
FENRUN_API void fenrun_tree_inspect(const fenrun_tree *tree, fenrun_tree_status *out);

/* ------------------------------------------------------------------------------------------ */
/* Events and payouts                                                                         */

enum fenrun_event_kind {
    FENRUN_EVENT_JOIN = 1,  /* `member` joins, invited by `inviter`, with the lowest tier; may
                               bring `amounts` and `counts` */
    FENRUN_EVENT_TIER = 2,  /* `member` gets `tier` */
    FENRUN_EVENT_MOVE = 3,  /* `member`, with everyone below, moves to `inviter` */
    FENRUN_EVENT_ORDER = 4, /* an order was placed: `id`, `roles`, `amounts`, `counts` */
    FENRUN_EVENT_REFUND = 5, /* `amounts[0]` of the order `order` is paid back: `id` */
    FENRUN_EVENT_OWN = 6,    /* own event `name` of the rule set: `id`, `roles`, `amounts`,
                                `counts` */
    FENRUN_EVENT_CLOSE = 7   /* the period `name` ends: `id` */
};

/*
 * Something that happened. Zero every field that the kind does not name.
 *
 * Ids are 128 bits, so that a UUID fits; use `low` alone for numbers. Orders, refunds and each kind
 * of own event have separate ids; a refund's id counts within its order, where 0/0 is an id like
 * any other. An order or own event with id 0/0 has no identity: it cannot be a replay, nor be
 * refunded through the tree. A close is known by its period and its id, if that is not 0/0.
 *
 * `roles`, `amounts` and `counts` are those that the rule set's section `order`, `join` or own
 * event names, in its order. The first role must be given, others may be FENRUN_PLATFORM. In an
 * order it is the seller, for whose measures (own_sales, own_orders ...) the order counts; the
 * first of the order's amounts is what the customer paid: refunds are parts of it, and own_sales
 * adds it up.
 */
typedef struct fenrun_event {
    uint32_t kind; /* enum fenrun_event_kind */
    uint32_t tier;
    int64_t at;
    uint64_t id_high;
    uint64_t id_low;
    uint64_t order_high;
    uint64_t order_low;
    uint64_t member;
    uint64_t inviter;
    uint64_t roles[FENRUN_ROLES_MAX];
    int64_t amounts[FENRUN_AMOUNTS_MAX];
    int64_t counts[FENRUN_COUNTS_MAX];
    uint32_t name; /* OWN: FENRUN_NAME_EVENT; CLOSE: FENRUN_NAME_PERIOD */
    uint32_t reserved_name;
    uint64_t reserved[3];
} fenrun_event;

/* Money, or another unit, for a member: what one award came to. */
typedef struct fenrun_payout {
    uint64_t payee;
    int64_t amount;       /* minor units; negative when a refund takes it back, or when this member
                             funds the payout before it; never 0 */
    int64_t base;         /* what the rate was applied to: an amount, a count, a measure, or what is
                             split or shared; 0 for a fixed amount and for what a member funds; in a
                             refund the payout of which this takes back a part */
    int64_t rate_ppb;     /* parts per billion; 0 for a fixed amount, an amount per piece, what a
                             member funds and in a refund */
    int64_t available_at; /* the event's instant, for a rise that of the rise, which after a late
                             order is later, and the award's `hold` after it; in a refund the
                             refund's instant, whatever the hold */
    uint32_t event;       /* index of the event in a sequence; 0 for single calls */
    uint32_t award;       /* FENRUN_NAME_AWARD */
    uint32_t unit;        /* FENRUN_NAME_UNIT */
    uint32_t level;       /* from 1: which level of `uplines`, rank or share of a split, or for a
                             differential how many steps above the role; else 0 */
    uint32_t reserved[2];
} fenrun_payout;

/* A tier that the rule set's `promotions` or `demotions` gave a member, or the labels that a close
   gave; both are given, changed or not. */
typedef struct fenrun_promotion {
    uint64_t member;
    int64_t at;
    uint32_t tier_before;
    uint32_t tier;
    uint32_t event; /* index of the event in a sequence; 0 for single calls */
    uint16_t labels_before;
    uint16_t labels;
} fenrun_promotion;

/* A reusable place for what a call gives back. Once it has grown to what is usual, calls that
   fill it allocate nothing. */
typedef struct fenrun_result fenrun_result;

/* `allocator` may be NULL. Errors: ARGUMENT, MEMORY. */
FENRUN_API int32_t fenrun_result_new(fenrun_result **out, const fenrun_allocator *allocator,
                                     fenrun_error *error);

FENRUN_API void fenrun_result_free(fenrun_result *result);

/* What the last call put there, valid until the next call that takes the result. Payouts stand
   in the order of events; those of one event in the order of the rule set's awards, then those of
   the promotions that it caused. Promotions of a close stand in the order in which members came,
   one for each whose tier or labels changed. After an error there are none, but for
   fenrun_apply_sequence. NULL is possible where `*count` is 0; a text is never NULL. */
FENRUN_API const fenrun_payout *fenrun_result_payouts(const fenrun_result *result, size_t *count);
FENRUN_API const fenrun_promotion *fenrun_result_promotions(const fenrun_result *result,
                                                            size_t *count);
FENRUN_API const char *fenrun_result_text(const fenrun_result *result, size_t *size);

/* Which events of fenrun_apply_sequence were replays: their indexes, ascending, valid as long as
   the payouts. None after other calls: these return FENRUN_REPLAYED. */
FENRUN_API const uint32_t *fenrun_result_replays(const fenrun_result *result, size_t *count);

/*
 * What an event would pay, without applying it: a read, for any number of threads.
 *
 * An ORDER or OWN event is paid on the tree as of its own instant, however late that is. A JOIN is
 * paid on the tree as it is, with the newcomer attached. A CLOSE pays the awards of its period, on
 * the tree and measures before it. A REFUND takes back of the stored amounts. Whatever raises tiers
 * also pays awards of event `promotion`, for each rise: a TIER, and all that fenrun_apply says
 * under Promotions and Closes. An event is required, paid, capped and budgeted by the version of
 * the rules in force at its own instant, a rise by that at the instant of the rise. Returns
 * FENRUN_REPLAYED, with an empty result, where fenrun_apply would.
 *
 * Errors: all that fenrun_apply has but FULL. Cost: O(awards), each award O(1) if the members that
 * it looks at have not changed since the order, O(log changes) if they have. On uplines an award
 * costs O(levels), with `compress` and for differentials O(depth); `.above()` costs O(depth), and
 * each payout with `from` O(payouts of the event). A CLOSE costs all that for each member, and with
 * `rank` O(members log members). Where awards on promotions depend on measures of the last days, a
 * call at an instant at which something becomes too old also costs O(members).
 */
FENRUN_API int32_t fenrun_pay(const fenrun_tree *tree, const fenrun_event *event,
                              fenrun_result *result, fenrun_error *error);

/*
 * Apply an event: check it, compute its payouts as fenrun_pay does, then change the tree, then
 * count it in what the rule set measures, then promote whom its `promotions` say. All or nothing,
 * also a close. Returns FENRUN_REPLAYED, with an empty result, if the same event was applied
 * before.
 *
 * Time. A change of the tree (JOIN, TIER, MOVE, CLOSE) must not be earlier than any event applied
 * before, nor than the `at` of a loaded member; at equal instants the order of the calls decides.
 * Orders, own events and refunds may be late, a refund not earlier than its order. A change at an
 * instant holds from that instant on, also for orders of that instant that come after it. A TIER or
 * MOVE to what is so already changes nothing. In a rule book no event is earlier than the first
 * version.
 *
 * Replays. An order is known by `id`: applied again with the same contents it is a replay, with
 * others an error (CHANGED); likewise an own event by `name` and `id`, and a refund by `order` and
 * `id`; all only if the tree remembers orders. A join is known by its newcomer: with the inviter
 * and instant by which that member came, or was loaded, it is a replay, whatever it brings;
 * otherwise there is a member already (MEMBER_EXISTS). A close with the id of the last close of its
 * period is a replay at the same instant, else CHANGED.
 *
 * Measures. An order counts for its seller, a join for the newcomer, both also in sums of those
 * above, as the tree is now. In a period counts what was applied since its last close, whatever the
 * instant of the order; in the last days what is later than the latest instant applied less these.
 *
 * Promotions at once, where the version in force reviews them so. After an ORDER the seller is
 * reviewed; if promotions measure orders of others, also its inviter (direct_), those above it up
 * to and including the first who leads (team_), or all up to the top (downline_, or anything `of`
 * tiers). After a JOIN first the newcomer, if they measure what it brings, then the inviter; after
 * a MOVE the new inviter; after a TIER that changes the tier the inviter, if a team returns that is
 * measured or anything `of` tiers is; and from there up as after an order. REFUND, OWN and CLOSE
 * have no review at once. A member who is reviewed gets the highest tier above its own whose tests
 * are met. Nearest first; a walk through a team ends where a team splits off. Promotions take
 * effect at the latest instant applied, so that a late order changes nothing in the past.
 *
 * Closes. All on tree and measures before the close: awards of the period are paid; labels reviewed
 * in the period go to those who are chosen, and to nobody else; then promotions, and for those who
 * were not promoted demotions, that are reviewed in the period; awards of event `promotion` are
 * paid for the rises in the order of members. Then all changes hold at once, and what is measured
 * in the period, or counted there by caps, begins at 0.
 *
 * Refunds. Each payout of the order is taken back in proportion, from the stored amount, never
 * recomputed: after refunds of r in all, out of an order of p, round_half_even(payout * r / p) has
 * been taken back; what a member funded comes back to it likewise. So the parts add up to the
 * payout exactly when r reaches p. What the order added to measures falls by the same shares, an
 * order that is wholly refunded counts as none, and what caps of a period count falls by what is
 * taken back; all that only as far as the order still counts there. What promotions paid stays.
 *
 * Errors: all of enum fenrun_code but RULES and TEXT. Cost in time, besides paying: ORDER, OWN and
 * REFUND O(1); JOIN O(1) amortised; TIER and MOVE by the smaller half of the team that is cut, and
 * the smaller of the teams that meet, which is O(log n) amortised per member while tiers only rise;
 * a MOVE before that O(min(members below, teams above)). A promotion costs as a TIER. A CLOSE that
 * reviews anything or whose period measures anything O(members). Where the rule set measures team_
 * sums, what changes them also O(depth of the team), for downline_ sums O(depth); each order or
 * join that leaves a window of days likewise, and O(log of those in it). Where promotions at once
 * measure anything `of` tiers, ORDER, JOIN, MOVE and TIER also O(depth). In memory: 32 bytes for
 * each member whose team, inviter, tier or labels change, kept as history for good; 8 bytes for
 * each member and measure; 24 bytes or more for each order or join in a window of days.
 */
FENRUN_API int32_t fenrun_apply(fenrun_tree *tree, const fenrun_event *event,
                                fenrun_result *result, fenrun_error *error);

/*
 * Apply events in their order, up to the first that is refused. `*done` is how many were applied;
 * `result` holds the payouts and promotions of these, whose `event` fields are indexes into
 * `events`. Replays count as applied. On an error, `error->item` is the index of the refused event,
 * and the result is kept. Returns FENRUN_OK, also after replays.
 * `count` is at most UINT32_MAX. Errors: ARGUMENT, and as fenrun_apply. Cost: less than single
 * calls, since what later events will look at is fetched ahead.
 */
FENRUN_API int32_t fenrun_apply_sequence(fenrun_tree *tree, const fenrun_event *events,
                                         size_t count, fenrun_result *result, size_t *done,
                                         fenrun_error *error);

/*
 * Refund an order whose payouts you stored yourself: `paid` are its payouts, without those of
 * promotions, `total` its first amount, `before` the sum of the parts refunded already, `part` the
 * part now. Writes `count` payouts to `out`: amounts of the other sign, or 0, by the formula at
 * fenrun_apply, `base` and `rate_ppb` as in any refund, the other fields copied. `out` may be
 * `paid`. Pure. Errors: ARGUMENT, AMOUNT, REFUND.
 */
FENRUN_API int32_t fenrun_refund(fenrun_payout *out, const fenrun_payout *paid, size_t count,
                                 int64_t total, int64_t before, int64_t part,
                                 fenrun_error *error);

enum fenrun_format { FENRUN_FORMAT_TEXT = 0, FENRUN_FORMAT_JSON = 1 };

typedef struct fenrun_explain_options {
    size_t struct_size;
    uint32_t format; /* enum fenrun_format */
    uint32_t reserved;
    /* How to write a member: text and its size. The text must live until the next call. NULL, as
       function or as answer, for the default: the id in decimal. */
    const char *(*member_name)(void *context, uint64_t member, size_t *size);
    void *context;
    const char *event_name; /* how to write the event's id; default: high and low in decimal */
    size_t event_name_size;
} fenrun_explain_options;

/*
 * Say why: every award of the event, whom and what it looked at, what it pays or why not; as text
 * or as JSON, in fenrun_result_text. The payouts are there too. Reads only, so ask before the event
 * is applied. An ORDER or OWN event that was applied is explained all the same, on the tree as of
 * its instant and without promotions; that caps of a period now count it too is not held against
 * it. If that would not give what it paid, the error is CHANGED: the tree changed at that very
 * instant after the event, or what such a cap counts of others did. Only a tree that remembers
 * orders knows which events were applied; another explains an order anew. A JOIN, REFUND
 * or CLOSE that was applied gives FENRUN_REPLAYED and no text. Errors: as fenrun_pay.
 */
FENRUN_API int32_t fenrun_explain(const fenrun_tree *tree, const fenrun_event *event,
                                  const fenrun_explain_options *options, fenrun_result *result,
                                  fenrun_error *error);

/* ------------------------------------------------------------------------------------------ */
/* Many orders at once                                                                        */

/* No member, where members are given by index. */
#define FENRUN_NO_MEMBER UINT32_MAX

/*
 * Members are numbered from 0 as they come, and a number never changes: it is a member's index in
 * every column of length member_count (fenrun_tree_status).
 *
 * Turn ids into indexes, FENRUN_NO_MEMBER for those that are no member's; and the indexes from
 * `first` on back into ids. Errors: ARGUMENT (there are no such indexes). Cost: O(count), less for
 * many at once than one by one.
 */
FENRUN_API int32_t fenrun_tree_indexes(const fenrun_tree *tree, const uint64_t *ids, size_t count,
                                       uint32_t *indexes, fenrun_error *error);
FENRUN_API int32_t fenrun_tree_ids(const fenrun_tree *tree, uint32_t first, size_t count,
                                   uint64_t *ids, fenrun_error *error);

/* Go on behind an order that is refused. */
#define FENRUN_BATCH_GO_ON 1u

/*
 * Orders as columns, and what they pay as columns: entry i of each column of orders is order i, of
 * each column of payouts payout i. All columns are the caller's; those marked optional may be NULL.
 * What the call writes to must not overlap anything else here.
 */
typedef struct fenrun_batch {
    size_t struct_size;
    uint32_t flags; /* FENRUN_BATCH_... */
    uint32_t first; /* the number of the first order: for slices of a larger batch */
    size_t count;   /* orders; first + count is at most UINT32_MAX */

    /* Orders: the columns of fenrun_event. For each role of the rule set ids or indexes, not both;
       roles behind the first may have neither: nobody. */
    const int64_t *at;
    const uint64_t *id_high; /* optional: all 0 */
    const uint64_t *id_low;  /* optional: all 0 */
    const uint64_t *roles[FENRUN_ROLES_MAX];
    const uint32_t *members[FENRUN_ROLES_MAX]; /* FENRUN_NO_MEMBER: nobody */
    const int64_t *amounts[FENRUN_AMOUNTS_MAX];
    const int64_t *counts[FENRUN_COUNTS_MAX];

    /* Payouts: the columns of fenrun_payout, each optional, with room for payout_capacity. What
       they hold behind payout_count may be overwritten. */
    size_t payout_capacity; /* 0: no payouts are asked for, only totals or codes */
    uint32_t *payout_orders; /* `first` + the order's place in this batch */
    uint32_t *payout_awards;
    uint64_t *payout_payees;
    uint32_t *payout_members; /* the payee as an index */
    int64_t *payout_amounts;
    int64_t *payout_bases;
    int64_t *payout_rates_ppb;
    int64_t *payout_available_at;
    uint32_t *payout_units;
    uint32_t *payout_levels;

    /* Totals, optional: for each award (FENRUN_NAME_AWARD) a column of length member_count, or
       NULL, to which what it pays each member is added. They are not cleared first. */
    int64_t *const *totals;

    /* Optional: what each order came to, FENRUN_OK, FENRUN_REPLAYED or an error; set for those that
       were gone through, and for one that is refused and ends the call. */
    int32_t *codes;

    /* Set by the call. */
    size_t done;          /* orders that were gone through */
    size_t payout_count;
    size_t refused_count; /* of these; 0 without FENRUN_BATCH_GO_ON */
} fenrun_batch;

/*
 * Pay many orders: each as fenrun_pay would, with the same payouts in the same order, but in much
 * less time. A read, for any number of threads, each with a batch, totals and a `scratch` of its
 * own: however orders are split over calls and threads, the payouts are the same, and so are the
 * sums of the totals. `scratch` holds nothing afterwards.
 *
 * An order that is refused pays nothing. The call then ends with its error, `done` orders being
 * before it and `error->item` its number (`first` included); with FENRUN_BATCH_GO_ON it goes on,
 * and returns FENRUN_FOUND in the end, with `error` filled for the first one. A role given by an
 * index that is no member's is MEMBER_UNKNOWN.
 *
 * Where the next order's payouts do not fit into what is left of payout_capacity, the call ends as
 * it would behind the last one, but with `done` below `count`: write the payouts away and call
 * again for the rest. If the first order does not fit into the whole, the error is FULL and tells
 * the capacity it needs.
 *
 * Errors: ARGUMENT (of the batch, or the rule set has no orders; then nothing is done), FULL,
 * MEMORY; as fenrun_pay, of an order; OVERFLOW, `done` orders being before it, also where a total
 * does not fit 64 bits: the totals then hold the orders before it, and FENRUN_BATCH_GO_ON does not
 * go on behind it.
 * Cost: as fenrun_pay for what the awards are, but members are looked up many at once.
 */
FENRUN_API int32_t fenrun_pay_batch(const fenrun_tree *tree, fenrun_batch *batch,
                                    fenrun_result *scratch, fenrun_error *error);

/* ------------------------------------------------------------------------------------------ */
/* Snapshots                                                                                  */

/* Room for a hash as 32 hexadecimal digits, with its NUL. */
#define FENRUN_HASH_SIZE 33

/* The 16 bytes that every snapshot begins with, whatever its layout. The last four notice a copy
   that was made as if it were text: whoever wants to recognise that too looks at the first 12. */
#define FENRUN_SNAPSHOT_MAGIC "\x89" "fenrun snap\r\n\x1a\n"

/* What a rule set is known by: the same rule set, compiled by the same version of the library, has
   the same hash. It tells rule sets apart, but does not protect against forgery. Errors: ARGUMENT.
   Cost: O(size). */
FENRUN_API int32_t fenrun_rules_hash(const fenrun_rules *rules, char out[FENRUN_HASH_SIZE],
                                     fenrun_error *error);

/* The rule set of a tree; of one that was opened from a snapshot it lives as long as the tree. */
FENRUN_API const fenrun_rules *fenrun_tree_rules(const fenrun_tree *tree);

/*
 * A snapshot is a tree with its rule set, its whole history, measures and remembered orders, as
 * one sequence of bytes without pointers. Opened, it is the same tree, ready at once, however large
 * it is: nothing is read but what is asked for. So map a file of it (mmap), and any number of
 * processes share one copy. The library itself reads and writes no file.
 *
 * It is for machines of this kind (64 bit, little endian) and libraries that know its layout; any
 * other refuses it. It holds the tree's seed: whoever must not know that must not read it.
 */
typedef struct fenrun_snapshot_info {
    uint64_t size; /* of all bytes */
    uint64_t attachment_offset;
    uint64_t attachment_size; /* 0: there is none */
    uint64_t member_count;
    uint64_t change_count; /* kept changes of members and teams */
    uint64_t order_count;  /* remembered orders */
    int64_t at;            /* as in fenrun_tree_status */
    uint32_t layout;       /* version of the layout */
    uint32_t flags;        /* FENRUN_TREE_... */
    char hash[FENRUN_HASH_SIZE];       /* of all bytes behind the header: what it is known by */
    char rules_hash[FENRUN_HASH_SIZE]; /* fenrun_rules_hash */
    char reserved[6];
} fenrun_snapshot_info;

typedef struct fenrun_snapshot_options {
    size_t struct_size;
    const void *attachment; /* bytes of yours to be kept with it, such as what ids stand for */
    size_t attachment_size;
} fenrun_snapshot_options;

/*
 * Write a snapshot, from first byte to last, through `write`, which returns 0, or anything else to
 * stop. Reads the tree only. `info`, which may be NULL, is then what it is known by. The same tree,
 * made by the same calls, gives the same bytes. Errors: ARGUMENT, SNAPSHOT (`write` stopped it).
 * Cost: O(size).
 */
FENRUN_API int32_t fenrun_snapshot_write(const fenrun_tree *tree,
                                         const fenrun_snapshot_options *options,
                                         int32_t (*write)(void *context, const void *bytes,
                                                          size_t size),
                                         void *context, fenrun_snapshot_info *info,
                                         fenrun_error *error);

/* Say what some bytes are a snapshot of, from their header. Errors: ARGUMENT, SNAPSHOT (they are
   none, of another version or kind of machine, cut short or longer than they should be, or their
   header is damaged). O(1). */
FENRUN_API int32_t fenrun_snapshot_inspect(const void *bytes, size_t size,
                                           fenrun_snapshot_info *out, fenrun_error *error);

/* Look at every byte of a snapshot: whether it is what was written, and whether everything in it
   leads to where it may. What passes is safe to open, wherever it came from: no call crashes or
   hangs, though who forged it can have it say what he likes. `bytes` must begin on a boundary of
   64. Errors: ARGUMENT, MEMORY, SNAPSHOT (says what is wrong). Cost: O(size), with a few reads at
   random for each member. */
FENRUN_API int32_t fenrun_snapshot_verify(const void *bytes, size_t size,
                                          const fenrun_allocator *allocator, fenrun_error *error);

/* The bytes are the tree's own to change, such as a private mapping (MAP_PRIVATE, PROT_WRITE). */
#define FENRUN_SNAPSHOT_WRITABLE 1u
/* Call fenrun_snapshot_verify first. */
#define FENRUN_SNAPSHOT_VERIFY 2u

typedef struct fenrun_open_options {
    size_t struct_size;
    const fenrun_allocator *allocator; /* default: malloc, realloc, free */
    uint32_t flags;                    /* FENRUN_SNAPSHOT_... */
    uint32_t reserved;
} fenrun_open_options;

/*
 * Open a snapshot as a tree. `bytes` must begin on a boundary of 64 and live, unchanged, until the
 * tree is freed. The tree is used like any other; what would change it is refused (ARGUMENT),
 * unless the bytes are WRITABLE: then it changes them in place, and takes memory only for what
 * grows, which alone fenrun_tree_inspect counts. With a private mapping the file stays as it is.
 *
 * Without VERIFY only the header is checked: open so what you wrote yourself or verified before. A
 * damaged snapshot that is opened so can do anything that a damaged process can.
 *
 * Errors: ARGUMENT, MEMORY, SNAPSHOT. Cost: O(1) in members, O(n / 262,144) in bytes of remembered
 * orders; with VERIFY as that.
 */
FENRUN_API int32_t fenrun_snapshot_open(fenrun_tree **out, const void *bytes, size_t size,
                                        const fenrun_open_options *options, fenrun_error *error);

/* ------------------------------------------------------------------------------------------ */
/* Rule-set tests                                                                             */

enum fenrun_test_format {
    FENRUN_TEST_TEXT = 0,  /* for people: failures with their reasons, then a summary */
    FENRUN_TEST_JUNIT = 1, /* the XML that build servers read */
    FENRUN_TEST_TAP = 2,   /* Test Anything Protocol, version 14 */
    FENRUN_TEST_JSON = 3,
    FENRUN_TEST_GITHUB = 4 /* workflow commands: a failure is shown at its line */
};

/* Report what the tests did not exercise. */
#define FENRUN_TEST_COVERAGE 1u

typedef struct fenrun_test_options {
    size_t struct_size;
    const fenrun_allocator *allocator; /* default: malloc, realloc, free */
    /* Give the bytes of a file; they must live until the next call. NULL: it cannot be read.
       Required. */
    const char *(*read)(void *context, const char *path, size_t *size);
    /* Replace a file's bytes: 0, or anything else if that cannot be done. Given, it is called for
       each test file whose expectations differ from what was computed, with the file's text in
       which they are what was computed; and no test fails for them. Errors and replays that are
       expected and do not come, or come unexpected, are left to the author: there a test still
       fails. NULL: nothing is updated. */
    int32_t (*write)(void *context, const char *path, const char *text, size_t size);
    void *context;
    uint32_t format; /* enum fenrun_test_format */
    uint32_t flags;  /* FENRUN_TEST_... */
    const char *only; /* run the tests whose name contains this; NULL: all */
} fenrun_test_options;

typedef struct fenrun_test_summary {
    uint64_t file_count;
    uint64_t test_count;    /* that were run */
    uint64_t failed_count;
    uint64_t updated_count; /* files that were written */
    uint64_t item_count;    /* awards, tiers, levels and conditions of the rule sets ... */
    uint64_t covered_count; /* ... and how many of them some test exercised */
} fenrun_test_summary;

/*
 * Run test files (*.test.yaml), as examples/README.md describes them. What they name (rule sets,
 * CSV files) is read through options->read, with paths relative to the test file's own. The report,
 * in the format asked for, is put into fenrun_result_text; a test that fails says what differs,
 * where its rule stands and why. The summary may be NULL.
 *
 * Returns FENRUN_OK, FENRUN_FOUND if a test failed. Errors: ARGUMENT, RULES (a file cannot be read
 * or has mistakes: all of them are in the report), MEMORY. Cost: that of the events. Reader only.
 */
FENRUN_API int32_t fenrun_test_run(const char *const *paths, size_t path_count,
                                   const fenrun_test_options *options,
                                   fenrun_test_summary *summary, fenrun_result *report,
                                   fenrun_error *error);

enum fenrun_schema { FENRUN_SCHEMA_RULES = 0, FENRUN_SCHEMA_TESTS = 1 };

/* Put the JSON Schema (draft-07) of rule sets or of test files into fenrun_result_text, for editors
   that complete and check. Reader only. Errors: ARGUMENT, MEMORY. Cost: some 50 KB of text. */
FENRUN_API int32_t fenrun_schema_write(uint32_t kind, fenrun_result *result, fenrun_error *error);

/* ------------------------------------------------------------------------------------------ */
/* Amounts and instants as text                                                               */

/* Room for any amount or instant as text, with its NUL. */
#define FENRUN_TEXT_SIZE 32

/* How many decimals a currency has by ISO 4217 (list one, 2024); -1 if it is not one. */
FENRUN_API int32_t fenrun_currency_decimals(const char *code, size_t size);

/*
 * "-12.5" with 2 decimals is -1250. Digits, at most one point between digits, at most `decimals`
 * digits after it, an optional leading minus; nothing else. `decimals` is at most 18. Errors:
 * ARGUMENT, TEXT (also if it does not fit).
 */
FENRUN_API int32_t fenrun_amount_parse(int64_t *out, const char *text, size_t size,
                                       uint32_t decimals, fenrun_error *error);

/* -1250 with 2 decimals is "-12.50". Returns its length; 0 and "" if `decimals` is above 18. */
FENRUN_API size_t fenrun_amount_format(char out[FENRUN_TEXT_SIZE], int64_t amount,
                                       uint32_t decimals);

/*
 * ISO 8601 to seconds: "2024-03-01", "2024-03-01T12:30:00", with "Z" or an offset as "+08:00". A
 * space may stand for the T; without an offset it is UTC; whole seconds only; years 0001 to 9999.
 * Errors: ARGUMENT, TEXT.
 */
FENRUN_API int32_t fenrun_time_parse(int64_t *out, const char *text, size_t size,
                                     fenrun_error *error);

/* Seconds to "2024-03-01T12:30:00Z". Returns the length; 0 and "" outside years 0001 to 9999. */
FENRUN_API size_t fenrun_time_format(char out[FENRUN_TEXT_SIZE], int64_t at);

#ifdef __cplusplus
}
#endif

#endif
