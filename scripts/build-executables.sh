#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Builds the programs in release and leaves them in build/bin: one executable, to which the other names are links. It needs
# neither Swift nor libyaml where it runs.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
require_swift

own_libraries .build/static
arguments=(-c release --static-swift-stdlib "${small[@]}" "${unchecked[@]}" -Xlinker "--version-script=$PWD/scripts/executable.map")
swift_build "${arguments[@]}" --product fernwire
mkdir -p build/bin
install -m 755 "$(swift build "${arguments[@]}" --show-bin-path)/fernwire" build/bin/
for name in "${links[@]}"; do
    ln -sfn fernwire "build/bin/$name"
done
echo "Built in build/bin: fernwire, and as links ${links[*]}."
