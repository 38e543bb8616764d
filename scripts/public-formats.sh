#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Compares public formats in Wireshark with Wireshark's own dissectors: the tests of Tests/PluginTests/Public.
#
#   public-formats.sh [FOLDER]
#
# FOLDER holds a checkout of https://github.com/kaitai-io/kaitai_struct_formats. Without it, the script fetches one. None of
# these files is part of this repository. Needs the plugin in build/plugins.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
require_swift

if (($#)); then
    folder=$(cd "$1" && pwd)
else
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    git clone --quiet --depth 1 https://github.com/kaitai-io/kaitai_struct_formats "$folder"
fi
[[ -f $folder/network/dns_packet.ksy ]] || fail "there is no network/dns_packet.ksy in $folder"

swift_build --build-tests
FERNWIRE_KAITAI_FORMATS=$folder swift test --skip-build --filter 'PublicFormat'
