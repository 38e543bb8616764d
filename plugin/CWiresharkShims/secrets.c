/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "host.h"

#include <epan/secrets.h>

/* Keys that travel inside the capture, in pcapng's Decryption Secrets Blocks. Wireshark hands on types that were
 * registered, which a plugin can do from 4.4 on; before, the capture's own callback is replaced by ours. */

static void hand_on(uint32_t type, const void *secrets, unsigned size)
{
    for (wh_host *host = wh_hosts; host; host = host->next) {
        if (host->declaration.secrets_type != 0 && host->declaration.secrets_type == type) {
            host->calls.add_secrets(host->self, secrets, size);
        }
    }
}

#if WH_WIRESHARK_AT_LEAST(4, 4)

/* The type is not told; there is one dissector with secrets. */
static wh_host *keeper;

static void take_secrets(const void *secrets, unsigned size)
{
    hand_on(keeper->declaration.secrets_type, secrets, size);
}

void wh_register_secrets(wh_host *host)
{
    if (host->declaration.secrets_type != 0 && !keeper) {
        keeper = host;
        secrets_register_type(host->declaration.secrets_type, take_secrets);
    }
}

void wh_hook_secrets(packet_info *pinfo _U_)
{
}

void wh_forget_hook(void)
{
}

#else

#include <cfile.h>

static bool is_hooked;

static void take_any_secrets(guint32 type, const void *secrets, guint size)
{
    hand_on(type, secrets, size);
    secrets_wtap_callback(type, secrets, size);
}

void wh_register_secrets(wh_host *host _U_)
{
}

/* Redissection sets Wireshark's own callback again, after the init routines: so ours is set at the first frame. */
void wh_hook_secrets(packet_info *pinfo)
{
    if (is_hooked) {
        return;
    }
    is_hooked = true;
    /* The first member of epan_session, whose form is not public; setting the callback replays what was read so far. */
    struct packet_provider_data *provider = *(struct packet_provider_data **)(void *)pinfo->epan;
    if (provider && provider->wth) {
        wtap_set_cb_new_secrets(provider->wth, take_any_secrets);
    }
}

void wh_forget_hook(void)
{
    is_hooked = false;
}

#endif
