#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Sets up and runs everything, from unit tests to tshark. Arguments go to swift test.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
require_swift
scripts/install-packages.sh build test

step "Lint"
make --no-print-directory lint

provide_python

step "The Python peer against itself"
python3 -m unittest discover -s Tests/Peer

step "Building the plugin"
scripts/build-plugin.sh

step "Building the tests"
swift_build --build-tests

step "Running the tests"
if (($#)); then
    swift test --skip-build "$@"
    exit
fi
programs='CommandTests|FernwireNIOTests|PluginTests'
swift test --skip-build --skip "$programs"
# Those start programs: all at once they would wait for each other until their limits are over.
swift test --skip-build --experimental-maximum-parallelization-width 4 --filter "$programs"

step "The real Wireshark under Xvfb"
scripts/gui-test.sh
