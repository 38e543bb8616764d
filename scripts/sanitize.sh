#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Runs tests under sanitizers:
#
#   sanitize.sh [units] [plugin] [thread] [memcheck]
#
# units      the unit tests under AddressSanitizer
# plugin     the plugin under AddressSanitizer, and its C under UndefinedBehaviorSanitizer, in tshark over all captures with all taps
# thread     server and client under ThreadSanitizer, besieged for a minute
# memcheck   the plugin in tshark over a session of each suite, under valgrind; needs `make plugin`
#
# Without a name it runs all of them.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
require_swift
(($#)) || set -- units plugin thread memcheck

# How tshark reads a capture: twice, every field drawn, everything that the plugin counts, follows or lists asked for.
reading=(-n -2 -V -z fernwire,tree -z fernwire,srt -z follow,fernwire,hex,0 -z conv,fernwire -z expert)

# prepare_tshark PLUGIN: the folder $work for an unprivileged tshark, with a plugin, descriptions and all keys.
prepare_tshark() {
    local plugins=build/sanitized
    local folder=$plugins/$(wireshark_series)/epan
    install -D -m 644 -t "$folder/fernwire" protocols/*.ksy
    install -m 755 "$1" "$folder/fernwire.so"
    . scripts/tshark-reading.sh
    cat captures/keys/*.key captures/keys/*.pem captures/*.keylog captures/library/*.keys >"$work/keys"
    install -d -m 777 "$work/objects"
    chmod a+r "$work/keys"
}

# read_captures [VARIABLE=VALUE...] [PROGRAM...] -- CAPTURE...: reads each, and fails unless tshark succeeds and the plugin was there.
read_captures() {
    local with=()
    while [[ $1 != -- ]]; do
        with+=("$1")
        shift
    done
    shift
    local capture
    for capture in "$@"; do
        install -m 644 "$capture" "$work/capture.pcapng"
        # tshark tells of a capture that is cut short, which two of them are on purpose, by the status 2.
        local status=0
        unprivileged env WIRESHARK_PLUGIN_DIR="$work/plugins" "${with[@]}" tshark "${reading[@]}" \
            -r "$work/capture.pcapng" -o "fernwire.key_file:$work/keys" --export-objects "fernwire,$work/objects" \
            >"$work/output" 2>"$work/errors" || status=$?
        if ((status != 0)) && ! { ((status == 2)) && grep -q 'cut short' "$work/errors"; }; then
            cat "$work/errors" >&2
            fail "tshark ended with status $status at $capture"
        fi
        grep -q -E '^(Fernwire Protocol|Fernet)' "$work/output" || [[ $capture == *tokens* ]] ||
            fail "the plugin showed nothing of $capture"
    done
}

# Swift keeps the cases of enums in unused bits of pointers, so that the search for leaks takes their objects for lost.
export ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=print_stacktrace=1
address=(--sanitize address --scratch-path .build-address -Xcc -fsanitize=undefined -Xcc -fno-sanitize-recover=undefined)

run_units() {
    step "Building the tests for AddressSanitizer"
    swift_build "${address[@]}" --build-tests
    step "The unit tests under AddressSanitizer"
    # Those that start programs test no more of the core, and KeyChoiceTests measure time.
    swift test "${address[@]}" --skip-build --skip 'CommandTests|FernwireNIOTests|PluginTests|KeyChoiceTests'
}

run_plugin() {
    step "Building the plugin for AddressSanitizer"
    swift_build "${address[@]}" --product FernwirePlugin
    step "The plugin in tshark under AddressSanitizer, over all captures"
    local runtime
    runtime=$(find -L "$(toolchain)/lib/clang" -name "libclang_rt.asan-$(uname -m).so" | head -n 1)
    [[ -n $runtime ]] || fail "this Swift has no shared library of AddressSanitizer"
    prepare_tshark "$(swift build "${address[@]}" --show-bin-path)/libFernwirePlugin.so"
    read_captures LD_PRELOAD="$runtime" -- captures/*.pcapng captures/library/*.pcapng captures/tokens/*.pcapng
}

run_thread() {
    local build=(--sanitize thread --scratch-path .build-thread) product
    step "Building server and client for ThreadSanitizer"
    for product in fernwire-server fernwire-client; do swift_build "${build[@]}" --product "$product"; done
    provide_python
    step "Server and client under ThreadSanitizer, besieged"
    TSAN_OPTIONS=halt_on_error=1:exitcode=66:suppressions=$PWD/Tests/Sanitizers/thread.supp python3 scripts/siege.py \
        --minutes 1 --idle 200 --answer 10 --growth 2 --bin "$(swift build "${build[@]}" --show-bin-path)"
}

run_memcheck() {
    step "The plugin in tshark under valgrind, over a session of each suite"
    # With symbols, by which known reports are told, and without debugging information, which valgrind does not read.
    local plugin=build/memcheck.so
    "$(toolchain)/bin/llvm-objcopy" --strip-debug "build/symbols/$(wireshark_series)/fernwire.so" "$plugin"
    prepare_tshark "$plugin"
    local sessions=(captures/library/chat-*.pcapng) one five
    python3 scripts/apart.py "$work/once.pcap" 1 "${sessions[@]}"
    python3 scripts/apart.py "$work/five.pcap" 5 "${sessions[@]}"
    one=$(lost "$work/once.pcap" ${#sessions[@]})
    five=$(lost "$work/five.pcap" $((5 * ${#sessions[@]})))
    # What the process keeps until its end does not grow with what it reads: a block lost in each session of one suite makes four more.
    # Valgrind takes whatever looks like a pointer for one, so that runs of the same capture differ by a block.
    [[ -n $one && -n $five ]] || fail "valgrind did not say how many blocks are lost"
    ((five - one < 4)) || fail "of a session of each suite $one blocks are lost; of five, $five"
}

# lost CAPTURE SESSIONS: how many blocks tshark does not give back, as valgrind says. A wrong access of memory, a value that nobody set,
# and a session that was not decrypted to its last message fail.
lost() {
    read_captures valgrind --leak-check=full --show-leak-kinds=none --errors-for-leak-kinds=none --error-exitcode=9 \
        --suppressions="$PWD/Tests/Sanitizers/valgrind.supp" -- "$1"
    local decrypted
    decrypted=$(grep -c 'Plaintext: Until six' "$work/output") || true
    ((decrypted == $2)) || fail "$decrypted sessions of $2 were decrypted"
    sed -n 's/.*definitely lost: .* in \([0-9,]*\) blocks/\1/p' "$work/errors" | tr -d ,
}

for sanitizer in "$@"; do
    case $sanitizer in
    units | plugin | thread | memcheck) (run_"$sanitizer") ;;
    *) fail "unknown part $sanitizer; there are units, plugin, thread and memcheck" ;;
    esac
done
