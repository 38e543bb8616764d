/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan.h"

/* The field that a step names; reports a bug of the dissector if its declaration does not name the field. */
static const wh_field *field_of(const dk_step *step)
{
    if (step->field >= wh_field_count || wh_fields[step->field].id <= 0) {
        REPORT_DISSECTOR_BUG("field %u is in no dissector's declaration", step->field);
    }
    return &wh_fields[step->field];
}

static void open_tree(wh_replay_state *state, int subtree)
{
    state->depth++;
    if (state->depth <= WH_DEEPEST) {
        state->trees[state->depth] = proto_item_add_subtree(state->last, subtree);
    }
}

void wh_draw_field(wh_replay_state *state, const dk_step *step)
{
    const wh_field *field = field_of(step);
    state->last = proto_tree_add_item(
        wh_innermost(state), field->id, wh_source(state, step), wh_clamped(step->offset), wh_clamped(step->length),
        field->encoding);
    if (step->kind == DK_STEP_SUBTREE) {
        if (step->length == 0) {
            /* A subtree without bytes holds what was inferred. */
            proto_item_set_generated(state->last);
        }
        open_tree(state, field->subtree);
    }
}

void wh_draw_protocol(wh_replay_state *state, const dk_step *step)
{
    state->last = proto_tree_add_item(
        wh_innermost(state), state->host->proto, wh_source(state, step), wh_clamped(step->offset),
        wh_clamped(step->length), ENC_NA);
    open_tree(state, state->host->subtree);
}

static proto_item *draw_value(const wh_replay_state *state, const dk_step *step)
{
    const wh_field *field = field_of(step);
    proto_tree *tree = wh_innermost(state);
    tvbuff_t *tvb = wh_source(state, step);
    int id = field->id, offset = wh_clamped(step->offset), length = wh_clamped(step->length);
    switch (field->type) {
    case DK_BOOLEAN:
        return proto_tree_add_boolean(tree, id, tvb, offset, length, (uint32_t)step->value);
    case DK_DURATION: {
        nstime_t duration = wh_duration((int64_t)step->value);
        return proto_tree_add_time(tree, id, tvb, offset, length, &duration);
    }
    case DK_SECONDS: {
        nstime_t time = {.secs = (time_t)step->value};
        return proto_tree_add_time(tree, id, tvb, offset, length, &time);
    }
    case DK_UNSIGNED:
    case DK_FRAME:
        return field->bits > 32
            ? proto_tree_add_uint64(tree, id, tvb, offset, length, step->value)
            : proto_tree_add_uint(tree, id, tvb, offset, length, (uint32_t)step->value);
    case DK_SIGNED:
        return field->bits > 32
            ? proto_tree_add_int64(tree, id, tvb, offset, length, (int64_t)step->value)
            : proto_tree_add_int(tree, id, tvb, offset, length, (int32_t)step->value);
    case DK_FLOAT: {
        double value;
        memcpy(&value, &step->value, sizeof value);
        return field->bits > 32
            ? proto_tree_add_double(tree, id, tvb, offset, length, value)
            : proto_tree_add_float(tree, id, tvb, offset, length, (float)value);
    }
    case DK_NONE:
    case DK_BYTES:
    case DK_TEXT:
    case DK_IPV4:
    case DK_IPV6:
    case DK_MAC:
    case DK_GUID:
        break;
    }
    REPORT_DISSECTOR_BUG("field %u is no number", step->field);
}

void wh_draw_number(wh_replay_state *state, const dk_step *step)
{
    state->last = draw_value(state, step);
    if (step->kind == DK_STEP_INFERRED_NUMBER) {
        proto_item_set_generated(state->last);
    }
}

static proto_item *draw_text(const wh_replay_state *state, const dk_step *step)
{
    const wh_field *field = field_of(step);
    proto_tree *tree = wh_innermost(state);
    tvbuff_t *tvb = wh_source(state, step);
    int id = field->id, offset = wh_clamped(step->offset), length = wh_clamped(step->length);
    if (field->type == DK_BYTES) {
        const uint8_t *bytes = step->text_length > 0 ? state->plan->bytes + step->text_offset : (const uint8_t *)"";
        return proto_tree_add_bytes_with_length(tree, id, tvb, offset, length, bytes, wh_clamped(step->text_length));
    }
    if (field->type != DK_TEXT) {
        REPORT_DISSECTOR_BUG("field %u is neither text nor bytes", step->field);
    }
    return proto_tree_add_string(tree, id, tvb, offset, length, wh_escaped(state, step));
}

void wh_draw_string(wh_replay_state *state, const dk_step *step)
{
    state->last = draw_text(state, step);
    if (step->kind == DK_STEP_INFERRED_STRING) {
        proto_item_set_generated(state->last);
    }
}

void wh_draw_note(wh_replay_state *state, const dk_step *step)
{
    if (step->field >= wh_note_count || !wh_notes[step->field]) {
        REPORT_DISSECTOR_BUG("note %u is in no dissector's declaration", step->field);
    }
    expert_field *note = wh_notes[step->field];
    if (step->text_length == 0) {
        expert_add_info(state->pinfo, state->last, note);
    } else {
        expert_add_info_format(state->pinfo, state->last, note, "%s", wh_escaped(state, step));
    }
}
