/*
 * Crash: a library to preload, by which a program is killed, interrupted or refused at the n-th of
 * the calls by which it touches files. crash.py goes through all n.
 *
 *     CRASH_AT=3 CRASH_HOW=kill   killed before its 3rd call
 *     half                        killed when half of a write is done; a call that is no write is
 *                                 not made
 *     int, term                   SIGINT or SIGTERM comes as soon as the call is made
 *     enospc, eio                 the call is refused
 *     short                       half of a write is done, and told as such
 *     CRASH_LOG=FILE              a line for each call, "write 4": what it was, its descriptor;
 *                                 "! write 4" for the one to which something happens
 *
 * What is random is fixed, so that two undisturbed runs write the same bytes.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_ulong crash_count;
static unsigned long crash_at;
static const char *crash_how = "";
static int crash_log = -1;
static _Thread_local int crash_signal; /* comes when the call is made; else 0 */

/* The function of that name that the program would have called without this library. */
#define REAL(type, name, ...)                                                                     \
    type (*real)(__VA_ARGS__);                                                                    \
    *(void **)&real = dlsym(RTLD_NEXT, #name)

static ssize_t crash_write(int descriptor, const void *bytes, size_t size) {
    REAL(ssize_t, write, int, const void *, size_t);
    return real(descriptor, bytes, size);
}

__attribute__((constructor)) static void crash_prepare(void) {
    const char *at = getenv("CRASH_AT"), *how = getenv("CRASH_HOW"), *log = getenv("CRASH_LOG");
    if (at) crash_at = strtoul(at, NULL, 10);
    if (how) crash_how = how;
    REAL(int, open, const char *, int, ...);
    if (log) crash_log = real(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void crash_kill(void) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

/* Count a call. Whether it is the one that something is to happen to. */
static bool crash_due(const char *name, int descriptor) {
    bool due = atomic_fetch_add(&crash_count, 1) + 1 == crash_at;
    char line[64];
    int size = snprintf(line, sizeof line, "%s%s %d\n", due ? "! " : "", name, descriptor);
    if (crash_log >= 0 && crash_write(crash_log, line, (size_t)size) != size) _exit(125);
    return due;
}

/* What happens at any call; whether it is refused, errno telling why. */
static bool crash_refuses(const char *name, int descriptor) {
    if (!crash_due(name, descriptor)) return false;
    if (strcmp(crash_how, "kill") == 0 || strcmp(crash_how, "half") == 0) crash_kill();
    if (strcmp(crash_how, "int") == 0) crash_signal = SIGINT;
    if (strcmp(crash_how, "term") == 0) crash_signal = SIGTERM;
    errno = strcmp(crash_how, "eio") == 0 ? EIO : ENOSPC;
    return strcmp(crash_how, "eio") == 0 || strcmp(crash_how, "enospc") == 0;
}

/* The result of a call that was made. */
static ssize_t crash_made(ssize_t result) {
    int number = errno;
    if (crash_signal) kill(getpid(), crash_signal);
    crash_signal = 0;
    errno = number;
    return result;
}

ssize_t write(int descriptor, const void *bytes, size_t size) {
    bool half = strcmp(crash_how, "half") == 0, less = strcmp(crash_how, "short") == 0;
    if (!half && !less)
        return crash_refuses("write", descriptor)
                   ? -1
                   : crash_made(crash_write(descriptor, bytes, size));
    bool due = crash_due("write", descriptor);
    ssize_t written = crash_write(descriptor, bytes, due && size > 1 ? size / 2 : size);
    if (due && half) crash_kill();
    return written;
}

/* Not used so far: whoever begins to should see it here, not wonder why nothing is tested. */
ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t place) {
    REAL(ssize_t, pwrite, int, const void *, size_t, off_t);
    if (crash_refuses("pwrite", descriptor)) return -1;
    return crash_made(real(descriptor, bytes, size, place));
}

ssize_t writev(int descriptor, const struct iovec *pieces, int count) {
    REAL(ssize_t, writev, int, const struct iovec *, int);
    return crash_refuses("writev", descriptor) ? -1 : crash_made(real(descriptor, pieces, count));
}

ssize_t read(int descriptor, void *bytes, size_t size) {
    REAL(ssize_t, read, int, void *, size_t);
    return crash_refuses("read", descriptor) ? -1 : crash_made(real(descriptor, bytes, size));
}

int open(const char *path, int flags, ...) {
    REAL(int, open, const char *, int, ...);
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return crash_refuses("open", -1) ? -1 : (int)crash_made(real(path, flags, mode));
}

int mkstemp(char *path) {
    REAL(int, mkstemp, char *);
    return crash_refuses("mkstemp", -1) ? -1 : (int)crash_made(real(path));
}

int close(int descriptor) {
    REAL(int, close, int);
    bool refused = crash_refuses("close", descriptor);
    int number = errno, done = real(descriptor);
    if (!refused) return (int)crash_made(done);
    errno = number;
    return -1;
}

int fsync(int descriptor) {
    REAL(int, fsync, int);
    return crash_refuses("fsync", descriptor) ? -1 : (int)crash_made(real(descriptor));
}

int fdatasync(int descriptor) {
    REAL(int, fdatasync, int);
    return crash_refuses("fdatasync", descriptor) ? -1 : (int)crash_made(real(descriptor));
}

int ftruncate(int descriptor, off_t size) {
    REAL(int, ftruncate, int, off_t);
    return crash_refuses("ftruncate", descriptor) ? -1 : (int)crash_made(real(descriptor, size));
}

int fchmod(int descriptor, mode_t mode) {
    REAL(int, fchmod, int, mode_t);
    return crash_refuses("fchmod", descriptor) ? -1 : (int)crash_made(real(descriptor, mode));
}

int rename(const char *from, const char *to) {
    REAL(int, rename, const char *, const char *);
    return crash_refuses("rename", -1) ? -1 : (int)crash_made(real(from, to));
}

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
    REAL(int, renameat, int, const char *, int, const char *);
    if (crash_refuses("renameat", -1)) return -1;
    return (int)crash_made(real(from_folder, from, to_folder, to));
}

int link(const char *from, const char *to) {
    REAL(int, link, const char *, const char *);
    return crash_refuses("link", -1) ? -1 : (int)crash_made(real(from, to));
}

int unlink(const char *path) {
    REAL(int, unlink, const char *);
    return crash_refuses("unlink", -1) ? -1 : (int)crash_made(real(path));
}

ssize_t getrandom(void *bytes, size_t size, unsigned flags) {
    (void)flags;
    memset(bytes, 7, size);
    return (ssize_t)size;
}
