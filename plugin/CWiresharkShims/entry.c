/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The symbols that Wireshark looks for and that Swift cannot define. */
#include <stdint.h>
#include <ws_version.h>

/* The plugin's version; whoever builds the plugin may set another. */
#ifndef DISSECTOR_VERSION
#define DISSECTOR_VERSION "0.1.0"
#endif

extern const char plugin_version[];
extern const int plugin_want_major;
extern const int plugin_want_minor;
uint32_t plugin_describe(void);

const char plugin_version[] = DISSECTOR_VERSION;
const int plugin_want_major = WIRESHARK_VERSION_MAJOR;
const int plugin_want_minor = WIRESHARK_VERSION_MINOR;

/* Wireshark calls it from 4.4 on. 1 is WS_PLUGIN_DESC_DISSECTOR, whose header 4.0 does not install. */
uint32_t plugin_describe(void)
{
    return 1;
}
