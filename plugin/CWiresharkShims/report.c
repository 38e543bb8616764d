/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wireshark_host.h"

/* The header below uses its types without including it. */
#include <glib.h>

#include <wsutil/report_message.h>

void wh_report(const char *text)
{
    report_warning("%s", text);
}
