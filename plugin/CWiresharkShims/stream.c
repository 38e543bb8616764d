/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "host.h"

#include <epan/conversation.h>
#include <epan/dissectors/packet-tcp.h>

/* Streams: the dissector says where PDUs end, and TCP reassembles them. */

/* A segment that TCP gave us. */
typedef struct segment {
    wh_stream *stream;
    dk_pdu described; /* what its PDUs have in common */
    wh_position *position;
    bool has_pdu;
} segment;

static wh_stream *find_stream(wh_host *host, tvbuff_t *tvb, packet_info *pinfo)
{
    wh_stream *known = wh_known_stream(host, pinfo);
    if (known) {
        /* Frames before the first recognised one were not ours on the first pass, so they are not ours now. */
        return pinfo->num >= known->first_frame ? known : NULL;
    }
    if (pinfo->fd->visited || !wh_recognises(host, DK_STREAM, tvb, pinfo, false)) {
        return NULL;
    }
    known = wh_make_stream(host, pinfo);
    conversation_add_proto_data(find_or_create_conversation(pinfo), host->proto, known);
    return known;
}

static guint pdu_length(packet_info *pinfo, tvbuff_t *tvb, int offset, void *data)
{
    segment *current = data;
    const wh_stream *known = current->stream;
    const wh_host *host = known->host;
    current->described.bytes = wh_captured_bytes(tvb, offset, &current->described.captured_length);
    current->described.reported_length = (size_t)MAX(tvb_reported_length_remaining(tvb, offset), 0);
    bool can_wait = pinfo->can_desegment != 0;
    uint32_t length = host->calls.pdu_length(host->self, known->conversation, &current->described, can_wait);
    if (length == 0) {
        /* 0 asks TCP for one more segment; it asserts that it can wait. */
        return can_wait ? 0 : (guint)tvb_reported_length_remaining(tvb, offset);
    }
    return MIN(length, (guint)(INT_MAX - offset));
}

static int dissect_pdu(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    segment *current = data;
    /* The columns are set here and not earlier, because TCP describes a segment in which no PDU ends. */
    wh_columns columns = current->has_pdu ? WH_APPEND : WH_BEGIN;
    current->has_pdu = true;
    wh_dissect_pdu(current->stream, &current->described, columns, current->position, tvb, pinfo, tree);
    return (int)tvb_captured_length(tvb);
}

/* Returns whether someone looks at the size of PDUs, which TCP adds to its own tree. */
static bool wants_pdu_size(proto_tree *tree)
{
    static int field;
    if (field == 0) {
        field = proto_registrar_get_id_byname("tcp.pdu.size");
    }
    return field < 0 || proto_field_is_referenced(tree, field);
}

/* Returns whether the segment is one PDU, as most are. */
static bool is_one_pdu(segment *current, tvbuff_t *tvb, packet_info *pinfo)
{
    unsigned length = tvb_reported_length(tvb);
    return tvb_captured_length(tvb) == length && pdu_length(pinfo, tvb, 0, current) == length;
}

int wh_dissect_stream(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_, void *host_data)
{
    wh_host *host = host_data;
    wh_hook_secrets(pinfo);
    wh_stream *known = find_stream(host, tvb, pinfo);
    if (!known) {
        return 0;
    }
    segment current = {
        .stream = known,
        .described = wh_describe(host, known, DK_STREAM, pinfo, tree),
        .position = wh_position_in(host, pinfo),
    };
    if (!current.described.wants_fields && !wants_pdu_size(tree) && is_one_pdu(&current, tvb, pinfo)) {
        /* There is nothing to cut, and nobody looks at what TCP would add to its tree. */
        return dissect_pdu(tvb, pinfo, tree, &current);
    }
    /* The fixed length is 1, because the dissector says how long a PDU is and whether it can tell yet. */
    tcp_dissect_pdus(tvb, pinfo, tree, TRUE, 1, pdu_length, dissect_pdu, &current);
    return (int)tvb_reported_length(tvb);
}
