/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan.h"

#include <epan/exceptions.h>

/* Calls of subdissectors. */

/* The subdissector that is called: by its handle, or through a table. */
typedef struct target {
    const dk_table *table; /* NULL: by the handle */
    dissector_table_t found;
    dissector_handle_t handle;
} target;

static int dissect(wh_replay_state *state, const dk_step *step, const target *called)
{
    tvbuff_t *tvb = wh_part(state, step);
    proto_tree *tree = state->trees[0];
    if (!called->table) {
        return call_dissector_only(called->handle, tvb, state->pinfo, tree, NULL);
    }
    switch (called->table->type) {
    case DK_OWN_CHOICE:
        return wh_try_choice(called->found, tvb, state->pinfo, tree);
    case DK_OWN_NUMBERS:
    case DK_OTHERS_NUMBERS:
        return dissector_try_uint(called->found, (uint32_t)step->value, tvb, state->pinfo, tree);
    case DK_OTHERS_TEXT:
        break;
    }
    return wh_try_string(called->found, wh_escaped(state, step), tvb, state->pinfo, tree);
}

/* Returns the dissector that stands there, NULL for none. It is asked first, because most calls find none. */
static dissector_handle_t handle_of(const wh_replay_state *state, const dk_step *step, const target *called)
{
    if (!called->table) {
        return called->handle;
    }
    switch (called->table->type) {
    case DK_OWN_CHOICE:
        return dissector_get_payload_handle(called->found);
    case DK_OWN_NUMBERS:
    case DK_OTHERS_NUMBERS:
        return dissector_get_uint_handle(called->found, (uint32_t)step->value);
    case DK_OTHERS_TEXT:
        break;
    }
    return dissector_get_string_handle(called->found, wh_escaped(state, step));
}

static void call(wh_replay_state *state, const dk_step *step, const target *called)
{
    dissector_handle_t handle = handle_of(state, step, called);
    wh_tap_pdu(state, step, handle);
    if (!handle) {
        return;
    }
    /* The columns describe our PDU, and other PDUs of the segment write to them too. */
    column_info *columns = state->pinfo->cinfo;
    bool has_protocol = col_get_writable(columns, COL_PROTOCOL), has_info = col_get_writable(columns, COL_INFO);
    col_set_writable(columns, COL_PROTOCOL, FALSE);
    col_set_writable(columns, COL_INFO, FALSE);
    TRY
    {
        state->was_taken = dissect(state, step, called) > 0;
    }
    FINALLY
    {
        col_set_writable(columns, COL_PROTOCOL, has_protocol);
        col_set_writable(columns, COL_INFO, has_info);
    }
    ENDTRY;
}

void wh_call_table(wh_replay_state *state, const dk_step *step)
{
    const dk_declaration *declared = &state->host->declaration;
    if (state->was_taken || step->length == 0) {
        return;
    }
    for (size_t i = 0; i < declared->table_count; i++) {
        if (declared->tables[i].number == step->field) {
            if (state->host->tables[i]) {
                call(state, step, &(target){.table = &declared->tables[i], .found = state->host->tables[i]});
            }
            return;
        }
    }
    REPORT_DISSECTOR_BUG("dissector table %u is not in the declaration", step->field);
}

void wh_call_name(wh_replay_state *state, const dk_step *step)
{
    if (state->was_taken || step->length == 0) {
        return;
    }
    dissector_handle_t handle = find_dissector((const char *)(uintptr_t)step->value);
    call(state, step, &(target){.handle = handle});
}
