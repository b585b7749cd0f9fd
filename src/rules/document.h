/*
 * Document: YAML text as a tree of nodes that know their places.
 *
 *     pay:                       map at 1:1, count 1
 *       gold: 20.00                text "pay" 1:1, its value: map at 2:3, count 1
 *                                     text "gold" 2:3, its value: text "20.00" at 2:9
 *
 * Invariants
 *   1. A node is a text, a list or a map, or FENRUN__NODE_NONE: an alias, which was noted as a
 *      mistake and about which nothing more need be said.
 *   2. The keys of a map are texts; a key that stands there twice is a mistake, and all but the
 *      first are marked `repeated`. A key with a value that is missing has an empty text for it.
 *   3. Nothing is expanded: the nodes are at most as many as the text has bytes, no deeper than
 *      FENRUN_RULES_DEPTH_MAX.
 *   4. All scalars are text as written: no number, boolean or null is made of them.
 *
 * Costs: O(size) time, O(k log k) for the k keys of a map, and at most 64 bytes of memory per byte
 * of text. No recursion. The parser is asked for one event at a time and never for its own
 * document, because that would nest first and count later.
 *
 * What libyaml allocates for itself is not the caller's allocator's: it cannot be told to.
 */
#ifndef FENRUN_RULES_DOCUMENT_H
#define FENRUN_RULES_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/text.h"
#include "rules/diagnostics.h"

/* In the place of a node's index: there is none. */
#define FENRUN__NODE_ABSENT UINT32_MAX

enum fenrun__node_kind {
    FENRUN__NODE_NONE = 0,
    FENRUN__NODE_TEXT = 1,
    FENRUN__NODE_LIST = 2,
    FENRUN__NODE_MAP = 3
};

struct fenrun__node {
    uint8_t kind;         /* enum fenrun__node_kind */
    uint8_t repeated;     /* a key that stood in the same map before */
    uint8_t reserved[2];
    uint32_t line;        /* from 1 */
    uint32_t column;      /* from 1, in characters */
    uint32_t text_column; /* of the text's first character; 0 if the text is not written as is */
    uint32_t text;        /* offset in document.bytes */
    uint32_t text_size;
    uint32_t first; /* of a list: its first item; of a map: its first key; of a key: its value */
    uint32_t next;  /* the next item of the list, or key of the map */
    uint32_t count; /* of items or keys, with those keys that are mistakes and not linked */
};

struct fenrun__document {
    struct fenrun__memory *memory;
    struct fenrun__node *nodes;
    size_t node_count;
    size_t node_capacity;
    char *bytes; /* of all texts */
    size_t byte_count;
    size_t byte_capacity;
    uint32_t root;
};

/*
 * Read a text. FENRUN_OK: the tree is whole, although mistakes may have been noted; else
 * FENRUN_ERROR_RULES, with at least one mistake noted, or FENRUN_ERROR_MEMORY, and no tree is to
 * be looked at. The document is to be freed in every case.
 */
int32_t fenrun__document_read(struct fenrun__document *document, const char *text, size_t size,
                              struct fenrun__memory *memory,
                              struct fenrun__diagnostics *diagnostics);

void fenrun__document_free(struct fenrun__document *document);

static inline const struct fenrun__node *fenrun__document_node(
    const struct fenrun__document *document, uint32_t index) {
    return &document->nodes[index];
}

static inline struct fenrun__text fenrun__document_text(const struct fenrun__document *document,
                                                        uint32_t index) {
    const struct fenrun__node *node = &document->nodes[index];
    if (node->text_size == 0) return (struct fenrun__text){"", 0};
    return (struct fenrun__text){document->bytes + node->text, node->text_size};
}

#endif
