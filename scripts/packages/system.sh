#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# system.sh SUITE [PACKAGE...]: a small Debian system in build/systems/SUITE, to build for and to try packages on, as it was just
# installed, with these packages. It is made once for each set of packages. It takes root, and mmdebstrap.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/packages/common.sh

suite=${1:-}
[[ -v debians[$suite] ]] || fail "usage: $0 SUITE [PACKAGE...], with one of the suites ${suites[*]}"
shift
((EUID == 0)) || fail "a system is made by root: sudo $0 $suite $*"
command -v mmdebstrap >/dev/null || fail "mmdebstrap is missing: apt install mmdebstrap"

name=$(printf '%s\n' "$suite" "$@" | paste -sd +)
folder=$systems/$name
if [[ ! -f $folder.complete ]]; then
    rm -rf "$folder"
    mkdir -p "$systems"
    included=$(paste -sd , <<<"$(printf '%s\n' ca-certificates "$@")")
    # A mirror may be a snapshot, whose lists have expired. What it holds is signed all the same.
    mmdebstrap --quiet --mode=root --variant=apt --include="$included" --aptopt='Acquire::Retries "3"' \
        --aptopt='Acquire::Check-Valid-Until "false"' --skip=cleanup/apt/lists "$suite" "$folder" "${DEBIAN_MIRROR:-http://deb.debian.org/debian}" >&2 ||
        fail "cannot make a system of Debian's $suite"
    touch "$folder.complete"
fi
echo "$folder"
