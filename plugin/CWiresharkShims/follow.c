/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan.h"

#include <epan/follow.h>

/* Follow stream. */

/* What a side said. */
typedef struct followed {
    tvbuff_t *content;
    bool is_from_server;
} followed;

void wh_tap_follower(const wh_replay_state *state, const dk_step *step)
{
    followed *said = wmem_new(state->pinfo->pool, followed);
    *said = (followed){wh_part(state, step), step->value != 0};
    tap_queue_packet(state->host->follow_tap, state->pinfo, said);
}

static tap_packet_status take(
    void *data, packet_info *pinfo, epan_dissect_t *dissection _U_, const void *tapped, tap_flags_t flags _U_)
{
    follow_info_t *info = data;
    const followed *said = tapped;
    /* The step says which side is the client: the first frame of the capture may be the server's. */
    if (info->client_port == 0) {
        bool turned = said->is_from_server;
        info->client_port = turned ? pinfo->destport : pinfo->srcport;
        info->server_port = turned ? pinfo->srcport : pinfo->destport;
        copy_address(&info->client_ip, turned ? &pinfo->dst : &pinfo->src);
        copy_address(&info->server_ip, turned ? &pinfo->src : &pinfo->dst);
    }
    unsigned length = tvb_captured_length(said->content);
    follow_record_t *record = g_new0(follow_record_t, 1);
    record->is_server = said->is_from_server;
    record->packet_num = pinfo->num;
    record->abs_ts = pinfo->abs_ts;
    record->data = g_byte_array_append(g_byte_array_sized_new(length), tvb_get_ptr(said->content, 0, -1), length);
    info->bytes_written[record->is_server] += length;
    info->payload = g_list_prepend(info->payload, record);
    return TAP_PACKET_DONT_REDRAW;
}

static char *filter(const wh_host *host, unsigned stream)
{
    return g_strdup_printf("%s eq %u", host->declaration.stream_filter, stream);
}

static char *filter_of_packet(const wh_host *host, packet_info *pinfo, unsigned *stream)
{
    const wh_stream *known = wh_known_stream(host, pinfo);
    if (!known) {
        return NULL;
    }
    *stream = known->number;
    return filter(host, known->number);
}

#define FOLLOW(slot)                                                                                                   \
    static char *index_##slot(unsigned stream, unsigned sub _U_) { return filter(wh_hosts[slot], stream); }            \
    static char *packet_##slot(epan_dissect_t *edt _U_, packet_info *pinfo, unsigned *stream, unsigned *sub _U_)       \
    {                                                                                                                  \
        return filter_of_packet(wh_hosts[slot], pinfo, stream);                                                        \
    }                                                                                                                  \
    static uint32_t count_##slot(void) { return wh_hosts[slot]->stream_count; }
WH_EACH_SLOT(FOLLOW)

void wh_register_follower(wh_host *host)
{
#define FUNCTIONS(slot) {index_##slot, packet_##slot, count_##slot},
    static const struct {
        follow_index_filter_func by_index;
        follow_conv_filter_func of_packet;
        uint32_t (*count)(void);
    } functions[] = {WH_EACH_SLOT(FUNCTIONS)};
    if (!host->declaration.stream_filter) {
        return;
    }
    char *tap = g_strdup_printf("%s_follow", host->declaration.filter);
    host->follow_tap = register_tap(tap);
    register_follow_t *tcp = get_follow_by_name("TCP");
    wh_register_follow_stream(
        host->proto, tap, functions[host->slot].of_packet, functions[host->slot].by_index,
        get_follow_address_func(tcp), get_follow_port_to_display(tcp), take, functions[host->slot].count);
}
