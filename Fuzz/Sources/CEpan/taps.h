/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FERNWIRE_EPAN_TAPS_H
#define FERNWIRE_EPAN_TAPS_H

#include "epan_host.h"

#include <epan/packet.h>

/* Listens to every tap, and fills the plugin's tables as Wireshark's windows do. */
void eh_listen(void);

#endif
