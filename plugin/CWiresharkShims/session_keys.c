/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "host.h"

#include <epan/funnel.h>
#include <epan/stat_tap_ui.h>
#include <epan/tap.h>
#include <stdio.h>

/* Shows the known keys of a capture's sessions: in a window of the GUI, and with tshark -z. */

/* Returns NUL-terminated text, which the caller frees with g_free. */
static char *session_keys(const wh_host *host)
{
    dk_plan found = wh_make_plan(NULL);
    host->calls.session_keys(host->self, &found);
    if (found.byte_count == 0) {
        return g_strdup("");
    }
    char *text = g_strndup((const char *)found.bytes, found.byte_count);
    explicit_bzero(found.bytes, found.byte_room);
    wmem_free(NULL, found.bytes);
    return text;
}

static void show_text(const char *title, const char *text)
{
    const funnel_ops_t *window = funnel_get_funnel_ops();
    if (window && window->new_text_window) {
        window->set_text(window->new_text_window(window->ops_id, title), text);
    }
}

static void show_keys(void *host_data)
{
    const wh_host *host = host_data;
    char *text = session_keys(host);
    show_text(host->declaration.session_keys_title, *text ? text : host->declaration.no_session_keys);
    explicit_bzero(text, strlen(text));
    g_free(text);
}

static void show_injection(void *host)
{
    show_text("Inject keys into a capture", ((const wh_host *)host)->declaration.key_injection);
}

static void add_to_tools(wh_host *host, const char *name, funnel_menu_callback show)
{
    funnel_register_menu(
        g_strdup_printf("%s/%s", host->declaration.short_name, name), REGISTER_TOOLS_GROUP_UNSORTED, show, host, NULL, FALSE);
}

static void print_keys(void *host)
{
    char *text = session_keys(host);
    fputs(text, stdout);
    explicit_bzero(text, strlen(text));
    g_free(text);
}

static bool listen_for_the_end(void *host)
{
    GString *error = register_tap_listener("frame", host, NULL, TL_REQUIRES_NOTHING, NULL, NULL, print_keys, NULL);
    if (error) {
        fprintf(stderr, "tshark: %s\n", error->str);
        g_string_free(error, TRUE);
    }
    return error == NULL;
}

WH_TAP_BEGIN(begin, listen_for_the_end)

void wh_register_session_keys(wh_host *host)
{
    const dk_declaration *declared = &host->declaration;
    if (!declared->has_session_keys) {
        return;
    }
    stat_tap_ui *option = g_new0(stat_tap_ui, 1);
    option->group = REGISTER_TOOLS_GROUP_UNSORTED;
    option->cli_string = g_strdup_printf("%s,keys", declared->filter);
    option->tap_init_cb = begin;
    register_stat_tap_ui(option, host);
    add_to_tools(host, "Session Keys", show_keys);
    if (declared->key_injection) {
        add_to_tools(host, "Inject Keys", show_injection);
    }
}
