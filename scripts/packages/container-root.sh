#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# container-root.sh FOLDER: lays out in FOLDER what the container image holds: the programs, the libraries that they load, and a
# user who owns nothing but an empty home folder. Containerfile calls it; test.sh tries it without a container.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/common.sh
folder=${1:-}
[[ -n $folder ]] || fail "usage: $0 FOLDER"
[[ -x build/bin/fernwire-server ]] || fail "there is no build/bin/fernwire-server: run scripts/build-executables.sh"

mkdir -p "$folder/usr/bin" "$folder/etc" "$folder/home/fernwire"
mkdir -p -m 1777 "$folder/tmp"
cp -a build/bin/* "$folder/usr/bin"
ldd build/bin/fernwire | grep -o '/[^ ]*' | sort -u | xargs cp --parents --dereference --target-directory "$folder"
echo 'fernwire:x:65532:65532::/home/fernwire:/nonexistent' >"$folder/etc/passwd"
echo 'fernwire:x:65532:' >"$folder/etc/group"
((EUID != 0)) || chown 65532:65532 "$folder/home/fernwire"
