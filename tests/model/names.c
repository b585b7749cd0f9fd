/*
 * Names: see names.h. The first ones of each kind are the usual ones; the others are there so that
 * rule sets can be as large as they may be.
 */
#include "model/names.h"

const char *const names_tiers[RULES_TIERS_MAX] = {
    "normal", "silver", "gold", "jade", "amber", "crown", "tier6", "tier7", "tier8", "tier9",
    "tier10", "tier11", "tier12", "tier13", "tier14", "tier15", "tier16", "tier17", "tier18",
    "tier19", "tier20", "tier21", "tier22", "tier23", "tier24", "tier25", "tier26", "tier27",
    "tier28", "tier29", "tier30", "tier31", "tier32", "tier33", "tier34", "tier35", "tier36",
    "tier37", "tier38", "tier39", "tier40", "tier41", "tier42", "tier43", "tier44", "tier45",
    "tier46", "tier47", "tier48", "tier49", "tier50", "tier51", "tier52", "tier53", "tier54",
    "tier55", "tier56", "tier57", "tier58", "tier59", "tier60", "tier61", "tier62", "tier63"};

const char *const names_labels[RULES_LABELS_MAX] = {
    "core", "active", "rising", "label3", "label4", "label5", "label6", "label7", "label8",
    "label9", "label10", "label11", "label12", "label13", "label14", "label15"};

const char *const names_periods[RULES_PERIODS_MAX] = {
    "month", "campaign", "period2", "period3", "period4", "period5", "period6", "period7"};

const char *const names_events[RULES_EVENTS_MAX] = {
    "group_complete", "broadcast"};

const char *const names_awards[RULES_AWARDS_MAX] = {
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth"};

const char *const names_units[RULES_UNITS] = {
    "money", "coupon", "coins", "points"};

const char *const names_roles[RULES_SHAPES_MAX][RULES_ROLES_MAX] = {
    {"seller", "buyer", "promoter", "captain", "role4", "role5", "role6", "role7"},
    {"newcomer"},
    {"organiser", "helper", "guest", "host", "role4", "role5", "role6", "role7"},
    {"seller", "buyer", "author", "editor", "role4", "role5", "role6", "role7"}};

const char *const names_amounts[RULES_SHAPES_MAX][RULES_AMOUNTS_MAX] = {
    {"price", "profit", "shipping", "amount3", "amount4", "amount5", "amount6", "amount7"},
    {"entry_fee", "deposit", "tuition", "fee3", "fee4", "fee5", "fee6", "fee7"},
    {"group_value", "discount", "refundable", "amount3", "amount4", "amount5", "amount6",
     "amount7"},
    {"price", "tip", "share", "amount3", "amount4", "amount5", "amount6", "amount7"}};

const char *const names_counts[RULES_SHAPES_MAX][RULES_COUNTS_MAX] = {
    {"quantity", "parcels", "count2", "count3"},
    {"packs", "books", "number2", "number3"},
    {"size", "guests", "count2", "count3"},
    {"quantity", "viewers", "count2", "count3"}};
