/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan.h"

/* The data sources of a plan: tabs beside the packet's bytes. */

void wh_add_source(wh_replay_state *state, const dk_step *step)
{
    int length = wh_clamped(step->text_length);
    const uint8_t *bytes = length > 0 ? state->plan->bytes + step->text_offset : (const uint8_t *)"";
    tvbuff_t *tvb = tvb_new_child_real_data(state->pdu, bytes, (unsigned)length, length);
    if (state->source_count == state->source_room) {
        state->source_room = MAX(4, 2 * state->source_room);
        state->sources =
            wmem_realloc(state->pinfo->pool, state->sources, state->source_room * sizeof *state->sources);
    }
    state->sources[state->source_count++] = tvb;
    if (length > 0) {
        add_new_data_source(state->pinfo, tvb, (const char *)(uintptr_t)step->value);
        wh_position *position = state->position;
        position->sources = wh_add_range(position->sources, bytes, (size_t)length, state->pinfo->pool);
    }
}

tvbuff_t *wh_source(const wh_replay_state *state, const dk_step *step)
{
    DISSECTOR_ASSERT(step->source <= state->source_count);
    return step->source == 0 ? state->pdu : state->sources[step->source - 1];
}

tvbuff_t *wh_part(const wh_replay_state *state, const dk_step *step)
{
    return tvb_new_subset_length(wh_source(state, step), wh_clamped(step->offset), wh_clamped(step->length));
}
