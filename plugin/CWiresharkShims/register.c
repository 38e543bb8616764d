/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "host.h"

/* Wireshark's callbacks carry no pointer of ours: what is registered is found here. */
wh_host *wh_hosts;

static void will_open(void)
{
    /* sharkd sets preferences without saying so. */
    wh_tell_preferences();
    for (wh_host *host = wh_hosts; host; host = host->next) {
        host->stream_count = 0;
        host->calls.will_open(host->self);
    }
}

static void did_close(void)
{
    wh_forget_hook();
    wh_forget_objects();
    for (wh_host *host = wh_hosts; host; host = host->next) {
        host->calls.did_close(host->self);
    }
}

static void register_protocols(void)
{
    for (wh_host *host = wh_hosts; host; host = host->next) {
        host->calls.describe(host->self, &host->declaration);
        const wh_declaration *declared = &host->declaration;
        host->proto = proto_register_protocol(declared->name, declared->short_name, declared->filter);
        wh_register_fields(host);
        wh_register_experts(host);
        wh_register_preferences(host);
        wh_register_tables(host);
        wh_register_follower(host);
        if (declared->comes_by_itself) {
            wh_register_apart(host);
        } else {
            host->handle = register_dissector_with_data(declared->filter, wh_dissect, host->proto, host);
        }
        if (declared->harvest_name) {
            wh_register_harvest(host);
        }
        wh_register_exporter(host);
        wh_register_session_keys(host);
        wh_register_statistics(host);
        wh_register_response_times(host);
    }
    register_init_routine(will_open);
    register_cleanup_routine(did_close);
}

static void register_handoffs(void)
{
    for (wh_host *host = wh_hosts; host; host = host->next) {
        dissector_add_uint_range_with_preference("tcp.port", host->declaration.tcp_ports, host->handle);
        dissector_add_for_decode_as("tls.port", host->handle);
        wh_register_secrets(host);
        wh_register_heuristics(host);
        if (host->apart_handle) {
            dissector_add_for_decode_as("udp.port", host->apart_handle);
        }
        if (host->declaration.harvest_name) {
            wh_begin_harvest(host);
        }
        wh_fill_tables(host);
    }
    /* Wireshark reports changes only; this tells the defaults. */
    wh_tell_preferences();
}

void wh_add_dissector(void *self, const wh_calls *calls)
{
    static const proto_plugin plugin = {register_protocols, register_handoffs};
    if (!wh_hosts) {
        proto_register_plugin(&plugin);
    }
    wh_host *host = g_new0(wh_host, 1);
    host->self = self;
    host->calls = *calls;
    host->next = wh_hosts;
    wh_hosts = host;
}
