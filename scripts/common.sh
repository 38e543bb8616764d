# SPDX-License-Identifier: Apache-2.0
# Sourced by the other scripts.

fail() {
    echo "${0##*/}: $*" >&2
    exit 1
}

# step TEXT: says what comes, and how many minutes after the script began.
step() {
    printf '==> %d:%02d %s\n' $((SECONDS / 60)) $((SECONDS % 60)) "$*"
}

# together COMMAND...: runs commands at the same time, and shows what each said once it is over. Fails if one of them does.
together() {
    local logs command ids=() failed=no
    logs=$(mktemp -d)
    for command in "$@"; do
        bash -euo pipefail -c "$command" >"$logs/${#ids[@]}" 2>&1 &
        ids+=($!)
    done
    for place in "${!ids[@]}"; do
        wait "${ids[place]}" || failed=yes
        echo "--- ${*:place+1:1}"
        cat "$logs/$place"
    done
    rm -rf "$logs"
    [[ $failed == no ]] || fail "one of these failed"
}

require_swift() {
    command -v swift >/dev/null || fail "Swift is not on the PATH. Install Swift 6.3 or later, for Debian 12 from
    https://www.swift.org/install/linux/debian/12/
  then run this again."
    local version
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
    local major=${version%%.*} minor=${version#*.}
    ((${major:-0} > 6 || (${major:-0} == 6 && ${minor:-0} >= 3))) ||
        fail "this is Swift ${version:-of an unknown version}; Fernwire needs 6.3 or later: https://www.swift.org/install/linux"
}

# The folder of Swift's bin and lib, wherever the swift on the PATH leads.
toolchain() {
    local resources
    resources=$(swiftc -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')
    [[ -n $resources ]] || fail "swiftc -print-target-info names no runtimeResourcePath"
    echo "${resources%/lib/*}"
}

# The version of the Wireshark whose headers pkg-config finds, such as 4.0. Plugins are for one of these.
wireshark_series() {
    command -v pkg-config >/dev/null || fail "pkg-config is missing: apt install pkg-config"
    local version
    version=$(pkg-config --modversion wireshark 2>/dev/null) ||
        fail "Wireshark's headers are missing: apt install libwireshark-dev libglib2.0-dev"
    echo "$version" | cut -d . -f 1-2
}

# A python3 on the PATH that has cryptography, for what must not be ours.
provide_python() {
    local python=build/python
    if [[ ! -x $python/bin/python3 ]] || ! "$python/bin/python3" -c 'import cryptography' 2>/dev/null; then
        step "Installing Python's cryptography from PyPI into $python"
        python3 -m venv "$python"
        "$python/bin/pip" install --quiet --disable-pip-version-check cryptography
    fi
    PATH=$PWD/$python/bin:$PATH
}

# background PROGRAM... &: $! is its id, and the kernel ends it when the script is gone, however that came.
background() {
    exec setpriv --pdeathsig TERM -- "$@"
}

# Root is refused personal plugins, in silence: so what loads the plugin runs as nobody. It ends with the shell that
# runs this.
unprivileged() {
    local bound=(setpriv --pdeathsig TERM)
    if ((EUID == 0)); then
        "${bound[@]}" --reuid=65534 --regid=65534 --clear-groups -- env HOME="$unprivileged_home" "$@"
    else
        "${bound[@]}" -- "$@"
    fi
}

# What `fernwire` is called besides, as links: Sources/fernwire/Main.swift.
links=(fernwire-server fernwire-client fernwiredump)

# What a release holds is as old as the last commit, so that the same sources make the same files.
set_source_date() {
    SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || stat --format %Y Package.swift)}
    export SOURCE_DATE_EPOCH
}

# What makes a release small: nothing that is not used, equal functions once, and relocations in few bytes, which
# glibc reads from 2.36 on. lld comes with Swift.
small=(-Xswiftc -use-ld=lld -Xlinker --gc-sections -Xlinker --icf=all -Xlinker -z -Xlinker pack-relative-relocs)

# Accesses of memory are checked for overlaps in debug builds, which all tests run. In a release a check would cost a tenth of a
# record, and a violation would end Wireshark.
unchecked=(-Xswiftc -enforce-exclusivity=unchecked)

# own_libraries FOLDER: makes later builds link libyaml statically, so that whoever installs them needs nothing more, and leaves the
# system's library folder (-L) out of the flags of libcrypto, zlib and libyaml, so that Wireshark's libraries are found in the folder
# that belongs to its headers. FOLDER gets the .pc files that say so.
own_libraries() {
    local name
    mkdir -p "$1"
    for name in libcrypto zlib yaml-0.1; do
        sed 's/-lyaml/-l:libyaml.a/; s/-L[^ ]*//g' "$(pkg-config --variable=pcfiledir "$name")/$name.pc" >"$1/$name.pc"
    done
    PKG_CONFIG_PATH=$(cd "$1" && pwd)${PKG_CONFIG_PATH:+:$PKG_CONFIG_PATH}
    export PKG_CONFIG_PATH
}

# How what is installed is built. Programs and plugins are compiled with the same flags, so that one scratch folder serves both, and
# plugins for several Wiresharks: what knows nothing of Wireshark is compiled once. SwiftPM would not notice that pkg-config finds
# another Wireshark than before, and so makes its plan anew each time.
released=(-c release --disable-build-manifest-caching --static-swift-stdlib -Xswiftc -static-stdlib "${unchecked[@]}" "${small[@]}")

# swift build without what every build here says: flags of pkg-config that Swift leaves out, and Foundation's mktemp.
swift_build() {
    swift build "$@" 2> >(grep -v -e 'prohibited flag' -e 'mktemp' >&2)
}
