/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "host.h"

#include <epan/proto_data.h>

/* What the first pass found of each PDU. All PDUs of a segment share their layer number, and raw offsets can collide, so that only
 * their order tells them apart. */

enum { KEY = 0 };

/* The findings of one frame, kept until the capture is closed. */
typedef struct frame_findings {
    uint32_t count;
    uint32_t room;   /* of `others` */
    uint32_t first;  /* most frames have no other */
    uint32_t *others;
} frame_findings;

/* Where one dissection of a frame stands. */
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

wh_finding wh_next_finding(const wh_host *host, packet_info *pinfo)
{
    wh_finding finding = {.index = position_in(host, pinfo)->next++};
    /* A finding can be known even on the first pass: a frame may be dissected twice in it. */
    const frame_findings *findings = p_get_proto_data(wmem_file_scope(), pinfo, host->proto, KEY);
    if (findings && finding.index < findings->count) {
        finding.is_known = true;
        finding.value = finding.index == 0 ? findings->first : findings->others[finding.index - 1];
    }
    return finding;
}

void wh_keep_finding(const wh_host *host, packet_info *pinfo, uint32_t index, uint32_t value)
{
    frame_findings *findings = p_get_proto_data(wmem_file_scope(), pinfo, host->proto, KEY);
    if (!findings) {
        findings = wmem_new0(wmem_file_scope(), frame_findings);
        p_add_proto_data(wmem_file_scope(), pinfo, host->proto, KEY, findings);
    }
    /* PDUs are met in order, so there is no gap to fill. */
    if (index == 0) {
        findings->first = value;
    } else {
        if (index > findings->room) {
            findings->room = 2 * index;
            findings->others = wmem_realloc(
                wmem_file_scope(), findings->others, findings->room * sizeof *findings->others);
        }
        findings->others[index - 1] = value;
    }
    findings->count = index + 1;
}
