#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Tests analysis/ in a Python environment of its own, build/analysis, which it makes. Needs build/bin/fernwire, which
# make executables builds.
# FERNWIRE names another program that reads captures; arguments go to pytest.
set -euo pipefail
cd "$(dirname "$0")/../.."
environment=build/analysis
python=$environment/bin/python3
if [[ ! -x $python ]] || ! "$python" -c 'import dask, duckdb, fernwire_analysis, pyarrow, pytest' 2>/dev/null; then
    mkdir -p build
    python3 -m venv --clear "$environment"
    "$python" -m pip install --quiet --disable-pip-version-check --editable 'analysis[test]'
fi
cd analysis
exec "../$python" -B -m pytest "$@"
