#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# install.sh install|uninstall: plugin, profile, programs and capture interface, for this user, or as root for everyone. What
# cannot be removed keeps nothing else from being removed.
set -euo pipefail
cd "$(dirname "$0")"
. ./common.sh

case ${1:-} in
install)
    for part in plugin profile programs extcap; do
        "./install-$part.sh" install
    done
    ;;
uninstall)
    status=0
    for part in extcap programs profile plugin; do
        "./install-$part.sh" uninstall || status=1
    done
    exit $status
    ;;
*) fail "usage: $0 install|uninstall" ;;
esac
