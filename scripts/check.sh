#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# check.sh: checks what takes nothing that is built: the sources' form, the model of two handshakes, and the Python peer against itself.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
require_swift
scripts/install-packages.sh test
provide_python

step "Lint"
make --no-print-directory lint
step "The model of two handshakes, and the Python peer against itself"
together "scripts/model.sh --doc docs/security.md" "python3 -m unittest discover -s Tests/Peer"
