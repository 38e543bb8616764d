// SPDX-License-Identifier: Apache-2.0
public import FernwireWire

/// The suites that are spoken. Adding one is a line here.
public struct SuiteRegistry: Sendable {
    public let suites: [any CipherSuite.Type]

    public static let standard = SuiteRegistry([
        X25519Ed25519ChaCha20Poly1305.self, X25519Ed25519AES256GCM.self,
        RSAFernetSigned.self, RSASealed.self,
        RSAFernetHMAC.self, FernetPSK.self, AES256GCMPSK.self, AES128CBCPSK.self, AES128CBCPSKNoMAC.self,
        ToyDH16.self, Plaintext.self,
    ])

    public init(_ suites: [any CipherSuite.Type]) {
        self.suites = suites
    }

    public func suite(_ id: SuiteID) -> (any CipherSuite.Type)? {
        suites.first { $0.id == id }
    }

    public func suite(named name: String) -> (any CipherSuite.Type)? {
        suites.first { $0.name.description == name }
    }
}
