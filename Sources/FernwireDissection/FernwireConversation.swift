// SPDX-License-Identifier: Apache-2.0
import FernwireSession

/// What the dissector remembers of one connection: its observer, and what that said of each frame.
public final class FernwireConversation {
    /// What was found out about one frame.
    struct Finding {
        var observation: Observation
        /// Told on a connection's first frame only.
        var keyFileProblems: [Note]
    }

    let observer = Observer()
    private var findings: [Finding] = []
    /// Whether other keys than those at hand could make a difference.
    private(set) var needsKeys = true

    /// - Returns: the verdict by which the finding is found again; never 0.
    func keep(_ observation: Observation, _ keyFileProblems: [Note]) -> UInt32 {
        needsKeys = observation.status != .verified
        findings.append(Finding(observation: observation, keyFileProblems: findings.isEmpty ? keyFileProblems : []))
        return UInt32(clamping: findings.count)
    }

    func finding(_ verdict: UInt32) -> Finding? {
        let index = Int(verdict) - 1
        return findings.indices.contains(index) ? findings[index] : nil
    }
}
