/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WIRESHARK_HOST_H
#define WIRESHARK_HOST_H

#include <dissector_plan.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The border between Swift and C. Wireshark's exceptions are longjmp, so every call across it ends before epan is
 * asked for anything: Swift never sees a header of Wireshark. All that a declaration points to lives for ever.
 */

typedef struct wh_value_name {
    uint32_t value;
    const char *name;
} wh_value_name;

typedef enum wh_field_kind : uint8_t {
    WH_NONE,
    WH_BYTES,
    WH_TEXT,
    WH_UNSIGNED,
    WH_FLAG,
    WH_SECONDS_SINCE_1970,
    WH_FRAME,
    WH_DURATION,
} wh_field_kind;

/* What a linked frame is to the one that links to it. */
typedef enum wh_frame_role : uint8_t { WH_RELATED, WH_REQUEST, WH_RESPONSE } wh_frame_role;

typedef struct wh_field {
    const char *filter;
    const char *name;
    const char *summary;
    wh_field_kind kind;
    bool hexadecimal;
    wh_frame_role role;
    uint32_t bits;
    uint64_t mask;
    const wh_value_name *names;
    size_t name_count;
} wh_field;

typedef enum wh_group : uint8_t {
    WH_SECURITY,
    WH_DECRYPTION,
    WH_MALFORMED,
    WH_SEQUENCE,
    WH_PROTOCOL_USE,
    WH_UNDECODED,
} wh_group;

typedef enum wh_severity : uint8_t { WH_CHAT, WH_NOTE, WH_WARNING, WH_ERROR } wh_severity;

typedef struct wh_expert {
    const char *filter;
    const char *message;
    wh_group group;
    wh_severity severity;
} wh_expert;

typedef enum wh_preference_kind : uint8_t { WH_PATH, WH_SWITCH, WH_NUMBER, WH_KEY_TABLE } wh_preference_kind;

typedef struct wh_preference {
    const char *name;
    const char *title;
    const char *summary;
    wh_preference_kind kind;
    uint32_t initially; /* of a switch or number */
} wh_preference;

/* A dissector that stands in a table from the start; the number says nothing where the user chooses. */
typedef struct wh_table_entry {
    uint32_t number;
    const char *dissector;
} wh_table_entry;

/* A table of sub-dissectors. */
typedef struct wh_table {
    const char *name;
    const char *title; /* NULL: an existing one, by text; else one of the dissector's own */
    bool is_choice;    /* for the one that the user chooses by Decode As; else by number */
    const wh_table_entry *entries;
    size_t entry_count;
} wh_table;

typedef struct wh_declaration {
    const char *name;
    const char *short_name;
    const char *filter;
    const char *tcp_ports;
    const wh_field *fields;
    size_t field_count;
    const wh_expert *experts;
    size_t expert_count;
    const char *const *sources;
    size_t source_count;
    const wh_preference *preferences;
    size_t preference_count;
    const wh_table *tables;
    size_t table_count;
    const char *stream_filter; /* NULL: its streams cannot be followed */
    bool has_session_keys; /* that can be shown */
    bool comes_by_itself;
    const char *harvest_name; /* NULL for none */
    const char *harvest_filter;
    const char *const *harvest_fields;
    size_t harvest_field_count;
    bool has_objects;          /* for export */
    const char *const *statistics;
    size_t statistic_count;
    const char *responses_title; /* what the kinds are */
    const char *responses_filter;
    const char *const *response_kinds;
    size_t response_kind_count;
    uint32_t secrets_type; /* of pcapng's Decryption Secrets Blocks; 0 for none */
} wh_declaration;

/* Bits of who listens. */
enum wh_listeners { WH_FOLLOWER = 1 << 0, WH_EXPORTER = 1 << 1, WH_STATISTICS = 1 << 2, WH_RESPONSE_TIMES = 1 << 3 };

typedef struct wh_unit {
    const uint8_t *bytes;
    size_t captured_length;
    size_t reported_length;
    int64_t seconds;      /* since 1970, of the frame's time */
    int32_t nanoseconds;
    uint32_t frame;
    uint32_t stream;
    uint8_t listeners; /* wh_listeners */
    uint32_t verdict;
    bool is_first_pass;
    bool wants_fields;
} wh_unit;

/* A plan that Swift left behind, in memory of Wireshark's. */
typedef struct wh_plan wh_plan;

/* What C asks of a dissector. `self` is the pointer given to wh_add_dissector. */
typedef struct wh_calls {
    void (*describe)(void *self, wh_declaration *declaration);
    void (*set_path)(void *self, size_t preference, const char *path);
    void (*set_switch)(void *self, size_t preference, bool on);
    void (*set_number)(void *self, size_t preference, uint32_t number);
    /* of each row its kind, value and comment */
    void (*set_rows)(void *self, size_t preference, const char *const *cells, size_t rows);
    /* of one row; leaves in `message` why it is not to be taken, and nothing if it is */
    void (*check_row)(
        void *self, size_t preference, const char *const *cells, char *message, size_t message_size);
    void (*add_secrets)(void *self, const uint8_t *bytes, size_t count);
    void (*will_open)(void *self);
    void (*did_close)(void *self);
    bool (*recognises)(void *self, const uint8_t *bytes, size_t count, bool is_guess);
    void *(*make_conversation)(void *self);
    void (*release_conversation)(void *self, void *conversation);
    /* 0: more bytes are needed */
    uint32_t (*frame)(void *self, void *conversation, const uint8_t *bytes, size_t count, bool can_wait);
    /* what is found first goes to the plan's bytes; where it ends, 0 for nothing */
    size_t (*harvest)(void *self, const uint8_t *text, size_t count, wh_plan *found);
    /* likewise to the plan's bytes */
    bool (*session_keys)(void *self, wh_plan *found);
    uint32_t (*dissect)(void *self, void *conversation, const wh_unit *unit, wh_plan *plan);
} wh_calls;

/* To be called from plugin_register, once for each dissector. */
void wh_add_dissector(void *self, const wh_calls *calls);

/* To be called from wh_calls.dissect: keeps a copy. Cannot throw. */
void wh_plan_keep(
    wh_plan *plan, const dk_step *steps, size_t step_count, const uint8_t *bytes, size_t byte_count);

#endif
