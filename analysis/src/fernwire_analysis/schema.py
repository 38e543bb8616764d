# SPDX-License-Identifier: Apache-2.0
"""The columns of the tables and their types. docs/analysis.md says what each column means."""

import pyarrow as pa

TIME = pa.timestamp("ns", "UTC")
NAMES = pa.list_(pa.string())

# In front of the columns that `fernwire export` prints, each row says which capture it is of, and which part holds it.
PLACE = [("capture", pa.string()), ("part", pa.string())]

SESSIONS = [
    ("stream", pa.int64()),
    ("session", pa.int64()),
    ("session_id", pa.string()),
    ("suite", pa.string()),
    ("client", pa.string()),
    ("client_port", pa.int32()),
    ("server", pa.string()),
    ("server_port", pa.int32()),
    ("start", TIME),
    ("end", TIME),
    ("first_frame", pa.int64()),
    ("last_frame", pa.int64()),
    ("client_records", pa.int64()),
    ("server_records", pa.int64()),
    ("client_bytes", pa.int64()),
    ("server_bytes", pa.int64()),
    ("client_content", pa.int64()),
    ("server_content", pa.int64()),
    ("verified", pa.int64()),
    ("failed", pa.int64()),
    ("unchecked", pa.int64()),
    ("alerts", pa.int64()),
    ("weaknesses", NAMES),
    ("key_source", pa.string()),
]

# Sequence, message id and reply to are u64 in the protocol, and whoever sends them chooses them.
RECORDS = [
    ("frame", pa.int64()),
    ("time", TIME),
    ("stream", pa.int64()),
    ("session", pa.int64()),
    ("session_id", pa.string()),
    ("direction", pa.string()),
    ("epoch", pa.int64()),
    ("sequence", pa.uint64()),
    ("type", pa.string()),
    ("fragment", pa.string()),
    ("message_id", pa.uint64()),
    ("suite", pa.string()),
    ("mac_status", pa.string()),
    ("key_source", pa.string()),
    ("length", pa.int64()),
    ("content_length", pa.int64()),
    ("weaknesses", NAMES),
    ("reply_to", pa.uint64()),
    ("request_frame", pa.int64()),
    ("response_time", pa.float64()),
    ("plaintext", pa.string()),
]

NOTES = [
    ("frame", pa.int64()),
    ("time", TIME),
    ("stream", pa.int64()),
    ("session", pa.int64()),
    ("severity", pa.string()),
    ("group", pa.string()),
    ("note", pa.string()),
    ("text", pa.string()),
]

# What one line of `fernwire export` may hold, by the kind that it names.
LINES = {"session": pa.schema(SESSIONS), "record": pa.schema(RECORDS), "note": pa.schema(NOTES)}

# The tables of rows, by the kind of line that fills each.
TABLES = {"session": "sessions", "record": "records", "note": "notes"}
ROWS = {
    TABLES[kind]: pa.schema([*PLACE, *columns])
    for kind, columns in (("session", SESSIONS), ("record", RECORDS), ("note", NOTES))
}

# The table that says what was read. A row of the other tables counts only if this one names its capture and part.
CAPTURES = pa.schema(
    [
        ("capture", pa.string()),
        ("part", pa.string()),
        ("status", pa.string()),
        ("reason", pa.string()),
        ("capture_day", pa.date32()),
        ("size", pa.int64()),
        ("modified", TIME),
        ("identity", pa.string()),
        ("run", pa.int64()),
        ("sessions", pa.int64()),
        ("records", pa.int64()),
        ("notes", pa.int64()),
        ("seconds", pa.float64()),
        ("read_at", TIME),
        ("program", pa.string()),
    ]
)
