// SPDX-License-Identifier: Apache-2.0
import FernwireWire

extension CipherSuite {
    /// X25519 keys, Ed25519 identities, and AES-256-GCM for the records. PROTOCOL.md §6.7.
    public static let x25519Ed25519AES256GCM = CipherSuite(
        description: .x25519Ed25519(
            id: 0x000B, name: "x25519-ed25519-aes256gcm", records: .aes256GCM),
        endpoint: X25519Ed25519Endpoint(records: .aes256GCM),
        observer: X25519Ed25519Observer(records: .aes256GCM))
}
