/* Tree: members and the changes that they go through; labels are team.c's. See the header. */
#include "tree/tree.h"

#include <string.h>

#include "base/error.h"
#include "tree/team.h"

/* Numbers above are not members: FENRUN__NONE, and one that the layers above may use. */
#ifndef FENRUN__TREE_COUNT_MAX
#define FENRUN__TREE_COUNT_MAX (FENRUN__NONE - 1)
#endif

/* What a change may append besides the relabelled members: the member itself, and the leaders of
   the two or three labels that take part. */
#define TREE_VERSIONS_BESIDES 4u

void fenrun__tree_init(struct fenrun__tree *tree, const fenrun_allocator *allocator, uint64_t seed,
                       uint32_t lead_tier) {
    memset(tree, 0, sizeof *tree);
    fenrun__memory_init(&tree->memory, allocator);
    tree->seed = seed;
    tree->lead_tier = lead_tier;
    tree->at = FENRUN_TIME_MIN;
    tree->team_unused = FENRUN__NONE;
}

void fenrun__tree_free(struct fenrun__tree *tree) {
    struct fenrun__memory *memory = &tree->memory;
    fenrun__memory_free(memory, tree->rows, tree->row_capacity * sizeof *tree->rows);
    fenrun__memory_free(memory, tree->links, tree->link_capacity * sizeof *tree->links);
    fenrun__memory_free(memory, tree->counters, tree->counter_capacity * sizeof *tree->counters);
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

int32_t fenrun__tree_reserve(struct fenrun__tree *tree, uint64_t members, uint64_t teams,
                             uint64_t versions) {
    struct fenrun__memory *memory = &tree->memory;
    if (members > FENRUN__TREE_COUNT_MAX - (uint64_t)tree->count) return FENRUN_ERROR_FULL;
    size_t count = tree->count + (size_t)members;
    size_t team_count = tree->team_count;
    if (teams > tree->team_unused_count) team_count += (size_t)teams - tree->team_unused_count;
    if (!fenrun__memory_grow(memory, &tree->rows, sizeof *tree->rows, &tree->row_capacity, count) ||
        !fenrun__memory_grow(memory, &tree->links, sizeof *tree->links, &tree->link_capacity,
                             count) ||
        (tree->counts && !fenrun__memory_grow(memory, &tree->counters, sizeof *tree->counters,
                                              &tree->counter_capacity, count)) ||
        !fenrun__memory_grow(memory, &tree->teams, sizeof *tree->teams, &tree->team_capacity,
                             team_count) ||
        !fenrun__index_reserve(&tree->index, memory, (uint32_t)count)) {
        return FENRUN_ERROR_MEMORY;
    }
    return versions ? fenrun__versions_reserve(&tree->versions, memory, versions) : FENRUN_OK;
}

static void tree_link(struct fenrun__tree *tree, uint32_t member) {
    uint32_t inviter = tree->rows[member].inviter;
    struct fenrun__tree_link *link = tree->links + member;
    link->previous_sibling = FENRUN__NONE;
    link->next_sibling = FENRUN__NONE;
    if (inviter == FENRUN__NONE) return;
    struct fenrun__tree_link *above = tree->links + inviter;
    link->next_sibling = above->first_child;
    if (above->first_child != FENRUN__NONE) {
        tree->links[above->first_child].previous_sibling = member;
    }
    above->first_child = member;
    if (tree->counts) tree->counters[inviter].direct_invites++;
}

static void tree_unlink(struct fenrun__tree *tree, uint32_t member) {
    uint32_t inviter = tree->rows[member].inviter;
    const struct fenrun__tree_link *link = tree->links + member;
    if (inviter == FENRUN__NONE) return;
    if (link->previous_sibling != FENRUN__NONE) {
        tree->links[link->previous_sibling].next_sibling = link->next_sibling;
    } else {
        tree->links[inviter].first_child = link->next_sibling;
    }
    if (link->next_sibling != FENRUN__NONE) {
        tree->links[link->next_sibling].previous_sibling = link->previous_sibling;
    }
    if (tree->counts) tree->counters[inviter].direct_invites--;
}

/* Add to the team_members of `from` and of those above it, up to the top of its piece. */
static void tree_count_upwards(struct fenrun__tree *tree, uint32_t from, uint32_t change) {
    if (change == 0 || from == FENRUN__NONE) return;
    uint32_t root = tree->teams[tree->rows[from].team].root;
    uint32_t member = from;
    for (;;) {
        tree->counters[member].team_members += change;
        if (member == root) return;
        member = tree->rows[member].inviter;
    }
}

uint32_t fenrun__tree_team_share(const struct fenrun__tree *tree, uint32_t member) {
    return tree->counts_teams ? tree->counters[member].team_members + 1 : 0;
}

static uint32_t tree_add_row(struct fenrun__tree *tree, uint64_t id, uint32_t inviter,
                             uint32_t tier, int64_t at) {
    uint32_t member = (uint32_t)tree->count++;
    tree->rows[member] = (struct fenrun__tree_row){.id = id,
                                                   .since = at,
                                                   .inviter = inviter,
                                                   .team = FENRUN__NONE,
                                                   .versions = FENRUN__NONE,
                                                   .tier = tier};
    tree->links[member].first_child = FENRUN__NONE;
    if (tree->counts) tree->counters[member] = (struct fenrun__tree_counters){0};
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

int32_t fenrun__tree_join(struct fenrun__tree *tree, uint64_t id, uint32_t inviter, int64_t at) {
    int32_t code = fenrun__tree_reserve(tree, 1, 1, 1);
    if (code != FENRUN_OK) return code;
    uint32_t member = tree_add_row(tree, id, inviter, 0, at);
    tree_link(tree, member);
    tree_label(tree, member);
    if (tree->counts_teams && !fenrun__tree_leads(tree, 0)) tree_count_upwards(tree, inviter, 1);
    return FENRUN_OK;
}

uint64_t fenrun__tree_split_cost(const struct fenrun__tree *tree, uint32_t member) {
    if (tree->rows[member].inviter == FENRUN__NONE) return TREE_VERSIONS_BESIDES;
    /* A newcomer adds one member and two steps to a half; the other may become the cheaper one. */
    return fenrun__team_plan_cut(tree, member).steps + 3 + TREE_VERSIONS_BESIDES;
}

static uint32_t tree_depth_in_team(const struct fenrun__tree *tree, uint32_t member) {
    uint32_t root = tree->teams[tree->rows[member].team].root;
    uint32_t depth = 0;
    for (uint32_t i = member; i != root; i = tree->rows[i].inviter) depth++;
    return depth;
}

uint32_t fenrun__tree_meeting(const struct fenrun__tree *tree, uint32_t a, uint32_t b) {
    uint32_t depth_a = tree_depth_in_team(tree, a);
    uint32_t depth_b = tree_depth_in_team(tree, b);
    while (a != b) {
        bool a_climbs = depth_a >= depth_b, b_climbs = depth_b >= depth_a;
        if (a_climbs) a = tree->rows[a].inviter;
        if (b_climbs) b = tree->rows[b].inviter;
        depth_a -= a_climbs;
        depth_b -= b_climbs;
    }
    return a;
}

static int32_t tree_split(struct fenrun__tree *tree, uint32_t member, int64_t at) {
    uint32_t inviter = tree->rows[member].inviter;
    struct fenrun__team_cut cut = {0};
    if (inviter != FENRUN__NONE) cut = fenrun__team_plan_cut(tree, member);
    int32_t code = fenrun__tree_reserve(tree, 0, 1, (uint64_t)cut.count + TREE_VERSIONS_BESIDES);
    if (code != FENRUN_OK) return code;
    if (inviter != FENRUN__NONE) {
        tree_count_upwards(tree, inviter, 0u - fenrun__tree_team_share(tree, member));
        fenrun__team_detach(tree, member, cut, at);
    }
    fenrun__team_set_leader(tree, tree->rows[member].team, member, at);
    return FENRUN_OK;
}

static uint32_t tree_smaller(const struct fenrun__tree *tree, uint32_t lower, uint32_t upper) {
    uint32_t size = tree->teams[lower].size;
    return size < tree->teams[upper].size ? size : tree->teams[upper].size;
}

static int32_t tree_return(struct fenrun__tree *tree, uint32_t member, int64_t at) {
    uint32_t inviter = tree->rows[member].inviter;
    uint32_t lower = tree->rows[member].team;
    uint32_t upper = inviter == FENRUN__NONE ? FENRUN__NONE : tree->rows[inviter].team;
    uint64_t smaller = upper == FENRUN__NONE ? 0 : tree_smaller(tree, lower, upper);
    int32_t code = fenrun__tree_reserve(tree, 0, 0, smaller + TREE_VERSIONS_BESIDES);
    if (code != FENRUN_OK) return code;
    if (upper == FENRUN__NONE) {
        fenrun__team_set_leader(tree, lower, FENRUN__NONE, at);
        return FENRUN_OK;
    }
    tree_count_upwards(tree, inviter, fenrun__tree_team_share(tree, member));
    fenrun__team_merge(tree, lower, upper, at);
    return FENRUN_OK;
}

int32_t fenrun__tree_set_tier(struct fenrun__tree *tree, uint32_t member, uint32_t tier,
                              int64_t at) {
    uint32_t before = tree->rows[member].tier;
    if (tier == before) return FENRUN_OK;
    bool led = fenrun__tree_leads(tree, before);
    bool leads = fenrun__tree_leads(tree, tier);
    int32_t code = led == leads ? fenrun__tree_reserve(tree, 0, 0, 1)
                   : leads      ? tree_split(tree, member, at)
                                : tree_return(tree, member, at);
    if (code != FENRUN_OK) return code;
    fenrun__team_touch_member(tree, member, at);
    tree->rows[member].tier = tier;
    return FENRUN_OK;
}

bool fenrun__tree_is_above(const struct fenrun__tree *tree, uint32_t member, uint32_t other) {
    uint32_t team = tree->rows[member].team;
    uint32_t current = other;
    while (current != FENRUN__NONE && current != member) {
        uint32_t here = tree->rows[current].team;
        /* The member is in none of the other teams: step over them whole. */
        uint32_t from = here == team ? current : tree->teams[here].root;
        current = tree->rows[from].inviter;
    }
    return current == member;
}

int32_t fenrun__tree_move(struct fenrun__tree *tree, uint32_t member, uint32_t inviter,
                          int64_t at) {
    struct fenrun__tree_row *row = tree->rows + member;
    uint32_t old_inviter = row->inviter;
    if (inviter == old_inviter) return FENRUN_OK;
    bool leads = fenrun__tree_leads(tree, row->tier);
    uint32_t upper = inviter == FENRUN__NONE ? FENRUN__NONE : tree->rows[inviter].team;
    bool detaches = !leads && row->team != upper && old_inviter != FENRUN__NONE;
    bool merges = !leads && row->team != upper && upper != FENRUN__NONE;

    struct fenrun__team_cut cut = {0};
    if (detaches) cut = fenrun__team_plan_cut(tree, member);
    uint64_t versions = (uint64_t)cut.count + 2u * TREE_VERSIONS_BESIDES;
    if (merges) {
        uint32_t piece = tree->teams[row->team].size;
        if (detaches) piece = cut.lower ? cut.count : piece - cut.count;
        versions += piece < tree->teams[upper].size ? piece : tree->teams[upper].size;
    }
    int32_t code = fenrun__tree_reserve(tree, 0, 1, versions);
    if (code != FENRUN_OK) return code;

    uint32_t share = leads ? 0 : fenrun__tree_team_share(tree, member);
    tree_count_upwards(tree, old_inviter, 0u - share);
    if (detaches) fenrun__team_detach(tree, member, cut, at);
    tree_unlink(tree, member);
    /* A move at the instant of the join must not hide who invited: a replay is known by it. */
    bool joined_now = row->since == at && row->versions == FENRUN__NONE;
    if (joined_now) fenrun__team_keep_member(tree, member);
    fenrun__team_touch_member(tree, member, at);
    row->inviter = inviter;
    tree_link(tree, member);
    tree_count_upwards(tree, inviter, share);
    if (merges) fenrun__team_merge(tree, row->team, upper, at);
    return FENRUN_OK;
}

/* Forget everything, keep the room. */
static void tree_clear(struct fenrun__tree *tree) {
    tree->count = 0;
    tree->team_count = 0;
    fenrun__index_clear(&tree->index);
}

static int32_t tree_load_rows(struct fenrun__tree *tree, const fenrun_member *members, size_t count,
                         uint32_t tier_count, fenrun_error *error) {
    for (size_t i = 0; i < count; i++) {
        const fenrun_member *member = members + i;
        if (member->id == FENRUN_PLATFORM || member->leader != 0 || member->reserved != 0) {
            return fenrun__error_set(error, FENRUN_ERROR_ARGUMENT, member->id,
                                     "members[%U]: %s", (uint64_t)i,
                                     member->id == FENRUN_PLATFORM
                                         ? "the id 0 is the platform's"
                                         : "leader and reserved must be 0");
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
        tree_add_row(tree, member->id, FENRUN__NONE, member->tier, member->at);
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
        tree_link(tree, i);
        if (tree->at < member->at) tree->at = member->at;
    }
    return FENRUN_OK;
}

/* Label everyone below `root`, in a walk without stack; count how many there are. */
static size_t tree_load_labels(struct fenrun__tree *tree, uint32_t root) {
    size_t labelled = 1;
    uint32_t member = root;
    tree_label(tree, root);
    for (;;) {
        uint32_t next = tree->links[member].first_child;
        while (next == FENRUN__NONE && member != root) {
            uint32_t inviter = tree->rows[member].inviter;
            if (tree->counts && !fenrun__tree_leads(tree, tree->rows[member].tier)) {
                tree->counters[inviter].team_members += tree->counters[member].team_members + 1;
            }
            next = tree->links[member].next_sibling;
            member = inviter;
        }
        if (next == FENRUN__NONE) return labelled;
        member = next;
        tree_label(tree, member);
        labelled++;
    }
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
                          uint32_t tier_count, fenrun_error *error) {
    int32_t code = fenrun__tree_reserve(tree, count, 0, 0);
    if (code == FENRUN_ERROR_MEMORY) return fenrun__error_memory(error);
    if (code == FENRUN_ERROR_FULL) {
        return fenrun__error_set(error, code, 0, "%U members are more than a tree holds",
                                 (uint64_t)count);
    }
    code = tree_load_rows(tree, members, count, tier_count, error);
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
        tree->at = FENRUN_TIME_MIN;
    }
    return code;
}
