/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "host.h"

#include <epan/conversation.h>
#include <epan/dissectors/packet-tcp.h>
#include <epan/tap.h>

/* One call of ours by TCP. */
typedef struct segment {
    const wh_stream *stream;
    bool has_unit;
} segment;

static wh_bool release(wmem_allocator_t *scope _U_, wmem_cb_event_t event _U_, void *data)
{
    const wh_stream *known = data;
    known->host->calls.release_conversation(known->host->self, known->conversation);
    return FALSE;
}

const uint8_t *wh_captured_bytes(tvbuff_t *tvb, int offset, size_t *count)
{
    int length = tvb_captured_length_remaining(tvb, offset);
    *count = length > 0 ? (size_t)length : 0;
    return length > 0 ? tvb_get_ptr(tvb, offset, length) : (const uint8_t *)"";
}

wh_stream *wh_known_stream(const wh_host *host, packet_info *pinfo)
{
    conversation_t *conversation = find_conversation_pinfo(pinfo, 0);
    return conversation ? conversation_get_proto_data(conversation, host->proto) : NULL;
}

wh_stream *wh_make_stream(wh_host *host, packet_info *pinfo)
{
    wh_stream *made = wmem_new(wmem_file_scope(), wh_stream);
    *made = (wh_stream){host, host->calls.make_conversation(host->self), host->stream_count++, pinfo->num};
    wmem_register_callback(wmem_file_scope(), release, made);
    return made;
}

static wh_stream *find_stream(wh_host *host, tvbuff_t *tvb, packet_info *pinfo)
{
    wh_stream *known = wh_known_stream(host, pinfo);
    if (known) {
        /* What came before the first recognised frame was not ours on the first pass, so it is not now. */
        return pinfo->num >= known->first_frame ? known : NULL;
    }
    size_t count;
    const uint8_t *bytes = wh_captured_bytes(tvb, 0, &count);
    if (pinfo->fd->visited || !host->calls.recognises(host->self, bytes, count, false)) {
        return NULL;
    }
    known = wh_make_stream(host, pinfo);
    conversation_add_proto_data(find_or_create_conversation(pinfo), host->proto, known);
    return known;
}

/* Bits of enum wh_listeners. */
static uint8_t listeners(const wh_host *host)
{
    return (have_tap_listener(host->follow_tap) ? WH_FOLLOWER : 0)
        | (have_tap_listener(host->object_tap) ? WH_EXPORTER : 0)
        | (have_tap_listener(host->statistics_tap) ? WH_STATISTICS : 0)
        | (have_tap_listener(host->response_tap) ? WH_RESPONSE_TIMES : 0);
}

static guint unit_length(packet_info *pinfo, tvbuff_t *tvb, int offset, void *data)
{
    const wh_stream *known = ((const segment *)data)->stream;
    const wh_host *host = known->host;
    size_t count;
    const uint8_t *bytes = wh_captured_bytes(tvb, offset, &count);
    bool can_wait = pinfo->can_desegment != 0;
    uint32_t length = host->calls.frame(host->self, known->conversation, bytes, count, can_wait);
    if (length == 0) {
        /* 0 asks TCP for one more segment; it asserts that it can wait. */
        return can_wait ? 0 : (guint)tvb_reported_length_remaining(tvb, offset);
    }
    return MIN(length, (guint)(INT_MAX - offset));
}

void wh_dissect_unit(const wh_stream *known, wh_columns columns, tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree)
{
    const wh_host *host = known->host;
    wh_verdict verdict = wh_next_verdict(host, pinfo);
    wh_unit unit = {
        .reported_length = tvb_reported_length(tvb),
        .seconds = pinfo->abs_ts.secs,
        .nanoseconds = pinfo->abs_ts.nsecs,
        .frame = pinfo->num,
        .stream = known->number,
        .listeners = listeners(host),
        .verdict = verdict.value,
        /* What comes without a stream depends on nothing before it, and may be met late: a first pass without a tree
         * shows a postdissector nothing. */
        .is_first_pass = !verdict.is_known && (!pinfo->fd->visited || known == host->apart),
        .wants_fields = proto_field_is_referenced(tree, host->proto),
    };
    unit.bytes = wh_captured_bytes(tvb, 0, &unit.captured_length);
    wh_plan plan = {.pool = pinfo->pool, .leaves_columns = columns == WH_LEAVE};
    uint32_t value = host->calls.dissect(host->self, known->conversation, &unit, &plan);
    if (unit.is_first_pass) {
        wh_keep_verdict(host, pinfo, verdict.index, value);
    }
    /* From here on anything may throw. */
    if (columns == WH_BEGIN) {
        col_set_str(pinfo->cinfo, COL_PROTOCOL, host->declaration.short_name);
        col_clear(pinfo->cinfo, COL_INFO);
    }
    wh_replay(host, &plan, unit.stream, tvb, pinfo, tree);
}

static int dissect_pdu(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data)
{
    segment *current = data;
    /* Not earlier: a segment in which no unit ends is TCP's to describe. */
    wh_columns columns = current->has_unit ? WH_APPEND : WH_BEGIN;
    current->has_unit = true;
    wh_dissect_unit(current->stream, columns, tvb, pinfo, tree);
    return (int)tvb_captured_length(tvb);
}

int wh_dissect(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_, void *host_data)
{
    wh_host *host = host_data;
    wh_hook_secrets(pinfo);
    const wh_stream *known = find_stream(host, tvb, pinfo);
    if (!known) {
        return 0;
    }
    segment current = {.stream = known};
    /* The fixed length is 1: how long a unit is, and whether that can be told yet, is for the dissector to say. */
    tcp_dissect_pdus(tvb, pinfo, tree, TRUE, 1, unit_length, dissect_pdu, &current);
    return (int)tvb_reported_length(tvb);
}
