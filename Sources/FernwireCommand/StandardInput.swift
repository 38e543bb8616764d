// SPDX-License-Identifier: Apache-2.0
import Dispatch
import FernwireFiles

/// The lines that are typed or piped in, up to the end of input, without their LF or CR LF, as many at a time as are
/// there. Bytes that are not UTF-8 are replaced.
///
/// A thread of its own reads them: a terminal may have nothing to say for hours. It waits while nobody takes them.
struct StandardInput: AsyncSequence {
    /// The most bytes of a line that are kept together; a longer one is given in parts.
    static let lineLimit = 1 << 20
    /// The bytes that are read at a time.
    private static let chunk = 1 << 16
    /// The number of arrays of lines that may wait.
    private static let waiting = 4

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var lines: AsyncStream<[[UInt8]]>.Iterator
        fileprivate let room: DispatchSemaphore

        mutating func next() async -> [[UInt8]]? {
            let next = await lines.next()
            room.signal()
            return next
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        // A semaphore may not end below the value that it began with.
        let room = DispatchSemaphore(value: 0)
        for _ in 0..<Self.waiting { room.signal() }
        let (stream, continuation) = AsyncStream.makeStream(of: [[UInt8]].self)
        DispatchQueue(label: "standard input").async {
            var splitter = LineSplitter(limit: Self.lineLimit)
            var bytes = [UInt8](repeating: 0, count: Self.chunk)
            while let count = try? Descriptor.standardInput.read(into: &bytes), count > 0 {
                let lines = splitter.lines(bytes[..<count])
                guard !lines.isEmpty else { continue }
                room.wait()
                continuation.yield(lines)
            }
            if let last = splitter.last { continuation.yield([last]) }
            continuation.finish()
        }
        return AsyncIterator(lines: stream.makeAsyncIterator(), room: room)
    }
}
