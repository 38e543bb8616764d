#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# install-packages.sh build|test|picture...: installs the Debian packages that are missing, after saying which.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh

declare -A packages=(
    [build]="libwireshark-dev libglib2.0-dev libssl-dev libyaml-dev zlib1g-dev pkg-config"
    [test]="tshark tcpdump python3-venv valgrind gcc openssl maude"
    [release]="mmdebstrap zstd binutils"
    [picture]="wireshark xvfb xdotool imagemagick"
)

wanted=()
for purpose in "$@"; do
    [[ -v packages[$purpose] ]] || fail "unknown purpose $purpose; there are: ${!packages[*]}"
    read -ra names <<<"${packages[$purpose]}"
    wanted+=("${names[@]}")
done

command -v dpkg-query >/dev/null || fail "this is no Debian: install what corresponds to ${wanted[*]}
  (on macOS: brew install wireshark openssl pkg-config; on Fedora: dnf install wireshark-devel glib2-devel openssl-devel)."

missing=()
for name in "${wanted[@]}"; do
    [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$name" 2>/dev/null || true) == installed ]] ||
        missing+=("$name")
done
((${#missing[@]})) || exit 0

echo "Installing Debian packages: ${missing[*]}"
as_root=()
if ((EUID != 0)); then
    command -v sudo >/dev/null || fail "cannot become root. As root, run: apt-get install ${missing[*]}"
    as_root=(sudo)
fi
# wireshark-common would ask whether everyone may capture.
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends -y "${missing[@]}" \
    >/dev/null || fail "apt-get install ${missing[*]} failed"
