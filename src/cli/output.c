/* Output: a buffer, a temporary file behind it, and the step that makes results appear. */
#define _XOPEN_SOURCE 700
#include "cli/output.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Named temporary files, for the signal handler to remove. */
static char *volatile output_temporaries[FENRUN__OUTPUTS_MAX];

static void output_remove_temporaries(int signal_number) {
    for (size_t i = 0; i < FENRUN__OUTPUTS_MAX; i++) {
        if (output_temporaries[i]) unlink(output_temporaries[i]);
    }
    /* The handler was installed for one signal only: this time it ends the process. */
    raise(signal_number);
}

/* Have the handler run, but not before output_release_signals. Other threads hold all signals. */
static void output_hold_signals(sigset_t *before) {
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    sigset_t held;
    sigemptyset(&held);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
        struct sigaction action;
        sigaddset(&held, signals[i]);
        if (sigaction(signals[i], NULL, &action) || action.sa_handler == SIG_IGN) continue;
        memset(&action, 0, sizeof action);
        action.sa_handler = output_remove_temporaries;
        action.sa_flags = (int)SA_RESETHAND;
        sigaction(signals[i], &action, NULL);
    }
    pthread_sigmask(SIG_BLOCK, &held, before);
}

static void output_release_signals(const sigset_t *before) {
    pthread_sigmask(SIG_SETMASK, before, NULL);
}

static int output_fail(const struct fenrun__output *output, int number) {
    return fenrun__report(FENRUN__EXIT_SYSTEM, "%s: %s", output->path, strerror(number));
}

/* ------------------------------------------------------------------------------------------ */
/* Opening                                                                                    */

/* A temporary file in `directory`; its name is output->temporary. Returns errno or 0. */
static int output_create(struct fenrun__output *output, const char *directory, size_t size) {
    static const char name[] = "/.fenrun-XXXXXX";
    output->temporary = malloc(size + sizeof name);
    if (!output->temporary) return ENOMEM;
    memcpy(output->temporary, directory, size);
    memcpy(output->temporary + size, name, sizeof name);
    output->descriptor = mkstemp(output->temporary);
    int number = output->descriptor < 0 ? errno : 0;
    if (number) {
        free(output->temporary);
        output->temporary = NULL;
    }
    return number;
}

/* Where what does not fit the buffer waits until it is copied: a file that has no name. */
static int output_create_spool(struct fenrun__output *output) {
    const char *directory = getenv("TMPDIR");
    if (!directory || !*directory) directory = "/tmp";
    sigset_t before;
    output_hold_signals(&before);
    int number = output_create(output, directory, strlen(directory));
    if (!number) unlink(output->temporary);
    output_release_signals(&before);
    free(output->temporary);
    output->temporary = NULL;
    return number;
}

static int output_create_beside(struct fenrun__output *output) {
    const char *slash = strrchr(output->final_path, '/');
    size_t size = (size_t)(slash - output->final_path);
    sigset_t before;
    output_hold_signals(&before);
    int number = output_create(output, output->final_path, size);
    for (size_t i = 0; i < FENRUN__OUTPUTS_MAX && !number; i++) {
        if (output_temporaries[i]) continue;
        output_temporaries[i] = output->temporary;
        break;
    }
    output_release_signals(&before);
    if (number) return number;
    return fchmod(output->descriptor, output->mode) ? errno : 0;
}

/* A path that is there already: a regular file is replaced, a device or pipe is written to. */
static int output_open_existing(struct fenrun__output *output, const struct stat *status) {
    if (!S_ISREG(status->st_mode)) {
        output->target = open(output->path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
        return output->target < 0 ? errno : 0;
    }
    if (access(output->path, W_OK)) return errno;
    output->renames = true;
    output->mode = status->st_mode & 0777;
    output->final_path = realpath(output->path, NULL);
    return output->final_path ? output_create_beside(output) : errno;
}

/* realpath for a file that is not there, in a folder that is; to be freed. */
static char *output_resolve(const char *path) {
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    size_t before = (size_t)(name - path), size = strlen(name);
    char *folder = before ? strndup(path, before) : strdup(".");
    char *resolved = folder ? realpath(folder, NULL) : NULL;
    free(folder);
    if (!resolved) return NULL;
    size_t length = strlen(resolved);
    char *whole = realloc(resolved, length + size + 2);
    if (!whole) {
        free(resolved);
        return NULL;
    }
    whole[length] = '/';
    memcpy(whole + length + 1, name, size + 1);
    return whole;
}

static int output_open_new(struct fenrun__output *output) {
    mode_t mask = umask(0);
    umask(mask);
    output->renames = true;
    output->mode = 0666 & ~mask;
    output->final_path = output_resolve(output->path);
    return output->final_path ? output_create_beside(output) : errno;
}

int fenrun__output_open(struct fenrun__output *output, const char *path) {
    output->open = true;
    output->descriptor = -1;
    output->target = -1;
    output->path = path;
    output->buffer = malloc(FENRUN__OUTPUT_BUFFER_SIZE);
    if (!output->buffer) return output_fail(output, ENOMEM);
    if (!path || strcmp(path, "-") == 0) {
        output->path = "stdout";
        output->target = STDOUT_FILENO;
        return FENRUN__EXIT_FINE;
    }
    struct stat status;
    int number = 0;
    if (stat(path, &status) == 0) {
        number = output_open_existing(output, &status);
    } else {
        number = errno == ENOENT ? output_open_new(output) : errno;
    }
    return number ? output_fail(output, number) : FENRUN__EXIT_FINE;
}

bool fenrun__output_is(const struct fenrun__output *output, const char *path) {
    struct stat mine, other;
    if (!output->open || !output->renames || stat(path, &other)) return false;
    return stat(output->final_path, &mine) == 0 && mine.st_dev == other.st_dev &&
           mine.st_ino == other.st_ino;
}

bool fenrun__output_same(const struct fenrun__output *a, const struct fenrun__output *b) {
    return a->open && b->open && a->renames && b->renames &&
           strcmp(a->final_path, b->final_path) == 0;
}

/* ------------------------------------------------------------------------------------------ */
/* Writing                                                                                    */

/* Returns errno or 0. */
static int output_write(int descriptor, const char *bytes, size_t size) {
    while (size > 0) {
        ssize_t written = write(descriptor, bytes, size);
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return errno;
        bytes += written;
        size -= (size_t)written;
    }
    return 0;
}

static void output_flush(struct fenrun__output *output) {
    if (output->descriptor < 0 && !output->failure) output->failure = output_create_spool(output);
    if (!output->failure)
        output->failure = output_write(output->descriptor, output->buffer, output->size);
    output->size = 0;
}

void fenrun__output_put(struct fenrun__output *output, const char *bytes, size_t size) {
    while (size > 0) {
        size_t room = FENRUN__OUTPUT_BUFFER_SIZE - output->size;
        size_t part = size < room ? size : room;
        memcpy(output->buffer + output->size, bytes, part);
        output->size += part;
        bytes += part;
        size -= part;
        if (size > 0) output_flush(output);
    }
}

void fenrun__output_text(struct fenrun__output *output, const char *string) {
    fenrun__output_put(output, string, strlen(string));
}

int fenrun__output_check(const struct fenrun__output *output) {
    return output->failure ? output_fail(output, output->failure) : FENRUN__EXIT_FINE;
}

/* ------------------------------------------------------------------------------------------ */
/* Appearing                                                                                  */

/* Returns errno or 0. Some file systems cannot sync; that is not a failed write. */
static int output_sync(int descriptor) {
    return fsync(descriptor) && errno != EINVAL && errno != ENOTSUP ? errno : 0;
}

/* Everything to disk, where there is one. Returns errno or 0. */
static int output_settle(struct fenrun__output *output) {
    if (!output->renames) return output->failure;
    output_flush(output);
    return output->failure ? output->failure : output_sync(output->descriptor);
}

/* Copy what waits in the spool, then what is still in the buffer. Returns errno or 0. */
static int output_copy(struct fenrun__output *output) {
    size_t last = output->size;
    if (output->descriptor >= 0) {
        output_flush(output);
        if (output->failure) return output->failure;
        if (lseek(output->descriptor, 0, SEEK_SET) < 0) return errno;
        for (;;) {
            ssize_t got = read(output->descriptor, output->buffer, FENRUN__OUTPUT_BUFFER_SIZE);
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) return errno;
            if (got == 0) return 0;
            int number = output_write(output->target, output->buffer, (size_t)got);
            if (number) return number;
        }
    }
    return output_write(output->target, output->buffer, last);
}

static int output_rename(struct fenrun__output *output) {
    if (rename(output->temporary, output->final_path)) return errno;
    for (size_t i = 0; i < FENRUN__OUTPUTS_MAX; i++) {
        if (output_temporaries[i] == output->temporary) output_temporaries[i] = NULL;
    }
    free(output->temporary);
    output->temporary = NULL;
    return 0;
}

/* The new name to disk: it lies in the folder. Returns errno or 0. */
static int output_sync_folder(const struct fenrun__output *output) {
    size_t size = (size_t)(strrchr(output->final_path, '/') - output->final_path);
    char *path = strndup(output->final_path, size > 0 ? size : 1);
    if (!path) return ENOMEM;
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int number = folder < 0 ? errno : output_sync(folder);
    if (folder >= 0) close(folder);
    free(path);
    /* One may write into a folder that one may not read: there the name is left to the system. */
    return number == EACCES ? 0 : number;
}

/* One file after the other appears: what has appeared stays, and is told if another cannot. */
static int output_appear(struct fenrun__output *outputs, size_t count) {
    int code = FENRUN__EXIT_FINE;
    for (size_t i = 0; i < count && !code; i++) {
        if (!outputs[i].open || !outputs[i].renames) continue;
        int number = output_rename(&outputs[i]);
        if (number) code = output_fail(&outputs[i], number);
    }
    bool told = code != FENRUN__EXIT_FINE;
    for (size_t i = 0; i < count; i++) {
        if (!outputs[i].open || !outputs[i].renames || outputs[i].temporary) continue;
        if (told) fenrun__report(0, "%s: note: this file is the new one already", outputs[i].path);
        int number = output_sync_folder(&outputs[i]);
        if (number)
            code = fenrun__report(FENRUN__EXIT_SYSTEM, "%s: %s; the file is written, but a power "
                                  "cut may bring the old one back", outputs[i].path,
                                  strerror(number));
    }
    return code;
}

int fenrun__output_publish(struct fenrun__output *outputs, size_t count) {
    static int (*const steps[])(struct fenrun__output *) = {output_settle, output_copy};
    for (size_t step = 0; step < 2; step++) {
        for (size_t i = 0; i < count; i++) {
            struct fenrun__output *output = &outputs[i];
            if (!output->open || (step == 1 && output->renames)) continue;
            int number = steps[step](output);
            if (number) return output_fail(output, number);
        }
    }
    return output_appear(outputs, count);
}

void fenrun__output_discard(struct fenrun__output *output) {
    if (!output->open) return;
    if (output->temporary) {
        unlink(output->temporary);
        for (size_t i = 0; i < FENRUN__OUTPUTS_MAX; i++) {
            if (output_temporaries[i] == output->temporary) output_temporaries[i] = NULL;
        }
    }
    if (output->descriptor >= 0) close(output->descriptor);
    if (output->target > STDERR_FILENO) close(output->target);
    free(output->temporary);
    free(output->final_path);
    free(output->buffer);
    memset(output, 0, sizeof *output);
}
