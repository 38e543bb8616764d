// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireConsole
import FernwireDissection
import FernwireSession

/// `fernwire explain`.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say which records of captures stay closed, why, and what to do.",
        discussion: """
            A few lines for each capture: what was opened and with which key, what stayed closed and for which reason, as \
            fernwire.record.closed_because says it in Wireshark. Keys inside of a capture are used, too. The exit status is 1 if a \
            record stayed closed.

            EXAMPLE:
              fernwire explain session.pcapng --keys keys.txt
            """)

    @Argument(help: ArgumentHelp("Captures, in pcapng or pcap.", valueName: "capture"))
    var captures: [String]

    @OptionGroup var keyFiles: KeyFileOptions

    func run() throws {
        let keys = SharedKeys()
        let dissector = FernwireDissector(keys: keys)
        dissector.preferencesChanged(.init())
        try keyFiles.read(into: keys)
        var isClosed = false
        for path in captures {
            let explanation = try explain(path, with: dissector, keys)
            for line in explanation.lines(of: path) { StandardOutput.write(line: line) }
            isClosed = isClosed || explanation.hasClosed
        }
        if isClosed { throw ExitCode.failure }
    }

    private func explain(
        _ path: String, with dissector: FernwireDissector, _ keys: SharedKeys
    ) throws -> CaptureExplanation {
        var explanation = CaptureExplanation()
        var capture = DissectedCapture(path: path, dissector: dissector)
        let cut = try capture.read { found, piece, connection, _ in
            let conversation = connection.conversation
            guard let header = found.header, header.isRecord,
                let facts = conversation.facts(of: found.id, header: header)
            else { return }
            var source: [UInt8]?
            if let keySource = facts.keySource {
                var text: [UInt8] = []
                keys.write(keySource, keyID: conversation.summary(ofSession: facts.session).keyID) { text += $0 }
                source = text
            }
            let reason = conversation.closedReason(of: found.id, header: header, keys: keys)
            explanation.add(facts, reason, source: source, packet: piece.packet, of: connection)
        }
        if let cut { StandardOutput.write(errorLine: "warning: \(path): \(cut); what is before it is explained") }
        return explanation
    }
}
