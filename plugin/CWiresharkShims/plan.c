/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan.h"

#include <epan/strutil.h>
#include <wsutil/str_util.h>

int wh_clamped(uint32_t count)
{
    return count > INT_MAX ? INT_MAX : (int)count;
}

nstime_t wh_duration(int64_t nanoseconds)
{
    return (nstime_t){.secs = nanoseconds / 1000000000, .nsecs = (int)(nanoseconds % 1000000000)};
}

proto_tree *wh_innermost(const wh_replay_state *state)
{
    return state->trees[MIN(state->depth, WH_DEEPEST)];
}

/* Whether a text is ASCII without control characters and backslashes, so that there is nothing to escape. */
static bool is_plain(const char *text, uint32_t length)
{
    /* It looks at all bytes, so that the compiler can take many at a time. */
    bool is_special = false;
    for (uint32_t i = 0; i < length; i++) {
        is_special |= text[i] < ' ' || text[i] > '~' || text[i] == '\\';
    }
    return !is_special;
}

const char *wh_escaped(const wh_replay_state *state, const dk_step *step)
{
    if (step->text_length == 0) {
        return "";
    }
    /* Wireshark's versions differ about the sign of its characters. */
    const void *text = state->plan->bytes + step->text_offset;
    /* A NUL follows the text in the plan. */
    return is_plain(text, step->text_length) ? text : format_text(state->pinfo->pool, text, step->text_length);
}

char *wh_text(const wh_replay_state *state, const dk_step *step)
{
    if (step->text_length == 0) {
        return wmem_strdup(state->pinfo->pool, "");
    }
    return wmem_strndup(
        state->pinfo->pool, (const char *)state->plan->bytes + step->text_offset, step->text_length);
}
