#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# bench.sh [GROUP...] [--quick] [--keep] [--rounds N] [--records N] [--many N] [--sessions N]: measures what was built, each figure
# beside its peer in the same run, and prints a table. It fails when a ratio is worse than the one kept in docs/performance.md by
# more than the noise; --keep writes the ratios there. GROUP is one of instructions, crypto, dissection, memory, window, generating,
# endpoints, start and export; without one all are measured, which takes about an hour.
#
#   bench.sh instructions --quick    what CI runs: instructions of 5,000 records, which repeat to the percent
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
require_swift
for program in gcc openssl valgrind tshark sharkd text2pcap; do
    command -v "$program" >/dev/null ||
        fail "there is no $program: apt install gcc openssl valgrind tshark wireshark-common"
done

FERNWIRE_SERIES=$(wireshark_series)
export FERNWIRE_SERIES
[[ -x build/bin/fernwire-server ]] || scripts/build-executables.sh
[[ -f build/plugins/$FERNWIRE_SERIES/epan/fernwire.so ]] || scripts/build-plugin.sh
exec python3 -B Benchmarks/bench "$@"
