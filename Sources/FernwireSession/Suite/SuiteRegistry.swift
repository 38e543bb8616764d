// SPDX-License-Identifier: Apache-2.0
public import FernwireWire

/// The suites that are spoken. Adding one is a line here.
public struct SuiteRegistry: Sendable {
    /// The suites, in the order in which a client prefers them.
    public let suites: [CipherSuite]

    public static let standard = SuiteRegistry([
        .x25519Ed25519ChaCha20Poly1305,
        .x25519Ed25519AES256GCM,
        .rsaFernetSigned,
        .rsaSealed,
        .rsaFernetHMAC,
        .fernetPSK,
        .aes256GCMPSK,
        .aes128CBCPSK,
        .aes128CBCPSKNoMAC,
        .toyDH16,
        .plaintext,
    ])

    public init(_ suites: [CipherSuite]) {
        self.suites = suites
    }

    /// The suite of this number; `nil` when it is not spoken.
    public func suite(_ id: SuiteID) -> CipherSuite? {
        suites.first { $0.id == id }
    }

    /// The suite of this name; `nil` when there is none.
    public func suite(named name: String) -> CipherSuite? {
        suites.first { $0.name.description == name }
    }
}
