/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replay.h"

#include <epan/decode_as.h>
#include <epan/exceptions.h>

/* Sub-dissectors: the tables that they stand in, and the call. */

void wh_register_tables(wh_host *host)
{
    size_t count = host->declaration.table_count;
    host->tables = g_new0(dissector_table_t, count + 1);
    for (size_t i = 0; i < count; i++) {
        const wh_table *table = &host->declaration.tables[i];
        if (table->is_choice) {
            host->tables[i] = register_decode_as_next_proto(host->proto, table->name, table->title, NULL);
        } else if (table->title) {
            host->tables[i] = register_dissector_table(table->name, table->title, host->proto, FT_UINT32, BASE_DEC);
        }
    }
}

void wh_fill_tables(wh_host *host)
{
    for (size_t i = 0; i < host->declaration.table_count; i++) {
        const wh_table *table = &host->declaration.tables[i];
        if (!table->title) {
            host->tables[i] = find_dissector_table(table->name);
        }
        for (size_t j = 0; j < table->entry_count; j++) {
            dissector_handle_t handle = find_dissector(table->entries[j].dissector);
            if (handle && table->is_choice) {
                dissector_add_for_decode_as(table->name, handle);
            } else if (handle) {
                dissector_add_uint(table->name, table->entries[j].number, handle);
            }
        }
    }
}

static int call(wh_replay_state *state, const dk_step *step)
{
    tvbuff_t *tvb = wh_part(state, step);
    dissector_table_t table = state->host->tables[step->field];
    if (state->host->declaration.tables[step->field].is_choice) {
        return wh_try_choice(table, tvb, state->pinfo, state->trees[0]);
    }
    if (step->text_length == 0) {
        return dissector_try_uint(table, (uint32_t)step->value, tvb, state->pinfo, state->trees[0]);
    }
    return wh_try_string(table, wh_defused(state, step), tvb, state->pinfo, state->trees[0]);
}

void wh_hand_on(wh_replay_state *state, const dk_step *step)
{
    DISSECTOR_ASSERT(step->field < state->host->declaration.table_count);
    if (state->was_taken || step->length == 0 || !state->host->tables[step->field]) {
        return;
    }
    /* The columns are about the unit, and other units of the segment write there too. */
    column_info *columns = state->pinfo->cinfo;
    bool has_protocol = col_get_writable(columns, COL_PROTOCOL), has_info = col_get_writable(columns, COL_INFO);
    col_set_writable(columns, COL_PROTOCOL, FALSE);
    col_set_writable(columns, COL_INFO, FALSE);
    TRY
    {
        state->was_taken = call(state, step) > 0;
    }
    FINALLY
    {
        col_set_writable(columns, COL_PROTOCOL, has_protocol);
        col_set_writable(columns, COL_INFO, has_info);
    }
    ENDTRY;
}
