// SPDX-License-Identifier: Apache-2.0
import DescribedDissection
import FernwireCapture
import FernwireConsole
import FernwireCrypto
import FernwireFiles
import FernwireSession
import KaitaiStruct

/// Reads the conversations of a capture as a description says, and writes their units.
struct ParseCapture {
    let described: DescribedProtocol
    let path: String
    /// Ports beside those of the description.
    let ports: [UInt16]
    let keys: KeyCollection
    let isJSON: Bool

    /// Bytes of conversations that are kept until all of the capture was read.
    private static let limit = 256 << 20

    func run() throws {
        let capture = DescribedCapture(described, keys: keys)
        let file = try InputFile(path: path)
        var conversations = ConversationCapture()
        var (kept, found) = (0, 0)
        func add(_ piece: ConversationPiece) throws {
            let known = capture.ports(datagrams: piece.isDatagram) + ports
            let isServer = known.contains(piece.source.port)
            guard isServer || known.contains(piece.destination.port) else { return }
            found += 1
            kept += piece.bytes.count
            guard kept <= Self.limit else {
                throw CommandError("\(path): the conversations have more than 256 MiB, which is the limit")
            }
            // Those over UDP are told from those over TCP.
            let number = 2 * piece.conversation + (piece.isDatagram ? 1 : 0)
            let isFromServer =
                isServer && !(known.contains(piece.destination.port) && piece.source.port > piece.destination.port)
            capture.add(
                piece.bytes, to: number, isFromServer: isFromServer, isDatagram: piece.isDatagram, packet: piece.packet)
        }
        do {
            var reader = try CaptureReader { count in try file.read(count) }
            while let item = try reader.next() {
                switch item {
                case .packet(let packet): for piece in conversations.take(packet) { try add(piece) }
                case .secrets(let bytes, KeyFile.secretsType):
                    keys.addCaptureKeys(bytes)
                case .secrets: break
                }
            }
        } catch let failure as CaptureReader.Failure {
            throw CommandError("\(path): \(failure)")
        } catch let failure as PcapngReader.Failure {
            throw CommandError("\(path): \(failure)")
        }
        for piece in conversations.finish() { try add(piece) }
        guard found > 0 else { throw CommandError(nothing(capture)) }
        let text = UnitText(capture, described.description.program)
        capture.forEachUnit { unit in
            if isJSON { StandardOutput.write(line: text.json(unit)) } else { StandardOutput.write(text.tree(unit)) }
        }
    }

    private func nothing(_ capture: DescribedCapture) -> String {
        let all =
            (capture.ports(datagrams: false).map { "TCP \($0)" } + capture.ports(datagrams: true).map { "UDP \($0)" }
            + ports.map { "\($0)" }).joined(separator: ", ")
        return all.isEmpty
            ? "the description gives no port: name one with --port"
            : "\(path): there is nothing on the ports \(all): name another one with --port"
    }
}

/// Units in words and as JSON.
struct UnitText {
    private let capture: DescribedCapture
    private let program: Program

    init(_ capture: DescribedCapture, _ program: Program) {
        self.capture = capture
        self.program = program
    }

    func tree(_ unit: DescribedCapture.Unit) -> [UInt8] {
        var tree = ValueTree(capture.evaluation) { capture.remarks($0, of: $1) }
        if capture.evaluation.hasStructures { tree.add(.structure(0), depth: 1) }
        var text = head(unit) + tree.text
        for remark in remarks(unit, tree.failure) { text += Array("            ! \(remark)\n".utf8) }
        return text
    }

    private func head(_ unit: DescribedCapture.Unit) -> [UInt8] {
        let packets =
            unit.packets.lowerBound == unit.packets.upperBound
            ? "\(unit.packets.upperBound)" : "\(unit.packets.lowerBound)-\(unit.packets.upperBound)"
        let sender = unit.isFromServer ? "server" : "client"
        return Array(
            "packet \(packets), conversation \(unit.conversation / 2), \(sender): \(program.types[unit.type].name), \(unit.length) bytes\n"
                .utf8)
    }

    private func remarks(_ unit: DescribedCapture.Unit, _ instance: ReadFailure?) -> [String] {
        var remarks: [String] = []
        if let failure = unit.failure ?? instance {
            remarks.append((failure.member.isEmpty ? "" : failure.member + ": ") + failure.message)
        } else if unit.consumed < unit.length {
            remarks.append("\(unit.length - unit.consumed) bytes follow that the description says nothing of")
        }
        return remarks
    }

    func json(_ unit: DescribedCapture.Unit) -> String {
        var parts = [
            "\"packet\":\(unit.packets.upperBound)", "\"first_packet\":\(unit.packets.lowerBound)",
            "\"conversation\":\(unit.conversation / 2)", "\"sender\":\"\(unit.isFromServer ? "server" : "client")\"",
            "\"type\":" + JSON.quoted(program.types[unit.type].name), "\"length\":\(unit.length)",
        ]
        if capture.evaluation.hasStructures {
            let value = (try? ValueText.json(.structure(0), in: capture.evaluation, isForReading: true)) ?? "null"
            parts.append("\"value\":" + value)
        }
        var tree = ValueTree(capture.evaluation) { capture.remarks($0, of: $1) }
        if capture.evaluation.hasStructures { tree.add(.structure(0)) }
        let said = tree.remarks.map { JSON.quoted($0.member) + ":" + JSON.quoted($0.remark) }
        parts.append("\"remarks\":[" + said.map { "{\($0)}" }.joined(separator: ",") + "]")
        let wrong = remarks(unit, tree.failure).map { JSON.quoted($0) }
        parts.append("\"errors\":[" + wrong.joined(separator: ",") + "]")
        return "{" + parts.joined(separator: ",") + "}"
    }
}
