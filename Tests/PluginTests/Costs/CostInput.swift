// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import FernwireWire
import TestSupport
import Testing

/// A capture that is to cost Wireshark much, of a size that can be chosen.
struct CostInput: CustomTestStringConvertible, Sendable {
    let name: String
    /// How often what is in it is repeated in the full capture.
    let count: Int
    /// Arguments of tshark; `KEYS` stands for the path of a file with `keys`.
    var arguments: [String] = []
    var keys: [UInt8] = []
    let make: @Sendable (_ count: Int) throws -> RawCapture

    var testDescription: String { name }

    static let all = secrets + records + handshakes + large
}
