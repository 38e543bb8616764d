/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WIRESHARK_HOST_H
#define WIRESHARK_HOST_H

#include <dissector_kit.h>

/* To be called from plugin_register, once for each dissector. `self` is handed back with each of `calls`. */
void wh_add_dissector(void *self, const dk_calls *calls);

/* The following never throw, so that Swift may call them. */

/* Whether Wireshark would refuse a protocol of that display filter: it has one, or takes no such filter. Before protocols are
 * registered it has none. */
bool wh_has_filter(const char *filter);
/* Whether Wireshark has a protocol of that long or short name. */
bool wh_has_name(const char *name);
/* Shows a warning: in a window of the GUI, or on standard error. */
void wh_report(const char *text);

/* Folders of this name: in the user's own configuration, in Wireshark's data, and beside the plugin. */
const char *wh_personal_folder(const char *name);
const char *wh_global_folder(const char *name);
const char *wh_plugin_folder(const char *name);

#endif
