/* Tree: members and the changes that they go through; labels are team.c's. See the header. */
#include "tree/tree.h"

#include <string.h>

#include "base/error.h"
#include "tree/team.h"

/* Numbers above are not members: FENRUN__NONE, and one that the layers above may use. */
#define TREE_COUNT_MAX (FENRUN__NONE - 1)

/* What a change may append besides the relabelled members: the member itself, and the leaders of
   the two or three labels that take part. */
#define TREE_VERSIONS_BESIDES 4u

int32_t fenrun__tree_init(struct fenrun__tree *tree, const fenrun_allocator *allocator,
                          uint64_t seed, uint32_t lead_tier,
                          const struct fenrun__measure_column *columns, uint32_t column_count) {
    memset(tree, 0, sizeof *tree);
    fenrun__memory_init(&tree->memory, allocator);
    tree->seed = seed;
    tree->lead_tier = lead_tier;
    tree->at = FENRUN_TIME_MIN;
    tree->team_unused = FENRUN__NONE;
    return fenrun__measure_init(&tree->measure, &tree->memory, columns, column_count);
}

void fenrun__tree_free(struct fenrun__tree *tree) {
    struct fenrun__memory *memory = &tree->memory;
    fenrun__memory_lines_free(memory, &tree->row_room);
    fenrun__memory_free(memory, tree->links, tree->link_capacity * sizeof *tree->links);
    fenrun__measure_free(&tree->measure, memory);
    fenrun__memory_free(memory, tree->teams, tree->team_capacity * sizeof *tree->teams);
    fenrun__index_free(&tree->index, memory);
    fenrun__versions_free(&tree->versions, memory);
}

bool fenrun__tree_view_before(const struct fenrun__tree *tree, uint32_t member, int64_t at,
                              struct fenrun__tree_view *view) {
    const struct fenrun__version *version =
        fenrun__versions_find(&tree->versions, tree->rows[member].versions, at);
    if (!version) return false;
    view->inviter = version->inviter;
    view->team = version->team;
    view->tier = version->tier;
    view->labels = version->labels;
    return true;
}

uint32_t fenrun__tree_leader_before(const struct fenrun__tree *tree, uint32_t team, int64_t at) {
    const struct fenrun__version *version =
        fenrun__versions_find(&tree->versions, tree->teams[team].versions, at);
    return version ? version->inviter : FENRUN__NONE;
}

int64_t fenrun__tree_joined(const struct fenrun__tree *tree, uint32_t member, uint32_t *inviter) {
    const struct fenrun__tree_row *row = tree->rows + member;
    const struct fenrun__version *oldest =
        fenrun__versions_oldest(&tree->versions, row->versions);
    *inviter = oldest ? oldest->inviter : row->inviter;
    return oldest ? oldest->since : row->since;
}

static bool tree_grow_rows(struct fenrun__tree *tree, size_t needed) {
    if (needed <= tree->row_capacity) return true;
    size_t wanted = fenrun__memory_grown(tree->row_capacity, needed);
    if (!fenrun__memory_lines_resize(&tree->memory, &tree->row_room,
                                     tree->count * sizeof *tree->rows,
                                     wanted * sizeof *tree->rows)) {
        return false;
    }
    tree->rows = tree->row_room.start;
    tree->row_capacity = wanted;
    return true;
}

int32_t fenrun__tree_reserve(struct fenrun__tree *tree, uint64_t members, uint64_t teams,
                             uint64_t versions) {
    struct fenrun__memory *memory = &tree->memory;
    if (members > TREE_COUNT_MAX - (uint64_t)tree->count) return FENRUN_ERROR_FULL;
    size_t count = tree->count + (size_t)members;
    size_t team_count = tree->team_count;
    if (teams > tree->team_unused_count) team_count += (size_t)teams - tree->team_unused_count;
    if (!tree_grow_rows(tree, count) ||
        !fenrun__memory_grow(memory, &tree->links, sizeof *tree->links, &tree->link_capacity,
                             count) ||
        !fenrun__measure_reserve(&tree->measure, memory, count) ||
        !fenrun__memory_grow(memory, &tree->teams, sizeof *tree->teams, &tree->team_capacity,
                             team_count) ||
        !fenrun__index_reserve(&tree->index, memory, (uint32_t)count)) {
        return FENRUN_ERROR_MEMORY;
    }
    return versions ? fenrun__versions_reserve(&tree->versions, memory, versions) : FENRUN_OK;
}

/* Stand a member among its inviter's children: first, or last if it leads. */
static void tree_place(struct fenrun__tree *tree, uint32_t member, bool leads) {
    const struct fenrun__tree_row *row = tree->rows + member;
    struct fenrun__tree_link *links = tree->links;
    links[member].previous_sibling = member;
    links[member].next_sibling = FENRUN__NONE;
    if (row->inviter == FENRUN__NONE) return;
    uint32_t first = links[row->inviter].first_child;
    if (first != FENRUN__NONE) {
        uint32_t last = links[first].previous_sibling;
        links[member].previous_sibling = last;
        links[first].previous_sibling = member;
        if (leads) links[last].next_sibling = member;
        if (!leads) links[member].next_sibling = first;
    }
    if (first == FENRUN__NONE || !leads) links[row->inviter].first_child = member;
}

static void tree_displace(struct fenrun__tree *tree, uint32_t member) {
    uint32_t inviter = tree->rows[member].inviter;
    if (inviter == FENRUN__NONE) return;
    struct fenrun__tree_link *links = tree->links;
    uint32_t first = links[inviter].first_child;
    uint32_t previous = links[member].previous_sibling;
    uint32_t next = links[member].next_sibling;
    if (member == first) {
        links[inviter].first_child = next;
        if (next != FENRUN__NONE) links[next].previous_sibling = previous;
    } else {
        links[previous].next_sibling = next;
        links[next == FENRUN__NONE ? first : next].previous_sibling = previous;
    }
}

static uint32_t tree_add_row(struct fenrun__tree *tree, uint64_t id, uint32_t inviter,
                             uint32_t tier, uint32_t labels, int64_t at) {
    uint32_t member = (uint32_t)tree->count++;
    tree->rows[member] = (struct fenrun__tree_row){.id = id,
                                                   .since = at,
                                                   .inviter = inviter,
                                                   .team = FENRUN__NONE,
                                                   .versions = FENRUN__NONE,
                                                   .tier = (uint16_t)tier,
                                                   .labels = (uint16_t)labels};
    tree->links[member].first_child = FENRUN__NONE;
    if (tree->measure.column_count > 0) fenrun__measure_start(&tree->measure, member);
    fenrun__index_add(&tree->index, fenrun__hash_id(tree->seed, id), member);
    return member;
}

/* Give a member whose inviter has a label its own: a new one, or that of the team above. */
static void tree_label(struct fenrun__tree *tree, uint32_t member) {
    struct fenrun__tree_row *row = tree->rows + member;
    bool leads = fenrun__tree_leads(tree, row->tier);
    if (leads || row->inviter == FENRUN__NONE) {
        row->team = fenrun__team_new(tree, member, leads ? member : FENRUN__NONE, 1, row->since);
        return;
    }
    row->team = tree->rows[row->inviter].team;
    tree->teams[row->team].size++;
}

void fenrun__tree_join(struct fenrun__tree *tree, uint64_t id, uint32_t inviter, int64_t at) {
    uint32_t member = tree_add_row(tree, id, inviter, 0, 0, at);
    tree_place(tree, member, fenrun__tree_leads(tree, 0));
    tree_label(tree, member);
    if (tree->measure.has_sums) fenrun__measure_attach(tree, member, inviter);
}

/* Members of the smaller of two teams. */
static uint64_t tree_smaller(const struct fenrun__tree *tree, uint32_t a, uint32_t b) {
    uint32_t size = tree->teams[a].size;
    return size < tree->teams[b].size ? size : tree->teams[b].size;
}

uint64_t fenrun__tree_tier_cost(const struct fenrun__tree *tree, uint32_t member, uint32_t tier) {
    const struct fenrun__tree_row *row = tree->rows + member;
    bool led = fenrun__tree_leads(tree, row->tier), leads = fenrun__tree_leads(tree, tier);
    if (led == leads || row->inviter == FENRUN__NONE) return TREE_VERSIONS_BESIDES;
    if (leads) return fenrun__tree_split_cost(tree, member, 0);
    return tree_smaller(tree, row->team, tree->rows[row->inviter].team) + TREE_VERSIONS_BESIDES;
}

uint64_t fenrun__tree_split_cost(const struct fenrun__tree *tree, uint32_t member, uint64_t more) {
    if (member >= tree->count) return TREE_VERSIONS_BESIDES + 1;
    if (tree->rows[member].inviter == FENRUN__NONE) return TREE_VERSIONS_BESIDES;
    /* The half that is exhausted first has at most one member more than the other. */
    uint64_t smaller = (uint64_t)fenrun__team_plan_cut(tree, member).count + 1 + more;
    uint64_t half = ((uint64_t)tree->teams[tree->rows[member].team].size + more) / 2 + 1;
    return (smaller < half ? smaller : half) + TREE_VERSIONS_BESIDES;
}

static void tree_split(struct fenrun__tree *tree, uint32_t member, int64_t at) {
    uint32_t inviter = tree->rows[member].inviter;
    if (inviter != FENRUN__NONE) {
        struct fenrun__team_cut cut = fenrun__team_plan_cut(tree, member);
        fenrun__team_detach(tree, member, cut, at);
    }
    fenrun__team_set_leader(tree, tree->rows[member].team, member, at);
}

static void tree_return(struct fenrun__tree *tree, uint32_t member, int64_t at) {
    uint32_t inviter = tree->rows[member].inviter;
    uint32_t team = tree->rows[member].team;
    if (inviter == FENRUN__NONE) {
        fenrun__team_set_leader(tree, team, FENRUN__NONE, at);
        return;
    }
    fenrun__team_merge(tree, team, tree->rows[inviter].team, at);
}

void fenrun__tree_set_tier(struct fenrun__tree *tree, uint32_t member, uint32_t tier, int64_t at) {
    uint32_t before = tree->rows[member].tier;
    if (tier == before) return;
    bool led = fenrun__tree_leads(tree, before), leads = fenrun__tree_leads(tree, tier);
    if (tree->measure.has_sums) fenrun__measure_set_tier(tree, member, tier);
    if (leads && !led) tree_split(tree, member, at);
    if (led && !leads) tree_return(tree, member, at);
    fenrun__team_touch_member(tree, member, at);
    if (led != leads) tree_displace(tree, member);
    tree->rows[member].tier = (uint16_t)tier;
    if (led != leads) tree_place(tree, member, leads);
}

/* Steps from a member up to `top`, or past the last one above it if that is FENRUN__NONE. */
static uint32_t tree_depth(const struct fenrun__tree *tree, uint32_t member, uint32_t top) {
    uint32_t depth = 0;
    for (uint32_t i = member; i != top; i = tree->rows[i].inviter) depth++;
    return depth;
}

uint32_t fenrun__tree_meeting(const struct fenrun__tree *tree, uint32_t a, uint32_t b) {
    uint32_t team = tree->rows[a].team;
    uint32_t top = team == tree->rows[b].team ? tree->teams[team].root : FENRUN__NONE;
    uint32_t depth_a = tree_depth(tree, a, top);
    uint32_t depth_b = tree_depth(tree, b, top);
    while (a != b) {
        bool a_climbs = depth_a >= depth_b, b_climbs = depth_b >= depth_a;
        if (a_climbs) a = tree->rows[a].inviter;
        if (b_climbs) b = tree->rows[b].inviter;
        depth_a -= a_climbs;
        depth_b -= b_climbs;
    }
    return a;
}

/* The member after `member` in a walk over `root` and everyone below, whatever team they are in. */
static uint32_t tree_next_below(const struct fenrun__tree *tree, uint32_t root, uint32_t member) {
    uint32_t next = tree->links[member].first_child;
    while (next == FENRUN__NONE && member != root) {
        next = tree->links[member].next_sibling;
        member = tree->rows[member].inviter;
    }
    return next;
}

bool fenrun__tree_is_above(const struct fenrun__tree *tree, uint32_t member, uint32_t other) {
    uint32_t team = tree->rows[member].team;
    uint32_t above = other, below = member;
    while (above != member) {
        /* The member is in none of the other teams: step over them whole. */
        uint32_t here = tree->rows[above].team;
        above = tree->rows[here == team ? above : tree->teams[here].root].inviter;
        if (above == FENRUN__NONE) return false;
        below = tree_next_below(tree, member, below);
        if (below == FENRUN__NONE) return false;
        if (below == other) return true;
    }
    return true;
}

/* What a move does to labels: the member's piece leaves its team, and becomes part of another. */
struct tree_migration {
    uint32_t upper; /* the other team, or FENRUN__NONE */
    bool detaches;
    bool merges;
};

static struct tree_migration tree_migration(const struct fenrun__tree *tree, uint32_t member,
                                            uint32_t inviter) {
    const struct fenrun__tree_row *row = tree->rows + member;
    uint32_t upper = inviter == FENRUN__NONE ? FENRUN__NONE : tree->rows[inviter].team;
    bool leaves = !fenrun__tree_leads(tree, row->tier) && row->team != upper;
    return (struct tree_migration){.upper = upper,
                                   .detaches = leaves && row->inviter != FENRUN__NONE,
                                   .merges = leaves && upper != FENRUN__NONE};
}

uint64_t fenrun__tree_move_cost(const struct fenrun__tree *tree, uint32_t member,
                                uint32_t inviter) {
    struct tree_migration migration = tree_migration(tree, member, inviter);
    uint64_t versions = 2u * TREE_VERSIONS_BESIDES;
    uint64_t piece = tree->teams[tree->rows[member].team].size;
    if (migration.detaches) {
        struct fenrun__team_cut cut = fenrun__team_plan_cut(tree, member);
        versions += cut.count;
        piece = cut.lower ? cut.count : piece - cut.count;
    }
    if (migration.merges) {
        uint64_t size = tree->teams[migration.upper].size;
        versions += piece < size ? piece : size;
    }
    return versions;
}

void fenrun__tree_move(struct fenrun__tree *tree, uint32_t member, uint32_t inviter, int64_t at) {
    struct fenrun__tree_row *row = tree->rows + member;
    if (inviter == row->inviter) return;
    struct tree_migration migration = tree_migration(tree, member, inviter);
    if (tree->measure.has_sums) fenrun__measure_detach(tree, member, row->inviter);
    if (migration.detaches) {
        fenrun__team_detach(tree, member, fenrun__team_plan_cut(tree, member), at);
    }
    tree_displace(tree, member);
    /* A move at the instant of the join must not hide who invited: a replay is known by it. */
    bool joined_now = row->since == at && row->versions == FENRUN__NONE;
    if (joined_now) fenrun__team_keep_member(tree, member);
    fenrun__team_touch_member(tree, member, at);
    row->inviter = inviter;
    tree_place(tree, member, fenrun__tree_leads(tree, row->tier));
    if (tree->measure.has_sums) fenrun__measure_attach(tree, member, inviter);
    if (migration.merges) fenrun__team_merge(tree, row->team, migration.upper, at);
}

/* The tier that a member will have leads, or the platform invited it: the top of a piece. */
static bool tree_tops(const struct fenrun__tree *tree, uint32_t member, uint32_t tier) {
    return fenrun__tree_leads(tree, tier) || tree->rows[member].inviter == FENRUN__NONE;
}

/* The member after `member` in a walk over the piece that `root` will be the top of, once everyone
   has the tier of `tiers`. */
static uint32_t tree_next_in_piece(const struct fenrun__tree *tree, const uint16_t *tiers,
                                   uint32_t root, uint32_t member) {
    uint32_t next = tree->links[member].first_child;
    for (;;) {
        while (next != FENRUN__NONE && fenrun__tree_leads(tree, tiers[next])) {
            next = tree->links[next].next_sibling;
        }
        if (next != FENRUN__NONE || member == root) return next;
        next = tree->links[member].next_sibling;
        member = tree->rows[member].inviter;
    }
}

void fenrun__tree_close_cost(const struct fenrun__tree *tree, const uint16_t *tiers,
                             const uint16_t *labels, uint64_t *teams, uint64_t *versions) {
    *teams = *versions = 0;
    for (uint32_t root = 0; root < tree->count; root++) {
        const struct fenrun__tree_row *top = tree->rows + root;
        /* Each label gets, loses or changes its leader once at most, besides the members. */
        *versions += fenrun__tree_leads(tree, top->tier) != fenrun__tree_leads(tree, tiers[root]);
        if (!tree_tops(tree, root, tiers[root])) continue;
        *teams += !tree_tops(tree, root, top->tier);
        uint32_t i = root;
        for (; i != FENRUN__NONE; i = tree_next_in_piece(tree, tiers, root, i)) {
            const struct fenrun__tree_row *row = tree->rows + i;
            *versions += tree->teams[row->team].root != root || row->tier != tiers[i] ||
                         row->labels != labels[i];
        }
    }
}

/* Give the piece that `root` will be the top of one label: that of the piece which it was the top
   of, or a new one. Labels whose top is no longer one become a list before `gone`. */
static uint32_t tree_close_piece(struct fenrun__tree *tree, const uint16_t *tiers,
                                 const uint16_t *labels, uint32_t root, uint32_t gone,
                                 int64_t at) {
    bool leads = fenrun__tree_leads(tree, tiers[root]);
    uint32_t team = tree->rows[root].team;
    uint32_t leader = leads ? root : FENRUN__NONE;
    if (tree_tops(tree, root, tree->rows[root].tier)) {
        fenrun__team_set_leader(tree, team, leader, at);
    } else {
        team = fenrun__team_new(tree, root, leader, 0, at);
    }
    for (uint32_t i = root; i != FENRUN__NONE; i = tree_next_in_piece(tree, tiers, root, i)) {
        struct fenrun__tree_row *row = tree->rows + i;
        uint32_t before = row->team;
        if (before == team && row->tier == tiers[i] && row->labels == labels[i]) continue;
        if (i != root && tree_tops(tree, i, row->tier)) {
            fenrun__team_set_leader(tree, before, FENRUN__NONE, at);
            tree->teams[before].root = gone;
            gone = before;
        }
        fenrun__team_touch_member(tree, i, at);
        tree->teams[before].size--;
        tree->teams[team].size++;
        row->team = team;
        row->tier = tiers[i];
        row->labels = labels[i];
    }
    return gone;
}

void fenrun__tree_close(struct fenrun__tree *tree, const uint16_t *tiers, const uint16_t *labels,
                        int64_t at) {
    bool tiers_change = false;
    for (uint32_t i = 0; i < tree->count; i++) {
        bool leads = fenrun__tree_leads(tree, tiers[i]);
        tiers_change = tiers_change || tree->rows[i].tier != tiers[i];
        if (fenrun__tree_leads(tree, tree->rows[i].tier) == leads) continue;
        tree_displace(tree, i);
        tree_place(tree, i, leads);
    }
    uint32_t gone = FENRUN__NONE;
    for (uint32_t i = 0; i < tree->count; i++) {
        if (!tree_tops(tree, i, tiers[i])) continue;
        gone = tree_close_piece(tree, tiers, labels, i, gone, at);
    }
    /* Only now, when nobody has them any more, may they be used again. */
    while (gone != FENRUN__NONE) {
        uint32_t next = tree->teams[gone].root;
        tree->teams[gone].root = tree->team_unused;
        tree->team_unused = gone;
        tree->team_unused_count++;
        gone = next;
    }
    if (tiers_change) fenrun__measure_recount(tree);
}

/* Forget everything, keep the room. */
static void tree_clear(struct fenrun__tree *tree) {
    tree->count = 0;
    tree->team_count = 0;
    fenrun__index_clear(&tree->index);
}

static int32_t tree_load_rows(struct fenrun__tree *tree, const fenrun_member *members,
                              size_t count, uint32_t tier_count, uint32_t label_count,
                              fenrun_error *error) {
    for (size_t i = 0; i < count; i++) {
        const fenrun_member *member = members + i;
        if (member->at > FENRUN_TIME_MAX) {
            return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, member->id,
                                     "member %U: at %D is after FENRUN_TIME_MAX: seconds, not "
                                     "milliseconds",
                                     member->id, member->at);
        }
        if (member->id == FENRUN_PLATFORM || member->leader != 0) {
            return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, member->id,
                                     "members[%U]: %s", (uint64_t)i,
                                     member->id == FENRUN_PLATFORM ? "the id 0 is the platform's"
                                                                   : "leader must be 0");
        }
        if (member->labels >> label_count != 0) {
            uint32_t label = label_count;
            while ((member->labels >> label & 1) == 0) label++;
            return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, member->id,
                                     "member %U: label %u is not one of the %u", member->id, label,
                                     label_count);
        }
        if (fenrun__tree_find(tree, member->id) != FENRUN__NONE) {
            return fenrun__error_set(error, FENRUN_ERROR_MEMBER_EXISTS, member->id,
                                     "member %U is there twice", member->id);
        }
        if (member->tier >= tier_count) {
            return fenrun__error_set(error, FENRUN_ERROR_TIER, member->id,
                                     "member %U: tier %u is not one of the %u", member->id,
                                     member->tier, tier_count);
        }
        tree_add_row(tree, member->id, FENRUN__NONE, member->tier, member->labels, member->at);
    }
    return FENRUN_OK;
}

static int32_t tree_load_inviters(struct fenrun__tree *tree, const fenrun_member *members,
                                  fenrun_error *error) {
    for (uint32_t i = 0; i < tree->count; i++) {
        const fenrun_member *member = members + i;
        if (member->inviter != FENRUN_PLATFORM) {
            uint32_t inviter = fenrun__tree_find(tree, member->inviter);
            if (inviter == FENRUN__NONE) {
                return fenrun__error_set(error, FENRUN_ERROR_MEMBER_UNKNOWN, member->id,
                                         "member %U: its inviter %U is not a member", member->id,
                                         member->inviter);
            }
            if (tree->rows[inviter].since > member->at) {
                return fenrun__error_set(error, FENRUN_ERROR_NOT_JOINED, member->id,
                                         "member %U: its inviter %U joined later", member->id,
                                         member->inviter);
            }
            tree->rows[i].inviter = inviter;
        }
        tree_place(tree, i, fenrun__tree_leads(tree, tree->rows[i].tier));
        if (tree->at < member->at) tree->at = member->at;
    }
    return FENRUN_OK;
}

/* Label everyone below `root`; count how many there are. */
static size_t tree_load_labels(struct fenrun__tree *tree, uint32_t root) {
    size_t labelled = 0;
    for (uint32_t i = root; i != FENRUN__NONE; i = tree_next_below(tree, root, i)) {
        tree_label(tree, i);
        labelled++;
    }
    return labelled;
}

static int32_t tree_load_cycle(const struct fenrun__tree *tree, fenrun_error *error) {
    uint32_t member = 0;
    while (tree->rows[member].team != FENRUN__NONE) member++;
    for (size_t i = 0; i < tree->count; i++) member = tree->rows[member].inviter;
    uint64_t id = tree->rows[member].id;
    return fenrun__error_set(error, FENRUN_ERROR_CYCLE, id,
                             "member %U is among those above itself", id);
}

int32_t fenrun__tree_load(struct fenrun__tree *tree, const fenrun_member *members, size_t count,
                          uint32_t tier_count, uint32_t label_count, fenrun_error *error) {
    int64_t at = tree->at;
    int32_t code = fenrun__tree_reserve(tree, count, 0, 0);
    if (code == FENRUN_ERROR_MEMORY) return fenrun__error_memory(error);
    if (code == FENRUN_ERROR_FULL) {
        return fenrun__error_set(error, code, 0, "%U members are more than a tree holds",
                                 (uint64_t)count);
    }
    code = tree_load_rows(tree, members, count, tier_count, label_count, error);
    size_t teams = 0;
    for (size_t i = 0; code == FENRUN_OK && i < count; i++) {
        teams += members[i].inviter == FENRUN_PLATFORM ||
                 fenrun__tree_leads(tree, members[i].tier);
    }
    if (code == FENRUN_OK && fenrun__tree_reserve(tree, 0, teams, 0) != FENRUN_OK) {
        code = fenrun__error_memory(error);
    }
    if (code == FENRUN_OK) code = tree_load_inviters(tree, members, error);
    size_t labelled = 0;
    for (uint32_t i = 0; code == FENRUN_OK && i < count; i++) {
        if (tree->rows[i].inviter == FENRUN__NONE) labelled += tree_load_labels(tree, i);
    }
    if (code == FENRUN_OK && labelled < count) code = tree_load_cycle(tree, error);
    if (code != FENRUN_OK) {
        tree_clear(tree);
        tree->at = at;
        return code;
    }
    fenrun__measure_recount(tree);
    return FENRUN_OK;
}
