/* Grid: the widths of columns first, then the rows. */
#include "scenario/grid.h"

#include <string.h>

struct grid_range {
    uint32_t first;
    uint32_t last;
};

/* Unicode 15, East_Asian_Width W and F, joined where what lies between is not assigned. */
static const struct grid_range grid_wide[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},
    {0x23F0, 0x23F0},   {0x23F3, 0x23F3},   {0x25FD, 0x25FE},   {0x2614, 0x2615},
    {0x2648, 0x2653},   {0x267F, 0x267F},   {0x2693, 0x2693},   {0x26A1, 0x26A1},
    {0x26AA, 0x26AB},   {0x26BD, 0x26BE},   {0x26C4, 0x26C5},   {0x26CE, 0x26CE},
    {0x26D4, 0x26D4},   {0x26EA, 0x26EA},   {0x26F2, 0x26F3},   {0x26F5, 0x26F5},
    {0x26FA, 0x26FA},   {0x26FD, 0x26FD},   {0x2705, 0x2705},   {0x270A, 0x270B},
    {0x2728, 0x2728},   {0x274C, 0x274C},   {0x274E, 0x274E},   {0x2753, 0x2755},
    {0x2757, 0x2757},   {0x2795, 0x2797},   {0x27B0, 0x27B0},   {0x27BF, 0x27BF},
    {0x2B1B, 0x2B1C},   {0x2B50, 0x2B50},   {0x2B55, 0x2B55},   {0x2E80, 0x303E},
    {0x3041, 0x3247},   {0x3250, 0x4DBF},   {0x4E00, 0xA4C6},   {0xA960, 0xA97C},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE10, 0xFE19},   {0xFE30, 0xFE6B},
    {0xFF01, 0xFF60},   {0xFFE0, 0xFFE6},   {0x16FE0, 0x18D08}, {0x1AFF0, 0x1B2FB},
    {0x1F004, 0x1F004}, {0x1F0CF, 0x1F0CF}, {0x1F18E, 0x1F18E}, {0x1F191, 0x1F19A},
    {0x1F200, 0x1F320}, {0x1F32D, 0x1F335}, {0x1F337, 0x1F37C}, {0x1F37E, 0x1F393},
    {0x1F3A0, 0x1F3CA}, {0x1F3CF, 0x1F3D3}, {0x1F3E0, 0x1F3F0}, {0x1F3F4, 0x1F3F4},
    {0x1F3F8, 0x1F43E}, {0x1F440, 0x1F440}, {0x1F442, 0x1F4FC}, {0x1F4FF, 0x1F53D},
    {0x1F54B, 0x1F54E}, {0x1F550, 0x1F567}, {0x1F57A, 0x1F57A}, {0x1F595, 0x1F596},
    {0x1F5A4, 0x1F5A4}, {0x1F5FB, 0x1F64F}, {0x1F680, 0x1F6C5}, {0x1F6CC, 0x1F6CC},
    {0x1F6D0, 0x1F6D2}, {0x1F6D5, 0x1F6DF}, {0x1F6EB, 0x1F6EC}, {0x1F6F4, 0x1F6FC},
    {0x1F7E0, 0x1F7F0}, {0x1F90C, 0x1F93A}, {0x1F93C, 0x1F945}, {0x1F947, 0x1F9FF},
    {0x1FA70, 0x1FAF8}, {0x20000, 0x3FFFD},
};

/* Combining marks and other characters without a width. */
static const struct grid_range grid_narrow[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A},
    {0x064B, 0x065F}, {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E},
    {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x202A, 0x202E},
    {0x2060, 0x2064}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
    {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF},
};

static bool grid_is_in(const struct grid_range *ranges, size_t count, uint32_t character) {
    size_t low = 0;
    while (count > 0) {
        size_t half = count / 2;
        if (character > ranges[low + half].last) {
            low += half + 1;
            count -= half + 1;
        } else if (character < ranges[low + half].first) {
            count = half;
        } else {
            return true;
        }
    }
    return false;
}

/* The character at `*at`, which moves behind it; a byte that is not UTF-8 is one character. */
static uint32_t grid_character(struct fenrun__text text, size_t *at) {
    unsigned char byte = (unsigned char)text.bytes[(*at)++];
    uint32_t more = byte >= 0xF0 ? 3 : byte >= 0xE0 ? 2 : byte >= 0xC0 ? 1 : 0;
    uint32_t character = more ? byte & (0x3Fu >> more) : byte;
    for (; more > 0 && *at < text.size; more--) {
        character = character << 6 | ((unsigned char)text.bytes[(*at)++] & 0x3Fu);
    }
    return character;
}

size_t fenrun__grid_width(struct fenrun__text text) {
    size_t width = 0;
    for (size_t at = 0; at < text.size;) {
        uint32_t character = grid_character(text, &at);
        if (character < 0x300) {
            width++;
        } else if (grid_is_in(grid_wide, sizeof grid_wide / sizeof *grid_wide, character)) {
            width += 2;
        } else {
            width += !grid_is_in(grid_narrow, sizeof grid_narrow / sizeof *grid_narrow, character);
        }
    }
    return width;
}

void fenrun__grid_init(struct fenrun__grid *grid, uint32_t columns, uint32_t left,
                       struct fenrun__memory *memory) {
    *grid = (struct fenrun__grid){.columns = columns, .left = left};
    fenrun__writer_init(&grid->text, memory);
}

void fenrun__grid_free(struct fenrun__grid *grid) {
    fenrun__memory_free(grid->text.memory, grid->ends, grid->capacity * sizeof *grid->ends);
    fenrun__writer_free(&grid->text);
}

void fenrun__grid_add(struct fenrun__grid *grid, struct fenrun__text cell) {
    if (!fenrun__memory_grow(grid->text.memory, &grid->ends, sizeof *grid->ends, &grid->capacity,
                             grid->count + 1)) {
        grid->text.failed = true;
    }
    fenrun__writer_put(&grid->text, cell.bytes, cell.size);
    if (!grid->text.failed) grid->ends[grid->count++] = grid->text.size;
}

static struct fenrun__text grid_cell(const struct fenrun__grid *grid, size_t index) {
    size_t begin = index > 0 ? grid->ends[index - 1] : 0;
    return (struct fenrun__text){grid->text.bytes + begin, grid->ends[index] - begin};
}

static void grid_pad(struct fenrun__writer *writer, size_t count) {
    while (count-- > 0) fenrun__writer_put(writer, " ", 1);
}

void fenrun__grid_write(const struct fenrun__grid *grid, const char *indent,
                        struct fenrun__writer *writer) {
    size_t widths[FENRUN__GRID_COLUMNS_MAX] = {0};
    if (grid->text.failed) {
        writer->failed = true;
        return;
    }
    for (size_t i = 0; i < grid->count; i++) {
        size_t width = fenrun__grid_width(grid_cell(grid, i));
        size_t *widest = widths + i % grid->columns;
        if (width > *widest) *widest = width;
    }
    for (size_t i = 0; i < grid->count; i++) {
        size_t column = i % grid->columns;
        struct fenrun__text cell = grid_cell(grid, i);
        size_t gap = widths[column] - fenrun__grid_width(cell);
        fenrun__writer_format(writer, "%s", column == 0 ? indent : "   ");
        bool last = column + 1 == grid->columns;
        if (column >= grid->left) grid_pad(writer, gap);
        fenrun__writer_put(writer, cell.bytes, cell.size);
        if (column < grid->left && !last) grid_pad(writer, gap);
        if (last) fenrun__writer_put(writer, "\n", 1);
    }
}
