/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DISSECTOR_KIT_H
#define DISSECTOR_KIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The border between a dissector, in Swift, and its host, in C. It is declared here alone: Swift imports these enums as
 * its own.
 *
 * Wireshark's exceptions are longjmp, so every call across the border ends before epan is asked for anything. All that a
 * declaration points to lives for ever.
 */

#define DK_ENUM(swift) __attribute__((enum_extensibility(closed), swift_name(#swift)))
#define DK_CASE(swift) __attribute__((swift_name(#swift)))

/* ---- What a dissector declares ---- */

/* How the bytes of a field are read and shown. */
typedef enum DK_ENUM(FieldType) dk_type : uint8_t {
    DK_NONE DK_CASE(none), /* has no value of its own: a heading over other fields */
    DK_BYTES DK_CASE(bytes),
    DK_TEXT DK_CASE(text), /* UTF-8 */
    DK_UNSIGNED DK_CASE(unsigned),
    DK_SIGNED DK_CASE(signed),
    DK_FLOAT DK_CASE(float),
    DK_BOOLEAN DK_CASE(boolean),
    DK_IPV4 DK_CASE(ipv4),
    DK_IPV6 DK_CASE(ipv6),
    DK_MAC DK_CASE(mac),
    DK_GUID DK_CASE(guid),
    DK_SECONDS DK_CASE(secondsSince1970), /* of a point in time, shown in UTC */
    DK_FRAME DK_CASE(frame),              /* the number of another frame, shown as a link */
    DK_DURATION DK_CASE(duration),        /* nanoseconds, shown as seconds */
} dk_type;

typedef enum DK_ENUM(NumberBase) dk_base : uint8_t {
    DK_DECIMAL DK_CASE(decimal),
    DK_HEXADECIMAL DK_CASE(hexadecimal),
    DK_OCTAL DK_CASE(octal),
} dk_base;

/* What a linked frame is to the one that links to it. */
typedef enum DK_ENUM(FrameRole) dk_frame_role : uint8_t {
    DK_RELATED DK_CASE(related),
    DK_REQUEST DK_CASE(request),
    DK_RESPONSE DK_CASE(response),
} dk_frame_role;

typedef struct dk_value_name {
    uint64_t value; /* of a signed field: two's complement in 64 bits */
    const char *name;
} dk_value_name;

typedef struct dk_field {
    const char *filter;
    const char *title;
    const char *summary;
    const dk_value_name *names;
    size_t name_count;
    uint64_t mask;   /* the bits that the field takes of an integer; 0 for all of them */
    uint16_t number; /* the one by which steps name it, of all fields in the process */
    uint8_t bits;    /* of the integer or floating-point number */
    dk_type type;
    dk_base base;
    dk_frame_role role;
    bool is_little_endian;
} dk_field;

typedef enum DK_ENUM(NoteGroup) dk_group : uint8_t {
    DK_SECURITY DK_CASE(security),
    DK_DECRYPTION DK_CASE(decryption),
    DK_MALFORMED DK_CASE(malformed),
    DK_SEQUENCE DK_CASE(sequence),
    DK_PROTOCOL_USE DK_CASE(protocolUse),
    DK_UNDECODED DK_CASE(undecoded),
    DK_REQUEST_CODE DK_CASE(requestCode),
    DK_RESPONSE_CODE DK_CASE(responseCode),
    DK_CHECKSUM DK_CASE(checksum),
    DK_COMMENT DK_CASE(comment),
} dk_group;

typedef enum DK_ENUM(NoteSeverity) dk_severity : uint8_t {
    DK_CHAT DK_CASE(chat),
    DK_NOTE DK_CASE(note),
    DK_WARNING DK_CASE(warning),
    DK_ERROR DK_CASE(error),
} dk_severity;

/* A remark of Wireshark's expert information. */
typedef struct dk_note {
    const char *filter;
    const char *message;
    uint16_t number; /* the one by which steps name it, of all notes in the process */
    dk_group group;
    dk_severity severity;
} dk_note;

typedef enum DK_ENUM(PreferenceType) dk_preference_type : uint8_t {
    DK_PATH DK_CASE(path),
    DK_FOLDER DK_CASE(folder),
    DK_LINE DK_CASE(line),
    DK_SWITCH DK_CASE(switched),
    DK_NUMBER DK_CASE(number),
    DK_KEY_TABLE DK_CASE(keyTable),
    DK_STATIC_TEXT DK_CASE(text), /* is read by the user, and has no value */
} dk_preference_type;

typedef struct dk_preference {
    const char *name;
    const char *title;
    const char *summary;
    const char *value_summary; /* of a table of keys: what stands in the column of the key */
    uint32_t initially;        /* of a switch or number */
    dk_preference_type type;
} dk_preference;

typedef enum DK_ENUM(TableType) dk_table_type : uint8_t {
    DK_OWN_NUMBERS DK_CASE(ownNumbers),       /* the dissector's own, by number */
    DK_OWN_CHOICE DK_CASE(ownChoice),         /* the dissector's own, for the one that the user chooses by Decode As */
    DK_OTHERS_NUMBERS DK_CASE(othersNumbers), /* one that exists, by number */
    DK_OTHERS_TEXT DK_CASE(othersText),       /* one that exists, by text */
} dk_table_type;

/* A dissector that stands in a table from the start. */
typedef struct dk_table_entry {
    uint32_t number; /* says nothing where the user chooses */
    const char *dissector;
} dk_table_entry;

/* A dissector table that bytes are handed to. */
typedef struct dk_table {
    const char *name;
    const char *title;
    const dk_table_entry *entries;
    size_t entry_count;
    uint16_t number; /* the one by which steps name it, of all tables in the process */
    dk_table_type type;
} dk_table;

/* Something that is counted. */
typedef struct dk_statistic {
    const char *title;
    uint16_t number; /* the one by which steps name it, of all statistics in the process */
} dk_statistic;

typedef enum DK_ENUM(Transport) dk_transport : uint8_t {
    DK_STREAM DK_CASE(stream),     /* TCP, TLS, and whatever else delivers bytes in order */
    DK_DATAGRAM DK_CASE(datagram), /* UDP, DTLS, and whatever else delivers PDUs */
} dk_transport;

/* Where the dissector stands in a dissector table of another protocol. */
typedef struct dk_place {
    const char *table;
    const char *text;  /* in a table by text; NULL in one by number */
    const char *range; /* in Wireshark's syntax, such as "80,8000-8080"; empty for Decode As alone */
    dk_transport transport;
} dk_place;

typedef struct dk_declaration {
    const char *name;
    const char *short_name;
    const char *filter;
    const dk_place *places;
    size_t place_count;
    bool has_stream_heuristics;
    bool has_datagram_heuristics;
    const dk_field *fields;
    size_t field_count;
    const dk_note *notes;
    size_t note_count;
    const dk_preference *preferences;
    size_t preference_count;
    const dk_table *tables;
    size_t table_count;
    const char *stream_filter; /* of the field that holds the stream's number; NULL: streams cannot be followed */
    bool has_session_keys;     /* that can be shown */
    const char *session_keys_title;
    const char *no_session_keys; /* is shown when there are none */
    const char *key_injection;   /* how keys are put into a capture; NULL for nothing to say */
    bool has_sources_alone; /* plans have the same data sources when nobody looks at fields */
    bool has_search; /* of what other protocols carry */
    size_t search_switch; /* the places of its preferences: whether it is on, and the fields that are searched as well */
    size_t search_fields;
    bool has_objects; /* for export */
    const dk_statistic *statistics;
    size_t statistic_count;
    const char *response_title; /* what the kinds are */
    const char *response_filter;
    const char *const *response_kinds;
    size_t response_kind_count;
    uint32_t secrets_type; /* of pcapng's Decryption Secrets Blocks; 0 for none */
} dk_declaration;

/* ---- What a dissector is told of a PDU ---- */

/* Bits of who listens to what plans hold beside the tree. */
enum { DK_FOLLOWER = 1 << 0, DK_EXPORTER = 1 << 1, DK_STATISTICS = 1 << 2, DK_RESPONSE_TIMES = 1 << 3 };

typedef struct dk_end {
    uint8_t address[16]; /* as it is on the wire */
    uint8_t length;      /* 4 for IPv4, 16 for IPv6, 0 for any other */
    uint16_t port;       /* 0 for none */
} dk_end;

typedef struct dk_pdu {
    const uint8_t *bytes;
    size_t captured_length;
    size_t reported_length;
    int64_t seconds; /* since 1970, of the frame's time */
    int32_t nanoseconds;
    uint32_t frame;
    uint32_t stream;
    uint32_t finding; /* what the first pass returned; 0 on the first */
    dk_end source;
    dk_end destination;
    uint16_t server_port; /* the one for which the dissector was chosen; 0 if it does not tell who the server is */
    uint8_t listeners;
    dk_transport transport;
    bool is_first_pass;
    bool wants_fields;
    bool wants_info;
} dk_pdu;

/* ---- What a dissector wants drawn ---- */

typedef enum DK_ENUM(PlanStepKind) dk_step_kind : uint8_t {
    DK_STEP_FIELD DK_CASE(field),       /* a leaf: field at offset, length of source */
    DK_STEP_SUBTREE DK_CASE(subtree),   /* the same, and what follows up to `end` goes below it; inferred if length is 0 */
    DK_STEP_PROTOCOL DK_CASE(protocol), /* the dissector's own tree over offset, length of source; until `end` */
    DK_STEP_END DK_CASE(end),           /* ends the innermost subtree or protocol */
    DK_STEP_NUMBER DK_CASE(number),     /* field has value, at offset, length of source; of a float the bits of a double */
    DK_STEP_STRING DK_CASE(string),     /* field has the text, or the bytes, at offset, length of source */
    DK_STEP_INFERRED_NUMBER DK_CASE(inferredNumber), /* the same, marked as generated */
    DK_STEP_INFERRED_STRING DK_CASE(inferredString),
    DK_STEP_LABEL DK_CASE(label), /* appends text to the innermost tree's label */
    DK_STEP_NOTE DK_CASE(note),   /* expert note `field`, on what was last added, or on the tree that `end` just ended;
                                     with the text in place of its message, if there is one */
    DK_STEP_SOURCE DK_CASE(source),      /* the text becomes the next data source; value points to its name */
    DK_STEP_INFO DK_CASE(info),          /* appends text to the Info column */
    DK_STEP_FOLLOW DK_CASE(follow),      /* offset, length of source are what a side said; the server, if value is 1 */
    DK_STEP_OBJECT DK_CASE(object),      /* what follows is of the object that value and offset together name */
    DK_STEP_OBJECT_NAME DK_CASE(objectName), /* it begins here: text is its name, value its size in bytes */
    DK_STEP_OBJECT_TYPE DK_CASE(objectType), /* text is its type */
    DK_STEP_CHUNK DK_CASE(chunk),       /* offset, length of source are the object's bytes from value on */
    DK_STEP_TICK DK_CASE(tick),         /* statistic `field` counts value more under text */
    DK_STEP_RESPONSE DK_CASE(response), /* a response of kind `field`, value nanoseconds after its request */
    DK_STEP_CALL DK_CASE(call),         /* offset, length of source go to the dissector that stands in table `field` under
                                           text, or under value if there is none; unless an earlier call of the PDU was
                                           taken */
    DK_STEP_CALL_NAME DK_CASE(callName), /* the same, to the dissector whose name value points to */
    DK_STEP_EXCLUDE DK_CASE(exclude), /* no search looks at offset, length of source */
} dk_step_kind;

typedef struct dk_step {
    dk_step_kind kind;
    uint8_t source;       /* 0: the PDU itself; n: the n-th data source of this plan */
    uint16_t field;       /* the number of a field, note or table; the place of a statistic or kind of response */
    uint32_t offset;      /* bytes */
    uint32_t length;      /* bytes */
    uint32_t text_offset; /* bytes, into the plan's bytes */
    uint32_t text_length; /* bytes */
    uint64_t value;
} dk_step;

/*
 * Flat data, written by Swift, and replayed by C once no Swift frame is on the stack. It lies in memory of the host's
 * pool, so that nothing is copied when Swift returns. A NUL follows each text.
 */
typedef struct dk_plan {
    dk_step *steps;
    size_t step_count;
    size_t step_room;
    uint8_t *bytes;
    size_t byte_count;
    size_t byte_room;
    void *pool;
    void *(*resize)(void *pool, void *memory, size_t size); /* memory may be NULL; never returns NULL and cannot throw */
} dk_plan;

/* ---- What C asks of a dissector ---- */

/* `self` is the pointer given with these calls. */
typedef struct dk_calls {
    void (*describe)(void *self, dk_declaration *declaration);
    void (*set_text)(void *self, size_t preference, const char *text);
    void (*set_number)(void *self, size_t preference, uint32_t number); /* of a switch 0 or 1 */
    /* of each row its kind, value and comment */
    void (*set_rows)(void *self, size_t preference, const char *const *cells, size_t rows);
    /* after any number of these */
    void (*preferences_changed)(void *self);
    /* of one row; leaves in `message` why it is refused, and nothing if it is taken */
    void (*check_row)(
        void *self, size_t preference, const char *const *cells, char *message, size_t message_size);
    void (*add_secrets)(void *self, const uint8_t *bytes, size_t count);
    void (*will_open)(void *self);
    void (*did_close)(void *self);
    bool (*recognises)(void *self, const dk_pdu *pdu, bool is_guess);
    void *(*make_conversation)(void *self);
    void (*release_conversation)(void *self, void *conversation);
    /* of a PDU that begins with the bytes and whose end is not known yet; 0: more bytes are needed */
    uint32_t (*pdu_length)(void *self, void *conversation, const dk_pdu *pdu, bool can_wait);
    /* leaves the first PDU among the bytes in the plan's bytes; returns where it ends, 0 for nothing */
    size_t (*find)(void *self, const uint8_t *text, size_t count, dk_plan *found);
    /* leaves the keys in the plan's bytes */
    void (*session_keys)(void *self, dk_plan *found);
    uint32_t (*dissect)(void *self, void *conversation, const dk_pdu *pdu, dk_plan *plan);
} dk_calls;

#endif
