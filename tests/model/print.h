/*
 * Print: a rule book of the model as the YAML texts that the library reads, one for each version.
 */
#ifndef MODEL_PRINT_H
#define MODEL_PRINT_H

#include "model/rules.h"

#define PRINT_TEXT_MAX 262144u /* of one version */

/* The text of a version; its length. `out` has room for PRINT_TEXT_MAX bytes. Measures that the
   text names are added to `used`, a mask. */
size_t print_version(const struct rules *rules, uint32_t version, char *out, uint32_t *used);

#endif
