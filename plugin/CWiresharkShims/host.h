/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WH_HOST_H
#define WH_HOST_H

#include "compat.h"
#include "slots.h"
#include "wireshark_host.h"

#include <epan/expert.h>

/*
 * The host of dissectors. Its files call each other in one direction:
 *
 *     register → heuristics, search → stream, datagram → dissect → replay → draw, call, taps → plan → host
 */

typedef struct wh_preference_value {
    const char *path; /* or a line; owned by Wireshark */
    wh_bool on;
    unsigned number;
    char *told_path; /* what Swift knows */
    uint32_t told_number;
} wh_preference_value;

/* One registered dissector. Lives as long as the process. */
typedef struct wh_host {
    unsigned slot;
    void *self;
    dk_calls calls;
    dk_declaration declaration;
    dissector_handle_t stream_handle;
    dissector_handle_t datagram_handle;
    int proto;
    int subtree; /* of the protocol itself */
    wh_preference_value *preferences;
    dissector_table_t *tables;
    int follow_tap;
    int pdu_tap; /* 0 for none */
    int object_tap;
    int own_tap; /* of every PDU, for statistics and the tables of conversations */
    int response_tap;
    uint32_t stream_count;       /* the number of streams in the capture so far */
    struct wh_stream *no_stream; /* stands for the conversation of all PDUs that have none */
    dissector_handle_t search_handle; /* NULL unless the dissector has a search */
    GArray *searched_fields;          /* the fields that the user named */
    bool has_excluded;                /* something of a stream from searches, at any time */
    GPtrArray *own_fields; /* as Wireshark knows them, notes too; NULL until someone filters by the protocol */
} wh_host;

/* The registered dissectors, by slot. */
extern wh_host *wh_hosts[WH_MOST_DISSECTORS];
extern unsigned wh_host_count;

/* A field as Wireshark knows it. */
typedef struct wh_field {
    int id;
    int subtree;
    unsigned encoding;
    dk_type type;
    uint8_t bits;
} wh_field;

/* The fields of all dissectors, by their numbers. */
extern wh_field *wh_fields;
extern size_t wh_field_count;

/* The notes of all dissectors, by their numbers; NULL for a number that no dissector declares. */
extern expert_field **wh_notes;
extern size_t wh_note_count;

/* What the first pass found of a conversation's PDUs, in the order of their frames. It lies outside of file scope: what grows there
 * leaves holes, at each of which Wireshark looks whenever it allocates something for the file. */
typedef struct wh_findings {
    struct wh_kept *kept;
    uint32_t count;
    uint32_t room;
} wh_findings;

/* A known conversation. It lives in file scope, as does the Swift object that it holds. */
typedef struct wh_stream {
    wh_host *host;
    void *conversation;
    uint32_t number; /* in the capture, from 0 */
    uint32_t first_frame;
    bool is_excluded; /* from searches, but for what is decrypted; once a plan excluded some of it */
    wh_findings findings;
} wh_stream;

/* ---- host.c ---- */

/* Returns the bytes that were captured from `offset` on. It asks for captured bytes only, so it cannot throw. */
const uint8_t *wh_captured_bytes(tvbuff_t *tvb, int offset, size_t *count);
wh_stream *wh_make_stream(wh_host *host, packet_info *pinfo);
/* Returns NULL when the packet's conversation is not this dissector's. */
wh_stream *wh_known_stream(const wh_host *host, packet_info *pinfo);
/* Makes a plan in memory of `pool`; with NULL, in memory that wmem_free(NULL, …) frees. */
dk_plan wh_make_plan(wmem_allocator_t *pool);
/* Whether the dissector has a search that the user did not turn off. */
bool wh_is_search_on(const wh_host *host);

/* ---- findings.c ---- */

/* Bytes of a packet. */
typedef struct wh_range {
    const uint8_t *begin;
    size_t length;
    const struct wh_range *next;
} wh_range;

/* Where one dissection of a frame stands. */
typedef struct wh_position {
    uint32_t next;       /* place of the next PDU of the frame's conversation */
    uint32_t next_alone; /* place of the next PDU that has none */
    bool has_info;
    /* of what was dissected so far */
    const wh_range *excluded; /* from searches */
    const wh_range *sources;  /* data sources that the dissector made */
} wh_position;

/* Returns the position of this dissection of the frame, which lives in the packet's pool. */
wh_position *wh_position_in(const wh_host *host, packet_info *pinfo);
/* The same, if there is one; NULL if the dissector did not see the frame. */
const wh_position *wh_known_position(const wh_host *host, packet_info *pinfo);
const wh_range *wh_add_range(const wh_range *others, const uint8_t *begin, size_t length, wmem_allocator_t *pool);
/* Whether one of the ranges has all of the bytes. */
bool wh_has_range(const wh_range *ranges, const uint8_t *begin, const uint8_t *end);
/* Finds what the first pass found of the PDU at place `index` in its frame; false if that is not known. */
bool wh_find(const wh_findings *findings, uint32_t frame, uint32_t index, uint32_t *value);
/* Keeps what was found of the next PDU of the frame. */
void wh_keep_finding(wh_findings *findings, uint32_t frame, uint32_t value);

/* ---- dissect.c ---- */

/* What a PDU does with the columns: it begins them, appends to them, or leaves them alone. */
typedef enum wh_columns { WH_BEGIN, WH_APPEND, WH_LEAVE } wh_columns;

/* Describes what is the same for all PDUs of a segment: all but bytes, lengths and finding. */
dk_pdu wh_describe(
    wh_host *host, const wh_stream *known, dk_transport transport, packet_info *pinfo, proto_tree *tree);
/* Asks the dissector whether what begins a conversation is its own. */
bool wh_recognises(wh_host *host, dk_transport transport, tvbuff_t *tvb, packet_info *pinfo, bool is_guess);
void wh_dissect_pdu(
    wh_stream *known, const dk_pdu *described, wh_columns columns, wh_position *position, tvbuff_t *tvb,
    packet_info *pinfo, proto_tree *tree);

/* ---- stream.c, datagram.c, search.c, heuristics.c ---- */

int wh_dissect_stream(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data, void *host);
/* Dissects a datagram as one PDU, in its conversation if it has one. */
int wh_dissect_datagram(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data, void *host);
/* Dissects a PDU without a conversation. */
void wh_dissect_alone(wh_host *host, wh_columns columns, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree);
void wh_register_search(wh_host *host);
/* Takes the names of fields that the user gave. */
void wh_use_search_fields(wh_host *host);
void wh_register_heuristics(wh_host *host);

/* ---- What is registered beside ---- */

void wh_register_fields(wh_host *host);
void wh_register_notes(wh_host *host);
void wh_register_preferences(wh_host *host);
void wh_tell_preferences(void);
void wh_register_tables(wh_host *host);
void wh_fill_tables(wh_host *host);
void wh_register_follower(wh_host *host);
void wh_register_pdus(wh_host *host);
void wh_register_exporter(wh_host *host);
void wh_forget_objects(void);
void wh_register_statistics(wh_host *host);
void wh_register_conversations(wh_host *host);
void wh_register_response_times(wh_host *host);
void wh_register_session_keys(wh_host *host);

#endif
