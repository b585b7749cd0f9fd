/* Result: room for what a call gives back. */
#include "payout/result.h"

#include <string.h>

void fenrun__result_init(struct fenrun_result *result, const fenrun_allocator *allocator) {
    memset(result, 0, sizeof *result);
    fenrun__memory_init(&result->memory, allocator);
    fenrun__writer_init(&result->text, &result->memory);
    fenrun__result_begin(result);
}

void fenrun__result_clear(struct fenrun_result *result) {
    result->payout_count = 0;
    result->promotion_count = 0;
    result->trace_count = 0;
    result->replay_count = 0;
    result->event = 0;
    result->tracing = false;
    result->chosen_count = 0;
    fenrun__result_begin(result);
    fenrun__writer_clear(&result->text);
}

void fenrun__result_free(struct fenrun_result *result) {
    struct fenrun__memory *memory = &result->memory;
    fenrun__memory_free(memory, result->payouts,
                        result->payout_capacity * sizeof *result->payouts);
    fenrun__memory_free(memory, result->payees, result->payee_capacity * sizeof *result->payees);
    fenrun__memory_free(memory, result->promotions,
                        result->promotion_capacity * sizeof *result->promotions);
    fenrun__memory_free(memory, result->traces, result->trace_capacity * sizeof *result->traces);
    fenrun__writer_free(&result->text);
    fenrun__spent_free(&result->spent, memory);
    fenrun__memory_free(memory, result->chosen, result->chosen_capacity * sizeof *result->chosen);
    fenrun__memory_free(memory, result->replays,
                        result->replay_capacity * sizeof *result->replays);
    fenrun__memory_free(memory, result->room, result->room_size);
}

bool fenrun__result_add_replay(struct fenrun_result *result) {
    if (!fenrun__memory_grow(&result->memory, &result->replays, sizeof *result->replays,
                             &result->replay_capacity, result->replay_count + 1)) {
        return false;
    }
    result->replays[result->replay_count++] = result->event;
    return true;
}

bool fenrun__result_reserve_more(struct fenrun_result *result, size_t payouts, size_t promotions,
                                 size_t traces) {
    struct fenrun__memory *memory = &result->memory;
    return fenrun__memory_grow(memory, &result->payouts, sizeof *result->payouts,
                               &result->payout_capacity, result->payout_count + payouts) &&
           fenrun__memory_grow(memory, &result->payees, sizeof *result->payees,
                               &result->payee_capacity, result->payout_count + payouts) &&
           fenrun__memory_grow(memory, &result->promotions, sizeof *result->promotions,
                               &result->promotion_capacity,
                               result->promotion_count + promotions) &&
           fenrun__memory_grow(memory, &result->traces, sizeof *result->traces,
                               &result->trace_capacity, result->trace_count + traces);
}
