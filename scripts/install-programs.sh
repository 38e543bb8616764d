#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# install-programs.sh install|uninstall: fernwire and the names that are links to it, man pages and completions: for this user in
# ~/.local, or as root for everyone in /usr/local; elsewhere with PREFIX. DESTDIR goes before that, for packages.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh

action=${1:-}
[[ $action == install || $action == uninstall ]] || fail "usage: [PREFIX=FOLDER] [DESTDIR=FOLDER] $0 install|uninstall"
prefix=$HOME/.local
((EUID != 0)) || prefix=/usr/local
prefix=${DESTDIR:-}${PREFIX:-$prefix}
programs=(fernwire "${links[@]}")

if [[ $action == uninstall ]]; then
    shopt -s nullglob
    there=("$prefix"/share/man/man1/fernwire{,-*,dump}.1)
    for program in "${programs[@]}"; do
        there+=("$prefix/bin/$program" "$prefix/share/bash-completion/completions/$program"
            "$prefix/share/zsh/site-functions/_$program" "$prefix/share/fish/vendor_completions.d/$program.fish")
    done
    removed=0
    for file in "${there[@]}"; do
        [[ -e $file || -L $file ]] || continue
        rm "$file" || fail "cannot remove $file"
        removed=$((removed + 1))
    done
    if ((removed)); then
        echo "Removed the programs, man pages and completions from $prefix: $removed files."
    else
        echo "There are no installed programs in $prefix."
    fi
    exit
fi

for file in bin/fernwire share/man; do
    [[ -e build/$file ]] || fail "there is no build/$file: run make manual"
done
# A new file in the old one's place: a program that runs keeps the old one.
if ! install -D -m 755 build/bin/fernwire "$prefix/bin/fernwire.new" ||
    ! mv "$prefix/bin/fernwire.new" "$prefix/bin/fernwire"; then
    fail "cannot write $prefix/bin/fernwire"
fi
for name in "${links[@]}"; do
    ln -sfn fernwire "$prefix/bin/$name" || fail "cannot write $prefix/bin/$name"
done
while IFS= read -r file; do
    install -D -m 644 "build/$file" "$prefix/$file" || fail "cannot write $prefix/$file"
done < <(cd build && find share -type f)
"$prefix/bin/fernwire-server" --version >/dev/null || fail "installed $prefix/bin/fernwire, but it does not start"
echo "Installed in $prefix: ${programs[*]}, with man pages and completions."
[[ -n ${DESTDIR:-} || :$PATH: == *:$prefix/bin:* ]] ||
    echo "$prefix/bin is not on your PATH: log in anew, or run: PATH=$prefix/bin:\$PATH"
