/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "host.h"

#include <epan/tfs.h>

/* Wireshark keeps every pointer it is given here: nothing is ever freed. */

static const void *value_names(const wh_field *field)
{
    if (field->name_count == 0) {
        return NULL;
    }
    if (field->bits > 32) {
        val64_string *names = g_new0(val64_string, field->name_count + 1);
        for (size_t i = 0; i < field->name_count; i++) {
            names[i] = (val64_string){field->names[i].value, field->names[i].name};
        }
        return names;
    }
    value_string *names = g_new0(value_string, field->name_count + 1);
    for (size_t i = 0; i < field->name_count; i++) {
        names[i] = (value_string){field->names[i].value, field->names[i].name};
    }
    return names;
}

static const void *frame_type(wh_frame_role role)
{
    switch (role) {
    case WH_REQUEST:
        return FRAMENUM_TYPE(FT_FRAMENUM_REQUEST);
    case WH_RESPONSE:
        return FRAMENUM_TYPE(FT_FRAMENUM_RESPONSE);
    case WH_RELATED:
        break;
    }
    return FRAMENUM_TYPE(FT_FRAMENUM_NONE);
}

static enum ftenum unsigned_type(uint32_t bits)
{
    return bits <= 8 ? FT_UINT8 : bits <= 16 ? FT_UINT16 : bits <= 32 ? FT_UINT32 : FT_UINT64;
}

static hf_register_info registration(const wh_field *field, int *id)
{
    hf_register_info made = {
        id, {field->name, field->filter, FT_NONE, BASE_NONE, NULL, 0, *field->summary ? field->summary : NULL, HFILL}};
    switch (field->kind) {
    case WH_NONE:
        break;
    case WH_BYTES:
        made.hfinfo.type = FT_BYTES;
        break;
    case WH_TEXT:
        made.hfinfo.type = FT_STRING;
        break;
    case WH_UNSIGNED:
        made.hfinfo.type = unsigned_type(field->bits);
        made.hfinfo.display = field->hexadecimal ? BASE_HEX : BASE_DEC;
        made.hfinfo.strings = value_names(field);
        if (made.hfinfo.strings && field->bits > 32) {
            made.hfinfo.display |= BASE_VAL64_STRING;
        }
        break;
    case WH_FLAG:
        made.hfinfo.type = FT_BOOLEAN;
        made.hfinfo.display = (int)field->bits;
        made.hfinfo.bitmask = field->mask;
        /* Bits of a byte are set or not, as everywhere in Wireshark; what is inferred is true or false. */
        made.hfinfo.strings = field->mask ? TFS(&tfs_set_notset) : NULL;
        break;
    case WH_SECONDS_SINCE_1970:
        made.hfinfo.type = FT_ABSOLUTE_TIME;
        made.hfinfo.display = ABSOLUTE_TIME_UTC;
        break;
    case WH_FRAME:
        made.hfinfo.type = FT_FRAMENUM;
        made.hfinfo.strings = frame_type(field->role);
        break;
    case WH_DURATION:
        made.hfinfo.type = FT_RELATIVE_TIME;
        break;
    }
    return made;
}

void wh_register_fields(wh_host *host)
{
    size_t count = host->declaration.field_count;
    host->fields = g_new(int, count + 1);
    host->subtrees = g_new(int, count + 1);
    hf_register_info *fields = g_new0(hf_register_info, count + 1);
    int **subtrees = g_new(int *, count + 1);
    for (size_t i = 0; i <= count; i++) {
        host->fields[i] = -1;
        host->subtrees[i] = -1;
        subtrees[i] = &host->subtrees[i];
    }
    for (size_t i = 0; i < count; i++) {
        fields[i] = registration(&host->declaration.fields[i], &host->fields[i]);
    }
    proto_register_field_array(host->proto, fields, (int)count);
    proto_register_subtree_array(subtrees, (int)count + 1);
    g_free(subtrees);
}
