/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WH_NAMES_H
#define WH_NAMES_H

#include "host.h"

/* Whether Wireshark registers protocols, or has done so: before, it has no tables to look at. */
extern bool wh_has_protocols;

/* Returns the first of the dissector's names that Wireshark does not take; NULL if it takes them all. */
const char *wh_refused_name(const dk_declaration *declared);

#endif
