// swift-tools-version: 6.3
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

let package = Package(
    name: "echo",
    dependencies: [.package(name: "fernwire", path: "../..", traits: [])]
)

// The dissector echo, as `swift package dissector new echo` writes it.
package.products += [.library(name: "echo", type: .dynamic, targets: ["Echo"])]
package.targets += [
    .target(
        name: "Echo",
        dependencies: [
            .product(name: "DissectorKit", package: "fernwire"), .product(name: "WiresharkHost", package: "fernwire"),
        ]),
    .testTarget(name: "EchoTests", dependencies: [.product(name: "DissectorTesting", package: "fernwire")]),
]
