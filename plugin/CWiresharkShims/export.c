/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan.h"

#include <epan/export_object.h>
#include <epan/to_str.h>

/* Export objects. An object is listed at its first chunk and grows with those that follow. */

/* An object in a list, which owns its entry. */
typedef struct listed {
    export_object_list_t *list;
    uint64_t number;
    uint32_t stream;
    uint32_t group;
    int row;
    export_object_entry_t *entry;
    uint64_t size;
    char *type;
} listed;

/* The objects of all open lists: the reset callback does not say which list it is about. */
static GHashTable *objects;

static unsigned hash(const void *key)
{
    const listed *object = key;
    return (unsigned)(object->number * 31 + object->stream * 17 + object->group) ^ g_direct_hash(object->list);
}

static gboolean is_equal(const void *one, const void *other)
{
    const listed *a = one, *b = other;
    return a->list == b->list && a->number == b->number && a->stream == b->stream && a->group == b->group;
}

static void release(void *data)
{
    listed *object = data;
    g_free(object->type);
    g_free(object);
}

void wh_forget_objects(void)
{
    if (objects) {
        g_hash_table_remove_all(objects);
    }
}

/* Makes a name that cannot lead out of the folder. */
static char *safe_name(const char *name)
{
    char *safe = g_utf8_make_valid(name, -1);
    bool is_dots = true;
    for (char *c = safe; *c; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7F || *c == '/' || *c == '\\' || *c == ':') {
            *c = '_';
        }
        is_dots = is_dots && *c == '.';
    }
    if (is_dots) {
        g_free(safe);
        return g_strdup("unnamed");
    }
    return safe;
}

static void describe(listed *object)
{
    export_object_entry_t *entry = object->entry;
    g_free(entry->content_type);
    if (entry->payload_len == object->size) {
        entry->content_type = g_strdup(object->type);
    } else {
        entry->content_type = g_strdup_printf(
            "%s [incomplete: %zu of %" PRIu64 " bytes]", object->type, entry->payload_len, object->size);
    }
}

/* Leaves out bytes after a gap: the object then stays incomplete, and its type says so. */
static void append(listed *object, const wh_object *said)
{
    export_object_entry_t *entry = object->entry;
    unsigned length = tvb_captured_length(said->bytes);
    if (length > 0 && said->offset == entry->payload_len) {
        entry->payload_data = g_realloc(entry->payload_data, entry->payload_len + length);
        tvb_memcpy(said->bytes, entry->payload_data + entry->payload_len, 0, length);
        entry->payload_len += length;
    }
    describe(object);
}

/* The row of an entry, by which entries are told apart. It follows the row of the entry before, unless a list was emptied or
 * entries of another list came in between; then it is searched for. */
static int row_of(export_object_list_t *list, const export_object_entry_t *entry)
{
    static int next;
    if (list->get_entry(list->gui_data, next) != entry) {
        const export_object_entry_t *other;
        for (next = 0; (other = list->get_entry(list->gui_data, next)) != entry; next++) {
            if (!other) {
                return -1;
            }
        }
    }
    return next++;
}

static void begin(export_object_list_t *list, const wh_object *said, packet_info *pinfo)
{
    export_object_entry_t *entry = g_new0(export_object_entry_t, 1);
    entry->pkt_num = pinfo->num;
    entry->hostname = g_strdup(address_to_str(pinfo->pool, &pinfo->src));
    entry->filename = safe_name(said->name);
    listed *object = g_new0(listed, 1);
    *object = (listed){list, said->number, said->stream, said->group, -1, entry, said->size, g_strdup(said->type)};
    /* The window collects the types to choose from when an entry is listed, so the type must be known before. */
    append(object, said);
    list->add_entry(list->gui_data, entry);
    object->row = row_of(list, entry);
    g_hash_table_replace(objects, object, object);
}

static tap_packet_status take(
    void *data, packet_info *pinfo, epan_dissect_t *dissection _U_, const void *tapped, tap_flags_t flags _U_)
{
    export_object_list_t *list = data;
    const wh_object *said = tapped;
    if (said->name) {
        begin(list, said, pinfo);
        return TAP_PACKET_REDRAW;
    }
    const listed key = {.list = list, .number = said->number, .stream = said->stream, .group = said->group};
    listed *object = g_hash_table_lookup(objects, &key);
    /* Wireshark may have emptied the list without telling us. */
    if (!object || object->row < 0 || list->get_entry(list->gui_data, object->row) != object->entry) {
        return TAP_PACKET_DONT_REDRAW;
    }
    append(object, said);
    return TAP_PACKET_REDRAW;
}

void wh_tap_exporter(const wh_replay_state *state, const dk_step *step)
{
    wh_object *said = wmem_new(state->pinfo->pool, wh_object);
    *said = state->object;
    said->offset = step->value;
    said->bytes = wh_part(state, step);
    tap_queue_packet(state->host->object_tap, state->pinfo, said);
}

void wh_register_exporter(wh_host *host)
{
    if (!host->declaration.has_objects) {
        return;
    }
    if (!objects) {
        objects = g_hash_table_new_full(hash, is_equal, NULL, release);
    }
    host->object_tap = register_export_object(host->proto, take, wh_forget_objects);
}
