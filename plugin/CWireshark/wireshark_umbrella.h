/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the shims use of Wireshark. They include it as C; no Swift imports it, so that no Swift can call what throws. */
#include <epan/packet.h>

#include <epan/conversation.h>
#include <epan/dissectors/packet-tcp.h>
#include <epan/exceptions.h>
#include <epan/expert.h>
#include <epan/export_object.h>
#include <epan/follow.h>
#include <epan/prefs.h>
#include <epan/proto_data.h>
#include <epan/srt_table.h>
#include <epan/stats_tree.h>
#include <epan/strutil.h>
#include <ws_version.h>
#include <wsutil/report_message.h>
#include <wsutil/str_util.h>
