// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireFiles
import Glibc
import Synchronization

/// The destination of a log's lines. No peer makes it grow by more than a bound for each second.
final class LogOutput: Sendable {
    static let standardOutput = LogOutput(.standardOutput)
    static let standardError = LogOutput(.standardError)

    /// The most lines, and the most bytes of them, about one address in one second; further lines are left out.
    static let (lineLimit, byteLimit) = (200, 1 << 16)
    /// The most addresses whose lines are counted at a time.
    private static let sourceLimit = 4096

    private struct Count {
        var second: Int
        var lines = 0
        var bytes = 0

        var isWithinLimits: Bool { lines <= lineLimit && bytes <= byteLimit }
    }

    private let file: Descriptor
    private let counts = Mutex<[String: Count]>([:])

    init(_ file: Descriptor) {
        self.file = file
    }

    /// Whether the next line about `source` would be left out, without a further notice.
    func leavesOut(about source: String) -> Bool {
        let now = Int(time(nil))
        return counts.withLock { counts in
            guard let count = counts[source], count.second == now else { return false }
            return !count.isWithinLimits
        }
    }

    /// The address of a peer, whatever its port.
    private static func source(_ peer: String) -> String {
        String(peer[..<(peer.lastIndex(of: ":") ?? peer.endIndex)])
    }

    /// - Parameter peer: the address and port that the line is about; `nil` for none.
    func write(about peer: String?, _ line: String) {
        let bytes = Array(line.utf8) + [0x0A]
        guard let peer else { return StandardOutput.write(bytes, to: file) }
        switch count(bytes.count, about: Self.source(peer)) {
        case .shown: StandardOutput.write(bytes, to: file)
        case .firstLeftOut:
            StandardOutput.write(bytes.prefix { $0 != UInt8(ascii: " ") } + Self.notice(peer), to: file)
        case .leftOut: break
        }
    }

    private static func notice(_ peer: String) -> [UInt8] {
        Array(
            " warning \(peer) more than \(lineLimit) lines in a second; the rest of this second's are left out\n".utf8)
    }

    private enum Outcome { case shown, firstLeftOut, leftOut }

    private func count(_ bytes: Int, about source: String) -> Outcome {
        let now = Int(time(nil))
        return counts.withLock { counts in
            if counts[source] == nil, counts.count >= Self.sourceLimit {
                counts = counts.filter { $0.value.second == now }
            }
            // Further addresses in the same second count as one source.
            let source = counts[source] == nil && counts.count >= Self.sourceLimit ? "" : source
            var count = counts[source].flatMap { $0.second == now ? $0 : nil } ?? Count(second: now)
            let wasShown = count.isWithinLimits
            count.lines += 1
            count.bytes += bytes
            counts[source] = count
            if count.isWithinLimits { return .shown }
            return wasShown ? .firstLeftOut : .leftOut
        }
    }
}
