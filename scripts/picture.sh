#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Opens the first sample in the real Wireshark under Xvfb, selects a record's plaintext, and takes a picture of it:
# docs/wireshark.png.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
scripts/install-packages.sh build picture

work=$(mktemp -d)
unprivileged_home=$work/home
chmod 755 "$work"
cleanup() {
    kill $(jobs -p) 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT

mkdir -p "$work/home/.config/wireshark" "$work/run"
cat >"$work/home/.config/wireshark/recent" <<'RECENT'
gui.geometry_main_x: 0
gui.geometry_main_y: 0
gui.geometry_main_width: 1280
gui.geometry_main_height: 900
gui.geometry_main_maximized: FALSE
gui.geometry_main_upper_pane: 170
gui.geometry_main_lower_pane: 640
RECENT
cp captures/first-session.pcapng captures/first-session.key "$work"
cp -r build/plugins "$work"
chmod -R a+rX "$work"
chmod 700 "$work/run"
((EUID != 0)) || chown -R 65534:65534 "$work/home" "$work/run"

Xvfb -displayfd 3 -screen 0 1280x900x24 3>"$work/display" 2>/dev/null &
until [[ -s $work/display ]]; do sleep 0.2; done
export DISPLAY=:$(<"$work/display")
unprivileged env XDG_RUNTIME_DIR="$work/run" WIRESHARK_PLUGIN_DIR="$work/plugins" \
    wireshark -o "fernwire.key_file:$work/first-session.key" -Y fernwire -g 10 -r "$work/first-session.pcapng" \
    2>"$work/wireshark" &
window=$(timeout 60 xdotool search --sync --onlyvisible --name first-session | head -n 1)
sleep 4

click() { xdotool mousemove "$1" "$2" click "${3:-1}" && sleep 0.7; }
# The last line of the closed tree is Fernwire's; the first entry of its menu expands all below it. The keyboard stays
# with the filter, since no window manager is there to move it.
click 240 341
click 240 341 3
click 300 354
# What was then opened ends in the plaintext.
click 200 800
xdotool mousemove 900 700
sleep 1
import -window root -strip docs/wireshark.png
kill -0 %2 || fail "Wireshark did not stay alive: $(cat "$work/wireshark")"
echo "Made docs/wireshark.png."
