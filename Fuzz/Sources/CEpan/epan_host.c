/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "taps.h"

#include <epan/column-info.h>
#include <epan/column.h>
#include <epan/epan_dissect.h>
#include <epan/prefs.h>
#include <epan/tap.h>
#include <epan/timestamp.h>
#include <wiretap/wtap.h>
#include <wsutil/filesystem.h>
#include <wsutil/privileges.h>
#include <wsutil/wslog.h>

/* The plugin is linked into this program; Wireshark would find it in a folder. */
extern void plugin_register(void);

static column_info columns;

/* 2023-11-14, which the samples are near. */
static const time_t first_second = 1700000000;

/* What the engine asks of whoever has the packets. */
struct packet_provider_data {
    frame_data *frames;
    size_t count;
};

static const nstime_t *time_of(struct packet_provider_data *provider, uint32_t frame)
{
    return frame > 0 && frame <= provider->count ? &provider->frames[frame - 1].abs_ts : NULL;
}

static const struct packet_provider_funcs provided = {.get_frame_ts = time_of};

bool eh_begin(const char *const *preferences, size_t count)
{
    ws_log_init("fuzz", NULL);
    init_process_policies();
    char *error = configuration_init("fuzz", NULL);
    if (error) {
        g_warning("%s", error);
        g_free(error);
    }
    timestamp_set_type(TS_RELATIVE);
    timestamp_set_precision(TS_PREC_AUTO);
    timestamp_set_seconds_type(TS_SECONDS_DEFAULT);
    wtap_init(FALSE);
    plugin_register();
    if (!epan_init(NULL, NULL, FALSE)) {
        return false;
    }
    e_prefs *settings = epan_load_settings();
    for (size_t i = 0; i < count; i++) {
        char *copy = g_strdup(preferences[i]);
        char *why = NULL;
        prefs_set_pref_e result = prefs_set_pref(copy, &why);
        g_free(copy);
        if (result != PREFS_SET_OK) {
            g_warning("%s: %s", preferences[i], why ? why : "no such preference");
            g_free(why);
            return false;
        }
    }
    prefs_apply_all();
    build_column_format_array(&columns, settings->num_cols, TRUE);
    eh_listen();
    return true;
}

/* What one pass keeps from packet to packet. */
typedef struct eh_pass {
    epan_t *session;
    nstime_t elapsed;
    const frame_data *reference;
    const frame_data *previous;
    uint32_t bytes;
} eh_pass;

static void fill_record(wtap_rec *record, const eh_packet *packet, size_t index)
{
    record->rec_type = REC_TYPE_PACKET;
    record->presence_flags = WTAP_HAS_TS | WTAP_HAS_CAP_LEN;
    record->ts.secs = first_second + (time_t)index;
    record->ts.nsecs = 0;
    record->rec_header.packet_header.caplen = packet->captured_length;
    record->rec_header.packet_header.len = packet->length;
    record->rec_header.packet_header.pkt_encap = WTAP_ENCAP_RAW_IP;
}

static void dissect(eh_pass *pass, const eh_packet *packet, frame_data *frame, size_t index, bool has_tree)
{
    wtap_rec record;
    wtap_rec_init(&record);
    fill_record(&record, packet, index);
    if (!frame->visited) {
        frame_data_init(frame, (uint32_t)index + 1, &record, 0, pass->bytes);
        frame_data_set_before_dissect(frame, &pass->elapsed, &pass->reference, pass->previous);
    }
    epan_dissect_t dissection;
    epan_dissect_init(&dissection, pass->session, has_tree, has_tree);
    /* It frees the buffer with the dissection. */
    tvbuff_t *bytes = tvb_new_real_data(packet->bytes, packet->captured_length, (int)packet->length);
    epan_dissect_run_with_taps(&dissection, WTAP_FILE_TYPE_SUBTYPE_UNKNOWN, &record, bytes, frame, &columns);
    epan_dissect_fill_in_columns(&dissection, FALSE, TRUE);
    if (!frame->visited) {
        frame_data_set_after_dissect(frame, &pass->bytes);
    }
    pass->previous = frame;
    epan_dissect_cleanup(&dissection);
    wtap_rec_cleanup(&record);
}

void eh_dissect(const eh_packet *packets, size_t count, bool has_trees)
{
    frame_data *frames = g_new0(frame_data, count);
    struct packet_provider_data provider = {frames, count};
    eh_pass pass = {.session = epan_new(&provider, &provided)};
    reset_tap_listeners();
    for (size_t i = 0; i < count; i++) {
        dissect(&pass, &packets[i], &frames[i], i, has_trees);
    }
    postseq_cleanup_all_protocols();
    draw_tap_listeners(TRUE);
    reset_tap_listeners();
    /* The second pass is as a GUI's clicks are: backwards, with a tree. */
    for (size_t i = count; i > 0; i--) {
        dissect(&pass, &packets[i - 1], &frames[i - 1], i - 1, true);
    }
    draw_tap_listeners(TRUE);
    for (size_t i = 0; i < count; i++) {
        frame_data_destroy(&frames[i]);
    }
    g_free(frames);
    epan_free(pass.session);
}
