/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WH_HOST_H
#define WH_HOST_H

#include "compat.h"
#include "wireshark_host.h"

#include <epan/expert.h>

typedef struct wh_preference_value {
    const char *path; /* owned by Wireshark */
    wh_bool on;
    unsigned number;
    char *told_path; /* what Swift knows */
    wh_bool told_on;
    uint32_t told_number;
} wh_preference_value;

/* One registered dissector. Lives as long as the process. */
typedef struct wh_host {
    struct wh_host *next;
    void *self;
    wh_calls calls;
    wh_declaration declaration;
    dissector_handle_t handle;
    int proto;
    int *fields;   /* by index into the declaration's fields */
    int *subtrees; /* likewise; the protocol's own is the last */
    expert_field *experts;
    wh_preference_value *preferences;
    dissector_table_t *tables;
    int follow_tap;
    int object_tap;
    int statistics_tap;
    int response_tap;
    uint32_t stream_count; /* of the capture */
    struct wh_stream *apart; /* the stream of all units that come without one */
    dissector_handle_t apart_handle; /* NULL: units come in streams only */
    int harvest_proto;
    GArray *harvest_fields;
} wh_host;

/* A known stream. In file scope, as is the Swift object that it holds. */
typedef struct wh_stream {
    const wh_host *host;
    void *conversation;
    uint32_t number; /* in the capture, from 0 */
    uint32_t first_frame;
} wh_stream;

struct wh_plan {
    wmem_allocator_t *pool;
    bool leaves_columns;
    const dk_step *steps;
    size_t step_count;
    const uint8_t *bytes;
    size_t byte_count;
};

extern wh_host *wh_hosts;

void wh_register_fields(wh_host *host);
void wh_register_experts(wh_host *host);
void wh_register_preferences(wh_host *host);
void wh_register_secrets(wh_host *host);
void wh_register_heuristics(wh_host *host);
void wh_register_tables(wh_host *host);
void wh_fill_tables(wh_host *host);
void wh_register_follower(wh_host *host);
void wh_register_exporter(wh_host *host);
void wh_forget_objects(void);
void wh_register_statistics(wh_host *host);
void wh_register_response_times(wh_host *host);
void wh_hook_secrets(packet_info *pinfo);
void wh_forget_hook(void);
void wh_tell_preferences(void);
void wh_register_session_keys(wh_host *host);
void wh_register_key_table(wh_host *host, size_t preference, struct pref_module *module);

/* The bytes that were captured from `offset` on. Nothing that was not captured is asked for, so this cannot throw. */
const uint8_t *wh_captured_bytes(tvbuff_t *tvb, int offset, size_t *count);

wh_stream *wh_make_stream(wh_host *host, packet_info *pinfo);
/* NULL when the packet's conversation is none of ours. */
wh_stream *wh_known_stream(const wh_host *host, packet_info *pinfo);
/* Whether a unit is the first that the columns tell of, one more, or none of theirs. */
typedef enum wh_columns { WH_BEGIN, WH_APPEND, WH_LEAVE } wh_columns;

void wh_dissect_unit(
    const wh_stream *known, wh_columns columns, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree);
/* A unit that comes without a stream. */
void wh_dissect_apart(wh_host *host, wh_columns columns, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree);
void wh_register_apart(wh_host *host);
void wh_register_harvest(wh_host *host);
void wh_begin_harvest(wh_host *host);

int wh_dissect(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data, void *host);
void wh_replay(
    const wh_host *host, const wh_plan *plan, uint32_t stream, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree);

/* The verdicts of a frame's units: fixed on the first pass, in the order in which units are met. */
typedef struct wh_verdict {
    uint32_t index;
    bool is_known;
    uint32_t value;
} wh_verdict;

wh_verdict wh_next_verdict(const wh_host *host, packet_info *pinfo);
void wh_keep_verdict(const wh_host *host, packet_info *pinfo, uint32_t index, uint32_t value);
/* Whether nothing was asked of this yet in this dissection of the frame. */
bool wh_is_first_info(const wh_host *host, packet_info *pinfo);

#endif
