#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# install-plugin.sh install|uninstall [FOLDER NAME]: the plugin NAME of the package in FOLDER, or Fernwire's, for this
# user, or as root for everyone. Then asks tshark whether it worked, because Wireshark passes over a plugin that it cannot
# load with exit status 0.
set -euo pipefail
. "$(dirname "$0")/common.sh"
unset WIRESHARK_PLUGIN_DIR

action=${1:-} name=${3:-fernwire}
[[ $action == install || $action == uninstall ]] || fail "usage: $0 install|uninstall [FOLDER NAME]"
cd "${2:-$(dirname "$0")/..}"
command -v tshark >/dev/null || fail "tshark is missing: apt install tshark"

version=$(tshark --version 2>/dev/null | sed -n '1s/.*(Wireshark) \([0-9.]*[0-9]\).*/\1/p') || true
[[ -n $version ]] || fail "cannot tell the version of $(command -v tshark)"
IFS=. read -r major minor _ <<<"$version"

# Root is refused personal plugins, in silence.
scope=Personal
((EUID == 0)) && scope=Global
folder=$(tshark -G folders 2>/dev/null | sed -n "s/^$scope Plugins:[[:space:]]*//p") || true
[[ -n $folder ]] || fail "tshark -G folders names no $scope plugin folder"
plugin=$folder/epan/$name.so

loaded() {
    tshark -G plugins 2>/dev/null | awk -F '\t' -v name="$name.so" '$1 ~ "^ *" name " *$" { print $NF }' || true
}

if [[ $action == uninstall ]]; then
    if [[ -e $plugin ]]; then
        rm "$plugin" || fail "cannot remove $plugin"
        [[ ! -d ${plugin%.so} ]] || rm -r "${plugin%.so}" || fail "cannot remove ${plugin%.so}"
        echo "Removed $plugin."
    else
        echo "There is no installed plugin in ${plugin%/*}."
    fi
    left=$(loaded)
    [[ -z $left ]] || echo "tshark still loads $left, which is another user's to remove."
    exit
fi

built=build/plugins/$major.$minor/epan/$name.so
[[ -f $built ]] || fail "there is no $built: build it with the headers of Wireshark $version"
# A new file in the old one's place: a Wireshark that runs keeps the old one.
if ! install -D -m 755 "$built" "$plugin.new" || ! mv "$plugin.new" "$plugin"; then
    fail "cannot write $plugin"
fi

# Descriptions that come with the plugin lie beside it.
descriptions=$folder/epan/$name
if [[ -d ${built%.so} ]]; then
    rm -rf "$descriptions"
    install -D -m 644 -t "$descriptions" "${built%.so}"/*.ksy || fail "cannot write $descriptions"
fi

# A plugin that breaks tshark must not stay: it would break uninstalling too.
found=$(loaded)
if [[ $found != "$plugin" ]]; then
    tshark -G plugins 2>&1 >/dev/null | grep -i "$name" >&2 || true
    [[ -n $found ]] || rm "$plugin"
    fail "tshark $version loads ${found:-no $name.so}, not $plugin"
fi
if (($# < 3)) && ! tshark -G fields 2>/dev/null | grep $'^P\t.*\tfernwire$' >/dev/null; then
    fail "tshark loads $plugin, but it registers no protocol named fernwire"
fi
echo "Installed $plugin; tshark $version loads it."
