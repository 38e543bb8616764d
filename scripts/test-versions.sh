#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# test-versions.sh [SUITE...] [-- ARGUMENTS]: runs the plugin tests with the Wireshark of each Debian SUITE, by default those of 4.4 and
# 4.6, in a system of its own. ARGUMENTS go to the tests, such as --filter StreamTests. It takes root, and built tests.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/packages/common.sh
require_swift

suites=()
while (($#)) && [[ $1 != -- ]]; do
    suites+=("$1")
    shift
done
((${#suites[@]})) || suites=(trixie forky)
arguments=("${@:2}")
((${#arguments[@]})) || arguments=(--filter PluginTests --skip CostBudgetTests)
tests=$(swift build --show-bin-path)/fernwirePackageTests.xctest
[[ -x $tests ]] || fail "there are no tests: swift build --build-tests"
runtime=$(dirname "$(dirname "$(realpath "$(command -v swift)")")")

for suite in "${suites[@]}"; do
    headers=$(scripts/packages/headers.sh "$suite")
    PKG_CONFIG_PATH=$(echo "$PWD/$headers"/usr/lib/*/pkgconfig) scripts/build-plugin.sh
    system=$(scripts/packages/system.sh "$suite" tshark openssl procps python3-cryptography)
    version=$(chroot "$system" tshark --version 2>/dev/null | head -n 1)
    step "The plugin tests with $version"
    # The checkout and Swift's libraries stand in the system where they stand here.
    mkdir -p "$system$PWD" "$system$runtime"
    (
        bound=("$PWD" "$runtime")
        in_system "$system" "$tests" --testing-library swift-testing --experimental-maximum-parallelization-width 4 \
            "${arguments[@]}"
    )
done
