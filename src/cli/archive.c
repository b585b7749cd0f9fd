/* Archive: a private mapping, and the library's errors with the file's name before them. */
#define _DEFAULT_SOURCE
#include "cli/archive.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/messages.h"
#include "cli/names.h"
#include "cli/report.h"

/* What is left of FENRUN_SNAPSHOT_MAGIC in a file that was copied as if it were text. */
#define ARCHIVE_MAGIC_SIZE 12u

/* How many ids are asked for at once. */
#define ARCHIVE_IDS 1024u

static int archive_fail(const char *path, int number) {
    return fenrun__report(FENRUN__EXIT_SYSTEM, "%s: %s", path, strerror(number));
}

int fenrun__archive_is(const char *path, bool *is) {
    struct stat status;
    char bytes[ARCHIVE_MAGIC_SIZE];
    *is = false;
    /* What is read from a pipe would be gone. */
    if (stat(path, &status) || !S_ISREG(status.st_mode)) return FENRUN__EXIT_FINE;
    int descriptor = open(path, O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return archive_fail(path, errno);
    ssize_t got = read(descriptor, bytes, sizeof bytes);
    int number = got < 0 ? errno : 0;
    close(descriptor);
    *is = got == (ssize_t)sizeof bytes && memcmp(bytes, FENRUN_SNAPSHOT_MAGIC, sizeof bytes) == 0;
    return number ? archive_fail(path, number) : FENRUN__EXIT_FINE;
}

/* Map what is behind a descriptor. */
static int archive_map(struct fenrun__archive *archive, int descriptor) {
    struct stat status;
    if (fstat(descriptor, &status)) return archive_fail(archive->path, errno);
    if (S_ISDIR(status.st_mode)) return archive_fail(archive->path, EISDIR);
    if (!S_ISREG(status.st_mode))
        return fenrun__report(FENRUN__EXIT_SYSTEM, "%s: a snapshot is read from a regular file "
                              "only", archive->path);
    if (status.st_size == 0)
        return fenrun__report(FENRUN__EXIT_DATA, "%s: the file is empty", archive->path);
    size_t size = (size_t)status.st_size;
    /* Only pages that change need memory: none is set aside for all of them. */
    void *bytes = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE, descriptor,
                       0);
    if (bytes == MAP_FAILED) return archive_fail(archive->path, errno);
    /* The header alone is wanted first, not all that the system would read around it. */
    (void)madvise(bytes, size, MADV_RANDOM);
    archive->bytes = bytes;
    archive->size = size;
    return FENRUN__EXIT_FINE;
}

static int archive_refuse(const struct fenrun__archive *archive, const fenrun_error *error) {
    return fenrun__report(fenrun__message_exit(error->code), "%s: %s", archive->path,
                          fenrun__message_text(error));
}

static int archive_refuse_names(const struct fenrun__archive *archive) {
    return fenrun__report(FENRUN__EXIT_DATA, "%s: the table of members' names is damaged, or of "
                          "another version of fenrun", archive->path);
}

int fenrun__archive_open(struct fenrun__archive *archive, const char *path) {
    memset(archive, 0, sizeof *archive);
    archive->path = path;
    /* Of a pipe nobody may ever open the other end: it is refused, not waited for. */
    int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (descriptor < 0) return archive_fail(path, errno);
    int code = archive_map(archive, descriptor);
    close(descriptor);
    if (code) return code;
    fenrun_error error;
    if (fenrun_snapshot_inspect(archive->bytes, archive->size, &archive->info, &error))
        return archive_refuse(archive, &error);
    const char *attachment = (const char *)archive->bytes + archive->info.attachment_offset;
    size_t size = archive->info.attachment_size;
    archive->has_roll = fenrun__roll_is(attachment, size);
    if (archive->has_roll && !fenrun__roll_open(&archive->roll, attachment, size))
        return archive_refuse_names(archive);
    return FENRUN__EXIT_FINE;
}

void fenrun__archive_close(struct fenrun__archive *archive) {
    if (archive->bytes) munmap(archive->bytes, archive->size);
    memset(archive, 0, sizeof *archive);
}

int fenrun__archive_verify(const struct fenrun__archive *archive) {
    fenrun_error error;
    (void)madvise(archive->bytes, archive->size, MADV_SEQUENTIAL);
    if (fenrun_snapshot_verify(archive->bytes, archive->size, NULL, &error))
        return archive_refuse(archive, &error);
    return FENRUN__EXIT_FINE;
}

int fenrun__archive_verify_names(const struct fenrun__archive *archive) {
    return fenrun__roll_check(&archive->roll) ? FENRUN__EXIT_FINE : archive_refuse_names(archive);
}

int fenrun__archive_verify_members(const struct fenrun__archive *archive,
                                   const fenrun_tree *tree) {
    uint64_t ids[ARCHIVE_IDS], named = FENRUN__NAMES_FIRST + archive->roll.count;
    uint64_t count = archive->info.member_count;
    fenrun_error error;
    for (uint64_t first = 0; first < count; first += ARCHIVE_IDS) {
        size_t part = count - first < ARCHIVE_IDS ? (size_t)(count - first) : ARCHIVE_IDS;
        if (fenrun_tree_ids(tree, (uint32_t)first, part, ids, &error))
            return archive_refuse(archive, &error);
        for (size_t i = 0; i < part; i++) {
            if (ids[i] < named) continue;
            return fenrun__report(FENRUN__EXIT_DATA, "%s: member %" PRIu64 " has no name in the "
                                  "table of %" PRIu64 " names; another program wrote it",
                                  archive->path, ids[i], archive->roll.count);
        }
    }
    return FENRUN__EXIT_FINE;
}

int fenrun__archive_tree(const struct fenrun__archive *archive, fenrun_tree **tree) {
    fenrun_open_options options;
    memset(&options, 0, sizeof options);
    options.struct_size = sizeof options;
    options.flags = FENRUN_SNAPSHOT_WRITABLE;
    (void)madvise(archive->bytes, archive->size, MADV_NORMAL);
    fenrun_error error;
    if (fenrun_snapshot_open(tree, archive->bytes, archive->size, &options, &error))
        return archive_refuse(archive, &error);
    return FENRUN__EXIT_FINE;
}
