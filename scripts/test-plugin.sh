#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# test-plugin.sh FOLDER SCRATCH [ARGUMENTS]: runs the tests of the package in FOLDER, whose plugins build-plugin.sh built
# in the scratch folder SCRATCH. ARGUMENTS go to swift test.
set -euo pipefail
. "$(dirname "$0")/common.sh"
(($# >= 2)) || fail "usage: $0 FOLDER SCRATCH [ARGUMENTS]"
command -v tshark >/dev/null || fail "tshark is missing: apt install tshark"

arguments=(--package-path "$1" --scratch-path "$2-$(wireshark_series)")
swift_build --build-tests "${arguments[@]}"
swift test --skip-build "${arguments[@]}" "${@:3}"
