#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# debian-root.sh SUITE FOLDER: unpacks tshark and the headers of a release of Debian, such as trixie, into FOLDER, with all that they
# need. Nothing of it is installed. Packages are checked against the keys of the archive.
set -euo pipefail
. "$(dirname "$0")/common.sh"

(($# == 2)) || fail "usage: $0 SUITE FOLDER"
suite=$1 root=$2
keys=/usr/share/keyrings/debian-archive-keyring.gpg
[[ -f $keys ]] || fail "there is no $keys: apt install debian-archive-keyring"
packages=(base-files tshark libwireshark-dev libglib2.0-dev libssl-dev libyaml-dev)

state=$root.apt
mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
state=$(cd "$state" && pwd)
echo "deb [signed-by=$keys] http://deb.debian.org/debian $suite main" >"$state/sources.list"
apt=(-qq -o "Dir::Etc::sourcelist=$state/sources.list" -o Dir::Etc::sourceparts=/nonexistent -o "Dir::State::lists=$state/lists"
    -o "Dir::Cache=$state/cache" -o Dir::State::status=/dev/null -o APT::Install-Recommends=false -o APT::Sandbox::User=
    -o Debug::NoLocking=1)
apt-get "${apt[@]}" update
apt-get "${apt[@]}" -y --download-only install "${packages[@]}" >/dev/null

# The links of the file system come first.
mkdir -p "$root"
for package in "$state"/cache/archives/base-files_*.deb "$state"/cache/archives/*.deb; do
    dpkg-deb -x "$package" "$root"
done
echo "Unpacked $suite in $root: $(sed -n 's/^Version: //p' "$root"/usr/lib/*/pkgconfig/wireshark.pc)."
