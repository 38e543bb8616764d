/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WH_COMPAT_H
#define WH_COMPAT_H

#include <stdbool.h>
#include <ws_version.h>

#include <epan/packet.h>

/* What differs between the versions of Wireshark, and nothing else. */

#define WH_WIRESHARK_AT_LEAST(major, minor)                                                                            \
    (WIRESHARK_VERSION_MAJOR * 100 + WIRESHARK_VERSION_MINOR >= (major) * 100 + (minor))

#if WH_WIRESHARK_AT_LEAST(4, 6)
#define wh_try_string(table, text, tvb, pinfo, tree)                                                                   \
    dissector_try_string_with_data((table), (text), (tvb), (pinfo), (tree), true, NULL)
#define wh_try_choice(table, tvb, pinfo, tree)                                                                         \
    dissector_try_payload_with_data((table), (tvb), (pinfo), (tree), true, NULL)
#else
#define wh_try_choice(table, tvb, pinfo, tree) dissector_try_payload((table), (tvb), (pinfo), (tree))
#define wh_try_string(table, text, tvb, pinfo, tree) dissector_try_string((table), (text), (tvb), (pinfo), (tree), NULL)
#endif

/* Preference variables and callbacks: 4 bytes up to 4.2, 1 byte from 4.4 on. */
#if WH_WIRESHARK_AT_LEAST(4, 4)
typedef bool wh_bool;
#else
typedef gboolean wh_bool;
#endif

#endif
