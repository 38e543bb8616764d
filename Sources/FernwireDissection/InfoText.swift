// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireSession
import FernwireWire

// The Info column: one short phrase a frame.
extension FrameDrawing {
    /// Bytes of plaintext shown at most.
    static let infoLimit = 160

    func writeInfo(_ payload: RawSpan, to text: inout PlanText) {
        guard let type = header.knownType else {
            text.write("Unknown type ")
            text.writeHex(header.type)
            return
        }
        switch type {
        case .record where !decrypted.isEmpty: writeContent(to: &text)
        case .record: writeSize(of: type.title, payload, to: &text)
        case .serverHello:
            text.write(type.title)
            guard let suite = observation.suite else { break }
            text.write(" ")
            text.write(suite.name)
        case .alert:
            text.write(type.title)
            if let alert = try? Alert(decoding: payload) { write(alert, to: &text) }
        case .clientHello, .publicKey, .keyWrap, .keyShare, .signature, .identity, .finished: text.write(type.title)
        }
        if observation.breaking?.exponent != nil { text.write(" [key found by trying]") }
        writeStatus(to: &text)
    }

    private func writeSize(of title: StaticString, _ bytes: RawSpan, to text: inout PlanText) {
        text.write(title)
        text.write(title.utf8CodeUnitCount > 0 ? " (" : "(")
        text.write(UInt(bytes.byteCount))
        text.write(" bytes)")
    }

    private func write(_ alert: Alert, to text: inout PlanText) {
        text.write(" ")
        if let code = AlertCode(rawValue: alert.code) {
            text.write(code.name)
        } else {
            text.write(alert.code)
        }
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
        let content = decrypted.rawSpan.extracting(record.range)
        switch type {
        case .text, .json:
            if showsPlaintext {
                text.write(type.title)
                text.write(": ")
                text.write(content.extracting(0..<min(content.byteCount, Self.infoLimit)))
                if content.byteCount > Self.infoLimit { text.write("…") }
            } else {
                writeSize(of: type.title, content, to: &text)
            }
        case .file: writeFile(content, fragment, to: &text)
        case .alert:
            text.write(type.title)
            if let alert = try? Alert(decoding: content) { write(alert, to: &text) }
        case .binary: writeSize(of: type.title, content, to: &text)
        case .rekey, .endOfSession, .unknownControl: text.write(type.title)
        }
        if fragment != .whole {
            text.write(" [")
            text.write(fragment.name)
            text.write("]")
        }
    }

    private func writeFile(_ content: RawSpan, _ fragment: Fragment, to text: inout PlanText) {
        text.write("File ")
        guard let file = try? FileFragment(decoding: content, fragment) else {
            text.write("[malformed]")
            return
        }
        if let description = file.description, showsPlaintext {
            text.write(description.name.rawSpan)
            text.write(" ")
        }
        writeSize(of: "", file.data.rawSpan, to: &text)
    }
}
