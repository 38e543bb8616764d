/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan.h"

static void close_tree(wh_replay_state *state)
{
    DISSECTOR_ASSERT(state->depth > 0);
    state->last = wh_innermost(state);
    state->depth--;
}

/* Separates texts with ", ", but puts none before the first: TCP may have fenced text of its own, "[TCP Retransmission] ". */
static void add_info(const wh_replay_state *state, const char *text)
{
    column_info *columns = state->pinfo->cinfo;
    if (!state->position->has_info) {
        state->position->has_info = true;
        col_add_str(columns, COL_INFO, text);
    } else {
        col_append_sep_str(columns, COL_INFO, ", ", text);
    }
}

static void exclude(const wh_replay_state *state, const dk_step *step)
{
    size_t length;
    const uint8_t *begin = wh_captured_bytes(wh_source(state, step), wh_clamped(step->offset), &length);
    state->position->excluded =
        wh_add_range(state->position->excluded, begin, MIN(length, step->length), state->pinfo->pool);
    state->known->is_excluded = true;
    state->known->host->has_excluded = true;
}

static void replay_step(wh_replay_state *state, const dk_step *step)
{
    switch (step->kind) {
    case DK_STEP_FIELD:
    case DK_STEP_SUBTREE:
        wh_draw_field(state, step);
        break;
    case DK_STEP_PROTOCOL:
        wh_draw_protocol(state, step);
        break;
    case DK_STEP_END:
        close_tree(state);
        break;
    case DK_STEP_NUMBER:
    case DK_STEP_INFERRED_NUMBER:
        wh_draw_number(state, step);
        break;
    case DK_STEP_STRING:
    case DK_STEP_INFERRED_STRING:
        wh_draw_string(state, step);
        break;
    case DK_STEP_LABEL:
        if (state->depth > 0) {
            proto_item_append_text(wh_innermost(state), "%s", wh_escaped(state, step));
        }
        break;
    case DK_STEP_NOTE:
        wh_draw_note(state, step);
        break;
    case DK_STEP_SOURCE:
        wh_add_source(state, step);
        break;
    case DK_STEP_INFO:
        add_info(state, wh_escaped(state, step));
        break;
    case DK_STEP_FOLLOW:
        wh_tap_follower(state, step);
        break;
    case DK_STEP_OBJECT:
        state->object = (wh_object){.number = step->value, .group = step->offset, .stream = state->stream};
        break;
    case DK_STEP_OBJECT_NAME:
        state->object.name = wh_text(state, step);
        state->object.size = step->value;
        break;
    case DK_STEP_OBJECT_TYPE:
        state->object.type = wh_escaped(state, step);
        break;
    case DK_STEP_CHUNK:
        wh_tap_exporter(state, step);
        break;
    case DK_STEP_TICK: /* read where the PDU is tapped */
        break;
    case DK_STEP_RESPONSE:
        wh_tap_response(state, step);
        break;
    case DK_STEP_CALL:
        wh_call_table(state, step);
        break;
    case DK_STEP_CALL_NAME:
        wh_call_name(state, step);
        break;
    case DK_STEP_EXCLUDE:
        exclude(state, step);
        break;
    }
}

/* Every step may throw, so everything that is used here lies in the packet's pool or on this stack. */
void wh_replay(
    wh_stream *known, const dk_plan *plan, const dk_pdu *pdu, wh_position *position, tvbuff_t *tvb, packet_info *pinfo,
    proto_tree *tree)
{
    wh_replay_state state;
    /* The state is not cleared as a whole, because most of its trees are never opened. */
    state.host = known->host;
    state.known = known;
    state.plan = plan;
    state.pinfo = pinfo;
    state.pdu = tvb;
    state.sources = NULL;
    state.source_count = 0;
    state.source_room = 0;
    state.trees[0] = tree;
    state.depth = 0;
    state.last = tree;
    state.stream = pdu->stream;
    state.object = (wh_object){.number = 0};
    state.position = position;
    state.was_taken = false;
    state.pending_pdu = NULL;
    state.has_exported = false;
    if (pdu->listeners & DK_STATISTICS) {
        wh_tap_own(&state);
    }
    for (size_t i = 0; i < plan->step_count; i++) {
        replay_step(&state, &plan->steps[i]);
    }
    wh_tap_pending_pdu(&state);
    /* Throws for a PDU that was cut, whether or not its fields were drawn. */
    tvb_ensure_bytes_exist(tvb, 0, (int)MIN(tvb_reported_length(tvb), INT_MAX));
}
