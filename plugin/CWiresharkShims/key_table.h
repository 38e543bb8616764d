/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WH_KEY_TABLE_H
#define WH_KEY_TABLE_H

#include "host.h"

#include <epan/prefs.h>

/* Registers the preference of that place, which is a table of keys. */
void wh_register_key_table(wh_host *host, size_t preference, module_t *module);

#endif
