/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "host.h"

#include <epan/exceptions.h>
#include <epan/proto_data.h>
#include <epan/show_exception.h>

/* A postdissector that searches text fields of other protocols. It is a protocol of its own, which is disabled
 * until the user enables it: it costs nothing until then. */

enum { KEY = 1 };

/* The PDUs found in a frame's fields. They are kept until the capture is closed, because tshark does not keep the fields that a
 * postdissector wants on a later pass. */
typedef struct found_pdus {
    unsigned count;
    const dk_plan *pdus; /* each plan's bytes are a PDU */
} found_pdus;

static void search(wh_host *host, const char *text, GArray *found)
{
    for (size_t left = strlen(text);;) {
        dk_plan pdu = wh_make_plan(wmem_file_scope());
        size_t end = host->calls.find(host->self, (const uint8_t *)text, left, &pdu);
        if (end == 0) {
            return;
        }
        g_array_append_val(found, pdu);
        text += end;
        left -= end;
    }
}

/* Returns NULL if there is nothing to search. */
static const found_pdus *search_fields(wh_host *host, packet_info *pinfo, proto_tree *tree)
{
    GArray *found = g_array_new(FALSE, FALSE, sizeof(dk_plan));
    for (unsigned i = 0; i < host->searched_fields->len; i++) {
        const GPtrArray *infos = proto_get_finfo_ptr_array(tree, g_array_index(host->searched_fields, int, i));
        for (unsigned k = 0; infos && k < infos->len; k++) {
            const char *text = wh_text_of((field_info *)g_ptr_array_index(infos, k));
            if (text) {
                search(host, text, found);
            }
        }
    }
    found_pdus *kept = NULL;
    if (found->len > 0) {
        kept = wmem_new(wmem_file_scope(), found_pdus);
        kept->count = found->len;
        kept->pdus = wmem_memdup(wmem_file_scope(), found->data, found->len * sizeof(dk_plan));
        p_add_proto_data(wmem_file_scope(), pinfo, host->postdissector_proto, KEY, kept);
    }
    g_array_free(found, TRUE);
    return kept;
}

/* Catches what a PDU's subdissector throws, so that the frame's other PDUs are still dissected. */
static void dissect_pdu(wh_host *host, tvbuff_t *bytes, packet_info *pinfo, proto_tree *tree)
{
    TRY
    {
        wh_dissect_alone(host, WH_LEAVE, bytes, pinfo, tree);
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
    const found_pdus *found = p_get_proto_data(wmem_file_scope(), pinfo, host->postdissector_proto, KEY);
    if (!found && tree) {
        found = search_fields(host, pinfo, tree);
    }
    for (unsigned i = 0; found && i < found->count; i++) {
        const dk_plan *pdu = &found->pdus[i];
        int length = (int)MIN(pdu->byte_count, INT_MAX);
        const uint8_t *content = length > 0 ? pdu->bytes : (const uint8_t *)"";
        tvbuff_t *bytes = tvb_new_child_real_data(tvb, content, (unsigned)length, length);
        add_new_data_source(pinfo, bytes, host->declaration.short_name);
        dissect_pdu(host, bytes, pinfo, tree);
    }
    return (int)tvb_captured_length(tvb);
}

void wh_register_postdissector(wh_host *host)
{
    const dk_declaration *declared = &host->declaration;
    if (!declared->postdissector_name) {
        return;
    }
    host->postdissector_proto = proto_register_protocol(
        declared->postdissector_name, declared->postdissector_name, declared->postdissector_filter);
    proto_disable_by_default(host->postdissector_proto);
    dissector_handle_t handle =
        register_dissector_with_data(declared->postdissector_filter, dissect, host->postdissector_proto, host);
    register_postdissector(handle);
}

/* Runs once all fields are registered. */
void wh_begin_postdissector(wh_host *host)
{
    const dk_declaration *declared = &host->declaration;
    if (!declared->postdissector_name) {
        return;
    }
    GArray *fields = g_array_new(FALSE, FALSE, sizeof(int));
    GArray *wanted = g_array_new(FALSE, FALSE, sizeof(int));
    for (size_t i = 0; i < declared->searched_field_count; i++) {
        int id = proto_registrar_get_id_byname(declared->searched_fields[i]);
        if (id > 0) {
            g_array_append_val(fields, id);
            g_array_append_val(wanted, id);
        }
    }
    host->searched_fields = fields;
    /* Wireshark owns this array from here on. */
    set_postdissector_wanted_hfids(find_dissector(declared->postdissector_filter), wanted);
}
