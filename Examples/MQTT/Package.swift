// swift-tools-version: 6.3
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

let package = Package(
    name: "fwmqtt",
    products: [.library(name: "fwmqtt", type: .dynamic, targets: ["MQTT"])],
    dependencies: [.package(name: "fernwire", path: "../..", traits: [])],
    targets: [
        .target(
            name: "MQTT",
            dependencies: [
                .product(name: "DissectorKit", package: "fernwire"),
                .product(name: "WiresharkHost", package: "fernwire"),
            ],
            swiftSettings: [.treatAllWarnings(as: .error)]),
        .testTarget(
            name: "MQTTTests", dependencies: [.product(name: "DissectorTesting", package: "fernwire")],
            swiftSettings: [.treatAllWarnings(as: .error)]),
    ]
)
