#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Writes the library of generated sessions, captures/library, anew: the same files on every machine.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
[[ -x build/bin/fernwire ]] || fail "build/bin/fernwire is missing: make"

mkdir -p captures/library
build/bin/fernwire generate --list | while read -r name _; do
    build/bin/fernwire generate --scenario "$name" --force --output "captures/library/$name.pcapng"
done
