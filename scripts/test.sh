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

python=build/python
if [[ ! -x $python/bin/python3 ]] || ! "$python/bin/python3" -c 'import cryptography' 2>/dev/null; then
    step "Installing Python's cryptography from PyPI into $python, for the independent peer"
    python3 -m venv "$python"
    "$python/bin/pip" install --quiet --disable-pip-version-check cryptography
fi
PATH=$PWD/$python/bin:$PATH

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
