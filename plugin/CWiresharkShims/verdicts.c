/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "host.h"

#include <epan/proto_data.h>

/* All units of a segment share their layer number, and raw offsets can collide: only their order tells them apart. */

enum { KEY = 0 };

/* Of a frame, as long as the capture is open. */
typedef struct frame_verdicts {
    uint32_t count;
    uint32_t room;   /* for more than the first */
    uint32_t first;  /* most frames have no other */
    uint32_t *others;
} frame_verdicts;

/* Of one dissection of a frame. */
typedef struct frame_position {
    uint32_t next;
    bool has_info;
} frame_position;

static frame_position *position_in(const wh_host *host, packet_info *pinfo)
{
    frame_position *position = p_get_proto_data(pinfo->pool, pinfo, host->proto, KEY);
    if (!position) {
        position = wmem_new0(pinfo->pool, frame_position);
        p_add_proto_data(pinfo->pool, pinfo, host->proto, KEY, position);
    }
    return position;
}

bool wh_is_first_info(const wh_host *host, packet_info *pinfo)
{
    frame_position *position = position_in(host, pinfo);
    bool is_first = !position->has_info;
    position->has_info = true;
    return is_first;
}

wh_verdict wh_next_verdict(const wh_host *host, packet_info *pinfo)
{
    wh_verdict verdict = {.index = position_in(host, pinfo)->next++};
    /* Known already on a first pass too, should the frame be dissected twice in it. */
    const frame_verdicts *verdicts = p_get_proto_data(wmem_file_scope(), pinfo, host->proto, KEY);
    if (verdicts && verdict.index < verdicts->count) {
        verdict.is_known = true;
        verdict.value = verdict.index == 0 ? verdicts->first : verdicts->others[verdict.index - 1];
    }
    return verdict;
}

void wh_keep_verdict(const wh_host *host, packet_info *pinfo, uint32_t index, uint32_t value)
{
    frame_verdicts *verdicts = p_get_proto_data(wmem_file_scope(), pinfo, host->proto, KEY);
    if (!verdicts) {
        verdicts = wmem_new0(wmem_file_scope(), frame_verdicts);
        p_add_proto_data(wmem_file_scope(), pinfo, host->proto, KEY, verdicts);
    }
    /* Units are met in order, so there is no gap to fill. */
    if (index == 0) {
        verdicts->first = value;
    } else {
        if (index > verdicts->room) {
            verdicts->room = 2 * index;
            verdicts->others = wmem_realloc(
                wmem_file_scope(), verdicts->others, verdicts->room * sizeof *verdicts->others);
        }
        verdicts->others[index - 1] = value;
    }
    verdicts->count = index + 1;
}
