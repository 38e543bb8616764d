#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Lets libFuzzer look for traps, wrong accesses of memory, hangs and plans that break their rules, under AddressSanitizer and, in C,
# UndefinedBehaviorSanitizer:
#
#   fuzz.sh [--seconds SECONDS] [--jobs JOBS] [--suite FOLDER] [TARGET...]
#
# Each target takes the seconds, 30 if nothing else is said, and as many targets run at once as there are processors. The targets are
# what Fuzz/Sources/Fuzz/Target.swift lists, and `wireshark`, which is the plugin in Wireshark's dissection engine; all, if none is
# named. The folder of --suite is a clone of kaitai-io/kaitai_struct_tests, whose descriptions are tried, too. Inputs are kept in
# build/fuzz, so that the next run goes on from there; what was found is in build/fuzz/findings.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
require_swift

seconds=30 jobs=$(nproc) suite=()
while (($#)); do
    case $1 in
    --seconds) seconds=$2 ;;
    --jobs) jobs=$2 ;;
    --suite) suite=("$2") ;;
    -*) fail "unknown option $1; there are --seconds, --jobs and --suite" ;;
    *) break ;;
    esac
    shift 2
done
[[ $seconds =~ ^[1-9][0-9]*$ && $jobs =~ ^[1-9][0-9]*$ ]] || fail "--seconds and --jobs take a number from 1 on"

step "Building"
own_libraries .build-fuzz/static
build=(--package-path Fuzz --scratch-path .build-fuzz -c release -Xswiftc -sanitize=fuzzer,address -Xswiftc -parse-as-library
    -Xswiftc -use-ld=lld -Xcc -fsanitize=address,undefined,fuzzer-no-link)
for product in Fuzz FuzzWireshark; do swift_build "${build[@]}" --product "$product"; done
programs=$(swift build "${build[@]}" --show-bin-path)

# Swift keeps the cases of enums in unused bits of pointers, so that the search for leaks takes their objects for lost.
export ASAN_OPTIONS=detect_leaks=0:malloc_context_size=8:quarantine_size_mb=32
export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1
# libFuzzer tells of a trap by itself.
export SWIFT_BACKTRACE=enable=no

mapfile -t known < <("$programs/Fuzz" targets)
targets=("$@")
(($#)) || targets=("${known[@]}" wireshark)
for target in "${targets[@]}"; do
    [[ " ${known[*]} wireshark " == *" $target "* ]] || fail "unknown target $target; there are: ${known[*]} wireshark"
done

corpus=build/fuzz/corpus logs=build/fuzz/logs findings=build/fuzz/findings
mkdir -p "$logs" "$findings"
for target in "${known[@]}" wireshark; do mkdir -p "$corpus/$target"; done
step "First inputs"
"$programs/Fuzz" inputs "$corpus" "${suite[@]}" >/dev/null
# What the dissector reads with keys, it reads in Wireshark as well.
cp "$corpus"/decryption/first-* "$corpus/wireshark/"
rm -f "$findings"/*

# Wireshark lets root have no settings of its own; without them it would read the names of manufacturers for each capture. So what is
# in its engine runs as another user, in a folder that such a one can enter.
room=$(mktemp -d)
mkdir -p "$room/settings/fernwire" "$room/findings"
install -m 644 protocols/*.ksy "$room/settings/fernwire/"
install -m 755 "$programs/FuzzWireshark" "$room/"
install -m 644 Fuzz/words.dict "$room/"
cp -r "$corpus/wireshark" "$room/corpus"
chmod -R a+rX "$room"
((EUID != 0)) || chown -R 65534:65534 "$room/settings" "$room/findings" "$room/corpus"
unprivileged_home=$room/settings

fuzz() {
    local target=$1 program inputs=$corpus/$1 left=$findings words=Fuzz/words.dict
    program=(setpriv --pdeathsig TERM -- timeout $((seconds + 300)) "$programs/Fuzz" "$target")
    if [[ $target == wireshark ]]; then
        program=(unprivileged timeout $((seconds + 300)) "$room/FuzzWireshark" "$room/settings")
        inputs=$room/corpus left=$room/findings words=$room/words.dict
    fi
    # An input that takes 20 s is a finding; most take a few milliseconds.
    "${program[@]}" -max_total_time="$seconds" -max_len=16384 -timeout=20 -rss_limit_mb=3072 -dict="$words" \
        -artifact_prefix="$left/$target-" -print_final_stats=1 "$inputs" >"$logs/$target" 2>&1 ||
        echo "$target failed: $(grep -m 1 -E 'ERROR|Fatal error|runtime error' "$logs/$target")" >&2
}
trap 'kill $(jobs -p) 2>/dev/null || true; rm -rf "$room"' EXIT

step "Fuzzing ${#targets[@]} targets, each for $seconds s"
for target in "${targets[@]}"; do
    while (($(jobs -rp | wc -l) >= jobs)); do wait -n || true; done
    fuzz "$target" &
done
wait
cp -rn "$room/corpus/." "$corpus/wireshark/"
cp -r "$room/findings/." "$findings/"

printf '%-14s %12s %12s %8s %8s\n' target executions 'a second' edges inputs
for target in "${targets[@]}"; do
    of() { sed -n "s/^stat::$1: *//p" "$logs/$target"; }
    last=$(grep -E '^#[0-9]+' "$logs/$target" | tail -n 1)
    printf '%-14s %12s %12s %8s %8s\n' "$target" "$(of number_of_executed_units)" "$(of average_exec_per_sec)" \
        "$(sed -n 's/.*cov: \([0-9]*\).*/\1/p' <<<"$last")" "$(sed -n 's/.*corp: \([0-9]*\).*/\1/p' <<<"$last")"
    # One that ended early, or without a word, did not pass.
    grep -q '^#[0-9]*.DONE' "$logs/$target" || failed=yes
done
if compgen -G "$findings/*" >/dev/null || [[ -v failed ]]; then
    ls "$findings"
    fail "there are findings. To repeat one: ASAN_OPTIONS=$ASAN_OPTIONS $programs/Fuzz TARGET $findings/NAME; the logs are in $logs"
fi
