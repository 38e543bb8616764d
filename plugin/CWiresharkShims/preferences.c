/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "host.h"

#include "key_table.h"

#include <epan/prefs.h>

void wh_register_preferences(wh_host *host)
{
    size_t count = host->declaration.preference_count;
    host->preferences = g_new0(wh_preference_value, count + 1);
    module_t *module = prefs_register_protocol(host->proto, wh_tell_preferences);
    for (size_t i = 0; i < count; i++) {
        const dk_preference *declared = &host->declaration.preferences[i];
        wh_preference_value *value = &host->preferences[i];
        switch (declared->type) {
        case DK_SWITCH:
            value->on = declared->initially != 0;
            value->told_number = !declared->initially;
            prefs_register_bool_preference(module, declared->name, declared->title, declared->summary, &value->on);
            break;
        case DK_NUMBER:
            value->number = declared->initially;
            value->told_number = ~declared->initially;
            prefs_register_uint_preference(
                module, declared->name, declared->title, declared->summary, 10, &value->number);
            break;
        case DK_KEY_TABLE:
            wh_register_key_table(host, i, module);
            break;
        case DK_STATIC_TEXT:
            prefs_register_static_text_preference(module, declared->name, declared->title, declared->summary);
            break;
        case DK_LINE:
            value->path = "";
            prefs_register_string_preference(
                module, declared->name, declared->title, declared->summary, &value->path);
            break;
        case DK_PATH:
            value->path = "";
            prefs_register_filename_preference(
                module, declared->name, declared->title, declared->summary, &value->path, FALSE);
            break;
        case DK_FOLDER:
            value->path = "";
            prefs_register_directory_preference(
                module, declared->name, declared->title, declared->summary, &value->path);
            break;
        }
    }
}

static bool tell_text(const wh_host *host, size_t index)
{
    wh_preference_value *value = &host->preferences[index];
    const char *path = value->path ? value->path : "";
    if (value->told_path && strcmp(value->told_path, path) == 0) {
        return false;
    }
    g_free(value->told_path);
    value->told_path = g_strdup(path);
    host->calls.set_text(host->self, index, value->told_path);
    return true;
}

static bool tell_number(const wh_host *host, size_t index, uint32_t number)
{
    wh_preference_value *value = &host->preferences[index];
    if (value->told_number == number) {
        return false;
    }
    value->told_number = number;
    host->calls.set_number(host->self, index, number);
    return true;
}

static bool tell(const wh_host *host, size_t index)
{
    const wh_preference_value *value = &host->preferences[index];
    switch (host->declaration.preferences[index].type) {
    case DK_SWITCH:
        return tell_number(host, index, value->on ? 1 : 0);
    case DK_NUMBER:
        return tell_number(host, index, value->number);
    case DK_PATH:
    case DK_FOLDER:
    case DK_LINE:
        return tell_text(host, index);
    case DK_KEY_TABLE: /* has a callback of its own */
    case DK_STATIC_TEXT:
        break;
    }
    return false;
}

/* Wireshark says that something changed, but not what: compares with what Swift knows. */
void wh_tell_preferences(void)
{
    for (unsigned slot = 0; slot < wh_host_count; slot++) {
        wh_host *host = wh_hosts[slot];
        bool has_changed = false;
        for (size_t i = 0; i < host->declaration.preference_count; i++) {
            bool is_new = tell(host, i);
            has_changed = is_new || has_changed;
            if (is_new && host->declaration.has_search && i == host->declaration.search_fields) {
                wh_use_search_fields(host);
            }
        }
        if (has_changed) {
            host->calls.preferences_changed(host->self);
        }
    }
}
