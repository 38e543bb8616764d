#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Builds a plugin for the Wireshark that pkg-config finds: build/plugins/<major>.<minor>/epan/NAME.so in its package.
#
#   build-plugin.sh [--package FOLDER --product NAME --scratch FOLDER] [ARGUMENTS]
#
# Without options it is Fernwire's, and built where the programs are: in FERNWIRE_SCRATCH, or .build without it. `swift package
# dissector build` gives the options for another package, for which each Wireshark has a folder of its own. ARGUMENTS go to swift build.
set -euo pipefail
kit=$(cd "$(dirname "$0")/.." && pwd)
. "$kit/scripts/common.sh"

package=$kit product=FernwirePlugin name=fernwire scratch=
while (($# >= 2)); do
    case $1 in
    --package) package=$(cd "$2" && pwd) ;;
    --product) product=$2 name=$2 ;;
    --scratch) scratch=$2 ;;
    *) break ;;
    esac
    shift 2
done

require_swift
series=$(wireshark_series)

folder=${scratch:+$scratch-$series}
folder=${folder:-${FERNWIRE_SCRATCH:-$kit/.build}}
arguments=("${released[@]}" --package-path "$package" --product "$product" --scratch-path "$folder"
    -Xcc "-fmacro-prefix-map=$kit/=" -Xlinker "--version-script=$kit/plugin/exports.map" -Xlinker -z -Xlinker defs
    -Xlinker -z -Xlinker nodelete "$@")
if [[ $name == fernwire ]]; then
    own_libraries "$folder/static"
fi
swift_build "${arguments[@]}"
library=$(swift build "${arguments[@]}" --show-bin-path)/lib$product.so
[[ -f $library ]] || fail "swift build left no $library"

target=build/plugins/$series/epan/$name.so
install -d "$package/${target%/*}"
"$(toolchain)/bin/llvm-objcopy" --strip-all "$library" "$package/$target"
chmod 755 "$package/$target"
# With its symbols, for valgrind and debuggers.
install -D -m 755 "$library" "$package/build/symbols/$series/$name.so"
if [[ $name == fernwire ]]; then
    descriptions=$package/${target%/*}/fernwire
    rm -rf "$descriptions"
    install -D -m 644 -t "$descriptions" "$kit"/protocols/*.ksy
fi
echo "Built $target for Wireshark $(pkg-config --modversion wireshark)."
