// SPDX-License-Identifier: Apache-2.0
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

    private var findings: [Finding] = []
    /// What was wrong with the keys at the first token, at which it is told.
    var keyProblems: [[UInt8]] = []
    var isNew: Bool { findings.isEmpty }
    private(set) var plaintexts: [UInt8] = []

    func keep(_ finding: Finding, _ plaintext: [UInt8]) -> UInt32 {
        var finding = finding
        let start = plaintexts.count
        plaintexts += plaintext
        finding.plaintext = start..<plaintexts.count
        findings.append(finding)
        return UInt32(clamping: findings.count)
    }

    func finding(_ verdict: UInt32) -> Finding? {
        let index = Int(verdict) - 1
        return findings.indices.contains(index) ? findings[index] : nil
    }

    func plaintext(of finding: Finding) -> [UInt8] { Array(plaintexts[finding.plaintext]) }
}
