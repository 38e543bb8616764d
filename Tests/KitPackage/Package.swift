// swift-tools-version: 6.3
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

// A package that uses of the kit what Fernwire's own dissectors do not. It is built and tested as somebody else's.
let package = Package(
    name: "kit-package",
    products: [.library(name: "kit", type: .dynamic, targets: ["KitPackage"])],
    dependencies: [.package(name: "fernwire", path: "../..", traits: [])],
    targets: [
        .target(
            name: "KitPackage",
            dependencies: [
                .product(name: "DissectorKit", package: "fernwire"),
                .product(name: "WiresharkHost", package: "fernwire"),
            ],
            swiftSettings: [.treatAllWarnings(as: .error)]),
        .testTarget(
            name: "KitPackageTests", dependencies: [.product(name: "DissectorTesting", package: "fernwire")],
            swiftSettings: [.treatAllWarnings(as: .error)]),
    ]
)
