/*
 * Standalone: a main() for a fuzz target that gives it files instead of inventions.
 *
 *     fuzz_rules_replay tests/fuzz/corpus/rules crash-1234
 *
 * Each argument is a file, or a folder whose files are taken (not its folders'). So the corpora are
 * ordinary tests and need no clang. A target that finds something ends the program itself. Exit
 * code 0: all files were given and nothing was found; 1: a file could not be read, or there was
 * none.
 */
#define _POSIX_C_SOURCE 200809L

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t standalone_count;

static int standalone_file(const char *path) {
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return 1;
    }
    size_t size = 0;
    size_t capacity = 4096;
    uint8_t *data = malloc(capacity);
    while (data != NULL) {
        size += fread(data + size, 1, capacity - size, file);
        if (size < capacity) {
            break;
        }
        capacity *= 2;
        uint8_t *larger = realloc(data, capacity);
        if (larger == NULL) {
            free(data);
        }
        data = larger;
    }
    int wrong = data == NULL || ferror(file);
    fclose(file);
    if (wrong) {
        fprintf(stderr, "%s: not read\n", path);
    } else {
        /* A block of just this size, so that reading past its end is seen. */
        uint8_t *exact = malloc(size > 0 ? size : 1);
        for (size_t i = 0; exact != NULL && i < size; i++) {
            exact[i] = data[i];
        }
        wrong = exact == NULL || LLVMFuzzerTestOneInput(exact, size) != 0;
        standalone_count++;
        free(exact);
    }
    free(data);
    return wrong;
}

static int standalone_folder(const char *path) {
    struct dirent **entries = NULL;
    int count = scandir(path, &entries, NULL, alphasort);
    int wrong = count < 0;
    for (int i = 0; i < count; i++) {
        char name[4096];
        struct stat status;
        int size = snprintf(name, sizeof name, "%s/%s", path, entries[i]->d_name);
        if (size < 0 || (size_t)size >= sizeof name || stat(name, &status) != 0) {
            wrong = 1;
        } else if (S_ISREG(status.st_mode)) {
            wrong |= standalone_file(name);
        }
        free(entries[i]);
    }
    free(entries);
    return wrong;
}

int main(int argument_count, char **arguments) {
    int wrong = 0;
    for (int i = 1; i < argument_count; i++) {
        struct stat status;
        if (stat(arguments[i], &status) != 0) {
            perror(arguments[i]);
            wrong = 1;
        } else if (S_ISDIR(status.st_mode)) {
            wrong |= standalone_folder(arguments[i]);
        } else {
            wrong |= standalone_file(arguments[i]);
        }
    }
    printf("%zu inputs\n", standalone_count);
    return wrong || standalone_count == 0;
}
