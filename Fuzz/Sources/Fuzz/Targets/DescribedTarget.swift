// SPDX-License-Identifier: Apache-2.0
import DescribedDissection
import FuzzSupport

/// The dissectors of the descriptions that are shipped, of which the script's suite chooses one.
final class DescribedTarget: Fuzzed {
    private let keys = DescriptionKeys.collection
    private let dissectors: [DescribedDissector]

    init() {
        let keys = keys
        dissectors = Files.all(in: "protocols", ending: ".ksy").map { file in
            guard let described = try? DescribedProtocol(String(decoding: file.bytes, as: UTF8.self), file: file.name)
            else { fatalError("\(file.name) has errors") }
            let dissector = DescribedDissector(
                described, keys: keys, isTaken: { _ in false }, isNameTaken: { _ in false })
            // Fields are made once, as when Wireshark registers them.
            _ = dissector.declaration
            return dissector
        }
        precondition(!dissectors.isEmpty, "no descriptions in protocols/: run in the project's folder")
    }

    func take(_ input: [UInt8]) {
        let script = Script(input)
        let dissector = dissectors[Int(script.suite) % dissectors.count]
        dissector.captureWillOpen()
        // What is not bytes has a meaning in Fernwire alone.
        let segments = script.steps.map { (isFromServer: $0.isFromServer, options: $0.options, bytes: $0.content) }
        PDUPasses(dissector, options: script.options).take(segments)
        dissector.captureDidClose()
    }
}

/// Keys that open what the first inputs hold.
enum DescriptionKeys {
    nonisolated(unsafe) static let collection: KeyCollection = {
        let keys = KeyCollection()
        let text = "a: 5369787465656e2062797465206b6579\nb: zlf_-ty0HBSCkB2P9w5u7nQGVX0V3ruo-oPS0ZMPMSE=\n"
        keys.add(Array(text.utf8), from: "fuzzer")
        return keys
    }()
}
