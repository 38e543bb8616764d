#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turns tshark -G fields into an index template for what tshark -T ek writes of Fernwire and Fernet.

tshark -G elastic-mapping has no text, calls durations dates, and calls bytes and hexadecimal text numbers, so that the
bulk import refuses each document that has them. This says what the values are; other protocols are arguments.
"""
import json
import sys

KEYWORD = {"type": "keyword", "ignore_above": 8191}
TYPES = {
    "FT_ABSOLUTE_TIME": {"type": "date"},
    "FT_RELATIVE_TIME": {"type": "double"},
    "FT_DOUBLE": {"type": "double"},
    "FT_FLOAT": {"type": "double"},
    "FT_BOOLEAN": {"type": "boolean"},
    "FT_FRAMENUM": {"type": "long"},
}
INTEGERS = ("FT_UINT", "FT_INT", "FT_CHAR")


def mapping(kind, base):
    """The mapping of a field; None for a heading, which has no value."""
    if kind in ("FT_NONE", "FT_PROTOCOL"):
        return None
    if kind.startswith(INTEGERS) and not kind.endswith(("BYTES", "STRING")):
        return KEYWORD if "HEX" in base or kind == "FT_CHAR" else {"type": "long"}
    return TYPES.get(kind, KEYWORD)


def layers(protocols):
    expert = {"message": KEYWORD, "severity": {"type": "long"}, "group": {"type": "long"}}
    notes = {"properties": {"_ws_expert__ws_expert_" + name: kind for name, kind in expert.items()}}
    found = {name: {"properties": {"_ws_expert": notes}} for name in protocols}
    for line in sys.stdin:
        if not line.startswith("F\t"):
            continue
        _, _, name, kind, protocol, base = line.rstrip("\n").split("\t")[:6]
        made = mapping(kind, base) if protocol in found else None
        if made:
            found[protocol]["properties"][f"{protocol}_{name}".replace(".", "_")] = made
    return found


def main():
    found = layers(sys.argv[1:] or ["fernwire", "fernet"])
    for name, layer in found.items():
        if len(layer["properties"]) == 1:
            sys.exit(f"elastic-mapping.py: tshark -G fields has no field of {name}: is the plugin installed?")
    properties = {"timestamp": {"type": "date"}, "layers": {"properties": found}}
    template = {
        "index_patterns": ["packets-*"],
        "template": {
            "settings": {"index.mapping.ignore_malformed": True},
            "mappings": {"dynamic": False, "properties": properties},
        },
    }
    json.dump(template, sys.stdout, indent=1)
    print()


main()
