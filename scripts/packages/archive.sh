#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# archive.sh VERSION ARCHITECTURE SERIES: a tar.zst for one SERIES of Wireshark with everything that make install installs, laid
# out as it is in a checkout, so that the same scripts install it.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/packages/common.sh
version=$1 architecture=$2 series=$3

name=fernwire-$version-wireshark$series-linux-$architecture
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
top=$stage/$name
mkdir -p "$top/build/plugins" "$top/plugin" "$top/scripts" "$top/captures"
cp -a build/bin build/share "$top/build"
cp -a "build/plugins/$series" "$top/build/plugins"
cp -a plugin/profile plugin/COPYING "$top/plugin"
cp -a scripts/{common,install,install-plugin,install-profile,install-programs,install-extcap}.sh "$top/scripts"
cp -a captures/first-session.{pcapng,key} "$top/captures"
cp -a LICENSE "$top"
for action in install uninstall; do
    cat >"$top/$action" <<END
#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# For you alone, or as root for everyone. PREFIX=FOLDER says where the programs go.
exec "\$(dirname "\$0")/scripts/install.sh" $action
END
    chmod 755 "$top/$action"
done
cat >"$top/README" <<END
Fernwire $version for Wireshark $series on Linux, $architecture, with glibc 2.36 or later and OpenSSL 3.

    ./install      puts the plugin, the profile, the programs and the capture interface where they belong: for you alone, or
                   as root for everyone. It can be run again. Wireshark's command line, tshark, must be installed.
    ./uninstall    removes them.

Then: wireshark -C Fernwire -o fernwire.key_file:\$PWD/captures/first-session.key -r captures/first-session.pcapng

The programs are under the Apache License 2.0 (LICENSE), the plugin under the GNU GPL 3 or later (plugin/COPYING).
END

chmod -R u=rwX,go=rX "$top"
tar --create --directory "$stage" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner "$name" |
    zstd --quiet -19 --threads=1 --force -o "$release/$name.tar.zst"
