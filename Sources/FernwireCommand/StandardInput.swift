// SPDX-License-Identifier: Apache-2.0
import Dispatch
import FernwireFiles

/// Lines typed or piped in.
enum StandardInput {
    /// Bytes of a line that are kept together; a longer one is given in parts.
    static let lineLimit = 1 << 20

    /// The lines up to the end of input, without their LF or CR LF; what is not UTF-8 in them is replaced.
    ///
    /// A thread of its own reads them: a terminal may have nothing to say for hours.
    static func lines() -> AsyncStream<[UInt8]> {
        AsyncStream { continuation in
            DispatchQueue(label: "standard input").async {
                var pending: [UInt8] = []
                var chunk = [UInt8](repeating: 0, count: 4096)
                while let count = try? Descriptor.standardInput.read(into: &chunk), count > 0 {
                    for byte in chunk[..<count] {
                        if byte != UInt8(ascii: "\n") { pending.append(byte) }
                        guard byte == UInt8(ascii: "\n") || pending.count == lineLimit else { continue }
                        if byte == UInt8(ascii: "\n"), pending.last == UInt8(ascii: "\r") { pending.removeLast() }
                        continuation.yield(repaired(pending))
                        pending = []
                    }
                }
                if !pending.isEmpty { continuation.yield(repaired(pending)) }
                continuation.finish()
            }
        }
    }

    /// A peer ends the session at text that is no UTF-8.
    private static func repaired(_ line: [UInt8]) -> [UInt8] {
        Array(String(decoding: line, as: UTF8.self).utf8)
    }
}
