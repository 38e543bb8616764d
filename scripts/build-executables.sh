#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Builds the programs in release and leaves them in build/bin. They need no Swift where they run.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
require_swift

mkdir -p build/bin
for program in fernwire-server fernwire-client fernwire fernwiredump; do
    swift_build -c release --static-swift-stdlib --product "$program"
    install -m 755 "$(swift build -c release --static-swift-stdlib --show-bin-path)/$program" build/bin/
done
echo "Built build/bin/fernwire-server, build/bin/fernwire-client, build/bin/fernwire and build/bin/fernwiredump."
