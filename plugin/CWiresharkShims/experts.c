/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "host.h"

static int group_of(wh_group group)
{
    switch (group) {
    case WH_SECURITY:
        return PI_SECURITY;
    case WH_DECRYPTION:
        return PI_DECRYPTION;
    case WH_MALFORMED:
        return PI_MALFORMED;
    case WH_SEQUENCE:
        return PI_SEQUENCE;
    case WH_PROTOCOL_USE:
        return PI_PROTOCOL;
    case WH_UNDECODED:
        break;
    }
    return PI_UNDECODED;
}

static int severity_of(wh_severity severity)
{
    switch (severity) {
    case WH_CHAT:
        return PI_CHAT;
    case WH_NOTE:
        return PI_NOTE;
    case WH_WARNING:
        return PI_WARN;
    case WH_ERROR:
        break;
    }
    return PI_ERROR;
}

void wh_register_experts(wh_host *host)
{
    size_t count = host->declaration.expert_count;
    host->experts = g_new(expert_field, count + 1);
    ei_register_info *experts = g_new0(ei_register_info, count + 1);
    for (size_t i = 0; i < count; i++) {
        const wh_expert *declared = &host->declaration.experts[i];
        host->experts[i] = (expert_field)EI_INIT;
        experts[i] = (ei_register_info){
            &host->experts[i],
            {declared->filter, group_of(declared->group), severity_of(declared->severity), declared->message,
             EXPFILL}};
    }
    expert_register_field_array(expert_register_protocol(host->proto), experts, (int)count);
}
