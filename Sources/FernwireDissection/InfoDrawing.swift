// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import FernwireWire

// The Info column: one short phrase for each frame.
extension FrameDrawing {
    /// The most bytes of plaintext that are shown.
    static let infoLimit = 160

    /// - Parameter detail: the text after the title of a message that is no record.
    func writeInfo(_ payload: RawSpan, detail: String?, to text: inout PlanText) {
        guard let type else {
            text.write("Unknown type ")
            text.writeHex(header.type)
            return
        }
        if !header.isRecord {
            text.write(type.title)
            if let detail {
                text.write(" ")
                text.write(detail)
            }
        } else if decrypted.isEmpty {
            writeSize(of: type.title, payload.byteCount, to: &text)
        } else {
            writeContent(to: &text)
        }
        if conversation.observer.bruteForce(at: observation)?.exponent != nil { text.write(" [key found by trying]") }
        writeStatus(to: &text)
    }

    private func writeSize(of title: PermanentText, _ count: Int, to text: inout PlanText) {
        text.write(title)
        text.write(title.isEmpty ? "(" : " (")
        text.write(UInt(count))
        text.write(" bytes)")
    }

    private func writeStatus(to text: inout PlanText) {
        switch observation.status {
        case .failed: text.write(" [MAC failed]")
        case .finishedFailed: text.write(" [verify data failed]")
        case .unchecked: text.write(" [MAC unchecked]")
        case .unauthenticated: text.write(isInTheClear ? " [in the clear]" : " [not authenticated]")
        case .truncated: text.write(" [truncated]")
        case .none, .noKey, .verified, .closed: break
        }
        if observation.weaknesses.contains(.replayed) { text.write(" [replayed]") }
    }

    private func writeContent(to text: inout PlanText) {
        guard let record else {
            text.write("Record [malformed]")
            return
        }
        let (type, fragment) = (record.head.contentType, record.head.fragment)
        let content = decrypted.extracting(record.range)
        switch type {
        case .text, .json:
            if settings.showsPlaintext {
                text.write(type.title)
                text.write(": ")
                text.write(content.extracting(0..<min(content.byteCount, Self.infoLimit)))
                if content.byteCount > Self.infoLimit { text.write("…") }
            } else {
                writeSize(of: type.title, content.byteCount, to: &text)
            }
        case .file: writeFile(record, content, to: &text)
        case .alert:
            text.write(type.title)
            if let alert = try? Alert(decoding: content) {
                text.write(" ")
                text.write(alert.name)
            }
        case .binary: writeSize(of: type.title, content.byteCount, to: &text)
        case .rekey, .endOfSession, .unknownControl: text.write(type.title)
        }
        if fragment != .whole {
            text.write(" [")
            text.write(fragment.name)
            text.write("]")
        }
    }

    private func writeFile(_ record: RecordContent, _ content: RawSpan, to text: inout PlanText) {
        text.write("File ")
        guard let file = record.file, file.isSafe(in: content, record.head.fragment) else {
            text.write("[malformed]")
            return
        }
        if record.head.fragment.beginsMessage, settings.showsPlaintext {
            text.write(content.extracting(file.name))
            text.write(" ")
        }
        writeSize(of: "", file.data.count, to: &text)
    }
}
