/* Pipeline: who does what next. */
#define _POSIX_C_SOURCE 200809L
#include "cli/pipeline.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/crew.h"

#ifdef FENRUN_TIGHT
#define PIPELINE_BLOCK_MAX 32u
#define PIPELINE_BLOCK_MIN 8u
#else
#define PIPELINE_BLOCK_MAX 262144u /* a block, its records and its rows fit a second-level cache */
#define PIPELINE_BLOCK_MIN 16384u
#endif
#define PIPELINE_BYTES_MAX (PIPELINE_BLOCK_MAX * 16u) /* of all files, before records */
#define PIPELINE_HELD 2u /* blocks that any file may have */

enum pipeline_kind {
    PIPELINE_CUT,   /* item: struct fenrun__block */
    PIPELINE_READ,  /* likewise */
    PIPELINE_TAKE,  /* item: struct fenrun__shift */
    PIPELINE_SHAPE, /* likewise */
    PIPELINE_WRITE  /* likewise */
};

enum pipeline_state { PIPELINE_TAKEN, PIPELINE_IN_WORK, PIPELINE_SHAPED };

/* The blocks of a file that were not given to the stream yet, in their order. */
struct pipeline_file {
    struct fenrun__block *first;
    struct fenrun__block *last;
    uint32_t held; /* all blocks of the file */
    bool cutting;
    bool ended;
};

struct pipeline {
    struct fenrun__stream *stream;
    const struct fenrun__pipeline_work *work;
    struct pipeline_file *files;
    size_t block_size;
    struct fenrun__block *blocks; /* all */
    struct fenrun__block *free_blocks;
    uint32_t extra;     /* blocks that files hold beyond PIPELINE_HELD */
    uint32_t extra_max;
    struct fenrun__shift *shifts; /* all */
    struct fenrun__shift *free_shifts;
    struct fenrun__shift *first; /* taken and not written, in order */
    struct fenrun__shift *last;
    uint32_t shift_count;        /* in use */
    uint32_t shift_max;
    uint64_t shift_number;
    bool taking;
    bool taken; /* the last shift was */
    bool over;
    bool short_of_memory; /* to be said when no thread is left that reports */
    int code;
    int stop[2]; /* a pipe whose end tells those who read other pipes; -1: there is none */
};

/* ------------------------------------------------------------------------------------------ */
/* Choosing                                                                                   */

/* All ends with an exit code; who waits for a pipe need not. */
static void pipeline_end(struct pipeline *pipeline, int code) {
    pipeline->over = true;
    pipeline->code = code;
    if (pipeline->stop[1] >= 0) close(pipeline->stop[1]);
    pipeline->stop[1] = -1;
}

static bool pipeline_fail(struct pipeline *pipeline) {
    pipeline_end(pipeline, FENRUN__EXIT_SYSTEM);
    pipeline->short_of_memory = true;
    return false;
}

static bool pipeline_choose_written(struct pipeline *pipeline, struct fenrun__task *task) {
    struct fenrun__shift *shift = pipeline->first;
    if (!shift || shift->state != PIPELINE_SHAPED) return false;
    shift->state = PIPELINE_IN_WORK;
    *task = (struct fenrun__task){PIPELINE_WRITE, shift};
    return true;
}

static bool pipeline_choose_shaped(struct pipeline *pipeline, struct fenrun__task *task) {
    struct fenrun__shift *shift = pipeline->first;
    while (shift && shift->state != PIPELINE_TAKEN) shift = shift->next;
    if (!shift) return false;
    shift->state = PIPELINE_IN_WORK;
    *task = (struct fenrun__task){PIPELINE_SHAPE, shift};
    return true;
}

/* Whether all blocks that the stream wants were read. */
static bool pipeline_is_ready(const struct pipeline *pipeline) {
    for (uint32_t i = 0; i < pipeline->stream->feed_count; i++) {
        const struct fenrun__block *block = pipeline->files[i].first;
        bool there = block && block->state == FENRUN__BLOCK_DONE;
        if (!there && fenrun__stream_wants(pipeline->stream, i)) return false;
    }
    return true;
}

static bool pipeline_choose_taken(struct pipeline *pipeline, struct fenrun__task *task) {
    if (pipeline->taking || pipeline->taken || pipeline->shift_count == pipeline->shift_max ||
        !pipeline_is_ready(pipeline))
        return false;
    struct fenrun__shift *shift = pipeline->free_shifts;
    if (shift) {
        pipeline->free_shifts = shift->next;
    } else {
        shift = fenrun__shift_new();
        if (!shift) return pipeline_fail(pipeline);
        shift->older = pipeline->shifts;
        pipeline->shifts = shift;
    }
    shift->next = NULL;
    pipeline->shift_count++;
    pipeline->taking = true;
    for (uint32_t i = 0; i < pipeline->stream->feed_count; i++) {
        struct pipeline_file *file = &pipeline->files[i];
        if (!fenrun__stream_wants(pipeline->stream, i)) continue;
        struct fenrun__block *block = file->first;
        file->first = block->next;
        if (!file->first) file->last = NULL;
        block->next = NULL;
        block->users = 1;
        fenrun__stream_give(pipeline->stream, block);
    }
    *task = (struct fenrun__task){PIPELINE_TAKE, shift};
    return true;
}

static bool pipeline_choose_read(struct pipeline *pipeline, struct fenrun__task *task) {
    for (uint32_t i = 0; i < pipeline->stream->feed_count; i++) {
        struct fenrun__block *block = pipeline->files[i].first;
        while (block && block->state != FENRUN__BLOCK_FILLED) block = block->next;
        if (!block) continue;
        block->state = FENRUN__BLOCK_IN_WORK;
        *task = (struct fenrun__task){PIPELINE_READ, block};
        return true;
    }
    return false;
}

/* The file of which a block should be cut: one that is waited for, else one that has none, else
   one that may have more. The lead reads of a pipe only what is waited for: that may take long, and
   there may be something to be said meanwhile. */
static struct pipeline_file *pipeline_find_file(struct pipeline *pipeline, bool is_lead) {
    const struct fenrun__stream *stream = pipeline->stream;
    struct pipeline_file *found = NULL;
    unsigned found_rank = 0;
    for (uint32_t i = 0; i < stream->feed_count; i++) {
        struct pipeline_file *file = &pipeline->files[i];
        if (file->cutting || file->ended || !fenrun__stream_takes(stream, i)) continue;
        bool wanted = !file->first && !pipeline->taking && fenrun__stream_wants(stream, i);
        bool may = file->held < PIPELINE_HELD || pipeline->extra < pipeline->extra_max;
        if (!may || (is_lead && !wanted && !stream->feeds[i].input.source.regular)) continue;
        unsigned rank = wanted ? 3 : file->first ? 1 : 2;
        if (rank <= found_rank) continue;
        found = file;
        found_rank = rank;
    }
    return found;
}

static bool pipeline_choose_cut(struct pipeline *pipeline, bool is_lead,
                                struct fenrun__task *task) {
    struct pipeline_file *file = pipeline_find_file(pipeline, is_lead);
    if (!file) return false;
    struct fenrun__block *block = pipeline->free_blocks;
    if (block) {
        pipeline->free_blocks = block->next;
    } else {
        block = calloc(1, sizeof *block);
        if (!block) return pipeline_fail(pipeline);
        block->older = pipeline->blocks;
        pipeline->blocks = block;
    }
    block->next = NULL;
    block->source = (uint32_t)(file - pipeline->files);
    block->input = &pipeline->stream->feeds[block->source].input;
    block->held_by = 0;
    block->taken = false;
    block->complaint.given = false;
    file->cutting = true;
    pipeline->extra += file->held++ >= PIPELINE_HELD;
    *task = (struct fenrun__task){PIPELINE_CUT, block};
    return true;
}

static bool pipeline_choose(void *context, bool is_lead, struct fenrun__task *task) {
    struct pipeline *pipeline = context;
    return (is_lead && pipeline_choose_written(pipeline, task)) ||
           pipeline_choose_shaped(pipeline, task) || pipeline_choose_taken(pipeline, task) ||
           (!pipeline->taken && !pipeline->over &&
            (pipeline_choose_read(pipeline, task) || pipeline_choose_cut(pipeline, is_lead, task)));
}

/* ------------------------------------------------------------------------------------------ */
/* Working                                                                                    */

static void pipeline_cut(struct pipeline *pipeline, struct fenrun__block *block) {
    struct fenrun__input *input = &pipeline->stream->feeds[block->source].input;
    block->begin = 0;
    if (input->head.bytes) {
        /* What came with the header. */
        fenrun__piece_free(&block->piece);
        block->piece = input->head;
        block->begin = input->head_used;
        memset(&input->head, 0, sizeof input->head);
        return;
    }
    fenrun__source_read(&input->source, pipeline->block_size, &block->piece, &block->complaint);
}

static void pipeline_take(struct pipeline *pipeline, struct fenrun__shift *shift) {
    if (!fenrun__shift_clear(shift, ++pipeline->shift_number)) {
        fenrun__complain_of_memory(&shift->complaint);
        shift->last = true;
        return;
    }
    pipeline->work->take(pipeline->work->context, shift);
}

static void pipeline_shape(struct pipeline *pipeline, struct fenrun__shift *shift) {
    if (pipeline->work->shape(pipeline->work->context, shift)) return;
    fenrun__complain_of_memory(&shift->complaint);
    shift->last = true;
}

static void pipeline_work(void *context, const struct fenrun__task *task) {
    struct pipeline *pipeline = context;
    struct fenrun__shift *shift = task->item;
    switch (task->kind) {
    case PIPELINE_CUT:
        pipeline_cut(pipeline, task->item);
        break;
    case PIPELINE_READ:
        fenrun__block_read(task->item);
        break;
    case PIPELINE_TAKE:
        pipeline_take(pipeline, shift);
        break;
    case PIPELINE_SHAPE:
        pipeline_shape(pipeline, shift);
        break;
    default:
        shift->code = pipeline->work->write(pipeline->work->context, shift);
        break;
    }
}

/* ------------------------------------------------------------------------------------------ */
/* Finishing                                                                                  */

static void pipeline_finish_cut(struct pipeline *pipeline, struct fenrun__block *block) {
    struct pipeline_file *file = &pipeline->files[block->source];
    block->state = FENRUN__BLOCK_FILLED;
    if (file->last) {
        file->last->next = block;
    } else {
        file->first = block;
    }
    file->last = block;
    file->cutting = false;
    file->ended = block->input->source.ended;
}

static void pipeline_finish_take(struct pipeline *pipeline, struct fenrun__shift *shift) {
    for (size_t i = 0; i < shift->block_count; i++) {
        /* The stream's own hold becomes the shift's if it needs the block no more. */
        if (!shift->blocks[i]->taken) shift->blocks[i]->users++;
    }
    pipeline->taking = false;
    pipeline->taken = shift->last;
    shift->state = pipeline->work->shape ? PIPELINE_TAKEN : PIPELINE_SHAPED;
    if (pipeline->last) {
        pipeline->last->next = shift;
    } else {
        pipeline->first = shift;
    }
    pipeline->last = shift;
}

static void pipeline_release(struct pipeline *pipeline, struct fenrun__block *block) {
    if (--block->users > 0) return;
    struct pipeline_file *file = &pipeline->files[block->source];
    pipeline->extra -= --file->held >= PIPELINE_HELD;
    block->next = pipeline->free_blocks;
    pipeline->free_blocks = block;
}

static void pipeline_finish_write(struct pipeline *pipeline, struct fenrun__shift *shift) {
    for (size_t i = 0; i < shift->block_count; i++) pipeline_release(pipeline, shift->blocks[i]);
    pipeline->first = shift->next;
    if (!pipeline->first) pipeline->last = NULL;
    shift->next = pipeline->free_shifts;
    pipeline->free_shifts = shift;
    pipeline->shift_count--;
    if (!shift->code && !shift->last) return;
    /* What has been said of a row is said alone. */
    pipeline->short_of_memory = false;
    pipeline_end(pipeline, shift->code);
}

static void pipeline_finish(void *context, const struct fenrun__task *task) {
    struct pipeline *pipeline = context;
    struct fenrun__shift *shift = task->item;
    struct fenrun__block *block = task->item;
    switch (task->kind) {
    case PIPELINE_CUT:
        pipeline_finish_cut(pipeline, block);
        break;
    case PIPELINE_READ:
        block->state = FENRUN__BLOCK_DONE;
        break;
    case PIPELINE_TAKE:
        pipeline_finish_take(pipeline, shift);
        break;
    case PIPELINE_SHAPE:
        shift->state = PIPELINE_SHAPED;
        break;
    default:
        pipeline_finish_write(pipeline, shift);
        break;
    }
}

static bool pipeline_is_over(void *context) {
    const struct pipeline *pipeline = context;
    return pipeline->over;
}

/* ------------------------------------------------------------------------------------------ */
/* Running                                                                                    */

/* Of files that differ much in size the small ones would rather have small blocks, but of one that
   is large the size of its blocks decides. */
static size_t pipeline_block_size(uint32_t files) {
    size_t size = PIPELINE_BLOCK_MAX;
    while (size > PIPELINE_BLOCK_MIN && size * files > PIPELINE_BYTES_MAX) size /= 2;
    return size;
}

/* Have a way to end what waits for pipes. Without one, the end of all waits for theirs. */
static void pipeline_open_stop(struct pipeline *pipeline, uint32_t thread_count) {
    const struct fenrun__stream *stream = pipeline->stream;
    bool piped = false;
    for (uint32_t i = 0; i < stream->feed_count; i++)
        piped |= !stream->feeds[i].input.source.regular;
    if (!piped || thread_count == 1 || pipe(pipeline->stop))
        pipeline->stop[0] = pipeline->stop[1] = -1;
    for (uint32_t i = 0; i < stream->feed_count; i++)
        stream->feeds[i].input.source.stop = pipeline->stop[0];
}

static void pipeline_free(struct pipeline *pipeline) {
    if (pipeline->stop[0] >= 0) close(pipeline->stop[0]);
    while (pipeline->blocks) {
        struct fenrun__block *older = pipeline->blocks->older;
        fenrun__block_free(pipeline->blocks);
        pipeline->blocks = older;
    }
    while (pipeline->shifts) {
        struct fenrun__shift *older = pipeline->shifts->older;
        fenrun__shift_free(pipeline->shifts);
        pipeline->shifts = older;
    }
    for (uint32_t i = 0; i < pipeline->stream->feed_count; i++)
        pipeline->stream->feeds[i].block = NULL;
    free(pipeline->files);
}

int fenrun__pipeline_run(struct fenrun__stream *stream, uint32_t thread_count,
                         const struct fenrun__pipeline_work *work) {
    struct pipeline pipeline = {.stream = stream,
                                .work = work,
                                .block_size = pipeline_block_size(stream->feed_count),
                                .extra_max = 2 * thread_count,
                                .shift_max = 2 * thread_count + 1};
    pipeline.files = calloc((size_t)stream->feed_count + 1, sizeof *pipeline.files);
    if (!pipeline.files) return fenrun__report_memory();
    for (uint32_t i = 0; i < stream->feed_count; i++)
        pipeline.files[i].ended = stream->feeds[i].over;
    pipeline_open_stop(&pipeline, thread_count);
    const struct fenrun__crew crew = {.thread_count = thread_count,
                                      .context = &pipeline,
                                      .choose = pipeline_choose,
                                      .work = pipeline_work,
                                      .finish = pipeline_finish,
                                      .is_over = pipeline_is_over};
    fenrun__crew_run(&crew);
    pipeline_free(&pipeline);
    if (pipeline.short_of_memory) fenrun__report(0, "fenrun: out of memory");
    return pipeline.code;
}
