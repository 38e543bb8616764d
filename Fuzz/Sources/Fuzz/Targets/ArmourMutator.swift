// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FuzzSupport

/// Changes inputs that may hold PEM: now and then what stands under its base64, so that more of it is read than the armour.
enum ArmourMutator {
    static func mutated(_ input: [UInt8], most: Int, random: inout SeededGenerator) -> [UInt8] {
        guard Bool.random(using: &random), let block = body(of: input), let content = decoded(input[block]) else {
            return Fuzzer.mutated(input, most: most)
        }
        let room = max(most - input.count, 0) / 2
        let changed = Fuzzer.mutated(content, most: content.count + room + 1)
        var text = Array(input[..<block.lowerBound])
        Base64.encode(changed.rawSpan, into: &text)
        return text + [0x0A] + input[block.upperBound...]
    }

    private static func decoded(_ lines: ArraySlice<UInt8>) -> [UInt8]? {
        let text = lines.filter { $0 != 0x0A && $0 != 0x0D }
        var content: [UInt8] = []
        let isBase64 = Base64.decode(text.rawSpan, into: &content)
        return isBase64 ? content : nil
    }

    /// The lines between those that begin and end the first block.
    private static func body(of text: [UInt8]) -> Range<Int>? {
        let mark = Array("-----".utf8)
        var marks: [Int] = []
        var place = 0
        while marks.count < 3, place + mark.count <= text.count {
            if text[place..<place + mark.count].elementsEqual(mark) {
                marks.append(place)
                place += mark.count
            } else {
                place += 1
            }
        }
        guard marks.count == 3 else { return nil }
        let start = min(marks[1] + mark.count + 1, text.count)
        return start <= marks[2] ? start..<marks[2] : nil
    }
}
