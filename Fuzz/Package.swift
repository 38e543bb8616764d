// swift-tools-version: 6.3
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error), .enableExperimentalFeature("Lifetimes")]
let strictC: [CSetting] = [.treatAllWarnings(as: .error), .enableWarning("all"), .enableWarning("extra")]

func fernwire(_ product: String) -> Target.Dependency { .product(name: product, package: "fernwire") }

// What libFuzzer drives: scripts/fuzz.sh builds and runs it.
let package = Package(
    name: "fuzz",
    dependencies: [.package(name: "fernwire", path: "..", traits: [])],
    targets: [
        // libFuzzer itself comes with the compiler.
        .target(name: "CLibFuzzer", cSettings: strictC),
        // The fuzzer, and the traffic that it changes.
        .target(
            name: "FuzzSupport", dependencies: ["CLibFuzzer", fernwire("FernwireCore")], swiftSettings: strict),
        // What needs no Wireshark: endpoints, observer, dissectors, descriptions, and readers of files.
        .executableTarget(
            name: "Fuzz",
            dependencies: [
                "FuzzSupport", fernwire("FernwireCore"), fernwire("DescribedDissection"), fernwire("KaitaiStruct"),
            ], swiftSettings: strict),
        // The plugin in Wireshark's dissection engine, in this process.
        .target(
            name: "CEpan", dependencies: [fernwire("WiresharkHost")], cSettings: strictC,
            linkerSettings: [.linkedLibrary("wiretap")]),
        .executableTarget(
            name: "FuzzWireshark", dependencies: ["CEpan", "FuzzSupport", fernwire("FernwireHosted")],
            swiftSettings: strict),
    ])
