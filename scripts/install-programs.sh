#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# install-programs.sh install|uninstall: fernwire, fernwire-server and fernwire-client, for this user in ~/.local/bin, or
# as root for everyone in /usr/local/bin.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh

action=${1:-}
[[ $action == install || $action == uninstall ]] || fail "usage: $0 install|uninstall"
folder=$HOME/.local/bin
((EUID != 0)) || folder=/usr/local/bin
programs=(fernwire fernwire-server fernwire-client)

if [[ $action == uninstall ]]; then
    removed=()
    for program in "${programs[@]}"; do
        [[ -e $folder/$program ]] || continue
        rm "$folder/$program" || fail "cannot remove $folder/$program"
        removed+=("$program")
    done
    if ((${#removed[@]})); then
        echo "Removed from $folder: ${removed[*]}."
    else
        echo "There are no installed programs in $folder."
    fi
    exit
fi

for program in "${programs[@]}"; do
    [[ -x build/bin/$program ]] || fail "there is no build/bin/$program: run scripts/build-executables.sh"
    # A new file in the old one's place: a program that runs keeps the old one. What is for debuggers stays behind.
    if ! install -D -s -m 755 "build/bin/$program" "$folder/$program.new" ||
        ! mv "$folder/$program.new" "$folder/$program"; then
        fail "cannot write $folder/$program"
    fi
    "$folder/$program" --version >/dev/null || fail "installed $folder/$program, but it does not start"
done
echo "Installed in $folder: ${programs[*]}."
[[ :$PATH: == *:$folder:* ]] || echo "$folder is not on your PATH: log in anew, or run: PATH=$folder:\$PATH"
