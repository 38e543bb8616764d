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
configuration=$(tshark -G folders 2>/dev/null | sed -n "s/^$scope configuration:[[:space:]]*//p") || true
[[ -n $configuration ]] || fail "tshark -G folders names no $scope configuration folder"
folder=$configuration/profiles/Fernwire
record=$folder/.installed # A line a file, as sha256sum writes it.

# key_file PREFERENCES: the path that is set there, if any.
key_file() {
    sed -n 's/^fernwire\.key_file:[[:space:]]*//p' "$1" 2>/dev/null | tail -n 1
}

# The key file's path is the user's, and changes nothing about whose the file is that has it.
line() {
    local sum
    sum=$(sed '/^fernwire\.key_file:/d' "$folder/$1" | sha256sum)
    echo "${sum%% *}  $1"
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
    own=$(key_file "$folder/$name") || true
    # A new file in the old one's place: a Wireshark that runs never reads half of one.
    if ! install -m 644 "$file" "$folder/$name.new" ||
        ! echo "${own:+fernwire.key_file: $own}" | sed '/^$/d' >>"$folder/$name.new" ||
        ! mv "$folder/$name.new" "$folder/$name"; then
        fail "cannot write $folder/$name"
    fi
    touch "$record"
    if ! { awk -v name="$name" '$2 != name' "$record" && line "$name"; } >"$record.new" || ! mv "$record.new" "$record"; then
        fail "cannot write $record"
    fi
done
echo "Installed $folder: wireshark -C Fernwire.${kept:+ Left alone, since changed: ${kept[*]}.}"

# Preferences belong to a profile: whoever changes to this one has no key file until it is named here, too. A profile
# for everyone names nobody's.
((EUID != 0)) || exit 0
own=$(key_file "$configuration/preferences") || true
[[ -n $own && -z $(key_file "$folder/preferences") ]] || exit 0
echo "Your default profile has the key file $own, and the profile Fernwire has none: preferences belong to a profile."
answer=
[[ ! -t 0 ]] || read -r -p "Use this key file in the profile Fernwire, too? (yes or no) " answer || true
if [[ $answer == y || $answer == yes ]]; then
    echo "fernwire.key_file: $own" >>"$folder/preferences" || fail "cannot write $folder/preferences"
    echo "The profile Fernwire has it, too."
else
    echo "To use it there, too:"
    echo "    echo 'fernwire.key_file: $own' >>'$folder/preferences'"
fi
