#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# fuzz.sh [SECONDS] [FOLDER...]: lets libFuzzer look for traps in what reads descriptions and packets, under AddressSanitizer. The
# corpus is build/fuzz/descriptions; it begins with the shipped descriptions, and with those and the data in the folders, such as a
# clone of kaitai-io/kaitai_struct_tests. A finding is left in build/fuzz.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
require_swift
seconds=${1:-30}
shift || true

corpus=build/fuzz/descriptions
mkdir -p "$corpus"
python3 - "$corpus" "$@" <<'PYTHON'
import hashlib, pathlib, sys
corpus, folders = pathlib.Path(sys.argv[1]), sys.argv[2:]

def message(side, data):
    data = data[:0xFFFF]
    return bytes([side << 7, len(data) >> 8, len(data) & 255]) + data

def add(description, messages):
    content = description + b"\0" + b"".join(messages)
    if len(content) <= 1 << 16:
        (corpus / hashlib.sha1(content).hexdigest()).write_bytes(content)

sample = [message(n & 1, bytes(range(n, 200)) * 2) for n in range(4)]
for path in [*pathlib.Path("protocols").glob("*.ksy"), pathlib.Path("docs/fernwire.ksy")]:
    add(path.read_bytes(), sample)
    add(path.read_bytes(), [message(0, b"0527585"), message(1, b"0554378"), message(0, b"0217"), message(1, b"0213")])
for folder in map(pathlib.Path, folders):
    data = [path for path in folder.glob("src/*") if path.is_file() and path.stat().st_size < 4096]
    for number, path in enumerate(sorted(folder.rglob("*.ksy"))):
        same = [one for one in data if one.stem == path.stem] or data[number % max(len(data), 1):][:1]
        add(path.read_bytes(), [message(0, one.read_bytes()) for one in same])
print(len(list(corpus.iterdir())), "inputs in", corpus)
PYTHON

step "Building"
swift_build --package-path Fuzz --scratch-path .build-fuzz -c release --product FuzzDescriptions \
    -Xswiftc -sanitize=fuzzer,address -Xswiftc -parse-as-library -Xswiftc -use-ld=lld
fuzzer=$(swift build --package-path Fuzz --scratch-path .build-fuzz -c release --show-bin-path)/FuzzDescriptions
step "Fuzzing for $seconds s"
# Swift keeps the cases of enums in unused bits of pointers, so that the search for leaks takes their objects for lost.
"$fuzzer" -detect_leaks=0 -max_total_time="$seconds" -max_len=65536 -timeout=20 -rss_limit_mb=2048 -artifact_prefix=build/fuzz/ \
    -print_final_stats=1 "$corpus"
