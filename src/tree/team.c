/* Team: walking, cutting and merging the pieces of the tree that share a label; see the header. */
#include "tree/team.h"

/* A walk over the members of one piece, from `start` down, leaving out `skip` and what is below it.
   */
struct team_walk {
    const struct fenrun__tree *tree;
    uint32_t start;
    uint32_t skip;
    uint32_t team;
    uint32_t at;        /* the member that the walk is in */
    uint32_t candidate; /* the child of it to look at next */
    uint32_t count;     /* members entered */
};

static struct team_walk team_walk_from(const struct fenrun__tree *tree, uint32_t start,
                                       uint32_t skip) {
    return (struct team_walk){.tree = tree,
                              .start = start,
                              .skip = skip,
                              .team = tree->rows[start].team,
                              .at = start,
                              .candidate = tree->links[start].first_child,
                              .count = 1};
}

/* One step; false when there is none left. `*entered` is the member reached, or FENRUN__NONE. */
static bool team_walk_step(struct team_walk *walk, uint32_t *entered) {
    const struct fenrun__tree *tree = walk->tree;
    uint32_t child = walk->candidate;
    *entered = FENRUN__NONE;
    if (child == FENRUN__NONE || fenrun__tree_leads(tree, tree->rows[child].tier)) {
        if (walk->at == walk->start) return false;
        walk->candidate = tree->links[walk->at].next_sibling;
        walk->at = tree->rows[walk->at].inviter;
        return true;
    }
    /* A member on the move may already stand below its new inviter, with another label. */
    if (tree->rows[child].team != walk->team || child == walk->skip) {
        walk->candidate = tree->links[child].next_sibling;
        return true;
    }
    walk->at = child;
    walk->candidate = tree->links[child].first_child;
    walk->count++;
    *entered = child;
    return true;
}

void fenrun__team_keep_member(struct fenrun__tree *tree, uint32_t member) {
    struct fenrun__tree_row *row = tree->rows + member;
    row->versions = fenrun__versions_push(&tree->versions, row->versions,
                                          (struct fenrun__version){.since = row->since,
                                                                   .inviter = row->inviter,
                                                                   .team = row->team,
                                                                   .tier = row->tier,
                                                                   .labels = row->labels});
}

void fenrun__team_touch_member(struct fenrun__tree *tree, uint32_t member, int64_t at) {
    if (tree->rows[member].since == at) return;
    fenrun__team_keep_member(tree, member);
    tree->rows[member].since = at;
}

static void team_relabel(struct fenrun__tree *tree, uint32_t start, uint32_t skip, uint32_t team,
                         int64_t at) {
    struct team_walk walk = team_walk_from(tree, start, skip);
    uint32_t entered = start;
    do {
        if (entered == FENRUN__NONE) continue;
        fenrun__team_touch_member(tree, entered, at);
        tree->rows[entered].team = team;
    } while (team_walk_step(&walk, &entered));
}

struct fenrun__team_cut fenrun__team_plan_cut(const struct fenrun__tree *tree, uint32_t member) {
    uint32_t root = tree->teams[tree->rows[member].team].root;
    struct team_walk lower = team_walk_from(tree, member, FENRUN__NONE);
    struct team_walk upper = team_walk_from(tree, root, member);
    uint32_t entered;
    for (;;) {
        if (!team_walk_step(&lower, &entered)) {
            return (struct fenrun__team_cut){.count = lower.count, .lower = true};
        }
        if (!team_walk_step(&upper, &entered)) {
            return (struct fenrun__team_cut){.count = upper.count, .lower = false};
        }
    }
}

void fenrun__team_set_leader(struct fenrun__tree *tree, uint32_t team, uint32_t leader,
                             int64_t at) {
    struct fenrun__tree_team *row = tree->teams + team;
    if (row->leader == leader) return;
    if (row->since != at) {
        row->versions = fenrun__versions_push(
            &tree->versions, row->versions,
            (struct fenrun__version){.since = row->since, .inviter = row->leader});
        row->since = at;
    }
    row->leader = leader;
    row->leader_id = leader == FENRUN__NONE ? FENRUN_PLATFORM : tree->rows[leader].id;
}

uint32_t fenrun__team_new(struct fenrun__tree *tree, uint32_t root, uint32_t leader, uint32_t size,
                          int64_t at) {
    uint32_t team = tree->team_unused;
    if (team != FENRUN__NONE) {
        tree->team_unused = tree->teams[team].root;
        tree->team_unused_count--;
    } else {
        team = (uint32_t)tree->team_count++;
        tree->teams[team] = (struct fenrun__tree_team){
            .since = at, .leader = FENRUN__NONE, .versions = FENRUN__NONE};
    }
    fenrun__team_set_leader(tree, team, leader, at);
    tree->teams[team].root = root;
    tree->teams[team].size = size;
    return team;
}

void fenrun__team_detach(struct fenrun__tree *tree, uint32_t member, struct fenrun__team_cut cut,
                         int64_t at) {
    uint32_t old = tree->rows[member].team;
    uint32_t root = tree->teams[old].root;
    uint32_t leader = tree->teams[old].leader;
    if (cut.lower) {
        uint32_t team = fenrun__team_new(tree, member, FENRUN__NONE, cut.count, at);
        team_relabel(tree, member, FENRUN__NONE, team, at);
    } else {
        uint32_t team = fenrun__team_new(tree, root, leader, cut.count, at);
        team_relabel(tree, root, member, team, at);
        tree->teams[old].root = member;
        fenrun__team_set_leader(tree, old, FENRUN__NONE, at);
    }
    tree->teams[old].size -= cut.count;
}

void fenrun__team_merge(struct fenrun__tree *tree, uint32_t lower, uint32_t upper, int64_t at) {
    struct fenrun__tree_team *teams = tree->teams;
    uint32_t root = teams[upper].root;
    uint32_t leader = teams[upper].leader;
    bool lower_goes = teams[lower].size <= teams[upper].size;
    uint32_t gone = lower_goes ? lower : upper;
    uint32_t kept = lower_goes ? upper : lower;
    team_relabel(tree, teams[gone].root, FENRUN__NONE, kept, at);
    teams[kept].size += teams[gone].size;
    teams[kept].root = root;
    fenrun__team_set_leader(tree, kept, leader, at);
    fenrun__team_set_leader(tree, gone, FENRUN__NONE, at);
    teams[gone].size = 0;
    teams[gone].root = tree->team_unused;
    tree->team_unused = gone;
    tree->team_unused_count++;
}
