/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "host.h"

#include <epan/prefs.h>
#include <epan/uat.h>

/* A preference that is a table of rows with a kind, a value and a comment: what Wireshark calls a UAT. */

enum { KIND, VALUE, COMMENT, COLUMNS };

typedef struct row {
    char *cells[COLUMNS];
} row;

/* As the first dissector with a table has it: Wireshark's callbacks carry no pointer of ours. */
static struct {
    wh_host *host;
    size_t preference;
    row *rows;
    unsigned count;
} table;

static void *copy_row(void *to, const void *from, size_t size _U_)
{
    for (unsigned i = 0; i < COLUMNS; i++) {
        ((row *)to)->cells[i] = g_strdup(((const row *)from)->cells[i]);
    }
    return to;
}

/* A cell may be a key. */
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

static wh_bool check_row(void *record, char **error)
{
    const char *cells[COLUMNS];
    for (unsigned i = 0; i < COLUMNS; i++) {
        const char *cell = ((row *)record)->cells[i];
        cells[i] = cell ? cell : "";
    }
    char message[512] = "";
    table.host->calls.check_row(table.host->self, table.preference, cells, message, sizeof message);
    *error = *message ? g_strdup(message) : NULL;
    return *error == NULL;
}

static void tell_rows(void)
{
    const char **cells = g_new0(const char *, table.count * COLUMNS + 1);
    for (unsigned i = 0; i < table.count * COLUMNS; i++) {
        const char *cell = table.rows[i / COLUMNS].cells[i % COLUMNS];
        cells[i] = cell ? cell : "";
    }
    table.host->calls.set_rows(table.host->self, table.preference, cells, table.count);
    g_free(cells);
}

/* A function for each column: which of a field's data Wireshark hands to them differs from place to place. */
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
    static uat_field_t columns[] = {
        {"kind", "Kind", PT_TXTMOD_ENUM, {uat_fld_chk_enum, set_KIND, get_KIND}, {kinds, kinds, kinds}, kinds,
         "Whether the key stands here or in a file", FLDFILL},
        {"value", "Key or file", PT_TXTMOD_STRING, {uat_fld_chk_str, set_VALUE, get_VALUE}, {0, 0, 0}, NULL,
         "A Fernet key, or 16 or 32 bytes in hexadecimal or base64; or a path", FLDFILL},
        {"comment", "Comment", PT_TXTMOD_STRING, {uat_fld_chk_str, set_COMMENT, get_COMMENT}, {0, 0, 0}, NULL,
         "For whoever reads this", FLDFILL},
        UAT_END_FIELDS};
    const wh_preference *declared = &host->declaration.preferences[preference];
    if (table.host) {
        return;
    }
    table.host = host;
    table.preference = preference;
    const char *name = g_strdup_printf("%s_%s", host->declaration.filter, declared->name);
    uat_t *uat = uat_new(
        declared->title, sizeof(row), name, TRUE, &table.rows, &table.count, UAT_AFFECTS_DISSECTION, NULL, copy_row,
        check_row, free_row, tell_rows, NULL, columns);
    prefs_register_uat_preference(module, declared->name, declared->title, declared->summary, uat);
}
