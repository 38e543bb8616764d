// SPDX-License-Identifier: Apache-2.0
import CZlib

/// zlib's decompression.
enum Inflation {
    /// What `compressed`, a zlib stream, decompresses to; `nil` if it is none, or has more than `limit` bytes.
    static func inflate(_ compressed: [UInt8], limit: Int) -> [UInt8]? {
        var stream = unsafe z_stream()
        guard unsafe inflateInit_(&stream, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else { return nil }
        defer { unsafe inflateEnd(&stream) }
        var result: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 14)
        var input = compressed
        // zlib reads and writes through pointers in its state, which are valid for these calls only.
        return unsafe input.withUnsafeMutableBufferPointer { input in
            unsafe stream.next_in = input.baseAddress
            unsafe stream.avail_in = UInt32(input.count)
            while true {
                let (status, made) = unsafe chunk.withUnsafeMutableBufferPointer { chunk in
                    unsafe stream.next_out = chunk.baseAddress
                    unsafe stream.avail_out = UInt32(chunk.count)
                    let status = unsafe CZlib.inflate(&stream, Z_NO_FLUSH)
                    return (status, chunk.count - Int(unsafe stream.avail_out))
                }
                // A stream that is cut makes no progress in the end, which is an error.
                guard status == Z_OK || status == Z_STREAM_END else { return nil }
                result += chunk[..<made]
                guard result.count <= limit else { return nil }
                if status == Z_STREAM_END { return result }
            }
        }
    }
}
