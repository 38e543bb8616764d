#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# try-container.sh: tries what Containerfile puts into its image, without a container engine: as its user, in its files alone, the
# server answers a client.
set -euo pipefail
cd "$(dirname "$0")/../.."
. scripts/packages/common.sh
((EUID == 0)) || fail "it takes root: sudo $0"

image=$(mktemp -d)
trap 'rm -rf "$image"' EXIT
chmod 755 "$image"
scripts/packages/container-root.sh "$image"
mkdir "$image/proc"
unshare --mount --pid --fork --kill-child bash -euo pipefail -c '
    mount -t proc proc "$0/proc"
    as_its_user=(timeout 30 chroot --userspec=65532:65532 "$0")
    "${as_its_user[@]}" /usr/bin/fernwire-server --port 0 >"$0/said" 2>&1 &
    server=$!
    for _ in {1..50}; do
        port=$(grep -so "listening on .*" "$0/said" | grep -o "[0-9]*$" || true)
        [[ -z $port ]] || break
        sleep 0.1
    done
    "${as_its_user[@]}" /usr/bin/fernwire-client --port "$port" --accept-new --message "Hello from an image" >/dev/null
    kill -TERM "$server"
    wait "$server"
    grep -q "Hello from an image" "$0/said"
    ! "${as_its_user[@]}" /usr/bin/fernwire keygen fernet --output /usr/bin/key 2>/dev/null
' "$image" || fail "the programs do not work in the files of the image"
echo "The image, $(du -sh "$image" | cut -f 1): the server answers a client, and may write nowhere but in its home."
