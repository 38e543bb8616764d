// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireWire

// What was said.
extension SnifferText {
    static func content(_ plaintext: RawSpan) -> [String] {
        guard let record = try? RecordPlaintext(decoding: plaintext) else { return ["Record [malformed]"] }
        let part = record.fragment == .whole ? "" : " [\(record.fragment.name)]"
        let title = "\(record.contentType.title)\(part)"
        let content = record.content.rawSpan
        switch record.contentType {
        case .text, .json: return ["\(title): \(harmless(Array(record.content.prefix(limit))))"]
        case .binary: return ["\(title): \(record.content.count) bytes"]
        case .file:
            guard let file = try? FileFragment(decoding: content, record.fragment) else {
                return ["\(title) [malformed]"]
            }
            let name = file.description.map { "\(harmless($0.name)), \($0.size) bytes, here " } ?? ""
            return ["\(title): \(name)\(file.data.count) bytes"]
        case .rekey: return [title]
        case .alert: return (try? Alert(decoding: content)).map { ["\(title): \($0.name)"] } ?? [title]
        case .endOfSession, .unknownControl: return [title]
        }
    }
}
