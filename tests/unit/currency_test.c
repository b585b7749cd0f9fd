/* Currency: every code of ISO 4217, list one, and no other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "money/currency.h"

static const char *const by_decimals[] = {
    "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    "",
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP "
    "BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR "
    "FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW "
    "KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN "
    "NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD "
    "SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS "
    "VED VES WST XCD XCG YER ZAR ZMW ZWG",
    "BHD IQD JOD KWD LYD OMR TND",
    "CLF UYW",
};
#define KINDS (sizeof by_decimals / sizeof by_decimals[0])

static int32_t expected_decimals(const char *code) {
    for (size_t decimals = 0; decimals < KINDS; decimals++) {
        if (strstr(by_decimals[decimals], code)) return (int32_t)decimals;
    }
    return -1;
}

static void every_three_letters_are_a_currency_or_not(void **state) {
    (void)state;
    size_t count = 0;
    for (int i = 0; i < 26 * 26 * 26; i++) {
        const char code[] = {(char)('A' + i / 676), (char)('A' + i / 26 % 26),
                             (char)('A' + i % 26), '\0'};
        int32_t decimals = fenrun__currency_decimals(code, 3);
        assert_int_equal(decimals, expected_decimals(code));
        count += decimals >= 0;
    }
    assert_int_equal(count, 167);
}

static void what_is_no_code_is_no_currency(void **state) {
    (void)state;
    static const char *const texts[] = {"",    "C",   "CN",   "CNYX", "cny",  "Cny", "CN ", " CNY",
                                        "1.0", "元",  "CN2",  "XAU",  "XXX",  "XTS", "XDR", "DEM",
                                        "HRK", "ZWL", "\x80NY", "~~~", "AAA", "ZZZ"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_int_equal(fenrun__currency_decimals(texts[i], strlen(texts[i])), -1);
    }
    assert_int_equal(fenrun__currency_decimals("CN\0", 3), -1);
    assert_int_equal(fenrun__currency_decimals(NULL, 3), -1);
    assert_int_equal(fenrun__currency_decimals("CNY and more", 3), 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_three_letters_are_a_currency_or_not),
        cmocka_unit_test(what_is_no_code_is_no_currency),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
