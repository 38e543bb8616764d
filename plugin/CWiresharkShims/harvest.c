/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "host.h"

#include <epan/exceptions.h>
#include <epan/proto_data.h>
#include <epan/show_exception.h>

/* A postdissector that looks through text fields of other protocols. It is a protocol of its own, disabled until the
 * user enables it, so that nobody pays for what nobody asked for. */

#if WH_WIRESHARK_AT_LEAST(4, 2)
#define TEXT_OF(info) fvalue_get_string((info)->value)
#else
#define TEXT_OF(info) fvalue_get_string(&(info)->value)
#endif

enum { KEY = 1 };

/* What a frame's fields hold, as long as the capture is open: on a later pass tshark does not keep the fields that a
 * postdissector wants. */
typedef struct harvested {
    unsigned count;
    const wh_plan *units;
} harvested;

static void gather_from(wh_host *host, const char *text, GArray *found)
{
    for (size_t left = strlen(text);;) {
        wh_plan unit = {.pool = wmem_file_scope()};
        size_t end = host->calls.harvest(host->self, (const uint8_t *)text, left, &unit);
        if (end == 0) {
            return;
        }
        g_array_append_val(found, unit);
        text += end;
        left -= end;
    }
}

/* NULL for nothing. */
static const harvested *gather(wh_host *host, packet_info *pinfo, proto_tree *tree)
{
    GArray *found = g_array_new(FALSE, FALSE, sizeof(wh_plan));
    for (unsigned i = 0; i < host->harvest_fields->len; i++) {
        const GPtrArray *infos = proto_get_finfo_ptr_array(tree, g_array_index(host->harvest_fields, int, i));
        for (unsigned k = 0; infos && k < infos->len; k++) {
            const char *text = TEXT_OF((field_info *)g_ptr_array_index(infos, k));
            if (text) {
                gather_from(host, text, found);
            }
        }
    }
    harvested *kept = NULL;
    if (found->len > 0) {
        kept = wmem_new(wmem_file_scope(), harvested);
        kept->count = found->len;
        kept->units = wmem_memdup(wmem_file_scope(), found->data, found->len * sizeof(wh_plan));
        p_add_proto_data(wmem_file_scope(), pinfo, host->harvest_proto, KEY, kept);
    }
    g_array_free(found, TRUE);
    return kept;
}

/* What a unit's sub-dissector throws is that unit's alone. */
static void dissect(wh_host *host, tvbuff_t *bytes, packet_info *pinfo, proto_tree *tree)
{
    TRY
    {
        wh_dissect_apart(host, WH_LEAVE, bytes, pinfo, tree);
    }
    CATCH_NONFATAL_ERRORS
    {
        show_exception(bytes, pinfo, tree, EXCEPT_CODE, GET_MESSAGE);
    }
    ENDTRY;
}

static int harvest(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_, void *host_data)
{
    wh_host *host = host_data;
    const harvested *found = p_get_proto_data(wmem_file_scope(), pinfo, host->harvest_proto, KEY);
    if (!found && tree) {
        found = gather(host, pinfo, tree);
    }
    for (unsigned i = 0; found && i < found->count; i++) {
        const wh_plan *unit = &found->units[i];
        int length = (int)MIN(unit->byte_count, INT_MAX);
        tvbuff_t *bytes = tvb_new_child_real_data(tvb, unit->bytes, (unsigned)length, length);
        add_new_data_source(pinfo, bytes, host->declaration.short_name);
        dissect(host, bytes, pinfo, tree);
    }
    return (int)tvb_captured_length(tvb);
}

void wh_register_harvest(wh_host *host)
{
    const wh_declaration *declared = &host->declaration;
    host->harvest_proto = proto_register_protocol(
        declared->harvest_name, declared->harvest_name, declared->harvest_filter);
    proto_disable_by_default(host->harvest_proto);
    dissector_handle_t handle =
        register_dissector_with_data(declared->harvest_filter, harvest, host->harvest_proto, host);
    register_postdissector(handle);
}

/* Once all fields are registered. */
void wh_begin_harvest(wh_host *host)
{
    const wh_declaration *declared = &host->declaration;
    GArray *fields = g_array_new(FALSE, FALSE, sizeof(int));
    GArray *wanted = g_array_new(FALSE, FALSE, sizeof(int));
    for (size_t i = 0; i < declared->harvest_field_count; i++) {
        int id = proto_registrar_get_id_byname(declared->harvest_fields[i]);
        if (id > 0) {
            g_array_append_val(fields, id);
            g_array_append_val(wanted, id);
        }
    }
    host->harvest_fields = fields;
    /* This one is Wireshark's from here on. */
    set_postdissector_wanted_hfids(find_dissector(declared->harvest_filter), wanted);
}
