// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireCrypto

/// The findings about the tokens of one connection, or of all that came without one.
public final class FernetConversation {
    struct Finding {
        enum Status: Equatable {
            case verified, failed, unchecked, padding
            case invalid(FernetError)
            /// The capture does not hold all of the token.
            case truncated
        }

        var status: Status
        var keyName: [UInt8] = []
        /// The range of the token's plaintext in the conversation's plaintexts.
        var plaintext = 0..<0
    }

    private var findings = FindingStore<Finding>()
    private var first = FindingID.none
    /// The problems with the keys at the first token, where they are told.
    var keyProblems: [[UInt8]] = []
    var isNew: Bool { findings.isEmpty }
    private(set) var plaintexts: [UInt8] = []

    /// Whether `id` names the finding about the first token.
    func isFirst(_ id: FindingID) -> Bool { id == first }

    /// Keeps the finding about a token.
    ///
    /// - Parameter plaintext: the bytes that the token protects; empty when they are not known.
    func keep(_ finding: Finding, plaintext: [UInt8] = []) -> FindingID {
        var finding = finding
        let start = plaintexts.count
        plaintexts += plaintext
        finding.plaintext = start..<plaintexts.count
        let id = findings.append(finding)
        if !first.isSome { first = id }
        return id
    }

    func finding(_ id: FindingID) -> Finding? { findings.finding(id) }

    func plaintext(of finding: Finding) -> [UInt8] { Array(plaintexts[finding.plaintext]) }
}
