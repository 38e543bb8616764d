// SPDX-License-Identifier: Apache-2.0
import FernwireScenario
import FernwireWire

/// The addresses of the parties: those for documentation (RFC 5737, RFC 3849), and locally administered MACs.
struct Addresses {
    private let network: Scenario.Network

    init(_ network: Scenario.Network) {
        self.network = network
    }

    /// Returns one of several clients, from 0, at a port that its kernel draws.
    func client(_ number: Int, _ numbers: inout SplitMix64) -> Host {
        host(0x0A + UInt8(number % 200), mac: 0x0A + UInt8(number % 200), port: ephemeral(&numbers))
    }

    var server: Host { host(0xE6, mac: 0xE6, port: UInt16(Wire.defaultPort)) }

    /// The attacker under the server's address.
    var disguised: Host { host(0xE6, mac: Self.attackerNumber, port: UInt16(Wire.defaultPort)) }

    /// Returns the attacker under its own address.
    func attacker(_ numbers: inout SplitMix64) -> Host {
        host(Self.attackerNumber, mac: Self.attackerNumber, port: ephemeral(&numbers))
    }

    private static let attackerNumber: UInt8 = 0xE7

    private func ephemeral(_ numbers: inout SplitMix64) -> UInt16 {
        UInt16.random(in: 32_768...60_999, using: &numbers)
    }

    private func host(_ number: UInt8, mac: UInt8, port: UInt16) -> Host {
        let address: [UInt8] =
            switch network {
            case .ipv4: [192, 0, 2, number]
            case .ipv6: [0x20, 0x01, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [number]
            }
        return Host(mac: [2, 0, 0, 0, 0, mac], address: address, port: port)
    }
}
