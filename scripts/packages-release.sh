#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# packages-release.sh [SERIES...]: writes what is handed to users into build/release: for each Wireshark, 4.0, 4.4 and 4.6 unless some
# are named, a .deb of the plugin and a .tar.zst for systems without dpkg; and a .deb of the programs. Each plugin is built with the
# headers of its version out of Debian's archive, unpacked beside its tshark, and counts once that tshark has loaded it and decrypted
# a capture. Takes root, for chroot.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
require_swift
((EUID == 0)) || fail "this runs each tshark in a chroot, which takes root"
for program in dpkg-deb apt-get readelf zstd chroot; do
    command -v "$program" >/dev/null || fail "there is no $program: apt install dpkg apt binutils zstd coreutils"
done

declare -A suites=([4.0]=bookworm [4.4]=trixie [4.6]=sid)
all=("$@")
((${#all[@]})) || all=(4.0 4.4 4.6)
for series in "${all[@]}"; do
    [[ -n ${suites[$series]:-} ]] || fail "there is no package for Wireshark $series, only for ${!suites[*]}"
done

version=$(sed -n 's/^package let version = "\(.*\)"$/\1/p' Sources/FernwireConsole/Version.swift)
architecture=$(dpkg --print-architecture)
release=$PWD/build/release
# The same files for the same commit: times are the commit's.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
export SOURCE_DATE_EPOCH
mkdir -p "$release"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# depends ROOT PROGRAM...: the packages of a root that hold the libraries which programs name, each once.
depends() {
    local root=$1 library package
    shift
    for library in $(readelf -d "$@" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort -u); do
        [[ $library != ld-linux* ]] || continue
        for package in "$root".apt/cache/archives/*.deb; do
            if dpkg-deb --fsys-tarfile "$package" | tar -t 2>/dev/null | grep -q "/$library\$"; then
                dpkg-deb -f "$package" Package
                break
            fi
        done
    done | sort -u | sed 's/^libc6$/libc6 (>= 2.36)/'
}

# package NAME FOLDER DEPENDS SUMMARY: a .deb of what lies in FOLDER.
package() {
    local name=$1 folder=$2 needs=$3 summary=$4
    mkdir -p "$folder/DEBIAN"
    {
        echo "Package: $name"
        echo "Version: $version"
        echo "Architecture: $architecture"
        echo "Maintainer: The Fernwire authors <fernwire@example.invalid>"
        echo "Section: net"
        echo "Priority: optional"
        echo "Depends: $needs"
        echo "Description: $summary"
    } >"$folder/DEBIAN/control"
    find "$folder" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
    dpkg-deb --root-owner-group -Zxz --build "$folder" "$release/${name}_${version}_$architecture.deb" >/dev/null
    echo "Wrote build/release/${name}_${version}_$architecture.deb."
}

# joined: lines as a list with commas.
joined() {
    paste -sd , | sed 's/,/, /g'
}

tools() {
    step "The programs"
    scripts/build-executables.sh
    local folder=$scratch/tools program
    for program in fernwire fernwire-server fernwire-client; do
        install -D -m 755 "build/bin/$program" "$folder/usr/bin/$program"
        install -d "$folder/usr/share/bash-completion/completions" "$folder/usr/share/zsh/vendor-completions" \
            "$folder/usr/share/fish/vendor_completions.d"
        "build/bin/$program" --generate-completion-script bash >"$folder/usr/share/bash-completion/completions/$program"
        "build/bin/$program" --generate-completion-script zsh >"$folder/usr/share/zsh/vendor-completions/_$program"
        "build/bin/$program" --generate-completion-script fish >"$folder/usr/share/fish/vendor_completions.d/$program.fish"
    done
    install -D -m 644 LICENSE "$folder/usr/share/doc/fernwire/copyright"
    # The name of OpenSSL's package differs between releases of Debian.
    local needs
    needs=$(depends "$(root_of "${all[0]}")" build/bin/fernwire build/bin/fernwire-server |
        sed 's/^libssl3.*/libssl3 | libssl3t64/; s/^zlib1g.*/zlib1g/' | joined)
    package fernwire "$folder" "$needs" "Client, server, captures and tools of the Fernwire protocol"
}

root_of() {
    echo "$release/root-$1"
}

plugin() {
    local series=$1 root folder plugins extcap
    root=$(root_of "$series")
    step "The plugin for Wireshark $series"
    PKG_CONFIG_LIBDIR="$(echo "$root"/usr/lib/*/pkgconfig):$root/usr/share/pkgconfig" PKG_CONFIG_SYSROOT_DIR=$root \
        scripts/build-plugin.sh
    folder=$scratch/plugin-$series
    plugins=$(chroot "$root" tshark -G folders 2>/dev/null | sed -n 's/^Global Plugins:[[:space:]]*//p')
    extcap=$(chroot "$root" tshark -G folders 2>/dev/null | sed -n 's/^\(Global \)\?Extcap path:[[:space:]]*//p' | head -n 1)
    install -D -m 755 "build/plugins/$series/epan/fernwire.so" "$folder$plugins/epan/fernwire.so"
    install -D -m 644 -t "$folder$plugins/epan/fernwire" "build/plugins/$series/epan/fernwire"/*.ksy
    install -D -m 755 build/bin/fernwiredump "$folder$extcap/fernwiredump"
    install -D -m 644 -t "$folder/usr/share/wireshark/profiles/Fernwire" plugin/profile/*
    install -D -m 644 plugin/COPYING "$folder/usr/share/doc/fernwire-wireshark-$series/copyright"
    package "fernwire-wireshark-$series" "$folder" \
        "$(depends "$root" "build/plugins/$series/epan/fernwire.so" build/bin/fernwiredump | joined)" \
        "Dissector of the Fernwire protocol for Wireshark $series"
    archive "$series"
}

# archive SERIES: for systems without dpkg, with what make install runs.
archive() {
    local series=$1 name=fernwire-$version-wireshark-$1 folder
    folder=$scratch/$name
    install -D -m 755 -t "$folder/build/bin" build/bin/*
    mkdir -p "$folder/build/plugins" "$folder/plugin"
    cp -r "build/plugins/$series" "$folder/build/plugins/"
    cp -r plugin/profile plugin/COPYING "$folder/plugin/"
    install -D -m 755 -t "$folder/scripts" scripts/common.sh scripts/install-{plugin,profile,programs,extcap}.sh scripts/uninstall.sh
    cp LICENSE "$folder/"
    cat >"$folder/install" <<'END'
#!/bin/bash
# install: puts plugin, profile, programs and capture interface where this system has them, for this user, or as root for everyone.
set -euo pipefail
cd "$(dirname "$0")"
for part in plugin profile programs extcap; do scripts/install-$part.sh install; done
END
    cat >"$folder/uninstall" <<'END'
#!/bin/bash
# uninstall: removes what install put somewhere.
exec "$(dirname "$0")/scripts/uninstall.sh"
END
    chmod 755 "$folder/install" "$folder/uninstall"
    tar -C "$scratch" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -c "$name" |
        zstd -q -19 -f -o "$release/$name.tar.zst"
    echo "Wrote build/release/$name.tar.zst."
}

# loads SERIES: unpacks the packages beside the tshark of their version, which must load the plugin and decrypt a capture.
loads() {
    local series=$1 root file read
    root=$scratch/system-$series
    cp -a "$(root_of "$series")" "$root"
    for file in "$release/fernwire_${version}_$architecture.deb" "$release/fernwire-wireshark-${series}_${version}_$architecture.deb"; do
        dpkg-deb -x "$file" "$root"
    done
    cp captures/first-session.pcapng captures/first-session.key "$root/tmp/"
    chroot "$root" tshark -G plugins 2>/dev/null | grep -q '^fernwire.so' || fail "tshark $series does not load the plugin of its package"
    read=$(chroot "$root" tshark -r /tmp/first-session.pcapng -o fernwire.key_file:/tmp/first-session.key -Y fernwire.record.plaintext \
        2>/dev/null | wc -l)
    ((read == 2)) || fail "tshark $series decrypts $read of 2 records with the plugin of its package"
    [[ $(chroot "$root" fernwire --version) == "$version" ]] || fail "fernwire of its package does not start beside Wireshark $series"
    echo "Wireshark $series: $(chroot "$root" tshark --version 2>/dev/null | head -n 1) loads the plugin, and decrypts."
    rm -rf "$root"
}

for series in "${all[@]}"; do
    [[ -d $(root_of "$series")/usr ]] || scripts/debian-root.sh "${suites[$series]}" "$(root_of "$series")"
done
tools
for series in "${all[@]}"; do plugin "$series"; done
step "Loading each package where it belongs"
for series in "${all[@]}"; do loads "$series"; done
