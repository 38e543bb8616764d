/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replay.h"

#include <epan/strutil.h>
#include <wsutil/str_util.h>

void wh_plan_keep(
    wh_plan *plan, const dk_step *steps, size_t step_count, const uint8_t *bytes, size_t byte_count)
{
    /* One more than needed, so that neither is NULL. */
    dk_step *kept_steps = wmem_alloc(plan->pool, (step_count + 1) * sizeof *steps);
    uint8_t *kept_bytes = wmem_alloc(plan->pool, byte_count + 1);
    if (step_count > 0) {
        memcpy(kept_steps, steps, step_count * sizeof *steps);
    }
    if (byte_count > 0) {
        memcpy(kept_bytes, bytes, byte_count);
    }
    plan->steps = kept_steps;
    plan->step_count = step_count;
    plan->bytes = kept_bytes;
    plan->byte_count = byte_count;
}

proto_tree *wh_innermost(const wh_replay_state *state)
{
    return state->trees[MIN(state->depth, WH_DEEPEST)];
}

const char *wh_defused(const wh_replay_state *state, const dk_step *step)
{
    const void *bytes = state->plan->bytes + step->text_offset;
    return format_text(state->pinfo->pool, bytes, step->text_length);
}

char *wh_text(const wh_replay_state *state, const dk_step *step)
{
    return wmem_strndup(
        state->pinfo->pool, (const char *)state->plan->bytes + step->text_offset, step->text_length);
}

static void open_tree(wh_replay_state *state, int subtree)
{
    state->depth++;
    if (state->depth <= WH_DEEPEST) {
        state->trees[state->depth] = proto_item_add_subtree(state->last, subtree);
    }
}

static void close_tree(wh_replay_state *state)
{
    DISSECTOR_ASSERT(state->depth > 0);
    state->last = wh_innermost(state);
    state->depth--;
}

static void add_expert(wh_replay_state *state, const dk_step *step)
{
    DISSECTOR_ASSERT(step->field < state->host->declaration.expert_count);
    expert_field *note = &state->host->experts[step->field];
    if (step->text_length == 0) {
        expert_add_info(state->pinfo, state->last, note);
    } else {
        expert_add_info_format(state->pinfo, state->last, note, "%s", wh_defused(state, step));
    }
}

/* No ", " before the first text, should TCP have fenced some of its own: "[TCP Retransmission] ". */
static void add_info(const wh_replay_state *state, const char *text)
{
    column_info *columns = state->pinfo->cinfo;
    if (wh_is_first_info(state->host, state->pinfo)) {
        col_append_str(columns, COL_INFO, text);
    } else {
        col_append_sep_str(columns, COL_INFO, ", ", text);
    }
}

static void replay_step(wh_replay_state *state, const dk_step *step)
{
    const int *subtrees = state->host->subtrees;
    switch (step->kind) {
    case DK_FIELD:
        wh_draw_field(state, step);
        break;
    case DK_SUBTREE:
        wh_draw_field(state, step);
        if (step->length == 0) {
            /* Of no bytes: what stands below it was inferred. */
            proto_item_set_generated(state->last);
        }
        open_tree(state, subtrees[step->field]);
        break;
    case DK_PROTOCOL:
        wh_draw_protocol(state, step);
        open_tree(state, subtrees[state->host->declaration.field_count]);
        break;
    case DK_END:
        close_tree(state);
        break;
    case DK_GENERATED_UINT:
        wh_draw_number(state, step);
        break;
    case DK_GENERATED_TEXT:
        wh_draw_text(state, step);
        break;
    case DK_LABEL:
        if (state->depth > 0) {
            proto_item_append_text(wh_innermost(state), "%s", wh_defused(state, step));
        }
        break;
    case DK_EXPERT:
        add_expert(state, step);
        break;
    case DK_SOURCE:
        wh_add_source(state, step);
        break;
    case DK_INFO:
        if (state->plan->leaves_columns) {
            break;
        }
        add_info(state, wh_defused(state, step));
        break;
    case DK_FOLLOW:
        wh_tap_follower(state, step);
        break;
    case DK_OBJECT:
        state->object = (wh_object){.number = step->value, .group = step->offset, .stream = state->stream};
        break;
    case DK_OBJECT_NAME:
        state->object.name = wh_text(state, step);
        state->object.size = step->value;
        break;
    case DK_OBJECT_TYPE:
        state->object.type = wh_defused(state, step);
        break;
    case DK_CHUNK:
        wh_tap_exporter(state, step);
        break;
    case DK_TALLY:
        wh_tap_statistics(state);
        break;
    case DK_RESPONSE:
        wh_tap_response(state, step);
        break;
    case DK_HAND_ON:
        wh_hand_on(state, step);
        break;
    }
}

/* Every step may throw: all that is used here is in the packet's pool or on this stack. */
void wh_replay(
    const wh_host *host, const wh_plan *plan, uint32_t stream, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    wh_replay_state state = {
        .host = host, .plan = plan, .stream = stream, .pinfo = pinfo, .sources = {tvb}, .trees = {tree}, .last = tree};
    for (size_t i = 0; i < plan->step_count; i++) {
        replay_step(&state, &plan->steps[i]);
    }
    /* A unit that was cut says so whether or not its fields were drawn. */
    tvb_ensure_bytes_exist(tvb, 0, (int)MIN(tvb_reported_length(tvb), INT_MAX));
}
