/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "compat.h"

#include "slots.h"

/* ---- Values of fields ---- */

#if WH_WIRESHARK_AT_LEAST(4, 2)
#define VALUE(info) ((info)->value)
#define BYTES(value) fvalue_get_bytes_data(value)
#define COUNT(value) fvalue_get_bytes_size(value)
#else
#define FT_IS_STRING(type) IS_FT_STRING(type)
#define VALUE(info) (&(info)->value)
#define BYTES(value) fvalue_get_bytes(value)
#define COUNT(value) ((value)->value.bytes->len)
#endif

bool wh_is_searchable(enum ftenum type)
{
    return FT_IS_STRING(type) || type == FT_BYTES || type == FT_UINT_BYTES;
}

const uint8_t *wh_value_of(field_info *info, size_t *count)
{
    fvalue_t *value = VALUE(info);
    if (FT_IS_STRING(info->hfinfo->type)) {
        const void *text = fvalue_get_string(value);
        *count = text ? strlen(text) : 0;
        return text;
    }
    *count = COUNT(value);
    return BYTES(value);
}

/* ---- Secrets ---- */

/* Keys inside the capture, in pcapng's Decryption Secrets Blocks. From 4.4 on a plugin can register the types that it wants. Before
 * that, ours replaces the capture's own callback. */

static wh_take_secrets take_secrets;

#if WH_WIRESHARK_AT_LEAST(4, 4)

/* The callback is not told the type. */
static uint32_t types[WH_MOST_DISSECTORS];

#define TAKE(slot)                                                                                                     \
    static void take_##slot(const void *secrets, unsigned size) { take_secrets(types[slot], secrets, size); }
WH_EACH_SLOT(TAKE)

void wh_want_secrets(unsigned slot, uint32_t type, wh_take_secrets take)
{
#define FUNCTION(slot) take_##slot,
    static const secrets_block_callback_t functions[] = {WH_EACH_SLOT(FUNCTION)};
    take_secrets = take;
    types[slot] = type;
    secrets_register_type(type, functions[slot]);
}

void wh_hook_secrets(packet_info *pinfo _U_)
{
}

void wh_forget_secrets_hook(void)
{
}

#else

#include <cfile.h>

static bool is_hooked;

static void take_any(guint32 type, const void *secrets, guint size)
{
    take_secrets(type, secrets, size);
    secrets_wtap_callback(type, secrets, size);
}

void wh_want_secrets(unsigned slot _U_, uint32_t type _U_, wh_take_secrets take)
{
    take_secrets = take;
}

/* Redissection restores Wireshark's own callback after the init routines, so ours is set at the first frame. */
void wh_hook_secrets(packet_info *pinfo)
{
    if (is_hooked || !take_secrets) {
        return;
    }
    is_hooked = true;
    /* The first member of epan_session, whose form is not public; setting the callback replays what was read so far. */
    struct packet_provider_data *provider = *(struct packet_provider_data **)(void *)pinfo->epan;
    if (provider && provider->wth) {
        wtap_set_cb_new_secrets(provider->wth, take_any);
    }
}

void wh_forget_secrets_hook(void)
{
    is_hooked = false;
}

#endif
