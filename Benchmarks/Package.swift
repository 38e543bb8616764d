// swift-tools-version: 6.3
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

// The cryptography of Fernwire beside plain C, in one process: scripts/bench.sh builds and runs it.
let package = Package(
    name: "benchmarks",
    dependencies: [
        .package(name: "fernwire", path: "..", traits: []),
        // Without its traits, which fetch packages that count allocations.
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.0", traits: []),
    ],
    targets: [
        .target(
            name: "CPeers", path: "CPeers", cSettings: [.treatAllWarnings(as: .error)],
            linkerSettings: [.linkedLibrary("crypto")]),
        .executableTarget(
            name: "Crypto",
            dependencies: [
                "CPeers", .product(name: "FernwireCrypto", package: "fernwire"),
                .product(name: "Benchmark", package: "benchmark"),
            ],
            path: "Crypto",
            swiftSettings: [.treatAllWarnings(as: .error)],
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    ])
