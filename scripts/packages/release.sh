#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# release.sh [SUITE...]: writes into build/release, for each Debian SUITE or for all, a .deb of the plugin and a tar.zst with
# everything and an installer; a .deb of the programs; and SHA256SUMS. The same sources make the same files. test.sh then tries
# each where it belongs.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/packages/common.sh
require_swift
set_source_date

# A compiler may write the name of its folder into what it makes. So everything is built where that has the same name on every
# machine, in a mount of this process alone.
place=/mnt/fernwire
if [[ $PWD != "$place" ]]; then
    ((EUID == 0)) || fail "packages are made by root: sudo $0 $*"
    exec unshare --mount bash -c 'mount -t tmpfs tmpfs "${0%/*}" && mkdir "$0" && mount --bind . "$0" && exec "$0/$1" "${@:2}"' \
        "$place" scripts/packages/release.sh "$@"
fi
export FERNWIRE_SCRATCH=.build-package
umask 022
(($# == 0)) || suites=("$@")
version=$(fernwire_version)
architecture=$(dpkg --print-architecture)

step "The programs, their man pages and completions"
scripts/build-executables.sh
forget_build build/bin/fernwire
scripts/build-manual.sh
rm -rf "$release"
mkdir -p "$release"
scripts/packages/deb-programs.sh "$version" "$architecture"

archives=()
for suite in "${suites[@]}"; do
    step "The plugin for the Wireshark of Debian ${debians[$suite]}, $suite"
    headers=$(scripts/packages/headers.sh "$suite")
    PKG_CONFIG_PATH=$(echo "$PWD/$headers"/usr/lib/*/pkgconfig)
    export PKG_CONFIG_PATH
    series=$(wireshark_series)
    scripts/build-plugin.sh
    forget_build "build/plugins/$series/epan/fernwire.so"
    scripts/packages/deb-plugin.sh "$version" "$architecture" "$series" "${debians[$suite]}" "$PWD/$headers"
    archives+=("scripts/packages/archive.sh $version $architecture $series")
done
step "The archives"
together "${archives[@]}"

(cd "$release" && sha256sum -- *.deb *.tar.zst >SHA256SUMS)
echo "Wrote $release: $(cd "$release" && ls -- *.deb *.tar.zst | paste -sd ' ')."
