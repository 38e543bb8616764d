#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# headers.sh SUITE: the headers and libraries of the Wireshark in a Debian SUITE, unpacked in build/systems/SUITE-headers, where
# pkg-config finds them. The C library stays this system's.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/packages/common.sh

suite=${1:-}
folder=$systems/$suite-headers
if [[ ! -f $folder.complete ]]; then
    system=$(scripts/packages/system.sh "$suite")
    in_system "$system" apt-get install -qq -y --download-only --no-install-recommends libwireshark-dev libglib2.0-dev >&2 ||
        fail "cannot fetch the headers of Wireshark in Debian's $suite"
    rm -rf "$folder"
    mkdir -p "$folder"
    for package in "$system"/var/cache/apt/archives/*.deb; do
        case ${package##*/} in
        libc6* | libc-* | linux-libc-dev* | libcrypt*) ;;
        lib*) dpkg-deb -x "$package" "$folder" ;;
        esac
    done
    rm -f "$system"/var/cache/apt/archives/*.deb
    # What Debian has in /usr is here, wherever this folder is.
    sed -i 's|=/usr|=${pcfiledir}/../../..|' "$folder"/usr/lib/*/pkgconfig/*.pc
    touch "$folder.complete"
fi
echo "$folder"
