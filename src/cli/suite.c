/* Suite: directories are read one after the other, from a list that grows. */
#define _XOPEN_SOURCE 700
#include "cli/suite.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/report.h"

static const char suite_ending[] = ".test.yaml";

static bool suite_append(struct fenrun__suite *list, const char *folder, const char *name) {
    size_t size = strlen(folder);
    size_t room = size + strlen(name) + 2;
    if (list->count == list->capacity) {
        size_t capacity = list->capacity * 2 + 16;
        char **paths = realloc(list->paths, capacity * sizeof *paths);
        if (!paths) return false;
        list->paths = paths;
        list->capacity = capacity;
    }
    char *path = malloc(room);
    if (!path) return false;
    memcpy(path, folder, size);
    if (size > 0 && path[size - 1] != '/' && *name) path[size++] = '/';
    memcpy(path + size, name, strlen(name) + 1);
    list->paths[list->count++] = path;
    return true;
}

static bool suite_is_test(const char *name) {
    size_t size = strlen(name), ending = sizeof suite_ending - 1;
    return size > ending && strcmp(name + size - ending, suite_ending) == 0;
}

/* The entries of a directory: tests to `suite`, directories to `folders`. */
static int suite_read_folder(struct fenrun__suite *suite, struct fenrun__suite *folders,
                             const char *path) {
    DIR *directory = opendir(path);
    if (!directory) return fenrun__report(FENRUN__EXIT_SYSTEM, "%s: %s", path, strerror(errno));
    bool enough = true;
    struct dirent *entry;
    while (enough && (entry = readdir(directory))) {
        struct stat status;
        if (entry->d_name[0] == '.') continue;
        enough = suite_append(folders, path, entry->d_name);
        if (!enough) break;
        const char *found = folders->paths[folders->count - 1];
        if (lstat(found, &status) == 0 && S_ISDIR(status.st_mode)) continue;
        if (suite_is_test(entry->d_name)) enough = suite_append(suite, path, entry->d_name);
        free(folders->paths[--folders->count]);
    }
    closedir(directory);
    return enough ? FENRUN__EXIT_FINE
                  : fenrun__report_memory();
}

static int suite_compare(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

int fenrun__suite_add(struct fenrun__suite *suite, const char *word) {
    struct stat status;
    if (stat(word, &status))
        return fenrun__report(FENRUN__EXIT_SYSTEM, "%s: %s", word, strerror(errno));
    if (!S_ISDIR(status.st_mode))
        return suite_append(suite, word, "")
                   ? FENRUN__EXIT_FINE
                   : fenrun__report_memory();
    struct fenrun__suite folders = {0};
    size_t first = suite->count;
    int code = suite_append(&folders, word, "")
                   ? FENRUN__EXIT_FINE
                   : fenrun__report_memory();
    for (size_t i = 0; i < folders.count && !code; i++)
        code = suite_read_folder(suite, &folders, folders.paths[i]);
    fenrun__suite_free(&folders);
    if (code) return code;
    if (suite->count == first)
        return fenrun__report(FENRUN__EXIT_USAGE, "fenrun: no *%s is below %s", suite_ending, word);
    qsort(suite->paths + first, suite->count - first, sizeof *suite->paths, suite_compare);
    return FENRUN__EXIT_FINE;
}

void fenrun__suite_free(struct fenrun__suite *suite) {
    for (size_t i = 0; i < suite->count; i++) free(suite->paths[i]);
    free(suite->paths);
    *suite = (struct fenrun__suite){0};
}
