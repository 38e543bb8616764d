#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# deb-programs.sh VERSION ARCHITECTURE: the Debian package `fernwire`: programs, man pages and completions.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/packages/common.sh
version=$1 architecture=$2

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
chmod 755 "$stage"
DESTDIR=$stage PREFIX=/usr scripts/install-programs.sh install
# Where Debian's zsh looks, and as Debian has its man pages.
mkdir "$stage/usr/share/zsh/vendor-completions"
mv "$stage"/usr/share/zsh/site-functions/* "$stage/usr/share/zsh/vendor-completions"
rmdir "$stage/usr/share/zsh/site-functions"
gzip -9 --no-name "$stage"/usr/share/man/man1/*.1
install -D -m 644 LICENSE "$stage/usr/share/doc/fernwire/copyright"

build_deb "$stage" "fernwire_${version}_$architecture.deb" <<END
Package: fernwire
Version: $version
Architecture: $architecture
Section: net
Depends: libc6 (>= 2.36), libssl3t64 | libssl3, libstdc++6, zlib1g
Suggests: wireshark-fernwire
Description: server, client and captures of a documented encrypted protocol
 Fernwire shows what encryption hides from a sniffer, and what it does not. This
 package has the server and the client, and the command fernwire, which generates
 captures, makes exercises, exports sessions and opens Fernet tokens.
END
