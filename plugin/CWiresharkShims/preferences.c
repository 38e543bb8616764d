/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "host.h"

#include <epan/prefs.h>

void wh_register_preferences(wh_host *host)
{
    size_t count = host->declaration.preference_count;
    host->preferences = g_new0(wh_preference_value, count + 1);
    module_t *module = prefs_register_protocol(host->proto, wh_tell_preferences);
    for (size_t i = 0; i < count; i++) {
        const wh_preference *declared = &host->declaration.preferences[i];
        wh_preference_value *value = &host->preferences[i];
        switch (declared->kind) {
        case WH_SWITCH:
            value->on = declared->initially != 0;
            value->told_on = !value->on;
            prefs_register_bool_preference(module, declared->name, declared->title, declared->summary, &value->on);
            break;
        case WH_NUMBER:
            value->number = declared->initially;
            value->told_number = ~declared->initially;
            prefs_register_uint_preference(
                module, declared->name, declared->title, declared->summary, 10, &value->number);
            break;
        case WH_KEY_TABLE:
            wh_register_key_table(host, i, module);
            break;
        case WH_PATH:
            value->path = "";
            prefs_register_filename_preference(
                module, declared->name, declared->title, declared->summary, &value->path, FALSE);
            break;
        }
    }
}

static void tell_path(const wh_host *host, size_t index)
{
    wh_preference_value *value = &host->preferences[index];
    const char *path = value->path ? value->path : "";
    if (value->told_path && strcmp(value->told_path, path) == 0) {
        return;
    }
    g_free(value->told_path);
    value->told_path = g_strdup(path);
    host->calls.set_path(host->self, index, value->told_path);
}

static void tell_switch(const wh_host *host, size_t index)
{
    wh_preference_value *value = &host->preferences[index];
    if (value->told_on != value->on) {
        value->told_on = value->on;
        host->calls.set_switch(host->self, index, value->on);
    }
}

static void tell_number(const wh_host *host, size_t index)
{
    wh_preference_value *value = &host->preferences[index];
    if (value->told_number != value->number) {
        value->told_number = value->number;
        host->calls.set_number(host->self, index, value->number);
    }
}

/* Wireshark says that something changed, not what. */
void wh_tell_preferences(void)
{
    for (wh_host *host = wh_hosts; host; host = host->next) {
        for (size_t i = 0; i < host->declaration.preference_count; i++) {
            switch (host->declaration.preferences[i].kind) {
            case WH_SWITCH:
                tell_switch(host, i);
                break;
            case WH_NUMBER:
                tell_number(host, i);
                break;
            case WH_PATH:
                tell_path(host, i);
                break;
            case WH_KEY_TABLE:
                /* Tells of itself. */
                break;
            }
        }
    }
}
