# SPDX-License-Identifier: Apache-2.0
# Sourced by the scripts in this folder, at the top of the checkout.
. scripts/common.sh

# The releases of Debian for whose Wireshark there is a package, each with its version number.
declare -A debians=([bookworm]=12 [trixie]=13 [forky]=14)
suites=(bookworm trixie forky)

systems=build/systems
bound=()
release=build/release

# The version of Fernwire has one home.
fernwire_version() {
    sed -n 's/^package let version = "\(.*\)"$/\1/p' Sources/FernwireConsole/Version.swift
}

# in_system FOLDER PROGRAM...: runs the program as root in the system in FOLDER, which sees the devices of this one, and the folders in
# `bound`, if there are any. All that it mounts is gone with it.
in_system() {
    local folder=$1
    shift
    BOUND=$(printf '%s\n' "${bound[@]}") unshare --mount --pid --fork --kill-child bash -c '
        set -e
        mount -t proc proc "$0/proc"
        mount --rbind /dev "$0/dev"
        mount -t tmpfs tmpfs "$0/tmp"
        for each in $BOUND; do
            mkdir -p "$0$each"
            mount --bind "$each" "$0$each"
        done
        exec chroot "$0" /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
            DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"' "$folder" "$@"
}

# version_in FOLDER: the version of the tshark in a system.
version_in() {
    chroot "$1" tshark --version 2>/dev/null | sed -n '1s/.*(Wireshark) \([0-9.]*[0-9]\).*/\1/p'
}

# forget_build FILE: clears what the compiler and the linker write about how they were called, which nothing reads: a hash of each
# module's options, and an id made of it.
forget_build() {
    local section offset size
    for section in .swift_modhash .note.gnu.build-id; do
        read -r offset size < <(readelf --section-headers --wide "$1" |
            sed -nE "s/^ *\\[ *[0-9]+\\] ${section//./\\.} +[A-Z_]+ +[0-9a-f]+ +([0-9a-f]+) +([0-9a-f]+) .*/\\1 \\2/p")
        offset=$((16#$offset)) size=$((16#$size))
        # The id's header of 16 bytes stays.
        [[ $section == .swift_modhash ]] || offset=$((offset + 16)) size=$((size - 16))
        dd if=/dev/zero of="$1" bs=1 seek="$offset" count="$size" conv=notrunc status=none
    done
}

# build_deb STAGE NAME: a package of what lies in STAGE, with the control file on standard input.
build_deb() {
    local stage=$1
    mkdir "$stage/DEBIAN"
    { cat; echo "Maintainer: The Fernwire authors <fernwire@localhost>"; } >"$stage/DEBIAN/control"
    (cd "$stage" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums)
    chmod -R u=rwX,go=rX "$stage"
    find "$stage" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
    dpkg-deb --root-owner-group --build "$stage" "$release/$2" >/dev/null
}
