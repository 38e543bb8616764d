/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "names.h"

/* Names that Wireshark does not take for a protocol: it ends the process when one is registered. Nothing here throws. */

bool wh_has_protocols;

/* Words of display filters. They are all that any version from 4.0 to 4.6 reserves. */
static const char *const words[] = {
    "eq", "ne", "all_eq", "any_eq", "all_ne", "any_ne", "gt", "ge", "lt", "le", "bitand", "bitwise_and", "contains",
    "matches", "not", "and", "or", "xor", "in", "any", "all", "true", "false", "nan", "inf"};

static bool is_word(const char *filter)
{
    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        if (strcmp(filter, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Display filters begin neither as numbers do, nor have digits alone. */
static bool is_number(const char *filter)
{
    char second = g_ascii_tolower(filter[1]);
    return (filter[0] == '0' && (second == 'x' || second == 'b')) || strspn(filter, "0123456789") == strlen(filter);
}

bool wh_has_filter(const char *filter)
{
    if (strlen(filter) < 2 || is_number(filter) || is_word(filter) || proto_check_field_name(filter) != 0) {
        return true;
    }
    return wh_has_protocols && (proto_get_id_by_filter_name(filter) != -1 || find_dissector(filter));
}

static bool has_short_name(const char *name)
{
    return wh_has_protocols && proto_get_id_by_short_name(name) != -1;
}

static bool has_long_name(const char *name)
{
    return wh_has_protocols && proto_name_already_registered(name);
}

bool wh_has_name(const char *name)
{
    return has_long_name(name) || has_short_name(name);
}

const char *wh_refused_name(const dk_declaration *declared)
{
    if (wh_has_filter(declared->filter)) {
        return declared->filter;
    }
    if (has_long_name(declared->name)) {
        return declared->name;
    }
    return has_short_name(declared->short_name) ? declared->short_name : NULL;
}
