// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireFiles
import Glibc
import Synchronization

/// The destination of a log's lines. No peer makes it grow by more than a bound for each second.
final class LogOutput: Sendable {
    static let standardOutput = LogOutput(.standardOutput)
    static let standardError = LogOutput(.standardError)

    /// The most bytes of lines about one address in one second.
    private static let byteLimit = 1 << 16

    private let file: Descriptor
    private let limit = Mutex(SourceLimit(bytes: byteLimit))

    init(_ file: Descriptor) {
        self.file = file
    }

    /// Whether the next line about `source` would be left out, without a further notice.
    func leavesOut(about source: String) -> Bool {
        let now = Int(time(nil))
        return limit.withLock { $0.leavesOut(about: source, at: now) }
    }

    /// The address of a peer, whatever its port.
    private static func source(_ peer: String) -> String {
        String(peer[..<(peer.lastIndex(of: ":") ?? peer.endIndex)])
    }

    /// - Parameter peer: the address and port that the line is about; `nil` for none.
    func write(about peer: String?, _ line: String) {
        let bytes = Array(line.utf8) + [0x0A]
        guard let peer else { return StandardOutput.write(bytes, to: file) }
        let now = Int(time(nil))
        // Lines that are left out are not all made, so that their number is not known.
        switch limit.withLock({ $0.count(bytes: bytes.count, about: Self.source(peer), at: now) }) {
        case .written: StandardOutput.write(bytes, to: file)
        case .firstLeftOut:
            StandardOutput.write(bytes.prefix { $0 != UInt8(ascii: " ") } + Self.notice(peer), to: file)
        case .leftOut: break
        }
    }

    private static func notice(_ peer: String) -> [UInt8] {
        let limit = SourceLimit.lines
        return Array(
            " warning \(peer) more than \(limit) lines in a second; the rest of this second's are left out\n".utf8)
    }
}
