/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "host.h"

#include <epan/tfs.h>

/* Wireshark keeps every pointer it is given here: nothing is ever freed. */

/* Wireshark's type for each of ours. */
static const struct type {
    enum ftenum type; /* of a number: the type with 8 bits */
    int display;
    unsigned encoding;
} types[] = {
    [DK_NONE] = {FT_NONE, BASE_NONE, ENC_NA},
    [DK_BYTES] = {FT_BYTES, BASE_NONE, ENC_NA},
    [DK_TEXT] = {FT_STRING, BASE_NONE, ENC_UTF_8},
    [DK_UNSIGNED] = {FT_UINT8, BASE_NONE, ENC_BIG_ENDIAN},
    [DK_SIGNED] = {FT_INT8, BASE_NONE, ENC_BIG_ENDIAN},
    [DK_FLOAT] = {FT_FLOAT, BASE_NONE, ENC_BIG_ENDIAN},
    [DK_BOOLEAN] = {FT_BOOLEAN, BASE_NONE, ENC_BIG_ENDIAN},
    [DK_IPV4] = {FT_IPv4, BASE_NONE, ENC_BIG_ENDIAN},
    [DK_IPV6] = {FT_IPv6, BASE_NONE, ENC_NA},
    [DK_MAC] = {FT_ETHER, BASE_NONE, ENC_NA},
    [DK_GUID] = {FT_GUID, BASE_NONE, ENC_BIG_ENDIAN},
    [DK_SECONDS] = {FT_ABSOLUTE_TIME, ABSOLUTE_TIME_UTC, ENC_TIME_SECS | ENC_BIG_ENDIAN},
    [DK_FRAME] = {FT_FRAMENUM, BASE_NONE, ENC_BIG_ENDIAN},
    [DK_DURATION] = {FT_RELATIVE_TIME, BASE_NONE, ENC_BIG_ENDIAN},
};

static enum ftenum type_of(const dk_field *field)
{
    /* Indexed by the number of bytes, from 1 to 8. */
    static const enum ftenum unsigneds[] = {
        FT_NONE, FT_UINT8, FT_UINT16, FT_UINT24, FT_UINT32, FT_UINT40, FT_UINT48, FT_UINT56, FT_UINT64};
    static const enum ftenum signeds[] = {
        FT_NONE, FT_INT8, FT_INT16, FT_INT24, FT_INT32, FT_INT40, FT_INT48, FT_INT56, FT_INT64};
    switch (field->type) {
    case DK_UNSIGNED:
        return unsigneds[field->bits / 8];
    case DK_SIGNED:
        return signeds[field->bits / 8];
    case DK_FLOAT:
        return field->bits > 32 ? FT_DOUBLE : FT_FLOAT;
    case DK_NONE:
    case DK_BYTES:
    case DK_TEXT:
    case DK_BOOLEAN:
    case DK_IPV4:
    case DK_IPV6:
    case DK_MAC:
    case DK_GUID:
    case DK_SECONDS:
    case DK_FRAME:
    case DK_DURATION:
        break;
    }
    return types[field->type].type;
}

static int base_of(dk_base base)
{
    switch (base) {
    case DK_HEXADECIMAL:
        return BASE_HEX;
    case DK_OCTAL:
        return BASE_OCT;
    case DK_DECIMAL:
        break;
    }
    return BASE_DEC;
}

static const void *value_names(const dk_field *field)
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
        names[i] = (value_string){(uint32_t)field->names[i].value, field->names[i].name};
    }
    return names;
}

static const void *frame_type(dk_frame_role role)
{
    switch (role) {
    case DK_REQUEST:
        return FRAMENUM_TYPE(FT_FRAMENUM_REQUEST);
    case DK_RESPONSE:
        return FRAMENUM_TYPE(FT_FRAMENUM_RESPONSE);
    case DK_RELATED:
        break;
    }
    return FRAMENUM_TYPE(FT_FRAMENUM_NONE);
}

static hf_register_info registration(const dk_field *field, int *id)
{
    const char *summary = *field->summary ? field->summary : NULL;
    hf_register_info made = {
        id,
        {field->title, field->filter, type_of(field), types[field->type].display, NULL, field->mask, summary, HFILL}};
    header_field_info *info = &made.hfinfo;
    if (field->type == DK_UNSIGNED || field->type == DK_SIGNED) {
        /* Signed numbers have no base but ten. */
        info->display = field->type == DK_SIGNED ? BASE_DEC : base_of(field->base);
        info->strings = value_names(field);
        if (info->strings && field->bits > 32) {
            info->display |= BASE_VAL64_STRING;
        }
    }
    if (field->type == DK_BOOLEAN) {
        /* As elsewhere in Wireshark, a bit of an integer is "Set" or "Not set"; an inferred value is "True" or "False". */
        info->display = field->mask ? field->bits : BASE_NONE;
        info->strings = field->mask ? TFS(&tfs_set_notset) : NULL;
    }
    if (field->type == DK_FRAME) {
        info->strings = frame_type(field->role);
    }
    return made;
}

static unsigned encoding_of(const dk_field *field)
{
    unsigned encoding = types[field->type].encoding;
    return field->is_little_endian ? (encoding & ~ENC_BIG_ENDIAN) | ENC_LITTLE_ENDIAN : encoding;
}

/* Makes room for the fields' numbers. A number that no dissector declares has no id. */
static void make_room(const dk_declaration *declared)
{
    size_t count = wh_field_count;
    for (size_t i = 0; i < declared->field_count; i++) {
        count = MAX(count, (size_t)declared->fields[i].number + 1);
    }
    wh_fields = g_renew(wh_field, wh_fields, count);
    for (; wh_field_count < count; wh_field_count++) {
        wh_fields[wh_field_count] = (wh_field){.id = -1, .subtree = -1};
    }
}

void wh_register_fields(wh_host *host)
{
    const dk_declaration *declared = &host->declaration;
    size_t count = declared->field_count;
    make_room(declared);
    /* The last subtree is the protocol's own. */
    int *ids = g_new(int, count + 1), *subtrees = g_new(int, count + 1);
    hf_register_info *fields = g_new0(hf_register_info, count + 1);
    int **subtree_pointers = g_new(int *, count + 1);
    for (size_t i = 0; i <= count; i++) {
        ids[i] = -1;
        subtrees[i] = -1;
        subtree_pointers[i] = &subtrees[i];
    }
    for (size_t i = 0; i < count; i++) {
        fields[i] = registration(&declared->fields[i], &ids[i]);
    }
    proto_register_field_array(host->proto, fields, (int)count);
    proto_register_subtree_array(subtree_pointers, (int)count + 1);
    for (size_t i = 0; i < count; i++) {
        const dk_field *field = &declared->fields[i];
        if (wh_fields[field->number].id > 0) {
            g_error("The field %s is declared by two dissectors, or twice by %s", field->filter, declared->filter);
        }
        wh_fields[field->number] =
            (wh_field){ids[i], subtrees[i], encoding_of(field), field->type, field->bits};
    }
    host->subtree = subtrees[count];
    g_free(subtree_pointers);
}
