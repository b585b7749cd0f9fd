/* Commas: a mask of sixty-four bytes, and the bits that are set in it. */
#include "cli/commas.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

/* Of sixty-four bytes, one bit each. */
struct commas_masks {
    uint64_t parts; /* commas and line ends */
    uint64_t quotes;
    uint64_t returns;
    uint64_t others;
};

#ifdef __SSE2__
static struct commas_masks commas_look(const char *bytes) {
    struct commas_masks masks = {0, 0, 0, 0};
    for (unsigned i = 0; i < 4; i++) {
        __m128i some = _mm_loadu_si128((const __m128i *)(const void *)(bytes + 16 * i));
        __m128i returns = _mm_cmpeq_epi8(some, _mm_set1_epi8('\r'));
        __m128i parts = _mm_or_si128(_mm_cmpeq_epi8(some, _mm_set1_epi8(',')),
                                     _mm_cmpeq_epi8(some, _mm_set1_epi8('\n')));
        __m128i quotes = _mm_cmpeq_epi8(some, _mm_set1_epi8('"'));
        /* Signed: bytes from 0x80 on are below 1, as NUL is. */
        __m128i others = _mm_cmplt_epi8(some, _mm_set1_epi8(1));
        masks.parts |= (uint64_t)(uint32_t)_mm_movemask_epi8(parts) << (16 * i);
        masks.returns |= (uint64_t)(uint32_t)_mm_movemask_epi8(returns) << (16 * i);
        masks.quotes |= (uint64_t)(uint32_t)_mm_movemask_epi8(quotes) << (16 * i);
        masks.others |= (uint64_t)(uint32_t)_mm_movemask_epi8(others) << (16 * i);
    }
    masks.parts |= masks.returns;
    return masks;
}
#else
static struct commas_masks commas_look(const char *bytes) {
    struct commas_masks masks = {0, 0, 0, 0};
    for (unsigned i = 0; i < 64; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        masks.parts |= (uint64_t)(byte == ',' || byte == '\n' || byte == '\r') << i;
        masks.quotes |= (uint64_t)(byte == '"') << i;
        masks.returns |= (uint64_t)(byte == '\r') << i;
        masks.others |= (uint64_t)(byte == 0 || byte >= 0x80) << i;
    }
    return masks;
}
#endif

struct fenrun__commas fenrun__commas_find(const char *bytes, size_t size, uint32_t *places) {
    uint64_t quotes = 0, returns = 0, others = 0;
    size_t count = 0;
    for (size_t i = 0; i < size; i += 64) {
        struct commas_masks masks = commas_look(bytes + i);
        uint64_t valid = size - i >= 64 ? UINT64_MAX : (UINT64_C(1) << (size - i)) - 1;
        quotes |= masks.quotes & valid;
        returns |= masks.returns & valid;
        others |= masks.others & valid;
        for (uint64_t rest = masks.parts & valid; rest != 0; rest &= rest - 1)
            places[count++] = (uint32_t)i + (uint32_t)__builtin_ctzll(rest);
    }
    return (struct fenrun__commas){count, quotes != 0, returns != 0, others != 0};
}
