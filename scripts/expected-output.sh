#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Writes what tshark prints for each sample, beside it: to be looked at before it is committed.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/home"
unprivileged_home=$work/home
cp -r build/plugins captures "$work"
chmod -R a+rX "$work"
((EUID != 0)) || chown 65534:65534 "$work/home"

# expected NAME [KEY-FILE]
expected() {
    local key=${2:+$work/captures/$2}
    unprivileged env TZ=UTC WIRESHARK_PLUGIN_DIR="$work/plugins" tshark -n -r "$work/captures/$1.pcapng" \
        -o "fernwire.key_file:$key" -Y fernwire -T json -J fernwire >"captures/$1.expected.json"
}

expected first-session first-session.key
expected wrapped-session wrapped-session.pem
for name in gcm-session cbc-session nomac-session; do expected "$name" "$name.key"; done
expected modern-session modern-session.keylog
for name in sealed-session signed-session; do expected "$name" "$name.pem"; done
expected toy-session
expected plaintext-session
