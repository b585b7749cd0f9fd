/*
 * Twin: see twin.h.
 */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */

#include "model/twin.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define TWIN_BOUNDARY 64u

__attribute__((format(printf, 2, 3))) static bool twin_say(struct twin *twin, const char *format,
                                                           ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(twin->difference, TWIN_TEXT_MAX, format, arguments);
    va_end(arguments);
    return false;
}

/* ------------------------------------------------------------------------------------------ */
/* Writing                                                                                    */

static int32_t twin_write(void *context, const void *bytes, size_t size) {
    struct twin_paper *paper = context;
    if (size > paper->stop - paper->size) {
        return 1;
    }
    if (paper->size + size > paper->capacity) {
        size_t capacity = (paper->size + size) * 2;
        unsigned char *grown = realloc(paper->bytes, capacity);
        if (grown == NULL) {
            return 1;
        }
        paper->bytes = grown;
        paper->capacity = capacity;
    }
    if (size > 0) {
        memcpy(paper->bytes + paper->size, bytes, size);
    }
    paper->size += size;
    return 0;
}

static int32_t twin_write_all(const fenrun_tree *tree, const void *attachment, size_t size,
                              struct twin_paper *paper, fenrun_snapshot_info *info,
                              fenrun_error *error) {
    fenrun_snapshot_options options = {.struct_size = sizeof options,
                                       .attachment = attachment,
                                       .attachment_size = size};
    paper->size = 0;
    return fenrun_snapshot_write(tree, &options, twin_write, paper, info, error);
}

static bool twin_check_info(struct twin *twin, const fenrun_tree *tree, const void *attachment,
                            size_t size) {
    const struct twin_paper *paper = &twin->paper;
    const fenrun_snapshot_info *info = &twin->info;
    fenrun_tree_status status;
    char hash[FENRUN_HASH_SIZE];
    fenrun_tree_inspect(tree, &status);
    if (fenrun_rules_hash(fenrun_tree_rules(tree), hash, NULL) != FENRUN_OK ||
        strcmp(hash, info->rules_hash) != 0 || strlen(hash) != FENRUN_HASH_SIZE - 1 ||
        strlen(info->hash) != FENRUN_HASH_SIZE - 1) {
        return twin_say(twin, "snapshot: hash %s, of the rules %s, not %s\n", info->hash,
                        info->rules_hash, hash);
    }
    if (info->size != paper->size || info->attachment_size != size ||
        info->member_count != status.member_count || info->order_count != status.order_count ||
        info->at != status.at) {
        return twin_say(twin, "snapshot: the info says size %" PRIu64 ", members %" PRIu64
                        ", orders %" PRIu64 ", at %" PRId64 "; there are %zu, %" PRIu64
                        ", %" PRIu64 ", %" PRId64 "\n", info->size, info->member_count,
                        info->order_count, info->at, paper->size, status.member_count,
                        status.order_count, status.at);
    }
    if (size > 0 && (info->attachment_offset > paper->size - size ||
                     memcmp(paper->bytes + info->attachment_offset, attachment, size) != 0)) {
        return twin_say(twin, "snapshot: the attachment is not where it should be\n");
    }
    return true;
}

/* Between two pages that cannot be touched. */
static bool twin_place(struct twin *twin) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t room = (twin->paper.size + TWIN_BOUNDARY - 1) / TWIN_BOUNDARY * TWIN_BOUNDARY;
    size_t pages = (room + page - 1) / page;
    twin->size = twin->paper.size;
    twin->map_size = (pages + 2) * page;
    void *map = mmap(NULL, twin->map_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                     0);
    if (map == MAP_FAILED) {
        return twin_say(twin, "no memory\n");
    }
    twin->map = map;
    twin->bytes = twin->map + (pages + 1) * page - room;
    memcpy(twin->bytes, twin->paper.bytes, twin->size);
    return mprotect(twin->map, page, PROT_NONE) == 0 &&
           mprotect(twin->map + (pages + 1) * page, page, PROT_NONE) == 0;
}

bool twin_take(struct twin *twin, const fenrun_tree *tree, const void *attachment, size_t size) {
    fenrun_snapshot_info info = {0};
    fenrun_error error = {0};
    memset(twin, 0, sizeof *twin);
    twin->paper.stop = SIZE_MAX;
    int32_t code =
        twin_write_all(tree, attachment, size, &twin->paper, &twin->info, &error);
    if (code != FENRUN_OK) {
        return twin_say(twin, "fenrun_snapshot_write: %s: %s\n", fenrun_code_name(code),
                        error.message);
    }
    if (!twin_check_info(twin, tree, attachment, size) || !twin_place(twin)) {
        return false;
    }
    code = fenrun_snapshot_inspect(twin->bytes, twin->size, &info, &error);
    if (code != FENRUN_OK || memcmp(&info, &twin->info, sizeof info) != 0) {
        return twin_say(twin, "fenrun_snapshot_inspect: %s: %s; or another info than of writing\n",
                        fenrun_code_name(code), error.message);
    }
    code = fenrun_snapshot_verify(twin->bytes, twin->size, NULL, &error);
    return code == FENRUN_OK || twin_say(twin, "fenrun_snapshot_verify: %s: %s\n",
                                         fenrun_code_name(code), error.message);
}

void twin_free(struct twin *twin) {
    fenrun_result_free(twin->result);
    fenrun_result_free(twin->other);
    fenrun_tree_free(twin->tree);
    if (twin->map != NULL) {
        munmap(twin->map, twin->map_size);
    }
    free(twin->paper.bytes);
    memset(twin, 0, sizeof *twin);
}

/* ------------------------------------------------------------------------------------------ */
/* Opening                                                                                    */

bool twin_open(struct twin *twin, enum twin_use use) {
    fenrun_error error = {0};
    fenrun_open_options options = {.struct_size = sizeof options};
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    options.flags = use == TWIN_WRITES ? FENRUN_SNAPSHOT_WRITABLE : FENRUN_SNAPSHOT_VERIFY;
    if (use == TWIN_READS &&
        mprotect(twin->map + page, twin->map_size - 2 * page, PROT_READ) != 0) {
        return twin_say(twin, "no protection\n");
    }
    int32_t code =
        fenrun_snapshot_open(&twin->tree, twin->bytes, twin->size, &options, &error);
    if (code != FENRUN_OK) {
        return twin_say(twin, "fenrun_snapshot_open: %s: %s\n", fenrun_code_name(code),
                        error.message);
    }
    return fenrun_result_new(&twin->result, NULL, NULL) == FENRUN_OK &&
           fenrun_result_new(&twin->other, NULL, NULL) == FENRUN_OK;
}

/* ------------------------------------------------------------------------------------------ */
/* Comparing                                                                                  */

/* What a call came to. */
struct twin_answer {
    int32_t code;
    const fenrun_error *error;
    const fenrun_result *result;
};

/* Code, message, payouts, promotions and text. */
static bool twin_compare(struct twin *twin, const char *where,
                         const struct twin_answer *expected, const struct twin_answer *found) {
    size_t counts[2] = {0};
    size_t rise_counts[2] = {0};
    size_t sizes[2] = {0};
    const struct twin_answer *answers[2] = {expected, found};
    const fenrun_payout *payouts[2];
    const fenrun_promotion *rises[2];
    const char *texts[2];
    for (int i = 0; i < 2; i++) {
        payouts[i] = fenrun_result_payouts(answers[i]->result, &counts[i]);
        rises[i] = fenrun_result_promotions(answers[i]->result, &rise_counts[i]);
        texts[i] = fenrun_result_text(answers[i]->result, &sizes[i]);
    }
    if (expected->code != found->code ||
        (found->code < 0 && strcmp(expected->error->message, found->error->message) != 0)) {
        return twin_say(twin, "%s: the tree says %s %s, opened from a snapshot %s %s\n", where,
                        fenrun_code_name(expected->code),
                        expected->code < 0 ? expected->error->message : "",
                        fenrun_code_name(found->code),
                        found->code < 0 ? found->error->message : "");
    }
    if (counts[0] != counts[1] ||
        (counts[0] > 0 && memcmp(payouts[0], payouts[1], counts[0] * sizeof **payouts) != 0)) {
        size_t i = 0;
        while (i < counts[0] && i < counts[1] &&
               memcmp(&payouts[0][i], &payouts[1][i], sizeof **payouts) == 0) {
            i++;
        }
        return twin_say(twin, "%s: other payouts, %zu and %zu; at %zu amounts %" PRId64
                        " and %" PRId64 " (minor units), payees %" PRIu64 " and %" PRIu64 "\n",
                        where, counts[0], counts[1], i, i < counts[0] ? payouts[0][i].amount : 0,
                        i < counts[1] ? payouts[1][i].amount : 0,
                        i < counts[0] ? payouts[0][i].payee : 0,
                        i < counts[1] ? payouts[1][i].payee : 0);
    }
    if (rise_counts[0] != rise_counts[1] ||
        (rise_counts[0] > 0 && memcmp(rises[0], rises[1], rise_counts[0] * sizeof **rises) != 0)) {
        return twin_say(twin, "%s: other promotions, %zu and %zu\n", where, rise_counts[0],
                        rise_counts[1]);
    }
    if (sizes[0] != sizes[1] || strcmp(texts[0], texts[1]) != 0) {
        return twin_say(twin, "%s: other texts\n%.1500s\n----\n%.1500s\n", where, texts[0],
                        texts[1]);
    }
    return true;
}

bool twin_says(struct twin *twin, const fenrun_tree *tree, const fenrun_event *event) {
    fenrun_error errors[2] = {{0}, {0}};
    fenrun_explain_options options = {.struct_size = sizeof options};
    struct twin_answer expected = {.error = &errors[0], .result = twin->other};
    struct twin_answer found = {.error = &errors[1], .result = twin->result};
    expected.code = fenrun_pay(tree, event, twin->other, &errors[0]);
    found.code = fenrun_pay(twin->tree, event, twin->result, &errors[1]);
    if (!twin_compare(twin, "fenrun_pay", &expected, &found)) {
        return false;
    }
    expected.code = fenrun_explain(tree, event, &options, twin->other, &errors[0]);
    found.code = fenrun_explain(twin->tree, event, &options, twin->result, &errors[1]);
    return twin_compare(twin, "fenrun_explain", &expected, &found);
}

bool twin_knows(struct twin *twin, const fenrun_tree *tree, uint64_t member, int64_t at) {
    fenrun_member members[2] = {{0}, {0}};
    int32_t expected = fenrun_tree_member(tree, member, at, &members[0], NULL);
    int32_t found = fenrun_tree_member(twin->tree, member, at, &members[1], NULL);
    if (expected != found || memcmp(&members[0], &members[1], sizeof members[0]) != 0) {
        return twin_say(twin, "fenrun_tree_member %" PRIu64 " at %" PRId64
                        ": tier %" PRIu32 " and %" PRIu32 ", leader %" PRIu64 " and %" PRIu64 "\n",
                        member, at, members[0].tier, members[1].tier, members[0].leader,
                        members[1].leader);
    }
    return true;
}

bool twin_applies(struct twin *twin, const fenrun_event *event, int32_t code,
                  const fenrun_error *error, const fenrun_result *result) {
    fenrun_error twin_error = {0};
    struct twin_answer expected = {code, error, result};
    struct twin_answer found = {.error = &twin_error, .result = twin->result};
    found.code = fenrun_apply(twin->tree, event, twin->result, &twin_error);
    return twin_compare(twin, "fenrun_apply", &expected, &found);
}

bool twin_is_equal(struct twin *twin, const fenrun_tree *tree) {
    struct twin_paper papers[2] = {{.stop = SIZE_MAX}, {.stop = SIZE_MAX}};
    bool equal = twin_write_all(tree, NULL, 0, &papers[0], NULL, NULL) == FENRUN_OK &&
                 twin_write_all(twin->tree, NULL, 0, &papers[1], NULL, NULL) == FENRUN_OK;
    if (!equal) {
        twin_say(twin, "fenrun_snapshot_write: an error\n");
    } else if (papers[0].size != papers[1].size ||
               memcmp(papers[0].bytes, papers[1].bytes, papers[0].size) != 0) {
        size_t i = 0;
        while (i < papers[0].size && i < papers[1].size &&
               papers[0].bytes[i] == papers[1].bytes[i]) {
            i++;
        }
        /* The header holds hashes: what lies behind it says where. */
        size_t behind = 4096;
        while (behind < papers[0].size && behind < papers[1].size &&
               papers[0].bytes[behind] == papers[1].bytes[behind]) {
            behind++;
        }
        equal = twin_say(twin, "other snapshots, of %zu and %zu bytes, at byte %zu, behind the"
                         " first 4096 at byte %zu\n", papers[0].size, papers[1].size, i, behind);
    }
    free(papers[0].bytes);
    free(papers[1].bytes);
    return equal;
}

bool twin_refuses(struct twin *twin, const fenrun_event *event) {
    fenrun_error error = {0};
    size_t done = SIZE_MAX;
    fenrun_member member = {.id = 1, .at = FENRUN_TIME_MIN};
    int32_t code = fenrun_apply(twin->tree, event, twin->result, &error);
    int32_t sequence = fenrun_apply_sequence(twin->tree, event, 1, twin->result, &done, &error);
    int32_t load = fenrun_tree_load(twin->tree, &member, 1, &error);
    if (code != FENRUN_ERROR_ARGUMENT || sequence != FENRUN_ERROR_ARGUMENT ||
        load != FENRUN_ERROR_ARGUMENT || error.message[0] == 0) {
        return twin_say(twin, "a tree that only reads: fenrun_apply gives %s, of a sequence %s,"
                        " fenrun_tree_load %s\n", fenrun_code_name(code),
                        fenrun_code_name(sequence), fenrun_code_name(load));
    }
    return memcmp(twin->bytes, twin->paper.bytes, twin->size) == 0 ||
           twin_say(twin, "the bytes changed\n");
}

bool twin_is_watched(struct twin *twin, size_t place, uint32_t bit) {
    fenrun_error error = {0};
    fenrun_snapshot_info info;
    fenrun_tree *tree = NULL;
    fenrun_open_options options = {.struct_size = sizeof options,
                                   .flags = FENRUN_SNAPSHOT_VERIFY};
    place %= twin->size;
    twin->bytes[place] ^= (unsigned char)(1u << bit % 8);
    int32_t verified = fenrun_snapshot_verify(twin->bytes, twin->size, NULL, &error);
    int32_t opened = fenrun_snapshot_open(&tree, twin->bytes, twin->size, &options, NULL);
    twin->bytes[place] ^= (unsigned char)(1u << bit % 8);
    if (verified != FENRUN_ERROR_SNAPSHOT || opened != FENRUN_ERROR_SNAPSHOT || tree != NULL ||
        error.message[0] == 0) {
        fenrun_tree_free(tree);
        return twin_say(twin, "damage of bit %" PRIu32 " of byte %zu is not noticed: %s, %s\n",
                        bit % 8, place, fenrun_code_name(verified), fenrun_code_name(opened));
    }
    int32_t cut = fenrun_snapshot_inspect(twin->bytes, place, &info, &error);
    return cut == FENRUN_ERROR_SNAPSHOT ||
           twin_say(twin, "cut to %zu bytes: %s\n", place, fenrun_code_name(cut));
}
