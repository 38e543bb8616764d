#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# test-versions.sh [SUITE...] [-- ARGUMENTS]: runs the plugin tests with the Wireshark of each Debian SUITE, by default those of 4.4 and
# 4.6, in a system of its own, with the plugin that scripts/packages/release.sh built for it. ARGUMENTS go to the tests, such as
# --filter StreamTests. It takes root, and built tests.
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
# CostBudgetTests measures CPU time and is left out: make test runs it, with nothing beside it.
((${#arguments[@]})) || arguments=(--filter PluginTests --skip CostBudgetTests)
tests=$(swift build --show-bin-path)/fernwirePackageTests.xctest
[[ -x $tests ]] || fail "there are no tests: swift build --build-tests"
runtime=$(dirname "$(dirname "$(realpath "$(command -v swift)")")")

failed=()
for suite in "${suites[@]}"; do
    system=$(scripts/packages/system.sh "$suite" tshark openssl procps binutils bsdutils tcpdump python3-cryptography)
    version=$(version_in "$system")
    [[ -f build/plugins/${version%.*}/epan/fernwire.so ]] ||
        fail "there is no plugin for Wireshark ${version%.*}: run scripts/packages/release.sh $suite"
    step "The plugin tests with Wireshark $version"
    # The checkout and Swift's libraries stand in the system where they stand here.
    bound=("$PWD" "$runtime")
    # What the tests need beside Swift, where that system has a later one.
    ldd "$tests" | sed -n 's|.* => \(/[^ ]*\) .*|\1|p' | while read -r library; do
        [[ $library == "$runtime"/* || -e $system$library ]] || cp "$library" "$system/usr/local/lib"
    done
    chroot "$system" ldconfig
    in_system "$system" "$tests" --testing-library swift-testing --experimental-maximum-parallelization-width 6 \
        "${arguments[@]}" || failed+=("$version")
done
((${#failed[@]} == 0)) || fail "plugin tests failed with Wireshark ${failed[*]}"
