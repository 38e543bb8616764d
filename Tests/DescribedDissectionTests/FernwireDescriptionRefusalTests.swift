// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import KaitaiStruct
import TestSupport
import Testing

/// What docs/fernwire.ksy does not read.
@Suite("What the description of Fernwire refuses") struct FernwireDescriptionRefusalTests {
    let description: FernwireDescription

    init() throws {
        description = try FernwireDescription.shared.get()
    }

    @Test("tmp") func tmp() throws {
        func show(_ kind: String, _ f: ([UInt8]) -> ([UInt8], String?)) throws {
            for r in try FernwireRefusal.all(of: kind) {
                let (bytes, type) = f(r.bytes)
                let failure = try description.failure(of: bytes, as: type)
                if (failure == nil) != (r.answer == "accepted") { print("DIFF", kind, "|", r.title, "|", r.answer, failure.map { $0.member + $0.message } ?? "read") }
            }
        }
        for k in ["client_hello", "header", "alert", "server_hello"] { try show(k) { ($0, nil) } }
        try show("key_wrap") { (DescribedSession.frame(4, $0), nil) }
        try show("server identity") { ($0, "identity") }
        for k in ["record", "file", "x25519 rekey"] { try show(k) { ($0, "record") } }
        try show("toy share") { (DescribedSession.frame(KeyShare(kind: .toyDH16, share: $0)), nil) }
        try show("toy key") { (DescribedSession.frame(PublicKey(kind: .toyRSA, key: $0)), nil) }
        try show("x25519 share") { (DescribedSession.frame(KeyShare(kind: .x25519, share: $0)), nil) }
    }
}
