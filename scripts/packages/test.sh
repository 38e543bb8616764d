#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# test.sh [SUITE...]: tries the packages in build/release, each in a system of its Debian SUITE in which there is nothing of ours, and
# what the container image holds.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/packages/common.sh
(($# == 0)) || suites=("$@")
[[ -d $release ]] || fail "there is no $release: run scripts/packages/release.sh"

scripts/packages/try-container.sh
trial=$systems/trial
trap 'rm -rf "$trial"' EXIT
for suite in "${suites[@]}"; do
    system=$(scripts/packages/system.sh "$suite" tshark zstd)
    version=$(version_in "$system")
    series=${version%.*}
    rm -rf "$trial"
    cp -a "$system" "$trial"
    mkdir "$trial/root/packages"
    cp "$release"/fernwire_*.deb "$release"/*wireshark"$series"*.{deb,tar.zst} scripts/packages/try.sh "$trial/root/packages" ||
        fail "there is no package for the Wireshark $series of Debian's $suite"
    in_system "$trial" /root/packages/try.sh "$series" || fail "the packages for Wireshark $version do not work in Debian's $suite"
    echo "Debian ${debians[$suite]}, $suite, Wireshark $version: both packages and the archive install, decrypt, and leave nothing."
done
