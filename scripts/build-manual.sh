#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Writes the man pages and the completions of bash, zsh and fish into build/share, as the argument parser makes them from the
# programs in build/bin.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
require_swift
[[ -x build/bin/fernwire-server ]] || fail "there is no build/bin/fernwire-server: run scripts/build-executables.sh"

# The parser's own tool. Its package builds it alone, where the plugin that calls it would build our programs again for debugging.
scratch=${FERNWIRE_SCRATCH:-.build}
parser=$scratch/checkouts/swift-argument-parser
[[ -d $parser ]] || swift package --scratch-path "$scratch" resolve
arguments=(--package-path "$parser" --scratch-path "$scratch/manual" --product generate-manual)
swift_build "${arguments[@]}"
generate=$(swift build "${arguments[@]}" --show-bin-path)/generate-manual

set_source_date
date=$(date --utc --date "@$SOURCE_DATE_EPOCH" +%F)
rm -rf build/share
pages=build/share/man/man1
mkdir -p "$pages" build/share/{bash-completion/completions,zsh/site-functions,fish/vendor_completions.d}
for name in fernwire "${links[@]}"; do
    "$generate" "build/bin/$name" --multi-page --date "$date" --output-directory "$pages" 2>/dev/null
    "build/bin/$name" --generate-completion-script bash >"build/share/bash-completion/completions/$name"
    "build/bin/$name" --generate-completion-script zsh >"build/share/zsh/site-functions/_$name"
    "build/bin/$name" --generate-completion-script fish >"build/share/fish/vendor_completions.d/$name.fish"
done

# `man fernwire token` looks for fernwire-token. The parser's command help needs no page.
rm "$pages"/*.help.1
sed -i -E '/^\.Xr [^ ]*\.help /d; /^\.(Xr|Dt) /s/([A-Za-z])\./\1-/g' "$pages"/*.1
for page in "$pages"/*.1; do
    # A program without another subcommand.
    grep -q '^\.Xr' "$page" || sed -i '/^\.Sh "SEE ALSO"$/d; /^\.Ar subcommand$/d' "$page"
done
for page in "$pages"/*.*.1; do
    name=${page##*/}
    name=${name%.1}
    mv "$page" "$pages/${name//./-}.1"
done
echo "Wrote build/share: $(find "$pages" -name '*.1' | wc -l) man pages, and completions for bash, zsh and fish."
