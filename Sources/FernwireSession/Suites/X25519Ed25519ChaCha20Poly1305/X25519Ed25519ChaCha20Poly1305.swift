// SPDX-License-Identifier: Apache-2.0
import FernwireWire

extension CipherSuite {
    /// X25519 keys, Ed25519 identities, and ChaCha20-Poly1305 for the records. PROTOCOL.md §6.7.
    public static let x25519Ed25519ChaCha20Poly1305 = CipherSuite(
        description: .x25519Ed25519(
            id: 0x000A, name: "x25519-ed25519-chacha20poly1305", records: .chacha20Poly1305),
        endpoint: X25519Ed25519Endpoint(records: .chacha20Poly1305),
        observer: X25519Ed25519Observer(records: .chacha20Poly1305))
}
