/*
 * Names: what things are called in the rule sets of the model; what a rule set means is in its
 * numbers alone.
 */
#ifndef MODEL_NAMES_H
#define MODEL_NAMES_H

#include "model/rules.h"

extern const char *const names_tiers[RULES_TIERS_MAX];
extern const char *const names_labels[RULES_LABELS_MAX];
extern const char *const names_periods[RULES_PERIODS_MAX];
extern const char *const names_events[RULES_EVENTS_MAX];
extern const char *const names_awards[RULES_AWARDS_MAX];
extern const char *const names_units[RULES_UNITS];

/* By shape; what an own event brings may be called as what an order does. */
extern const char *const names_roles[RULES_SHAPES_MAX][RULES_ROLES_MAX];
extern const char *const names_amounts[RULES_SHAPES_MAX][RULES_AMOUNTS_MAX];
extern const char *const names_counts[RULES_SHAPES_MAX][RULES_COUNTS_MAX];

#endif
