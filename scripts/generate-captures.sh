#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Writes the library of generated sessions, captures/library, anew: the same files on every machine. What tshark prints
# of each is looked at before it is committed.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
[[ -x build/bin/fernwire ]] || fail "build/bin/fernwire is missing: make"
. scripts/tshark-reading.sh

library=captures/library
mkdir -p $library
names=$(build/bin/fernwire generate --list | cut -d ' ' -f 1)
for name in $names; do
    build/bin/fernwire generate --scenario "$name" --show >"$library/$name.yaml"
    build/bin/fernwire generate --scenario "$name" --force --output "$library/$name.pcapng" \
        --key-log "$library/$name.keys"
    chmod 644 "$library/$name.keys"
    reading "$library/$name.pcapng" >"$library/$name.expected.json"
    other=$library/$name.out-of-order.expected.json
    reading "$library/$name.pcapng" -o tcp.reassemble_out_of_order:TRUE >"$other"
    ! cmp -s "$other" "$library/$name.expected.json" || rm "$other"
done
{
    echo "<!-- SPDX-License-Identifier: Apache-2.0 -->"
    echo "# Generated sessions"
    echo
    echo "Written by \`make captures\`: do not edit. Each is \`fernwire generate --scenario NAME\`; its keys are inside, and in"
    echo "\`NAME.keys\`, all throw-away samples. \`NAME.yaml\` is the scenario, \`NAME.expected.json\` what tshark prints of it, and"
    echo "\`NAME.out-of-order.expected.json\` what it prints with \`-o tcp.reassemble_out_of_order:TRUE\`, where that is another."
    echo
    build/bin/fernwire generate --index
} >$library/README.md
