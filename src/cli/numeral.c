/* Numeral: digits in pairs, and days that are remembered. */
#include "cli/numeral.h"

#include <string.h>

#include "fenrun.h"

#define NUMERAL_DAY_SECONDS 86400
#define NUMERAL_DIGITS_MAX 18u /* any number of so many digits fits 64 bits */

#define NUMERAL_EIGHT UINT64_C(100000000)

static const char numeral_pairs[200] = {
    "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
    "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
    "8081828384858687888990919293949596979899"};

bool fenrun__numeral_read_amount(int64_t *out, struct fenrun__field text, uint32_t decimals) {
    if (text.size == 0 || text.size > NUMERAL_DIGITS_MAX || decimals > NUMERAL_DIGITS_MAX)
        return false;
    uint64_t number = 0;
    size_t point = text.size;
    for (size_t i = 0; i < text.size; i++) {
        unsigned digit = (unsigned)(unsigned char)text.bytes[i] - '0';
        if (digit > 9) {
            if (text.bytes[i] != '.' || point < text.size) return false;
            point = i;
            continue;
        }
        number = number * 10 + digit;
    }
    size_t fraction = point < text.size ? text.size - point - 1 : 0;
    bool pointless = point == 0 || point + 1 == text.size;
    if (pointless || fraction > decimals || point + decimals > NUMERAL_DIGITS_MAX) return false;
    for (size_t i = fraction; i < decimals; i++) number *= 10;
    *out = (int64_t)number;
    return true;
}

/* Two digits below `limit`; `limit` if they are not. */
static unsigned numeral_pair(const char *text, unsigned limit) {
    unsigned tens = (unsigned)(unsigned char)text[0] - '0';
    unsigned ones = (unsigned)(unsigned char)text[1] - '0';
    unsigned number = tens * 10 + ones;
    return tens <= 9 && ones <= 9 && number < limit ? number : limit;
}

bool fenrun__numeral_read_instant(struct fenrun__numeral_day *day, int64_t *out,
                                  struct fenrun__field text) {
    const char *bytes = text.bytes;
    if (text.size != 20 || bytes[19] != 'Z' || bytes[10] != 'T') return false;
    if (bytes[13] != ':' || bytes[16] != ':') return false;
    unsigned hour = numeral_pair(bytes + 11, 24);
    unsigned minute = numeral_pair(bytes + 14, 60);
    unsigned second = numeral_pair(bytes + 17, 60);
    if (hour == 24 || minute == 60 || second == 60) return false;
    if (!day->known || memcmp(day->text, bytes, FENRUN__NUMERAL_DAY) != 0) {
        day->known = fenrun_time_parse(&day->midnight, bytes, FENRUN__NUMERAL_DAY, NULL) ==
                     FENRUN_OK;
        if (!day->known) return false;
        memcpy(day->text, bytes, FENRUN__NUMERAL_DAY);
    }
    *out = day->midnight + (int64_t)(hour * 3600 + minute * 60 + second);
    return true;
}

/* Eight digits. */
static void numeral_put_eight(char *to, uint32_t number) {
    uint32_t high = number / 10000, low = number % 10000;
    memcpy(to, numeral_pairs + high / 100 * 2, 2);
    memcpy(to + 2, numeral_pairs + high % 100 * 2, 2);
    memcpy(to + 4, numeral_pairs + low / 100 * 2, 2);
    memcpy(to + 6, numeral_pairs + low % 100 * 2, 2);
}

/* A number below 10^8, without leading zeros. */
static char *numeral_put_head(char *to, uint32_t number) {
    char digits[16] = {0};
    static const uint32_t powers[7] = {10, 100, 1000, 10000, 100000, 1000000, 10000000};
    size_t zeros = 0;
    for (size_t i = 0; i < 7; i++) zeros += number < powers[i];
    numeral_put_eight(digits, number);
    memcpy(to, digits + zeros, 8);
    return to + (8 - zeros);
}

char *fenrun__numeral_put_number(char *to, uint64_t number) {
    if (number < NUMERAL_EIGHT) return numeral_put_head(to, (uint32_t)number);
    uint64_t high = number / NUMERAL_EIGHT;
    if (high < NUMERAL_EIGHT) {
        to = numeral_put_head(to, (uint32_t)high);
    } else {
        to = numeral_put_head(to, (uint32_t)(high / NUMERAL_EIGHT));
        numeral_put_eight(to, (uint32_t)(high % NUMERAL_EIGHT));
        to += 8;
    }
    numeral_put_eight(to, (uint32_t)(number % NUMERAL_EIGHT));
    return to + 8;
}

char *fenrun__numeral_put_amount(char *to, int64_t amount, uint32_t decimals) {
    if (decimals != 2 && decimals != 0) {
        char room[FENRUN_TEXT_SIZE];
        size_t size = fenrun_amount_format(room, amount, decimals);
        memcpy(to, room, FENRUN_TEXT_SIZE);
        return to + size;
    }
    uint64_t number = amount < 0 ? 0 - (uint64_t)amount : (uint64_t)amount;
    if (amount < 0) *to++ = '-';
    if (decimals == 0) return fenrun__numeral_put_number(to, number);
    to = fenrun__numeral_put_number(to, number / 100);
    *to++ = '.';
    memcpy(to, numeral_pairs + number % 100 * 2, 2);
    return to + 2;
}

char *fenrun__numeral_put_instant(struct fenrun__numeral_day *day, char *to, int64_t at) {
    int64_t second = at - day->midnight;
    if (!day->known || second < 0 || second >= NUMERAL_DAY_SECONDS) {
        char room[FENRUN_TEXT_SIZE] = {0};
        size_t size = fenrun_time_format(room, at);
        memcpy(to, room, FENRUN_TEXT_SIZE);
        day->known = size == 20 && fenrun_time_parse(&day->midnight, room, FENRUN__NUMERAL_DAY,
                                                     NULL) == FENRUN_OK;
        memcpy(day->text, room, FENRUN__NUMERAL_DAY);
        return to + size;
    }
    unsigned rest = (unsigned)second;
    memcpy(to, day->text, FENRUN__NUMERAL_DAY);
    to[10] = 'T';
    memcpy(to + 11, numeral_pairs + rest / 3600 * 2, 2);
    to[13] = ':';
    memcpy(to + 14, numeral_pairs + rest / 60 % 60 * 2, 2);
    to[16] = ':';
    memcpy(to + 17, numeral_pairs + rest % 60 * 2, 2);
    to[19] = 'Z';
    return to + 20;
}
