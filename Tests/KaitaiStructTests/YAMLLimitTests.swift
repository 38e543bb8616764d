// SPDX-License-Identifier: Apache-2.0
import Testing
import YAML

@Suite("Limits of YAML") struct YAMLLimitTests {
    private func failure(of text: String) -> YAMLError? {
        do throws(YAMLError) {
            _ = try YAMLNode(reading: text)
            return nil
        } catch {
            return error
        }
    }

    @Test("A text of 1 MiB is read, and one that is a byte longer is not")
    func size() {
        let text = "a #" + String(repeating: "x", count: YAMLLimits.bytes - 3)
        let (longest, tooLong) = (failure(of: text), failure(of: text + "x"))
        #expect(longest == nil)
        #expect(
            tooLong
                == YAMLError(
                    place: TextPlace(line: 1, column: 1),
                    message: "the file is larger than 1 MiB, the limit for YAML files"))
    }

    @Test("64 levels are read, of lists and of mappings, and the next one is told with its place")
    func depth() {
        func nested(_ opening: String, _ closing: String, _ levels: Int) -> String {
            String(repeating: opening, count: levels) + String(repeating: closing, count: levels)
        }
        for (opening, closing) in [("[", "]"), ("{a: ", "}")] {
            let deepest = failure(of: nested(opening, closing, 64))
            let tooDeep = failure(of: nested(opening, closing, 65))
            #expect(deepest == nil)
            #expect(
                tooDeep
                    == YAMLError(
                        place: TextPlace(line: 1, column: 64 * opening.utf8.count + 1),
                        message: "more than 64 levels are nested here, which is the limit"))
        }
    }
}
