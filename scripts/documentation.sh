#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Builds the kit's reference with DocC into build/documentation, a folder a module. A warning is an error.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
require_swift

# The article quotes the example, which is built and tested.
python3 - <<'PYTHON' || fail "YourFirstDissector.md does not quote Examples/Echo as it is"
import pathlib, re, sys
article = pathlib.Path("Sources/DissectorKit/DissectorKit.docc/YourFirstDissector.md").read_text()
example = "".join(file.read_text() for file in pathlib.Path("Examples/Echo/Sources/Echo").glob("*.swift"))
quoted = re.findall(r"```swift\n(.*?)```", article, re.DOTALL)
missing = [text for text in quoted if text.rstrip() not in example]
print("\n".join(missing), end="")
sys.exit(bool(missing or not quoted))
PYTHON

mkdir -p build/documentation
for module in WireSchema DissectorKit WiresharkHost DissectorTesting; do
    step "$module"
    FERNWIRE_DOCUMENTATION=1 swift package --scratch-path .build-documentation --disable-default-traits --disable-sandbox \
        --allow-writing-to-directory build/documentation generate-documentation --target "$module" \
        --warnings-as-errors --output-path "build/documentation/$module" 2> >(grep -v 'prohibited flag' >&2)
done
