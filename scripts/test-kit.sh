#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Tests the kit as somebody else uses it: builds and tests the examples and Tests/KitPackage, each a package of its own, and
# makes a dissector with `swift package dissector new` in an empty folder. Needs Fernwire's plugin in build/plugins.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/common.sh
require_swift
kit=$PWD

# One scratch folder for all packages: each builds the kit's targets alike, so that they are built once.
for package in Examples/Echo Examples/MQTT Tests/KitPackage; do
    step "$package"
    swift package --package-path "$package" --scratch-path .build-kit dissector test
done

step "A dissector from nothing"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
begin=$SECONDS
(
    cd "$folder"
    swift package init --type empty --name mine >/dev/null
    echo "package.dependencies += [.package(path: \"$kit\", traits: [])]" >>Package.swift
    swift package dissector new echo
    swift package dissector test
)
taken=$((SECONDS - begin))
echo "An Echo from an empty folder took $taken s, until its fields were seen in tshark."
((taken < 120)) || [[ ${CI:-} != true ]] || fail "that is more than the two minutes that it may take"
[[ -z $(ls "$folder/.build/checkouts") ]] || fail "the kit made its user fetch $(ls "$folder/.build/checkouts")"

step "What is wrong is said"
# refused MESSAGE ARGUMENTS...: the command must fail with the message.
refused() {
    local said
    if said=$(cd "$folder" && swift package dissector "${@:2}" 2>&1); then
        fail "swift package dissector ${*:2} should have failed"
    fi
    [[ $said == *"$1"* ]] || fail "swift package dissector ${*:2} does not say $1, but: $said"
}
refused "new takes one name" new
refused "no name of a dissector" new Echo-1
refused "is taken" new echo
refused "no subcommand frobnicate" frobnicate
refused "no plugin nothing" build nothing
PKG_CONFIG_LIBDIR=/nonexistent PKG_CONFIG_PATH=/nonexistent refused "apt install libwireshark-dev" build
mkdir -p "$folder/Tests/ChatTests"
refused "there is a folder Tests/ChatTests" new chat

step "A plugin is installed, and gone again"
(
    cd "$folder"
    swift package dissector install echo
    swift package dissector uninstall echo
)
