// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

extension SuiteDescription {
    /// The suite that the others should have been: fresh X25519 keys in every session, identities under handshake keys,
    /// Ed25519 signatures over the transcript, an AEAD for the records. PROTOCOL.md §6.7.
    static func x25519Ed25519(id: UInt16, name: StaticString, records: AEADRecords) -> SuiteDescription {
        SuiteDescription(
            id: SuiteID(rawValue: id), name: name, keygenName: "ed25519",
            properties: SuiteProperties(
                confidential: true, authenticatesRecords: true, peer: .identity, forwardSecret: true,
                replayProof: true),
            keys: "each side's Ed25519 identity; the client's if it wants to",
            limits:
                "whoever obtains an identity key can impersonate that party in future sessions; recorded sessions stay secret",
            handshakeOperations: .short,
            flights: [
                Flight(.fromClient, .keyShare), Flight(.fromServer, .keyShare),
                Flight(.fromServer, .identity, isProtected: true), Flight(.fromClient, .identity, isProtected: true),
            ],
            clientIdentity: .ed25519, serverIdentity: .ed25519, canRekey: true, nonceIsSequence: true,
            keyLogLabels: records.labels, payloadLayout: AEADRecords.layout, verdict: .detected(by: .tag))
    }
}

extension TranscriptPoint {
    /// What the signature in an identity at this point covers. PROTOCOL.md §3.7.
    ///
    /// - Parameter key: the identity's public key, in DER.
    func identityContent(of direction: Direction, key: [UInt8]) -> [UInt8] {
        schedule.info(direction.sender, " identity") + hash + key
    }
}
