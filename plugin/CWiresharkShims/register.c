/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "names.h"

#include <epan/tap.h>
#include <stdio.h>

/* The life of a dissector: it is added, its protocol registered, it is put into dissector tables, and it is told when
 * captures open and close. */

static void take_secrets(uint32_t type, const void *secrets, unsigned size)
{
    for (unsigned slot = 0; slot < wh_host_count; slot++) {
        const wh_host *host = wh_hosts[slot];
        if (type != 0 && host->declaration.secrets_type == type) {
            host->calls.add_secrets(host->self, secrets, size);
        }
    }
}

static void will_open(void)
{
    /* sharkd sets preferences without saying so. */
    wh_tell_preferences();
    for (unsigned slot = 0; slot < wh_host_count; slot++) {
        wh_hosts[slot]->stream_count = 0;
        wh_hosts[slot]->calls.will_open(wh_hosts[slot]->self);
    }
}

static void did_close(void)
{
    wh_forget_secrets_hook();
    wh_forget_objects();
    for (unsigned slot = 0; slot < wh_host_count; slot++) {
        wh_hosts[slot]->calls.did_close(wh_hosts[slot]->self);
    }
}

/* Registers the dissector under the names by which others call it. The name is the dissector's filter. If a dissector takes both
 * datagrams and streams, this name is for datagrams, and the name for streams has the suffix _tcp. */
static void register_handles(wh_host *host)
{
    const char *name = host->declaration.filter;
    bool has_streams = host->declaration.has_stream_heuristics, has_datagrams = host->declaration.has_datagram_heuristics;
    for (size_t i = 0; i < host->declaration.place_count; i++) {
        has_streams = has_streams || host->declaration.places[i].transport == DK_STREAM;
        has_datagrams = has_datagrams || host->declaration.places[i].transport == DK_DATAGRAM;
    }
    if (has_datagrams || !has_streams) {
        host->datagram_handle = register_dissector_with_data(name, wh_dissect_datagram, host->proto, host);
    }
    if (has_streams) {
        const char *stream_name = has_datagrams ? g_strdup_printf("%s_tcp", name) : name;
        host->stream_handle = register_dissector_with_data(stream_name, wh_dissect_stream, host->proto, host);
    }
}

static void register_protocol(wh_host *host)
{
    const dk_declaration *declared = &host->declaration;
    host->proto = proto_register_protocol(declared->name, declared->short_name, declared->filter);
    wh_register_fields(host);
    wh_register_notes(host);
    wh_register_preferences(host);
    wh_register_tables(host);
    wh_register_pdus(host);
    wh_register_follower(host);
    register_handles(host);
    host->own_tap = register_tap(declared->filter);
    wh_register_search(host);
    wh_register_exporter(host);
    wh_register_session_keys(host);
    wh_register_statistics(host);
    wh_register_conversations(host);
    wh_register_response_times(host);
}

/* Reads each declaration before its own protocol is registered and after those of all dissectors before it. A dissector whose name
 * is taken is forgotten, and leaves its slot to the next. */
static void register_protocols(void)
{
    unsigned count = 0;
    wh_has_protocols = true;
    for (unsigned slot = 0; slot < wh_host_count; slot++) {
        wh_host *host = wh_hosts[slot];
        host->calls.describe(host->self, &host->declaration);
        const char *refused = wh_refused_name(&host->declaration);
        if (refused) {
            fprintf(
                stderr, "The dissector %s was not registered: Wireshark has a protocol %s, or takes no such name.\n",
                host->declaration.filter, refused);
            g_free(host);
            continue;
        }
        host->slot = count;
        wh_hosts[count++] = host;
        register_protocol(host);
    }
    wh_host_count = count;
    register_init_routine(will_open);
    register_cleanup_routine(did_close);
}

static void put_into_table(const dk_place *place, dissector_handle_t handle)
{
    bool is_of_ports = strcmp(place->table, "tcp.port") == 0 || strcmp(place->table, "udp.port") == 0;
    if (place->text) {
        dissector_add_string(place->table, place->text, handle);
    } else if (is_of_ports) {
        dissector_add_uint_range_with_preference(place->table, place->range, handle);
    } else if (*place->range) {
        range_t *range = NULL;
        if (range_convert_str(wmem_epan_scope(), &range, place->range, UINT32_MAX) != CVT_NO_ERROR) {
            g_error("The range %s for the table %s does not have Wireshark's syntax, as 1,5-7", place->range, place->table);
        }
        dissector_add_uint_range(place->table, range, handle);
    } else {
        dissector_add_for_decode_as(place->table, handle);
    }
}

static void register_handoffs(void)
{
    for (unsigned slot = 0; slot < wh_host_count; slot++) {
        wh_host *host = wh_hosts[slot];
        const dk_declaration *declared = &host->declaration;
        for (size_t i = 0; i < declared->place_count; i++) {
            const dk_place *place = &declared->places[i];
            put_into_table(place, place->transport == DK_STREAM ? host->stream_handle : host->datagram_handle);
        }
        if (host->stream_handle) {
            dissector_add_for_decode_as("tls.port", host->stream_handle);
        }
        if (declared->secrets_type != 0) {
            wh_want_secrets(slot, declared->secrets_type, take_secrets);
        }
        wh_register_heuristics(host);
        wh_fill_tables(host);
    }
    /* Wireshark reports only changes, so Swift learns the defaults here. */
    wh_tell_preferences();
}

void wh_add_dissector(void *self, const dk_calls *calls)
{
    static const proto_plugin plugin = {register_protocols, register_handoffs};
    if (wh_host_count == WH_MOST_DISSECTORS) {
        fprintf(stderr, "A plugin has at most %d dissectors; one more was not registered.\n", WH_MOST_DISSECTORS);
        return;
    }
    if (wh_host_count == 0) {
        proto_register_plugin(&plugin);
    }
    wh_host *host = g_new0(wh_host, 1);
    host->self = self;
    host->calls = *calls;
    wh_hosts[wh_host_count++] = host;
}
