/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WH_REPLAY_H
#define WH_REPLAY_H

#include "host.h"

enum { WH_DEEPEST = 32, WH_MOST_SOURCES = 16 };

/* What a unit adds to an object for export. */
typedef struct wh_object {
    uint64_t number;
    uint32_t stream;
    uint32_t group;
    const char *name; /* NULL: it began before */
    const char *type;
    uint64_t size;
    uint64_t offset;
    tvbuff_t *bytes;
} wh_object;

/* Where the replay of a plan stands. */
typedef struct wh_replay_state {
    const wh_host *host;
    const wh_plan *plan;
    packet_info *pinfo;
    tvbuff_t *sources[WH_MOST_SOURCES + 1]; /* the unit itself is the first */
    unsigned source_count;
    proto_tree *trees[WH_DEEPEST + 1]; /* those that are open; what goes deeper is drawn in the deepest */
    unsigned depth;
    proto_item *last;
    uint32_t stream;
    wh_object object;
    bool is_tallied;
    bool was_taken; /* by a sub-dissector */
} wh_replay_state;

/* Text of the plan with control characters and broken UTF-8 made harmless. */
const char *wh_defused(const wh_replay_state *state, const dk_step *step);
nstime_t wh_duration(int64_t nanoseconds);
proto_tree *wh_innermost(const wh_replay_state *state);
void wh_draw_field(wh_replay_state *state, const dk_step *step);
void wh_draw_protocol(wh_replay_state *state, const dk_step *step);
void wh_draw_number(wh_replay_state *state, const dk_step *step);
void wh_draw_text(wh_replay_state *state, const dk_step *step);
void wh_add_source(wh_replay_state *state, const dk_step *step);
/* The bytes that a step is about, as a buffer of their own. */
tvbuff_t *wh_part(const wh_replay_state *state, const dk_step *step);
/* Text of the plan as it is, up to its first NUL. */
char *wh_text(const wh_replay_state *state, const dk_step *step);
void wh_tap_statistics(wh_replay_state *state);
void wh_tap_response(const wh_replay_state *state, const dk_step *step);
void wh_tap_exporter(const wh_replay_state *state, const dk_step *step);
void wh_tap_follower(const wh_replay_state *state, const dk_step *step);
void wh_hand_on(wh_replay_state *state, const dk_step *step);

#endif
