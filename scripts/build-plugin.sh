#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Builds the plugin for the Wireshark that pkg-config finds: build/plugins/<major>.<minor>/epan/fernwire.so.
# Further arguments go to swift build.
set -euo pipefail
cd "$(dirname "$0")/.."

. scripts/common.sh
require_swift
command -v pkg-config >/dev/null || fail "pkg-config is missing: apt install pkg-config"
version=$(pkg-config --modversion wireshark 2>/dev/null) ||
    fail "Wireshark's headers are missing: apt install libwireshark-dev libglib2.0-dev"
IFS=. read -r major minor _ <<<"$version"
series=$major.$minor

# Each Wireshark has its own scratch path: a shared module cache would take another version's headers in silence.
arguments=(-c release --product FernwirePlugin --scratch-path ".build-plugin-$series"
    -Xcc "-fmacro-prefix-map=$PWD/=" -Xswiftc -static-stdlib -Xlinker -s -Xlinker --version-script=plugin/exports.map
    -Xlinker -z -Xlinker defs -Xlinker -z -Xlinker nodelete "$@")
swift_build "${arguments[@]}"
library=$(swift build "${arguments[@]}" --show-bin-path)/libFernwirePlugin.so
[[ -f $library ]] || fail "swift build left no $library"

target=build/plugins/$series/epan/fernwire.so
install -D -m 755 "$library" "$target"
echo "Built $target for Wireshark $version."
