#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# install-extcap.sh install|uninstall: the capture interface "Fernwire sample sessions", where Wireshark looks for it.
# Wireshark before 4.2 looks in the system's folder only, so there it takes root.
set -euo pipefail
cd "$(dirname "$0")/.."
unset WIRESHARK_EXTCAP_DIR
. scripts/common.sh

action=${1:-}
[[ $action == install || $action == uninstall ]] || fail "usage: $0 install|uninstall"
command -v tshark >/dev/null || fail "tshark is missing: apt install tshark"

folders=$(tshark -G folders 2>/dev/null) || true
named() {
    sed -n "s/^$1:[[:space:]]*//p" <<<"$folders" | head -n 1
}
system=$(named 'Global Extcap path')
[[ -n $system ]] || system=$(named 'Extcap path')
personal=$(named 'Personal Extcap path')
folder=$system
((EUID == 0)) || [[ -z $personal ]] || folder=$personal
[[ -n $folder ]] || fail "tshark -G folders names no extcap folder"
program=$folder/fernwiredump

# Whoever may not write there is told what it takes, and asked where somebody can be.
with_rights() {
    if ((EUID == 0)) || [[ $folder == "$personal" ]]; then
        "$@"
        return
    fi
    echo "This Wireshark looks for capture interfaces in $folder only, which takes root:"
    echo "    sudo $*"
    if [[ -t 0 ]] && command -v sudo >/dev/null; then
        read -r -p "Run this now? (yes or no) " answer
        [[ $answer == y || $answer == yes ]] || return 1
        sudo "$@"
    else
        return 1
    fi
}

if [[ $action == uninstall ]]; then
    if [[ ! -e $program ]]; then
        echo "There is no installed capture interface in $folder."
    elif with_rights rm "$program"; then
        echo "Removed $program."
    else
        echo "Left $program."
    fi
    exit
fi

built=build/bin/fernwiredump
[[ -x $built ]] || fail "there is no $built: run scripts/build-executables.sh"
# A copy, not a link: root's folder must not start a program that a user may replace.
if ! with_rights install -D -m 755 "$built" "$program"; then
    echo "The capture interface is not installed; all else works without it."
    exit
fi
# Asked under a limit: interfaces of other programs may wait for devices.
timeout 30 tshark -D 2>/dev/null | grep -q 'Fernwire sample sessions' ||
    fail "installed $program, but tshark -D does not list its interface"
echo "Installed $program; tshark -D lists its interface."
