#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# test.sh [--built] [ARGUMENTS]: sets up and runs everything, from unit tests to tshark. With ARGUMENTS, which go to swift test, it runs
# what they name, and no more than that needs. With --built it takes the plugin and the programs that make packages-release left in build,
# and builds neither again.
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

if (($# == 0)); then
    step "Lint"
    make --no-print-directory lint
    step "The kit's reference, the model of two handshakes, and the Python peer against itself"
    together scripts/documentation.sh "scripts/model.sh --doc docs/security.md" "python3 -m unittest discover -s Tests/Peer"
fi

if [[ $built == no ]]; then
    step "Building the plugin"
    scripts/build-plugin.sh
fi

step "Building the tests"
swift_build --build-tests

step "Running the tests"
# Tests that start programs: all at once these would wait for each other until their limits are over.
few=(--experimental-maximum-parallelization-width 4)
if (($#)); then
    swift test --skip-build "${few[@]}" "$@"
    exit
fi
programs='CommandTests|FernwireNIOTests|PluginTests'
swift test --skip-build --skip "$programs"
swift test --skip-build "${few[@]}" --filter "$programs" --skip CostBudgetTests
# That one measures CPU, which whatever runs beside it would raise.
swift test --skip-build --filter CostBudgetTests

step "A hostile peer against our programs"
python3 -B Tests/Peer/against_fernwire.py --bin "$(swift build --show-bin-path)" \
    --suite fernet-psk x25519-ed25519-chacha20poly1305

step "Building the benchmarks in Swift"
swift build --package-path Benchmarks --scratch-path Benchmarks/.build-bench -c release

step "Instructions of a record"
scripts/bench.sh instructions --quick

step "The Python package of analysis/"
analysis/tests/run.sh -q

step "The kit as others use it"
scripts/test-kit.sh

step "Sanitizers"
scripts/sanitize.sh plugin memcheck thread

step "Fuzzing"
scripts/fuzz.sh --seconds 30

step "The real Wireshark under Xvfb"
scripts/gui-test.sh
