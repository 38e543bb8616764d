/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan.h"

#include <epan/exceptions.h>
#include <epan/proto_data.h>
#include <epan/show_exception.h>
#include <wsutil/report_message.h>

/* The search for a dissector's PDUs in what other protocols carry: a postdissector looks through the bytes of the packet, through
 * those of each data source, and through the fields that the user names. */

enum { KEY = 1 };

/* A PDU that was found. */
typedef struct found_pdu {
    dk_plan pdu; /* its bytes are the PDU */
    /* where a data source has these bytes, by the source's place among the packet's */
    int source;
    int offset;
} found_pdu;

/* The PDUs found in a frame. They are kept until the capture is closed: what the first pass found of each is known by its place,
 * and on a later pass there may be fewer fields. */
typedef struct found_pdus {
    unsigned count;
    const found_pdu *pdus;
} found_pdus;

/* Whether a dissector of ours said that no search looks at these bytes. */
static bool is_excluded(const uint8_t *begin, const uint8_t *end, packet_info *pinfo)
{
    for (unsigned slot = 0; slot < wh_host_count; slot++) {
        const wh_position *position = wh_known_position(wh_hosts[slot], pinfo);
        if (position && wh_has_range(position->excluded, begin, end)) {
            return true;
        }
    }
    return false;
}

/* Whether the packet is of a stream of which a dissector of ours excluded some. All of it is then excluded, but for the data sources
 * that the dissector made: what is sent again, or comes out of order, is not dissected. */
static bool is_of_excluded_stream(packet_info *pinfo)
{
    for (unsigned slot = 0; slot < wh_host_count; slot++) {
        const wh_stream *known = wh_hosts[slot]->has_excluded ? wh_known_stream(wh_hosts[slot], pinfo) : NULL;
        if (known && known->is_excluded) {
            return true;
        }
    }
    return false;
}

static bool is_made(const uint8_t *begin, const uint8_t *end, packet_info *pinfo)
{
    for (unsigned slot = 0; slot < wh_host_count; slot++) {
        const wh_position *position = wh_known_position(wh_hosts[slot], pinfo);
        if (position && wh_has_range(position->sources, begin, end)) {
            return true;
        }
    }
    return false;
}

/* What is searched, and what was found. */
typedef struct search {
    wh_host *host;
    packet_info *pinfo;
    GArray *found;     /* NULL while there is none, as in most packets */
    GHashTable *texts; /* of the PDUs that were found: a data source often repeats the bytes of another */
} search;

static void keep(search *current, const found_pdu *found)
{
    if (!current->found) {
        current->found = g_array_new(FALSE, FALSE, sizeof(found_pdu));
        current->texts = g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
    }
    GBytes *text = g_bytes_new_static(found->pdu.bytes, found->pdu.byte_count);
    if (g_hash_table_add(current->texts, text)) {
        found_pdu kept = *found;
        kept.pdu.bytes = wmem_memdup(wmem_file_scope(), found->pdu.bytes, found->pdu.byte_count);
        g_array_append_val(current->found, kept);
    }
}

/* Searches bytes. `source` is the place of their data source; -1 for the value of a field. */
static void search_bytes(search *current, const uint8_t *bytes, size_t count, int source)
{
    const wh_host *host = current->host;
    for (size_t start = 0; start < count;) {
        found_pdu found = {.pdu = wh_make_plan(current->pinfo->pool), .source = -1};
        size_t length = host->calls.find(host->self, bytes + start, count - start, &found.pdu);
        if (length == 0) {
            return;
        }
        start += length;
        size_t size = found.pdu.byte_count;
        const uint8_t *end = bytes + start;
        if (source >= 0 && size <= start && memcmp(end - size, found.pdu.bytes, size) == 0) {
            found.source = source;
            found.offset = (int)(start - size);
        }
        if (source < 0 || !is_excluded(end - 1, end, current->pinfo)) {
            keep(current, &found);
        }
    }
}

static void search_sources(search *current)
{
    GSList *sources = current->pinfo->data_src;
    bool has_made_alone = is_of_excluded_stream(current->pinfo);
    /* The last was made of those before it. */
    for (unsigned place = g_slist_length(sources); place-- > 0;) {
        tvbuff_t *tvb = get_data_source_tvb(g_slist_nth_data(sources, place));
        size_t length;
        const uint8_t *bytes = wh_captured_bytes(tvb, 0, &length);
        if (!has_made_alone || is_made(bytes, bytes + length, current->pinfo)) {
            search_bytes(current, bytes, length, (int)place);
        }
    }
}

static void search_fields(search *current, proto_tree *tree)
{
    const GArray *fields = current->host->searched_fields;
    for (unsigned i = 0; fields && i < fields->len; i++) {
        const GPtrArray *infos = proto_get_finfo_ptr_array(tree, g_array_index(fields, int, i));
        for (unsigned k = 0; infos && k < infos->len; k++) {
            size_t length;
            const uint8_t *bytes = wh_value_of(g_ptr_array_index(infos, k), &length);
            search_bytes(current, bytes, length, -1);
        }
    }
}

/* Returns NULL if nothing was found. */
static const found_pdus *search_packet(wh_host *host, packet_info *pinfo, proto_tree *tree)
{
    search current = {.host = host, .pinfo = pinfo};
    search_sources(&current);
    if (tree) {
        search_fields(&current, tree);
    }
    if (!current.found) {
        return NULL;
    }
    found_pdus *kept = wmem_new(wmem_file_scope(), found_pdus);
    kept->count = current.found->len;
    kept->pdus = wmem_memdup(wmem_file_scope(), current.found->data, current.found->len * sizeof(found_pdu));
    p_add_proto_data(wmem_file_scope(), pinfo, host->proto, KEY, kept);
    g_hash_table_destroy(current.texts);
    g_array_free(current.found, TRUE);
    return kept;
}

/* Returns the bytes of a PDU where a data source has them, or else in a data source of their own. */
static tvbuff_t *bytes_of(const wh_host *host, const found_pdu *found, tvbuff_t *tvb, packet_info *pinfo)
{
    int length = (int)MIN(found->pdu.byte_count, INT_MAX);
    const struct data_source *source =
        found->source < 0 ? NULL : g_slist_nth_data(pinfo->data_src, (unsigned)found->source);
    if (source) {
        tvbuff_t *whole = get_data_source_tvb(source);
        size_t count;
        const uint8_t *bytes = wh_captured_bytes(whole, found->offset, &count);
        if (count >= (size_t)length && memcmp(bytes, found->pdu.bytes, (size_t)length) == 0) {
            return tvb_new_subset_length(whole, found->offset, length);
        }
    }
    const uint8_t *content = length > 0 ? found->pdu.bytes : (const uint8_t *)"";
    tvbuff_t *bytes = tvb_new_child_real_data(tvb, content, (unsigned)length, length);
    add_new_data_source(pinfo, bytes, host->declaration.short_name);
    return bytes;
}

/* Catches what a PDU's subdissector throws, so that the frame's other PDUs are still dissected. */
static void dissect_pdu(wh_host *host, tvbuff_t *bytes, packet_info *pinfo, proto_tree *tree)
{
    TRY
    {
        wh_dissect_alone(host, WH_APPEND, bytes, pinfo, tree);
    }
    CATCH_NONFATAL_ERRORS
    {
        show_exception(bytes, pinfo, tree, EXCEPT_CODE, GET_MESSAGE);
    }
    ENDTRY;
}

static int dissect(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_, void *host_data)
{
    wh_host *host = host_data;
    if (!wh_is_search_on(host)) {
        return 0;
    }
    const found_pdus *found = p_get_proto_data(wmem_file_scope(), pinfo, host->proto, KEY);
    if (!found) {
        found = search_packet(host, pinfo, tree);
    }
    if (!found) {
        return 0;
    }
    /* What the columns say already is of another dissector. */
    wh_position_in(host, pinfo)->has_info = true;
    for (unsigned i = 0; i < found->count; i++) {
        dissect_pdu(host, bytes_of(host, &found->pdus[i], tvb, pinfo), pinfo, tree);
    }
    return (int)tvb_captured_length(tvb);
}

void wh_use_search_fields(wh_host *host)
{
    if (!host->search_handle) {
        return;
    }
    GArray *fields = g_array_new(FALSE, FALSE, sizeof(int));
    GArray *wanted = g_array_new(FALSE, FALSE, sizeof(int));
    const char *text = host->preferences[host->declaration.search_fields].path;
    char **names = g_strsplit_set(text ? text : "", " ,;\t", -1);
    for (char **name = names; *name; name++) {
        header_field_info *field = **name ? proto_registrar_get_byname(*name) : NULL;
        if (**name && !field) {
            report_warning("%s: Wireshark has no field %s to be searched.", host->declaration.short_name, *name);
        }
        for (; field; field = field->same_name_next) {
            if (wh_is_searchable(field->type)) {
                g_array_append_val(fields, field->id);
                g_array_append_val(wanted, field->id);
            }
        }
    }
    g_strfreev(names);
    if (host->searched_fields) {
        g_array_free(host->searched_fields, TRUE);
    }
    host->searched_fields = fields;
    /* Wireshark owns this array from here on. */
    set_postdissector_wanted_hfids(host->search_handle, wanted);
}

void wh_register_search(wh_host *host)
{
    if (host->declaration.has_search) {
        char *name = g_strdup_printf("%s_search", host->declaration.filter);
        host->search_handle = register_dissector_with_data(name, dissect, host->proto, host);
        register_postdissector(host->search_handle);
    }
}
