#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Writes what tshark prints for each sample, beside it: to be looked at before it is committed.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
. scripts/tshark-reading.sh

# expected NAME [KEY-FILE]
expected() {
    local key=
    if [[ -n ${2:-} ]]; then
        key=$work/$2
        install -m 644 "captures/$2" "$key"
    fi
    reading "captures/$1.pcapng" -o "fernwire.key_file:$key" >"captures/$1.expected.json"
}

expected first-session first-session.key
expected wrapped-session wrapped-session.pem
for name in gcm-session cbc-session nomac-session; do expected "$name" "$name.key"; done
expected modern-session modern-session.keylog
for name in sealed-session signed-session; do expected "$name" "$name.pem"; done
expected toy-session
expected plaintext-session
expected tls-session
