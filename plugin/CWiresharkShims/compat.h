/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WH_COMPAT_H
#define WH_COMPAT_H

#include <stdbool.h>
#include <ws_version.h>

#include <epan/follow.h>
#include <epan/packet.h>
#include <epan/secrets.h>

/* Everything that differs between versions of Wireshark, and nothing else. compat.c has what differs about secrets. */

#define WH_WIRESHARK_AT_LEAST(major, minor)                                                                            \
    (WIRESHARK_VERSION_MAJOR * 100 + WIRESHARK_VERSION_MINOR >= (major) * 100 + (minor))

/* ---- 4.2 ---- */

#if WH_WIRESHARK_AT_LEAST(4, 2)
#define wh_register_follow_stream(proto, tap, conversation, index, address, port, take, count)                         \
    register_follow_stream((proto), (tap), (conversation), (index), (address), (port), (take), (count), NULL)
#else
/* On 4.0 the GUI's menu holds built-in protocols only; tshark follows on each version. */
#define wh_register_follow_stream(proto, tap, conversation, index, address, port, take, count)                         \
    ((void)(count), register_follow_stream((proto), (tap), (conversation), (index), (address), (port), (take)))
#endif

/* Whether a field's value is text, or bytes. */
bool wh_is_searchable(enum ftenum type);
/* The bytes of such a field. */
const uint8_t *wh_value_of(field_info *info, size_t *count);

/* ---- 4.4 ---- */

/* Preference variables and callbacks: 4 bytes up to 4.2, 1 byte from 4.4 on. */
#if WH_WIRESHARK_AT_LEAST(4, 4)
typedef bool wh_bool;
#else
typedef gboolean wh_bool;
#endif

/* Receives the capture's secrets blocks of any type. */
typedef void (*wh_take_secrets)(uint32_t type, const void *secrets, unsigned size);

/* Makes Wireshark hand on secrets of a type. `slot` is the dissector's. */
void wh_want_secrets(unsigned slot, uint32_t type, wh_take_secrets take);
/* Call it at the first packet of a capture, and of each dissection of it. */
void wh_hook_secrets(packet_info *pinfo);
/* Call it when the capture is closed. */
void wh_forget_secrets_hook(void);

/* ---- 4.6 ---- */

#if WH_WIRESHARK_AT_LEAST(4, 6)
#define wh_try_string(table, text, tvb, pinfo, tree)                                                                   \
    dissector_try_string_with_data((table), (text), (tvb), (pinfo), (tree), true, NULL)
#define wh_try_choice(table, tvb, pinfo, tree)                                                                         \
    dissector_try_payload_with_data((table), (tvb), (pinfo), (tree), true, NULL)
/* Defines the function that begins a statistic of tshark; it returns whether that worked. */
#define WH_TAP_BEGIN(name, begin)                                                                                      \
    static bool name(const char *option _U_, void *data) { return begin(data); }
#else
#define wh_try_choice(table, tvb, pinfo, tree) dissector_try_payload((table), (tvb), (pinfo), (tree))
#define wh_try_string(table, text, tvb, pinfo, tree) dissector_try_string((table), (text), (tvb), (pinfo), (tree), NULL)
#define WH_TAP_BEGIN(name, begin)                                                                                      \
    static void name(const char *option _U_, void *data)                                                               \
    {                                                                                                                  \
        if (!begin(data)) {                                                                                            \
            exit(1);                                                                                                   \
        }                                                                                                              \
    }
#endif

#endif
