#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The real Wireshark under Xvfb: it opens a capture with the plugin and the profile, shows something, takes a key that
# comes late, and stays alive through redissections. What it shows is asserted through tshark and sharkd.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
. scripts/gui-session.sh

shot() {
    import -window root -strip "$work/$1.png"
    (($(identify -format %k "$work/$1.png") > 100)) || fail "the window is blank"
}

# differs A B: by more pixels than a blinking cursor has.
differs() {
    local pixels
    pixels=$(compare -metric AE "$work/$1.png" "$work/$2.png" null: 2>&1 || true)
    awk -v pixels="$pixels" 'BEGIN { exit !(pixels > 500) }'
}

alive() {
    kill -0 "$wireshark" 2>/dev/null || fail "Wireshark did not stay alive: $(cat "$work/wireshark")"
}

gui_begin
capture=$(readable captures/first-session.pcapng)
key=$work/late.key
install -m 644 /dev/null "$key"
wireshark_begin first-session -C Fernwire -o "fernwire.key_file:$key" -Y fernwire "$capture"
shot closed
cat captures/first-session.key >"$key"
for _ in {1..10}; do
    # Reload this file, in the tool bar.
    click 258 41
    alive
done
sleep 2
shot open
differs closed open || fail "a key that came late changed nothing"
# Each frame in turn, with its tree and its bytes.
for row in $(seq 124 17 220); do
    click 600 "$row"
    alive
done
shot last
differs open last || fail "another frame looks like the one before"
wireshark_end
echo "Wireshark opened, decrypted and redissected, and stayed alive."
