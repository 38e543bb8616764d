// SPDX-License-Identifier: Apache-2.0

/// What an input of the fuzzer says: a description, and what the sides of a conversation say.
///
/// The description is text up to the first NUL. Then come messages, each a byte with the side in its highest bit, a length of two
/// bytes, and as many bytes as there are.
struct Input {
    let description: String
    let messages: [(isFromServer: Bool, bytes: [UInt8])]

    init(_ bytes: UnsafeRawBufferPointer) {
        let all = Array(bytes)
        let end = all.firstIndex(of: 0) ?? all.endIndex
        description = String(decoding: all[..<end], as: UTF8.self)
        var messages: [(Bool, [UInt8])] = []
        var rest = all[min(end + 1, all.endIndex)...]
        while rest.count > 3, messages.count < 64 {
            let head = Array(rest.prefix(3))
            let content = rest.dropFirst(3).prefix(Int(head[1]) << 8 | Int(head[2]))
            messages.append((head[0] & 0x80 != 0, Array(content)))
            rest = rest.dropFirst(3 + content.count)
        }
        self.messages = messages
    }
}
