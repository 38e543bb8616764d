/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "taps.h"

#include <epan/conversation_table.h>
#include <epan/export_object.h>
#include <epan/follow.h>
#include <epan/srt_table.h>
#include <epan/stats_tree_priv.h>
#include <epan/tap.h>

static eh_counts counts;

eh_counts eh_counted(void)
{
    return counts;
}

/* A listener that stays as long as the process. */
static void listen_to(const char *tap, void *data, unsigned flags, tap_reset_cb reset, tap_packet_cb packet)
{
    GString *error = register_tap_listener(tap, data, NULL, flags, reset, packet, NULL, NULL);
    if (error) {
        g_error("%s: %s", tap, error->str);
    }
}

static tap_packet_status pass_over(
    void *data _U_, packet_info *pinfo _U_, epan_dissect_t *edt _U_, const void *tapped _U_, tap_flags_t flags _U_)
{
    return TAP_PACKET_DONT_REDRAW;
}

/* ---- The streams that are followed ---- */

static void forget_stream(void *data)
{
    const follow_info_t *info = data;
    counts.followed += info->bytes_written[0] + info->bytes_written[1];
    follow_reset_stream(data);
}

static void follow(const char *name)
{
    register_follow_t *follower = get_follow_by_name(name);
    if (!follower) {
        g_error("nobody follows %s", name);
    }
    listen_to(
        get_follow_tap_string(follower), g_new0(follow_info_t, 1), TL_REQUIRES_NOTHING, forget_stream,
        get_follow_tap_handler(follower));
}

/* ---- The objects that are exported ---- */

static GPtrArray *objects;

static void add_object(void *data _U_, export_object_entry_t *entry)
{
    counts.exported += entry->payload_len;
    g_ptr_array_add(objects, entry);
}

static export_object_entry_t *object(void *data _U_, int row)
{
    return row >= 0 && (unsigned)row < objects->len ? g_ptr_array_index(objects, row) : NULL;
}

static void free_object(void *entry)
{
    eo_free_entry(entry);
}

static void forget_objects(void *data _U_)
{
    g_ptr_array_set_size(objects, 0);
    export_object_gui_reset_cb reset = get_eo_reset_func(get_eo_by_name("fernwire"));
    if (reset) {
        reset();
    }
}

static void export_objects(void)
{
    static export_object_list_t list = {add_object, object, NULL};
    objects = g_ptr_array_new_with_free_func(free_object);
    register_eo_t *exported = get_eo_by_name("fernwire");
    listen_to(get_eo_tap_listener_name(exported), &list, TL_REQUIRES_NOTHING, forget_objects, get_eo_packet_func(exported));
}

/* ---- Statistics, response times, conversations ---- */

static void count(void)
{
    stats_tree_cfg *registered = stats_tree_get_cfg_by_abbr("fernwire");
    stats_tree *tree = stats_tree_new(registered, NULL, NULL);
    listen_to(registered->tapname, tree, registered->st_flags, stats_tree_reset, stats_tree_packet);
}

static srt_data_t responses;

static void forget_responses(void *data _U_)
{
    for (unsigned i = 0; i < responses.srt_array->len; i++) {
        const srt_stat_table *table = g_array_index(responses.srt_array, srt_stat_table *, i);
        for (int j = 0; j < table->num_procs; j++) {
            counts.responses += table->procedures[j].stats.num;
        }
    }
    reset_srt_table(responses.srt_array);
}

static void measure_responses(void)
{
    register_srt_t *registered = get_srt_table_by_name("fernwire");
    responses.srt_array = g_array_new(FALSE, TRUE, sizeof(srt_stat_table *));
    srt_table_dissector_init(registered, responses.srt_array);
    listen_to(
        get_srt_tap_listener_name(registered), &responses, TL_REQUIRES_NOTHING, forget_responses,
        get_srt_packet_func(registered));
}

static void forget_conversations(void *data)
{
    const conv_hash_t *table = data;
    counts.conversations += table->conv_array ? table->conv_array->len : 0;
    reset_conversation_table_data(data);
}

static void forget_endpoints(void *data)
{
    reset_endpoint_table_data(data);
}

static void list_conversations(void)
{
    register_ct_t *registered = get_conversation_by_proto_id(proto_get_id_by_filter_name("fernwire"));
    const char *tap = proto_get_protocol_filter_name(get_conversation_proto_id(registered));
    listen_to(tap, g_new0(conv_hash_t, 1), TL_REQUIRES_NOTHING, forget_conversations, get_conversation_packet_func(registered));
    listen_to(tap, g_new0(conv_hash_t, 1), TL_REQUIRES_NOTHING, forget_endpoints, get_endpoint_packet_func(registered));
}

void eh_listen(void)
{
    GList *names = get_tap_names();
    for (GList *name = names; name; name = name->next) {
        listen_to(name->data, NULL, TL_REQUIRES_PROTO_TREE | TL_REQUIRES_COLUMNS, NULL, pass_over);
    }
    g_list_free(names);
    follow("Fernwire");
    export_objects();
    count();
    measure_responses();
    list_conversations();
}
