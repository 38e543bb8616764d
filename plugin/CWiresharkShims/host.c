/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "host.h"

#include <epan/conversation.h>

wh_host *wh_hosts[WH_MOST_DISSECTORS];
unsigned wh_host_count;
wh_field *wh_fields;
size_t wh_field_count;
expert_field **wh_notes;
size_t wh_note_count;

const uint8_t *wh_captured_bytes(tvbuff_t *tvb, int offset, size_t *count)
{
    int length = tvb_captured_length_remaining(tvb, offset);
    *count = length > 0 ? (size_t)length : 0;
    return length > 0 ? tvb_get_ptr(tvb, offset, length) : (const uint8_t *)"";
}

static wh_bool release(wmem_allocator_t *scope _U_, wmem_cb_event_t event _U_, void *data)
{
    const wh_stream *known = data;
    known->host->calls.release_conversation(known->host->self, known->conversation);
    g_free(known->findings.kept);
    return FALSE;
}

wh_stream *wh_make_stream(wh_host *host, packet_info *pinfo)
{
    wh_stream *made = wmem_new(wmem_file_scope(), wh_stream);
    *made = (wh_stream){
        .host = host,
        .conversation = host->calls.make_conversation(host->self),
        .number = host->stream_count++,
        .first_frame = pinfo->num,
    };
    wmem_register_callback(wmem_file_scope(), release, made);
    return made;
}

wh_stream *wh_known_stream(const wh_host *host, packet_info *pinfo)
{
    conversation_t *conversation = find_conversation_pinfo(pinfo, 0);
    return conversation ? conversation_get_proto_data(conversation, host->proto) : NULL;
}

/* Cannot throw: wmem ends the process when there is no memory. */
static void *resize(void *pool, void *memory, size_t size)
{
    return wmem_realloc(pool, memory, size);
}

dk_plan wh_make_plan(wmem_allocator_t *pool)
{
    return (dk_plan){.pool = pool, .resize = resize};
}

bool wh_is_search_on(const wh_host *host)
{
    return host->declaration.has_search && host->preferences[host->declaration.search_switch].on;
}
