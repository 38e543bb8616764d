#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# install-profile.sh install|uninstall: Wireshark's profile "Fernwire", for this user, or as root for everyone.
# A file that is not as it was installed is somebody's own: it is neither replaced nor removed.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh

action=${1:-}
[[ $action == install || $action == uninstall ]] || fail "usage: $0 install|uninstall"
command -v tshark >/dev/null || fail "tshark is missing: apt install tshark"

# As root for everyone, as the plugin is: Wireshark copies a global profile to whoever chooses it.
scope=Personal
((EUID == 0)) && scope=Global
folder=$(tshark -G folders 2>/dev/null | sed -n "s/^$scope configuration:[[:space:]]*//p") || true
[[ -n $folder ]] || fail "tshark -G folders names no $scope configuration folder"
folder=$folder/profiles/Fernwire
record=$folder/.installed # A line a file, as sha256sum writes it.

line() {
    (cd "$folder" && sha256sum -- "$1")
}

unchanged() {
    [[ -f $folder/$1 && -f $record ]] && line "$1" | grep -Fxq -f "$record"
}

if [[ $action == uninstall ]]; then
    if [[ ! -f $record ]]; then
        echo "There is no installed profile in $folder."
        exit
    fi
    while read -r _ name; do
        ! unchanged "$name" || rm "$folder/$name" || fail "cannot remove $folder/$name"
    done <"$record"
    rm "$record"
    if rmdir "$folder" 2>/dev/null; then
        echo "Removed $folder."
    else
        echo "Removed the profile, but left in $folder what is not as it was installed: $(ls -A "$folder" | paste -sd ' ')."
    fi
    exit
fi

kept=()
mkdir -p "$folder" || fail "cannot make $folder"
for file in plugin/profile/*; do
    name=${file##*/}
    if [[ -e $folder/$name ]] && ! unchanged "$name" && ! cmp -s "$file" "$folder/$name"; then
        # Wireshark itself writes recent anew whenever it ends: no word about that.
        [[ $name == recent ]] || kept+=("$name")
        continue
    fi
    # A new file in the old one's place: a Wireshark that runs never reads half of one.
    if ! install -m 644 "$file" "$folder/$name.new" || ! mv "$folder/$name.new" "$folder/$name"; then
        fail "cannot write $folder/$name"
    fi
    touch "$record"
    if ! { awk -v name="$name" '$2 != name' "$record" && line "$name"; } >"$record.new" || ! mv "$record.new" "$record"; then
        fail "cannot write $record"
    fi
done
echo "Installed $folder: wireshark -C Fernwire.${kept:+ Left alone, since changed: ${kept[*]}.}"
