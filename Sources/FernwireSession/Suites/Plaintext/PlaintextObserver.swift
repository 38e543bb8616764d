// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// Reads everything: it takes no key.
struct PlaintextObserver: DerivedRecordsObserver {
    let records = PlaintextRecords()
    let openingKey = OpeningKey.none

    func mayBe(payload: RawSpan) -> Bool { (try? RecordPlaintext(decoding: payload)) != nil }

    func verify(
        finished data: [UInt8], of direction: Direction, at point: TranscriptPoint, in handshake: ObservedHandshake
    ) -> Bool? {
        point.unkeyedVerifyData(of: direction) == data
    }
}
