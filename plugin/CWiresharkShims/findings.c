/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "host.h"

#include <epan/proto_data.h>

/* What the first pass found of each PDU. All PDUs of a segment share their layer number, and raw offsets can collide, so that only
 * their order tells them apart. */

enum { KEY = 0, SMALLEST = 4 };

/* The finding about one PDU. */
struct wh_kept {
    uint32_t frame;
    uint32_t value;
};

wh_position *wh_position_in(const wh_host *host, packet_info *pinfo)
{
    wh_position *position = p_get_proto_data(pinfo->pool, pinfo, host->proto, KEY);
    if (!position) {
        position = wmem_new0(pinfo->pool, wh_position);
        p_add_proto_data(pinfo->pool, pinfo, host->proto, KEY, position);
    }
    return position;
}

const wh_position *wh_known_position(const wh_host *host, packet_info *pinfo)
{
    return p_get_proto_data(pinfo->pool, pinfo, host->proto, KEY);
}

const wh_range *wh_add_range(const wh_range *others, const uint8_t *begin, size_t length, wmem_allocator_t *pool)
{
    wh_range *added = wmem_new(pool, wh_range);
    *added = (wh_range){begin, length, others};
    return added;
}

bool wh_has_range(const wh_range *ranges, const uint8_t *begin, const uint8_t *end)
{
    for (; ranges; ranges = ranges->next) {
        if (ranges->begin <= begin && end <= ranges->begin + ranges->length) {
            return true;
        }
    }
    return false;
}

/* Returns the place of the first finding whose frame is not before `frame`. */
static uint32_t first_of(const wh_findings *findings, uint32_t frame)
{
    uint32_t low = 0, high = findings->count;
    /* On the first pass it is the end. */
    if (high == 0 || findings->kept[high - 1].frame < frame) {
        return high;
    }
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (findings->kept[middle].frame < frame) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

bool wh_find(const wh_findings *findings, uint32_t frame, uint32_t index, uint32_t *value)
{
    uint32_t place = first_of(findings, frame);
    /* A finding can be known even on the first pass: a frame may be dissected twice in it. */
    if (index >= findings->count - place || findings->kept[place + index].frame != frame) {
        return false;
    }
    *value = findings->kept[place + index].value;
    return true;
}

void wh_keep_finding(wh_findings *findings, uint32_t frame, uint32_t value)
{
    if (findings->count == findings->room) {
        /* A quarter more each time: most of a large capture's memory is this and its like. */
        findings->room += MAX(SMALLEST, findings->room / 4);
        findings->kept = g_renew(struct wh_kept, findings->kept, findings->room);
    }
    /* Frames come in order, but for those that are met after the first pass only. */
    uint32_t place = frame == UINT32_MAX ? findings->count : first_of(findings, frame + 1);
    memmove(&findings->kept[place + 1], &findings->kept[place], (findings->count - place) * sizeof *findings->kept);
    findings->kept[place] = (struct wh_kept){.frame = frame, .value = value};
    findings->count++;
}
