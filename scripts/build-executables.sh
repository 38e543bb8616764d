#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# build-executables.sh [PROGRAM...]: builds the programs, all unless some are named, in release, and leaves them in
# build/bin. They need neither Swift nor libyaml where they run.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
require_swift

programs=("$@")
((${#programs[@]})) || programs=(fernwire-server fernwire-client fernwire fernwiredump)
static_yaml .build/static
arguments=(-c release --static-swift-stdlib "${small[@]}" "${unchecked[@]}" -Xlinker "--version-script=$PWD/scripts/executable.map")
mkdir -p build/bin
for program in "${programs[@]}"; do
    swift_build "${arguments[@]}" --product "$program"
    install -m 755 "$(swift build "${arguments[@]}" --show-bin-path)/$program" build/bin/
done
echo "Built in build/bin: ${programs[*]}."
