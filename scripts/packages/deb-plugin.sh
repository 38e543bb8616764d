#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# deb-plugin.sh VERSION ARCHITECTURE SERIES DEBIAN HEADERS: the Debian package `wireshark-fernwire` for one SERIES of Wireshark,
# such as 4.0, which DEBIAN, such as 12, has; HEADERS is where its headers are unpacked.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/packages/common.sh
version=$1 architecture=$2 series=$3 debian=$4 headers=$5

plugins=$(realpath --canonicalize-missing "$(pkg-config --variable=plugindir wireshark)")
plugins=${plugins#"$headers"}
# From 4.6 on Wireshark starts capture interfaces from libexec.
extcap=/usr/libexec/wireshark/extcap
[[ $series == 4.[0-4] ]] && extcap=${plugins%/plugins/*}/extcap

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
chmod 755 "$stage"
library=$stage$plugins/epan/fernwire.so
install -D -m 644 "build/plugins/$series/epan/fernwire.so" "$library"
install -D -m 644 -t "${library%.so}" "build/plugins/$series/epan/fernwire"/*.ksy
install -D -m 644 -t "$stage/usr/share/wireshark/profiles/Fernwire" plugin/profile/*
install -D -m 755 scripts/packages/extcap "$stage$extcap/fernwiredump"
install -D -m 644 plugin/COPYING "$stage/usr/share/doc/wireshark-fernwire/copyright"
install -D -m 644 -t "$stage/usr/share/doc/wireshark-fernwire/examples" captures/first-session.{pcapng,key}

# Debian names the package of a library after its file: libwireshark.so.18 is in libwireshark18.
needed=$(readelf --dynamic "$library" | sed -n 's/.*NEEDED.*\[\(libw[a-z]*\)\.so\.\([0-9]*\)\].*/\1\2/p' | paste -sd , | sed 's/,/, /g')
build_deb "$stage" "wireshark-fernwire_${version}+wireshark${series}_$architecture.deb" <<END
Package: wireshark-fernwire
Version: $version+wireshark$series
Architecture: $architecture
Section: net
Depends: $needed, libc6 (>= 2.36), libglib2.0-0t64 | libglib2.0-0, libssl3t64 | libssl3, libstdc++6, zlib1g
Recommends: fernwire, wireshark | tshark
Description: Wireshark $series dissector for Fernwire, Fernet and described protocols
 The plugin labels every field of a Fernwire session, checks its MACs and, with a
 key file, decrypts its records. It finds Fernet tokens wherever they stand, and
 reads protocols that are described in a text file. For the Wireshark of Debian $debian.
 With the package fernwire, Wireshark also has the capture interface "Fernwire
 sample sessions".
END
