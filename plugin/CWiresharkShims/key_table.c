/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "key_table.h"

#include <epan/uat.h>

/* A preference that is a table of rows with a kind, a value and a comment: what Wireshark calls a UAT. */

enum { KIND, VALUE, COMMENT, COLUMNS };

typedef struct row {
    char *cells[COLUMNS];
} row;

/* The rows of each dissector's table, by slot: Wireshark's callbacks carry no pointer of ours. */
static struct table {
    size_t preference;
    row *rows;
    unsigned count;
} tables[WH_MOST_DISSECTORS];

static void *copy_row(void *to, const void *from, size_t size _U_)
{
    for (unsigned i = 0; i < COLUMNS; i++) {
        ((row *)to)->cells[i] = g_strdup(((const row *)from)->cells[i]);
    }
    return to;
}

/* Wipes a cell before it is freed, since it may be a key. */
static void free_cell(char *cell)
{
    if (cell) {
        explicit_bzero(cell, strlen(cell));
    }
    g_free(cell);
}

static void free_row(void *record)
{
    for (unsigned i = 0; i < COLUMNS; i++) {
        free_cell(((row *)record)->cells[i]);
    }
}

static wh_bool check_row(unsigned slot, void *record, char **error)
{
    const wh_host *host = wh_hosts[slot];
    const char *cells[COLUMNS];
    for (unsigned i = 0; i < COLUMNS; i++) {
        const char *cell = ((row *)record)->cells[i];
        cells[i] = cell ? cell : "";
    }
    char message[512] = "";
    host->calls.check_row(host->self, tables[slot].preference, cells, message, sizeof message);
    *error = *message ? g_strdup(message) : NULL;
    return *error == NULL;
}

static void tell_rows(unsigned slot)
{
    const wh_host *host = wh_hosts[slot];
    const struct table *table = &tables[slot];
    const char **cells = g_new0(const char *, table->count * COLUMNS + 1);
    for (unsigned i = 0; i < table->count * COLUMNS; i++) {
        const char *cell = table->rows[i / COLUMNS].cells[i % COLUMNS];
        cells[i] = cell ? cell : "";
    }
    host->calls.set_rows(host->self, table->preference, cells, table->count);
    host->calls.preferences_changed(host->self);
    g_free(cells);
}

#define TABLE(slot)                                                                                                    \
    static wh_bool check_##slot(void *record, char **error) { return check_row(slot, record, error); }                 \
    static void tell_##slot(void) { tell_rows(slot); }
WH_EACH_SLOT(TABLE)

/* Each column has functions of its own, because Wireshark's callers do not agree on which of a column's data they pass. */
#define CELL(column)                                                                                                   \
    static void set_##column(void *record, const char *text, unsigned length, const void *a _U_, const void *b _U_)    \
    {                                                                                                                  \
        char **cell = &((row *)record)->cells[column];                                                                 \
        free_cell(*cell);                                                                                              \
        *cell = g_strndup(text, length);                                                                               \
    }                                                                                                                  \
    static void get_##column(void *record, char **text, unsigned *length, const void *a _U_, const void *b _U_)        \
    {                                                                                                                  \
        const char *cell = ((row *)record)->cells[column];                                                             \
        *text = g_strdup(cell ? cell : "");                                                                            \
        *length = (unsigned)strlen(*text);                                                                             \
    }
CELL(KIND)
CELL(VALUE)
CELL(COMMENT)

void wh_register_key_table(wh_host *host, size_t preference, module_t *module)
{
    static value_string kinds[] = {{0, "key"}, {1, "file"}, {0, NULL}};
    static const uat_field_t columns[] = {
        {"kind", "Kind", PT_TXTMOD_ENUM, {uat_fld_chk_enum, set_KIND, get_KIND}, {kinds, kinds, kinds}, kinds,
         "Whether the key stands here or in a file", FLDFILL},
        {"value", "Key or file", PT_TXTMOD_STRING, {uat_fld_chk_str, set_VALUE, get_VALUE}, {0, 0, 0}, NULL,
         NULL, FLDFILL},
        {"comment", "Comment", PT_TXTMOD_STRING, {uat_fld_chk_str, set_COMMENT, get_COMMENT}, {0, 0, 0}, NULL,
         "For whoever reads this", FLDFILL},
        UAT_END_FIELDS};
#define CHECK(slot) check_##slot,
#define TELL(slot) tell_##slot,
    static const uat_update_cb_t checks[] = {WH_EACH_SLOT(CHECK)};
    static const uat_post_update_cb_t tells[] = {WH_EACH_SLOT(TELL)};
    const dk_preference *declared = &host->declaration.preferences[preference];
    struct table *table = &tables[host->slot];
    table->preference = preference;
    uat_field_t *own = g_memdup2(columns, sizeof columns);
    own[VALUE].desc = declared->value_summary;
    const char *name = g_strdup_printf("%s_%s", host->declaration.filter, declared->name);
    uat_t *uat = uat_new(
        declared->title, sizeof(row), name, TRUE, &table->rows, &table->count, UAT_AFFECTS_DISSECTION, NULL, copy_row,
        checks[host->slot], free_row, tells[host->slot], NULL, own);
    prefs_register_uat_preference(module, declared->name, declared->title, declared->summary, uat);
}
