/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan.h"

#include <epan/exported_pdu.h>
#include <epan/tap.h>

/* File > Export PDUs and tshark's -U export what is handed to subdissectors. The capture that they write opens without our
 * dissector. */

void wh_register_pdus(wh_host *host)
{
    if (host->declaration.table_count > 0) {
        host->pdu_tap = register_export_pdu_tap(host->declaration.short_name);
    }
}

static void tap(const wh_replay_state *state, const dk_step *step, const char *dissector)
{
    tvbuff_t *tvb = wh_part(state, step);
    exp_pdu_data_t *pdu = export_pdu_create_common_tags(state->pinfo, dissector, EXP_PDU_TAG_DISSECTOR_NAME);
    pdu->tvb_captured_length = tvb_captured_length(tvb);
    pdu->tvb_reported_length = tvb_reported_length(tvb);
    pdu->pdu_tvb = tvb;
    tap_queue_packet(state->host->pdu_tap, state->pinfo, pdu);
}

void wh_tap_pdu(wh_replay_state *state, const dk_step *step, dissector_handle_t handle)
{
    if (state->host->pdu_tap == 0 || !have_tap_listener(state->host->pdu_tap)) {
        return;
    }
    const char *dissector = handle ? dissector_handle_get_dissector_name(handle) : NULL;
    if (dissector) {
        tap(state, step, dissector);
        state->pending_pdu = NULL;
        state->has_exported = true;
    } else if (!state->has_exported) {
        /* A later call may find a dissector for the same bytes. */
        state->pending_pdu = step;
    }
}

void wh_tap_pending_pdu(const wh_replay_state *state)
{
    if (state->pending_pdu) {
        tap(state, state->pending_pdu, "data");
    }
}
