#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Opens a capture in Wireshark with the plugin as it was built: gui.sh [CAPTURE KEY-FILE], by default the first sample.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
command -v wireshark >/dev/null || fail "wireshark is missing: apt install wireshark"
((EUID != 0)) || fail "root is refused personal plugins, in silence: make install, then open $PWD/captures in Wireshark"
capture=${1:-captures/first-session.pcapng}
key=${2:-captures/first-session.key}
WIRESHARK_PLUGIN_DIR=$PWD/build/plugins exec wireshark -o "fernwire.key_file:$(realpath "$key")" -r "$capture"
