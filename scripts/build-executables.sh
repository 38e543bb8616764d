#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Builds the programs in release and leaves them in build/bin: one executable, to which the other names are links. It needs
# neither Swift nor libyaml where it runs. FERNWIRE_SCRATCH is where it is built, .build without it.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
require_swift

scratch=${FERNWIRE_SCRATCH:-.build}
own_libraries "$scratch/static"
arguments=("${released[@]}" --scratch-path "$scratch" -Xcc "-fmacro-prefix-map=$PWD/=" -Xlinker -s
    -Xlinker "--version-script=$PWD/scripts/executable.map")
swift_build "${arguments[@]}" --product fernwire
mkdir -p build/bin
install -m 755 "$(swift build "${arguments[@]}" --show-bin-path)/fernwire" build/bin/
for name in "${links[@]}"; do
    ln -sfn fernwire "build/bin/$name"
done
echo "Built in build/bin: fernwire, and as links ${links[*]}."
