// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireFiles
import Glibc
import Synchronization

/// Where the lines of a log go. No peer makes it grow by more than a bound for each second.
final class LogOutput: Sendable {
    static let standardOutput = LogOutput(.standardOutput)
    static let standardError = LogOutput(.standardError)

    /// Lines, and bytes of them, about one address in one second; what comes beyond them is left out.
    static let (lineLimit, byteLimit) = (200, 1 << 16)
    /// Addresses whose lines are counted at a time.
    private static let sourceLimit = 4096

    private struct Count {
        var second: Int
        var lines = 0
        var bytes = 0
    }

    private let file: Descriptor
    private let counts = Mutex<[String: Count]>([:])

    init(_ file: Descriptor) {
        self.file = file
    }

    /// - Parameter peer: the address and port that the line is about; `nil` for none.
    func write(about peer: String?, _ line: String) {
        let bytes = Array(line.utf8) + [0x0A]
        guard let peer else { return StandardOutput.write(bytes, to: file) }
        switch count(bytes.count, about: String(peer[..<(peer.lastIndex(of: ":") ?? peer.endIndex)])) {
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
            // So many addresses in one second are one source.
            let source = counts[source] == nil && counts.count >= Self.sourceLimit ? "" : source
            var count = counts[source].flatMap { $0.second == now ? $0 : nil } ?? Count(second: now)
            let wasShown = count.lines <= Self.lineLimit && count.bytes <= Self.byteLimit
            count.lines += 1
            count.bytes += bytes
            counts[source] = count
            if count.lines <= Self.lineLimit, count.bytes <= Self.byteLimit { return .shown }
            return wasShown ? .firstLeftOut : .leftOut
        }
    }
}
