/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "host.h"

#include <epan/decode_as.h>

/* The dissector tables whose subdissectors a plan calls. */

void wh_register_tables(wh_host *host)
{
    size_t count = host->declaration.table_count;
    host->tables = g_new0(dissector_table_t, count + 1);
    for (size_t i = 0; i < count; i++) {
        const dk_table *table = &host->declaration.tables[i];
        switch (table->type) {
        case DK_OWN_CHOICE:
            host->tables[i] = register_decode_as_next_proto(host->proto, table->name, table->title, NULL);
            break;
        case DK_OWN_NUMBERS:
            host->tables[i] = register_dissector_table(table->name, table->title, host->proto, FT_UINT32, BASE_DEC);
            break;
        case DK_OTHERS_NUMBERS:
        case DK_OTHERS_TEXT:
            /* These are looked up once all protocols are registered. */
            break;
        }
    }
}

void wh_fill_tables(wh_host *host)
{
    for (size_t i = 0; i < host->declaration.table_count; i++) {
        const dk_table *table = &host->declaration.tables[i];
        if (!host->tables[i]) {
            host->tables[i] = find_dissector_table(table->name);
        }
        for (size_t j = 0; j < table->entry_count; j++) {
            dissector_handle_t handle = find_dissector(table->entries[j].dissector);
            if (handle && table->type == DK_OWN_CHOICE) {
                dissector_add_for_decode_as(table->name, handle);
            } else if (handle) {
                dissector_add_uint(table->name, table->entries[j].number, handle);
            }
        }
    }
}
