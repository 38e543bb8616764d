// SPDX-License-Identifier: Apache-2.0
import FernwireWire

/// Changes inputs that are scripts: it knows steps and frames, so that lengths stay right unless they are what is changed.
package enum StepMutator {
    package static func mutated(_ input: [UInt8], most: Int, random: inout SeededGenerator) -> [UInt8] {
        // Now and then the whole input is nothing but bytes.
        if Int.random(in: 0..<20, using: &random) == 0 { return Fuzzer.mutated(input, most: most) }
        var script = Script(input)
        for _ in 0..<Int.random(in: 1...3, using: &random) { change(&script, most: most, random: &random) }
        return script.input
    }

    private static func change(_ script: inout Script, most: Int, random: inout SeededGenerator) {
        guard let place = script.steps.indices.randomElement(using: &random) else {
            return script.steps.append(step(&random))
        }
        let room = max(min(most - script.input.count, 4096), 0)
        switch Int.random(in: 0..<12, using: &random) {
        case 0: script.steps.insert(step(&random), at: place)
        case 1: script.steps.remove(at: place)
        case 2:
            if script.steps[place].content.count <= room { script.steps.insert(script.steps[place], at: place) }
        case 3: script.steps.swapAt(place, script.steps.indices.randomElement(using: &random)!)
        case 4: script.steps[place].kind = Step.Kind.allCases.randomElement(using: &random)!
        case 5: script.steps[place].isFromServer.toggle()
        case 6: script.steps[place].options = UInt8.random(in: 0...15, using: &random)
        case 7: script.suite = UInt8.random(in: 0...15, using: &random)
        case 8: script.options = UInt8.random(in: 0...255, using: &random)
        case 9: changeHeader(&script.steps[place].content, &random)
        default:
            let content = script.steps[place].content
            script.steps[place].content = Fuzzer.mutated(content, most: max(content.count + room, 1))
        }
    }

    private static func step(_ random: inout SeededGenerator) -> Step {
        let count = Int.random(in: 0...12, using: &random)
        return Step(
            kind: Step.Kind.allCases.randomElement(using: &random)!, isFromServer: Bool.random(using: &random),
            options: UInt8.random(in: 0...15, using: &random),
            content: (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) })
    }

    /// Changes one field of the frame that stands in the bytes, and puts the length right, or only the length.
    private static func changeHeader(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard bytes.count >= Wire.headerLength else { return }
        var header = FrameHeader(decoding: bytes.rawSpan)
        let payload = bytes.count - Wire.headerLength
        header.length = UInt32(payload)
        switch Int.random(in: 0..<8, using: &random) {
        case 0: header.type = UInt8.random(in: 0...40, using: &random)
        case 1: header.flags ^= 1 << UInt8.random(in: 0...7, using: &random)
        case 2: header.direction ^= 1
        case 3: header.epoch = [0, 1, 2, 3, .max].randomElement(using: &random)!
        case 4: header.sessionID ^= UInt64.random(in: 0...3, using: &random)
        case 5: header.sequence = UInt64.random(in: 0...20, using: &random)
        case 6: header.sequence &+= [1, 2, 4095, UInt64.max].randomElement(using: &random)!
        default:
            let lengths = [0, UInt32(payload) + 1, UInt32(Wire.maximumPayload), .max]
            header.length = lengths.randomElement(using: &random)!
        }
        bytes.replaceSubrange(..<Wire.headerLength, with: header.encoded())
    }
}
