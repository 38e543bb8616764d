// swift-tools-version: 6.3
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

/// Every target of ours: a warning is an error.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error), .enableExperimentalFeature("Lifetimes")]
/// Targets that need no pointer at all say so, and the compiler holds them to it.
let pure: [SwiftSetting] = strict + [.strictMemorySafety()]
/// The same for C.
let strictC: [CSetting] = [.treatAllWarnings(as: .error), .enableWarning("all"), .enableWarning("extra")]

/// What a package that writes a dissector of its own switches off, so that it fetches none of these.
let programs: TargetDependencyCondition? = .when(traits: ["Programs"])
let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio", condition: programs),
    .product(name: "NIOPosix", package: "swift-nio", condition: programs),
    .product(name: "NIOTLS", package: "swift-nio", condition: programs),
    .product(name: "NIOSSL", package: "swift-nio-ssl", condition: programs),
    .product(name: "Logging", package: "swift-log", condition: programs),
]
let command: Target.Dependency = .product(
    name: "ArgumentParser", package: "swift-argument-parser", condition: programs)
let lifecycle: Target.Dependency = .product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle", condition: programs)
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess", condition: programs)

let package = Package(
    name: "fernwire",
    products: [
        .executable(name: "fernwire-server", targets: ["fernwire-server"]),
        .executable(name: "fernwire-client", targets: ["fernwire-client"]),
        .executable(name: "fernwire", targets: ["fernwire"]),
        .executable(name: "fernwiredump", targets: ["fernwiredump"]),
        .library(name: "FernwirePlugin", type: .dynamic, targets: ["FernwirePlugin"]),
        // Descriptions of protocols: the language alone, and with keys, units and checks.
        .library(name: "KaitaiStruct", targets: ["KaitaiStruct"]),
        .library(name: "DescribedDissection", targets: ["DescribedDissection"]),
        // What Fuzz/ calls, for no other package.
        .library(
            name: "FernwireCore",
            targets: [
                "DissectorKit", "FernwireCapture", "FernwireCrypto", "FernwireDissection", "FernwireFiles",
                "FernwireScenario", "FernwireSession", "FernwireWire",
            ]),
        .library(name: "FernwireHosted", targets: ["FernwirePlugin"]),
        // The cryptography, which Benchmarks/ measures beside C.
        .library(name: "FernwireCrypto", targets: ["FernwireCrypto"]),
        // The kit, for packages that write a dissector of their own.
        .library(name: "DissectorKit", targets: ["DissectorKit"]),
        .library(name: "WiresharkHost", targets: ["WiresharkHost"]),
        .library(name: "DissectorTesting", targets: ["DissectorTesting"]),
        .plugin(name: "DissectorPlugin", targets: ["DissectorPlugin"]),
    ],
    traits: [
        .trait(name: "Programs", description: "Server, client and tools, with the packages that they need"),
        .default(enabledTraits: ["Programs"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0"),
    ],
    targets: [
        // The core, in the order in which the data flows. No I/O.
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .target(name: "FernwireCrypto", dependencies: ["COpenSSL"], swiftSettings: strict),
        // What the operating system does: the only reading and writing of files.
        .target(name: "FernwireFiles", dependencies: ["FernwireCrypto"], swiftSettings: strict),
        .target(name: "CDissectorKit", cSettings: strictC),
        .target(name: "WireSchema", dependencies: ["CDissectorKit"], swiftSettings: pure),
        .target(name: "FernwireWire", dependencies: ["WireSchema"], swiftSettings: pure),
        .target(name: "FernwireSession", dependencies: ["FernwireWire", "FernwireCrypto"], swiftSettings: pure),

        // Descriptions of other protocols. No I/O.
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "YAML", dependencies: ["CYAML"], swiftSettings: strict),
        .target(name: "KaitaiStruct", dependencies: ["YAML", "CZlib"], swiftSettings: pure),

        // What is said, for endpoints and generator alike.
        .target(
            name: "FernwireScenario",
            dependencies: ["FernwireWire", "FernwireSession", "YAML"],
            swiftSettings: strict),

        // What all four programs share: lines, errors, small files.
        .target(
            name: "FernwireConsole",
            dependencies: ["FernwireFiles", "FernwireCrypto", "FernwireSession", "FernwireScenario"],
            swiftSettings: strict),

        // The endpoints: the only targets that open sockets.
        .target(
            name: "FernwireNIO", dependencies: ["FernwireSession", "FernwireFiles"] + nio, swiftSettings: strict),
        .target(
            name: "FernwireCommand",
            dependencies: ["FernwireNIO", "FernwireConsole", "FernwireFiles", "FernwireScenario", command, lifecycle]
                + nio, swiftSettings: strict),
        .executableTarget(
            name: "fernwire-server", dependencies: ["FernwireCommand", "FernwireConsole"], swiftSettings: strict),
        .executableTarget(
            name: "fernwire-client", dependencies: ["FernwireCommand", "FernwireConsole"], swiftSettings: strict),
        // Every program in one, which is what a release installs.
        .executableTarget(
            name: "fernwire", dependencies: ["FernwireTool", "FernwireCommand", "FernwireConsole", command],
            swiftSettings: strict),
        .executableTarget(
            name: "fernwiredump", dependencies: ["FernwireTool", "FernwireConsole"], swiftSettings: strict),

        // Generated captures. No code of server and client depends on the seeded randomness.
        .target(name: "FernwireSeed", dependencies: ["COpenSSL", "FernwireCrypto"], swiftSettings: strict),
        .target(
            name: "FernwireCapture",
            dependencies: ["FernwireWire", "FernwireCrypto", "FernwireSession", "FernwireScenario", "FernwireSeed"],
            swiftSettings: strict),
        .target(
            name: "FernwireTool",
            dependencies: [
                "FernwireConsole", "FernwireFiles", "FernwireCapture", "FernwireScenario", "FernwireDissection",
                "KaitaiStruct", "DescribedDissection", "YAML", command,
            ],
            swiftSettings: strict),

        // The dissector: frames and keys to a plan, without Wireshark.
        .target(name: "DissectorKit", dependencies: ["CDissectorKit", "WireSchema"], swiftSettings: pure),
        .target(
            name: "FernwireDissection",
            dependencies: ["FernwireWire", "FernwireCrypto", "FernwireFiles", "FernwireSession", "DissectorKit"],
            swiftSettings: pure),

        .target(
            name: "DescribedDissection",
            dependencies: ["KaitaiStruct", "FernwireCrypto", "FernwireFiles", "FernwireSession", "DissectorKit"],
            swiftSettings: pure),

        // The plugin: the only targets that know Wireshark.
        .systemLibrary(
            name: "CWireshark", path: "plugin/CWireshark", pkgConfig: "wireshark",
            providers: [.apt(["libwireshark-dev", "libglib2.0-dev"])]),
        .target(
            name: "CWiresharkShims", dependencies: ["CWireshark", "CDissectorKit"], path: "plugin/CWiresharkShims",
            cSettings: strictC, linkerSettings: [.linkedLibrary("wiretap")]),
        .target(
            name: "WiresharkHost", dependencies: ["CWiresharkShims", "DissectorKit"], path: "plugin/WiresharkHost",
            swiftSettings: strict),
        .target(
            name: "FernwirePlugin", dependencies: ["WiresharkHost", "FernwireDissection", "DescribedDissection"],
            path: "plugin/FernwirePlugin", swiftSettings: strict),

        // The kit for others: the command `swift package dissector`, and tests in the real tshark.
        .plugin(
            name: "DissectorPlugin",
            capability: .command(
                intent: .custom(
                    verb: "dissector", description: "Make, build, test and install dissectors for Wireshark"))),
        .target(name: "DissectorTesting", dependencies: ["WireSchema"], swiftSettings: strict),

        // What tests share: sessions without a network, captures without an interface.
        .target(
            name: "TestSupport",
            dependencies: [
                "DissectorTesting", "FernwireWire", "FernwireCrypto", "FernwireSession", "DissectorKit", subprocess,
            ],
            path: "Tests/TestSupport", swiftSettings: strict),
        .testTarget(
            name: "FernwireCryptoTests", dependencies: ["FernwireCrypto", "COpenSSL", "TestSupport"],
            swiftSettings: strict),
        .testTarget(name: "KaitaiStructTests", dependencies: ["KaitaiStruct"], swiftSettings: strict),
        .testTarget(
            name: "DescribedDissectionTests",
            dependencies: [
                "DescribedDissection", "KaitaiStruct", "FernwireWire", "FernwireCrypto", "FernwireSession",
                "DissectorKit",
                "TestSupport",
            ],
            swiftSettings: strict),
        .testTarget(name: "FernwireFilesTests", dependencies: ["FernwireFiles"], swiftSettings: strict),
        .testTarget(name: "FernwireWireTests", dependencies: ["FernwireWire"], swiftSettings: strict),
        .testTarget(
            name: "FernwireSessionTests", dependencies: ["FernwireSession", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "DissectorKitTests", dependencies: ["DissectorKit", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "FernwireDissectionTests", dependencies: ["FernwireDissection", "DissectorKit", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "FernwireScenarioTests", dependencies: ["FernwireScenario", "FernwireSession"], swiftSettings: strict),
        .testTarget(
            name: "FernwireCaptureTests", dependencies: ["FernwireCapture", "FernwireTool", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "FernwireToolTests",
            dependencies: [
                "FernwireTool", "FernwireCapture", "FernwireConsole", "FernwireCrypto", "FernwireDissection",
                "FernwireScenario", "TestSupport",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "FernwireNIOTests", dependencies: ["FernwireNIO", "COpenSSL", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "FernwireCommandTests",
            dependencies: [
                "FernwireCommand", "FernwireConsole", "FernwireNIO", "FernwireSession", "FernwireWire", "TestSupport",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "TestSupport", "FernwireCapture", "FernwireSession", "FernwireScenario", "YAML", subprocess,
            ],
            swiftSettings: strict),
        .testTarget(
            name: "PluginTests",
            dependencies: [
                "DissectorTesting", "TestSupport", "FernwireCapture", "FernwireScenario",
            ], swiftSettings: strict),
    ]
)

// Whoever builds the documentation fetches one package more, which nobody else needs: scripts/documentation.sh.
if Context.environment["FERNWIRE_DOCUMENTATION"] != nil {
    package.dependencies += [.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.4.0")]
}
