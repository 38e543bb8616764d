// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireCrypto

/// What was found out about the tokens of one connection, or of all that came without one.
public final class FernetConversation {
    struct Finding {
        enum Status: Equatable {
            case verified, failed, unchecked, padding
            case invalid(FernetError)
            /// The capture does not hold all of it.
            case truncated
        }

        var status: Status
        var keyName: [UInt8] = []
        /// Where its plaintext lies in the conversation's.
        var plaintext = 0..<0
    }

    private var findings = FindingStore<Finding>()
    private var first = FindingID.none
    /// What was wrong with the keys at the first token, at which it is told.
    var keyProblems: [[UInt8]] = []
    var isNew: Bool { findings.isEmpty }
    private(set) var plaintexts: [UInt8] = []

    /// Whether `id` names what was found of the first token.
    func isFirst(_ id: FindingID) -> Bool { id == first }

    /// Keeps what was found of a token.
    ///
    /// - Parameter plaintext: what it protects; empty when that is not known.
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
