// swift-tools-version: 6.3
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

// Targets that libFuzzer drives: scripts/fuzz.sh builds and runs them.
let package = Package(
    name: "fuzz",
    dependencies: [.package(name: "fernwire", path: "..", traits: [])],
    targets: [
        .executableTarget(
            name: "FuzzDescriptions",
            dependencies: [
                .product(name: "DescribedDissection", package: "fernwire"),
                .product(name: "KaitaiStruct", package: "fernwire"),
            ])
    ])
