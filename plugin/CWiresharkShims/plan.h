/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WH_PLAN_H
#define WH_PLAN_H

#include "host.h"

enum { WH_DEEPEST = 32 };

/* What a PDU adds to an object for export. */
typedef struct wh_object {
    uint64_t number;
    uint32_t stream;
    uint32_t group;
    const char *name; /* NULL unless the object begins here */
    const char *type;
    uint64_t size;
    uint64_t offset;
    tvbuff_t *bytes;
} wh_object;

/* Where the replay of a plan stands. */
typedef struct wh_replay_state {
    const wh_host *host;
    wh_stream *known;
    const dk_plan *plan;
    packet_info *pinfo;
    tvbuff_t *pdu;
    tvbuff_t **sources; /* the data sources that the plan added */
    unsigned source_count;
    unsigned source_room;
    proto_tree *trees[WH_DEEPEST + 1]; /* the open ones; a field that is nested deeper is drawn in the deepest */
    unsigned depth;
    proto_item *last;
    uint32_t stream;
    wh_object object;
    wh_position *position;
    bool was_taken; /* a subdissector accepted bytes of this PDU */
    const dk_step *pending_pdu; /* the call whose bytes are still to be exported; NULL for none */
    bool has_exported;
} wh_replay_state;

/* What the tap that is named after the protocol hands on: one PDU. Statistics and the tables of conversations take it. */
typedef struct wh_tapped_pdu {
    const wh_host *host;
    const dk_plan *plan;
    uint32_t length;
} wh_tapped_pdu;

/* ---- plan.c, source.c: resolves what a step names ---- */

proto_tree *wh_innermost(const wh_replay_state *state);
tvbuff_t *wh_source(const wh_replay_state *state, const dk_step *step);
void wh_add_source(wh_replay_state *state, const dk_step *step);
/* The bytes that a step names, as a tvbuff. */
tvbuff_t *wh_part(const wh_replay_state *state, const dk_step *step);
/* The text of a step with control characters and broken UTF-8 escaped. */
const char *wh_escaped(const wh_replay_state *state, const dk_step *step);
/* The unchanged text of a step, up to its first NUL. */
char *wh_text(const wh_replay_state *state, const dk_step *step);
int wh_clamped(uint32_t count);
nstime_t wh_duration(int64_t nanoseconds);

/* ---- draw.c ---- */

void wh_draw_field(wh_replay_state *state, const dk_step *step);
void wh_draw_protocol(wh_replay_state *state, const dk_step *step);
void wh_draw_number(wh_replay_state *state, const dk_step *step);
void wh_draw_string(wh_replay_state *state, const dk_step *step);
void wh_draw_note(wh_replay_state *state, const dk_step *step);

/* ---- call.c ---- */

void wh_call_table(wh_replay_state *state, const dk_step *step);
void wh_call_name(wh_replay_state *state, const dk_step *step);

/* ---- export_pdu.c ---- */

/* Exports the bytes of a call that is for `handle`. NULL stands for no dissector. */
void wh_tap_pdu(wh_replay_state *state, const dk_step *step, dissector_handle_t handle);
/* Exports the bytes for which no call found a dissector. */
void wh_tap_pending_pdu(const wh_replay_state *state);

/* ---- follow.c, export.c, statistics.c, responses.c ---- */

void wh_tap_follower(const wh_replay_state *state, const dk_step *step);
void wh_tap_exporter(const wh_replay_state *state, const dk_step *step);
void wh_tap_own(const wh_replay_state *state);
void wh_tap_response(const wh_replay_state *state, const dk_step *step);

/* ---- replay.c ---- */

void wh_replay(
    wh_stream *known, const dk_plan *plan, const dk_pdu *pdu, wh_position *position, tvbuff_t *tvb, packet_info *pinfo,
    proto_tree *tree);

#endif
