/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "host.h"

/* Remarks of Wireshark's expert information. */

static const int groups[] = {
    [DK_SECURITY] = PI_SECURITY,         [DK_DECRYPTION] = PI_DECRYPTION,
    [DK_MALFORMED] = PI_MALFORMED,       [DK_SEQUENCE] = PI_SEQUENCE,
    [DK_PROTOCOL_USE] = PI_PROTOCOL,     [DK_UNDECODED] = PI_UNDECODED,
    [DK_REQUEST_CODE] = PI_REQUEST_CODE, [DK_RESPONSE_CODE] = PI_RESPONSE_CODE,
    [DK_CHECKSUM] = PI_CHECKSUM,         [DK_COMMENT] = PI_COMMENTS_GROUP,
};

static const int severities[] = {
    [DK_CHAT] = PI_CHAT,
    [DK_NOTE] = PI_NOTE,
    [DK_WARNING] = PI_WARN,
    [DK_ERROR] = PI_ERROR,
};

/* Wireshark keeps every pointer it is given here: nothing is ever freed. */
void wh_register_notes(wh_host *host)
{
    const dk_declaration *declared = &host->declaration;
    size_t count = declared->note_count;
    expert_field *made = g_new(expert_field, count + 1);
    ei_register_info *notes = g_new0(ei_register_info, count + 1);
    for (size_t i = 0; i < count; i++) {
        const dk_note *note = &declared->notes[i];
        made[i] = (expert_field)EI_INIT;
        notes[i] = (ei_register_info){
            &made[i], {note->filter, groups[note->group], severities[note->severity], note->message, EXPFILL}};
        if (note->number >= wh_note_count) {
            wh_notes = g_renew(expert_field *, wh_notes, (size_t)note->number + 1);
            for (; wh_note_count <= note->number; wh_note_count++) {
                wh_notes[wh_note_count] = NULL;
            }
        }
        wh_notes[note->number] = &made[i];
    }
    expert_register_field_array(expert_register_protocol(host->proto), notes, (int)count);
}
