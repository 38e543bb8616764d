/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WIRESHARK_HOST_H
#define WIRESHARK_HOST_H

#include <dissector_kit.h>

/* To be called from plugin_register, once for each dissector. `self` is handed back with each of `calls`. */
void wh_add_dissector(void *self, const dk_calls *calls);

#endif
