/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replay.h"

static int clamped(uint32_t count)
{
    return count > INT_MAX ? INT_MAX : (int)count;
}

static tvbuff_t *source_of(const wh_replay_state *state, const dk_step *step)
{
    DISSECTOR_ASSERT(step->source <= state->source_count);
    return state->sources[step->source];
}

tvbuff_t *wh_part(const wh_replay_state *state, const dk_step *step)
{
    return tvb_new_subset_length(source_of(state, step), clamped(step->offset), clamped(step->length));
}

static const wh_field *field_of(const wh_replay_state *state, const dk_step *step)
{
    DISSECTOR_ASSERT(step->field < state->host->declaration.field_count);
    return &state->host->declaration.fields[step->field];
}

static unsigned encoding(wh_field_kind kind)
{
    switch (kind) {
    case WH_TEXT:
        return ENC_UTF_8;
    case WH_NONE:
    case WH_BYTES:
        return ENC_NA;
    case WH_SECONDS_SINCE_1970:
        return ENC_TIME_SECS | ENC_BIG_ENDIAN;
    case WH_UNSIGNED:
    case WH_FLAG:
    case WH_FRAME:
    case WH_DURATION:
        break;
    }
    return ENC_BIG_ENDIAN;
}

void wh_draw_field(wh_replay_state *state, const dk_step *step)
{
    unsigned encoded = encoding(field_of(state, step)->kind);
    state->last = proto_tree_add_item(
        wh_innermost(state), state->host->fields[step->field], source_of(state, step), clamped(step->offset),
        clamped(step->length), encoded);
}

void wh_draw_protocol(wh_replay_state *state, const dk_step *step)
{
    state->last = proto_tree_add_item(
        wh_innermost(state), state->host->proto, source_of(state, step), clamped(step->offset),
        clamped(step->length), ENC_NA);
}

nstime_t wh_duration(int64_t nanoseconds)
{
    return (nstime_t){.secs = nanoseconds / 1000000000, .nsecs = (int)(nanoseconds % 1000000000)};
}

void wh_draw_number(wh_replay_state *state, const dk_step *step)
{
    const wh_field *field = field_of(state, step);
    proto_tree *tree = wh_innermost(state);
    tvbuff_t *tvb = source_of(state, step);
    int id = state->host->fields[step->field], offset = clamped(step->offset), length = clamped(step->length);
    switch (field->kind) {
    case WH_FLAG:
        state->last = proto_tree_add_boolean(tree, id, tvb, offset, length, (uint32_t)step->value);
        break;
    case WH_DURATION: {
        nstime_t duration = wh_duration((int64_t)step->value);
        state->last = proto_tree_add_time(tree, id, tvb, offset, length, &duration);
        break;
    }
    case WH_UNSIGNED:
    case WH_FRAME:
        if (field->bits > 32) {
            state->last = proto_tree_add_uint64(tree, id, tvb, offset, length, step->value);
        } else {
            state->last = proto_tree_add_uint(tree, id, tvb, offset, length, (uint32_t)step->value);
        }
        break;
    case WH_NONE:
    case WH_BYTES:
    case WH_TEXT:
    case WH_SECONDS_SINCE_1970:
        DISSECTOR_ASSERT_NOT_REACHED();
    }
    proto_item_set_generated(state->last);
}

void wh_draw_text(wh_replay_state *state, const dk_step *step)
{
    DISSECTOR_ASSERT(field_of(state, step)->kind == WH_TEXT);
    state->last = proto_tree_add_string(
        wh_innermost(state), state->host->fields[step->field], source_of(state, step), clamped(step->offset),
        clamped(step->length), wh_defused(state, step));
    proto_item_set_generated(state->last);
}

void wh_add_source(wh_replay_state *state, const dk_step *step)
{
    DISSECTOR_ASSERT(state->source_count < WH_MOST_SOURCES);
    DISSECTOR_ASSERT(step->field < state->host->declaration.source_count);
    int length = clamped(step->text_length);
    tvbuff_t *tvb = tvb_new_child_real_data(
        state->sources[0], state->plan->bytes + step->text_offset, (unsigned)length, length);
    state->sources[++state->source_count] = tvb;
    if (length > 0) {
        add_new_data_source(state->pinfo, tvb, state->host->declaration.sources[step->field]);
    }
}
