#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Removes what make install put somewhere. What cannot be removed keeps nothing else from being removed.
set -uo pipefail
cd "$(dirname "$0")"

status=0
for part in extcap programs profile plugin; do
    "./install-$part.sh" uninstall || status=1
done
exit $status
