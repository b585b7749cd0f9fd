/* Source: reads, cuts behind the last whole row and keeps what is left for the next piece. */
#define _POSIX_C_SOURCE 200809L
#include "cli/source.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/csv.h"

int fenrun__source_open(struct fenrun__source *source, const char *path) {
    memset(source, 0, sizeof *source);
    bool stdin_meant = strcmp(path, "-") == 0;
    source->path = stdin_meant ? "stdin" : path;
    source->stop = -1;
    source->descriptor = stdin_meant ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (source->descriptor < 0)
        return fenrun__report(FENRUN__EXIT_SYSTEM, "%s: %s", source->path, strerror(errno));
    struct stat status;
    source->regular = fstat(source->descriptor, &status) == 0 && S_ISREG(status.st_mode);
    if (source->regular) {
        source->size = (uint64_t)status.st_size;
        /* Only a hint. */
        (void)posix_fadvise(source->descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
    }
    return FENRUN__EXIT_FINE;
}

void fenrun__piece_free(struct fenrun__piece *piece) {
    free(piece->bytes);
    memset(piece, 0, sizeof *piece);
}

void fenrun__source_close(struct fenrun__source *source) {
    if (source->descriptor > STDERR_FILENO) close(source->descriptor);
    fenrun__piece_free(&source->rest);
    memset(source, 0, sizeof *source);
    source->descriptor = -1;
}

static bool source_grow(struct fenrun__piece *piece, size_t capacity) {
    if (capacity <= piece->capacity) return true;
    char *moved = realloc(piece->bytes, capacity + FENRUN__SOURCE_SLACK);
    if (!moved) return false;
    /* Whoever looks at eight bytes at once may look at these. */
    memset(moved + capacity, 0, FENRUN__SOURCE_SLACK);
    piece->bytes = moved;
    piece->capacity = capacity;
    return true;
}

/* Behind the last line end before which the quotes are even; 0 if there is none. */
static size_t source_cut(const char *bytes, size_t size) {
    size_t quotes = 0;
    const char *end = bytes + size, *at = bytes;
    while ((at = memchr(at, '"', (size_t)(end - at))) != NULL) {
        /* A field in quotes has two, and short ones are quicker walked than searched. */
        for (; at < end && *at != '\n'; at++) quotes += *at == '"';
    }
    for (size_t i = size; i > 0; i--) {
        quotes -= bytes[i - 1] == '"';
        if (bytes[i - 1] == '\n' && quotes % 2 == 0) return i;
    }
    return 0;
}

/* Wait until there is something to be read. False: it is not wanted any more. */
static bool source_wait(const struct fenrun__source *source) {
    struct pollfd waits[] = {{source->descriptor, POLLIN, 0}, {source->stop, POLLIN, 0}};
    if (source->regular) return true;
    /* Without `stop`, poll looks at the first alone. */
    while (poll(waits, 2, -1) < 0 && errno == EINTR) {}
    return waits[1].revents == 0;
}

/* Read until the room is full, or once of a pipe. Returns errno or 0. */
static int source_fill(struct fenrun__source *source, struct fenrun__piece *piece) {
    while (piece->size < piece->capacity && !piece->last) {
        if (!source_wait(source)) return ECANCELED;
        ssize_t got = read(source->descriptor, piece->bytes + piece->size,
                           piece->capacity - piece->size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return errno;
        piece->last = got == 0;
        piece->size += (size_t)got;
        if (!source->regular) break;
    }
    return 0;
}

static void source_skip_mark(struct fenrun__source *source, struct fenrun__piece *piece) {
    source->begun = true;
    if (piece->size < 3 || memcmp(piece->bytes, "\xef\xbb\xbf", 3) != 0) return;
    piece->size -= 3;
    memmove(piece->bytes, piece->bytes + 3, piece->size);
}

/* Keep what stands behind `cut` for the next piece. */
static bool source_keep(struct fenrun__source *source, struct fenrun__piece *piece, size_t cut) {
    size_t left = piece->size - cut;
    if (!source_grow(&source->rest, left)) return false;
    if (left > 0) memcpy(source->rest.bytes, piece->bytes + cut, left);
    source->rest.size = left;
    piece->size = cut;
    return true;
}

int fenrun__source_read(struct fenrun__source *source, size_t size, struct fenrun__piece *piece,
                        struct fenrun__complaint *complaint) {
    struct fenrun__piece *rest = &source->rest;
    piece->last = false;
    piece->size = 0;
    while (size < rest->size) size *= 2;
    if (!source_grow(piece, size)) return fenrun__complain_of_memory(complaint);
    if (rest->size > 0) memcpy(piece->bytes, rest->bytes, rest->size);
    piece->size = rest->size;
    for (;;) {
        size_t known = piece->size;
        int number = source_fill(source, piece);
        source->ended = number != 0;
        if (number)
            return fenrun__complain(complaint, FENRUN__EXIT_SYSTEM, source->path, 0, "%s",
                                    strerror(number));
        if (piece->last) break;
        /* What was known has no row's end, but it may decide which of the line ends are some. */
        bool new_line = memchr(piece->bytes + known, '\n', piece->size - known) != NULL;
        size_t cut = new_line ? source_cut(piece->bytes, piece->size) : 0;
        if (cut > 0 && !source_keep(source, piece, cut))
            return fenrun__complain_of_memory(complaint);
        if (cut > 0) break;
        bool full = piece->size == piece->capacity;
        bool too_long = full && piece->capacity >= FENRUN__CSV_ROW_MAX;
        if (full && !too_long && !source_grow(piece, piece->capacity * 2))
            return fenrun__complain_of_memory(complaint);
        source->ended = too_long;
        if (too_long) break;
    }
    source->ended = source->ended || piece->last;
    if (!source->begun) source_skip_mark(source, piece);
    return FENRUN__EXIT_FINE;
}
