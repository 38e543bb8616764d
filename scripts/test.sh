#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# test.sh [--built] [ARGUMENTS]: sets up and runs everything, from unit tests to tshark. With ARGUMENTS, which go to swift test, it runs
# what they name, and no more than that needs. With --built it takes the plugin and the programs that make packages-release left in
# build, and tests those; and what scripts/check.sh checks has been checked.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
require_swift
built=no
if [[ ${1:-} == --built ]]; then
    built=yes
    shift
fi
scripts/install-packages.sh build test

provide_python

if [[ $built == yes ]]; then
    export FERNWIRE_PROGRAMS=$PWD/build/bin
else
    (($#)) || scripts/check.sh
    step "Building the plugin"
    scripts/build-plugin.sh
fi

step "Building the tests"
swift_build --build-tests

step "Running the tests"
# Tests that start programs: all at once these would wait for each other until their limits are over.
few=(--experimental-maximum-parallelization-width 6)
if (($#)); then
    swift test --skip-build "${few[@]}" "$@"
    exit
fi
starting='CommandTests|FernwireNIOTests|PluginTests'
swift test --skip-build --skip "$starting"
swift test --skip-build "${few[@]}" --filter "$starting" --skip CostBudgetTests
# That one measures CPU, which whatever runs beside it would raise.
swift test --skip-build --filter CostBudgetTests

step "A hostile peer against our programs, and the benchmarks in Swift"
bin=${FERNWIRE_PROGRAMS:-$(swift build --show-bin-path)}
together "python3 -B Tests/Peer/against_fernwire.py --bin $bin --suite fernet-psk x25519-ed25519-chacha20poly1305" \
    "swift build --package-path Benchmarks --scratch-path Benchmarks/.build-bench -c release"

step "The kit's reference, and instructions of a record"
together scripts/documentation.sh "scripts/bench.sh instructions --quick"

step "The Python package of analysis/"
analysis/tests/run.sh -q

step "The kit as others use it"
scripts/test-kit.sh

step "Sanitizers, and fuzzing"
together "scripts/sanitize.sh plugin memcheck thread" "scripts/fuzz.sh --seconds 30 --jobs 1"

step "The real Wireshark under Xvfb"
scripts/gui-test.sh
