// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import Foundation
import Testing

/// Every suite in every dialogue between every pair of programs, captured, and read by tshark with the right keys,
/// without any, and with wrong ones.
@Suite(.serialized, .enabled(if: Capturing.isAllowed, "capturing takes root's rights")) struct EverySuiteTests {
    enum Dialogue: String, CaseIterable { case message, chat, file, rekey }
    enum Pairing: String, CaseIterable { case ourClient, peersClient, bothOurs }

    struct Session {
        var suite: CipherSuite
        var dialogue: Dialogue
        var pairing: Pairing
        var port: Int
    }

    /// Stands in every message, and in no other place.
    /// The server's address, at which no other test listens.
    static let host = "127.0.0.77"
    static let marker = "Xylophon"
    static let message = "\(marker) 0"
    static let chat = ["\(marker) 1", "\(marker) zwölf", "\(marker) 3"]
    static let fileName = "\(marker)-file.bin"

    let keys: Keys

    init() async throws {
        keys = try await Keys()
    }

    @Test(
        "tshark reads every suite, dialogue and pair of programs as right, missing and wrong keys allow",
        .timeLimit(.minutes(15))) func tsharkReadsWhatWasSaid() async throws
    {
        try Capturing.prepare(keys)
        try Data((0..<3000).map { UInt8(truncatingIfNeeded: $0) }).write(to: URL(filePath: keys.path(Self.fileName)))
        let capture = keys.path("all.pcapng")
        let talks = Talks(keys: keys)
        try await Capturing.capture(Self.host, into: capture) { try await talks.all() }
        chmod(capture, 0o644)
        let sessions = await talks.sessions
        #expect(sessions.count == 3 * (3 * SuiteRegistry.standard.suites.count + 5))
        let (right, wrong) = try keyFiles()
        try await check(sessions, capture, right, .right)
        try await check(sessions, capture, nil, .none)
        try await check(sessions, capture, wrong, .wrong)
    }

    private enum KeySet { case right, none, wrong }

    /// All keys and key logs in one file, and as many that are none of them.
    private func keyFiles() throws -> (right: String, wrong: String) {
        let log = try String(contentsOfFile: keys.path("keylog"), encoding: .utf8)
        let texts = try ["psk", "aes128", "aes256", "rsa", "client-rsa", "server-rsa"].map {
            try String(contentsOfFile: keys.path($0), encoding: .utf8)
        }
        let others = log.split(separator: "\n").map { line in
            let words = line.split(separator: " ")
            return (words.dropLast() + [words[6].reversed().map(String.init).joined()[...]]).joined(separator: " ")
        }
        let other = try String(contentsOfFile: keys.path("other"), encoding: .utf8)
        let files = ["right.keys": (texts + [log]), "wrong.keys": [other] + others]
        for (name, lines) in files {
            try lines.joined(separator: "\n").write(toFile: keys.path(name), atomically: true, encoding: .utf8)
            chmod(keys.path(name), 0o644)
        }
        return (keys.path("right.keys"), keys.path("wrong.keys"))
    }

    /// What tshark shows of one session.
    private struct Shown {
        var statuses: Set<String> = []
        /// By direction.
        var texts: [[String]] = [[], []]
        var files: [[String]] = [[], []]
        var notes: Set<String> = []
    }

    private func check(
        _ sessions: [Session], _ capture: String, _ keyFile: String?, _ keySet: KeySet
    ) async throws {
        let columns = [
            "tcp.stream", "tcp.srcport", "tcp.dstport", "fernwire.direction", "fernwire.record.mac_status",
            "fernwire.record.plaintext", "fernwire.file.name", "_ws.expert.message",
        ]
        let rows = try await Capturing.rows(columns, capture, keyFile: keyFile, folder: keys.folder)
        var streams: [Int: (port: Int, shown: Shown)] = [:]
        for row in rows {
            let stream = try #require(Int(row[0]))
            let isFromServer = row[3].hasPrefix("1")
            let port = try #require(Int(row[isFromServer ? 1 : 2]))
            var entry = streams[stream] ?? (port, Shown())
            let side = isFromServer ? 1 : 0
            func parts(_ column: Int) -> [String] { row[column].split(separator: "|").map(String.init) }
            entry.shown.statuses.formUnion(parts(4))
            entry.shown.texts[side] += parts(5)
            entry.shown.files[side] += parts(6)
            entry.shown.notes.formUnion(parts(7))
            streams[stream] = entry
        }
        // The sessions of one port came one after another.
        var byPort = Dictionary(grouping: streams.sorted { $0.key < $1.key }.map(\.value), by: { $0.port })
        for session in sessions {
            guard let shown = byPort[session.port]?.first?.shown else {
                Issue.record("\(session) was not captured")
                continue
            }
            byPort[session.port]?.removeFirst()
            expect(shown, session, keySet)
        }
    }

    private func expect(_ shown: Shown, _ session: Session, _ keySet: KeySet) {
        let what = "\(session.suite.name) \(session.dialogue) \(session.pairing) \(keySet): \(shown)"
        let name = session.suite.name.description
        let isOpen = keySet == .right || ["plaintext", "toy-dh16"].contains(name)
        let texts = session.dialogue == .file ? [] : session.dialogue == .message ? [Self.message] : Self.chat
        #expect(shown.texts == (isOpen ? [texts, texts] : [[], []]), "\(what)")
        let files = session.dialogue == .file && isOpen ? [Self.fileName] : []
        #expect(shown.files == [files, files], "\(what)")
        // Padding that is right by chance leaves garbage, which is marked so.
        var seen = shown.statuses
        if name == "aes128-cbc-psk-nomac", keySet == .wrong, seen.remove("unchecked") != nil {
            #expect(shown.notes.contains { $0.contains("not authenticated") }, "\(what)")
        }
        #expect(seen == statuses(name, keySet), "\(what)")
        let notes = notes(name, keySet)
        for note in notes { #expect(shown.notes.contains { $0.contains(note) }, "\(note): \(what)") }
        let isQuiet = keySet == .right && session.suite.authenticatesRecords
        let alarms = ["does not match", "is missing", "could belong", "not authenticated", "Nothing", "wrong"]
        if isQuiet {
            #expect(shown.notes.allSatisfy { note in !alarms.contains { note.contains($0) } }, "\(what)")
        }
    }

    private func statuses(_ name: String, _ keySet: KeySet) -> Set<String> {
        switch (name, keySet) {
        case ("plaintext", _), ("toy-dh16", _), ("aes128-cbc-psk-nomac", .right), ("aes128-cbc-psk-nomac", .none):
            ["unchecked"]
        case ("rsa-sealed", _), (_, .right): ["verified"]
        // The signature needs no key.
        case ("rsa-fernet-signed", .none): ["verified"]
        case (_, .none): ["unchecked"]
        case (_, .wrong): ["failed"]
        }
    }

    private func notes(_ name: String, _ keySet: KeySet) -> [String] {
        switch (name, keySet) {
        case ("plaintext", _): ["everyone on the way reads this"]
        case ("toy-dh16", _): ["exponent was found after", "proves nothing", "toy sizes"]
        case ("aes128-cbc-psk-nomac", .right): ["not authenticated"]
        case ("rsa-fernet-hmac", .right): ["Nobody vouches for this public key", "no forward secrecy"]
        case ("rsa-sealed", .none), ("rsa-sealed", .wrong), ("rsa-fernet-signed", .none): ["as anyone can check"]
        case ("fernet-psk", .right), ("aes256-gcm-psk", .right): ["no forward secrecy", "tell the size"]
        default: []
        }
    }
}

/// Has the programs talk, and remembers who talked with whom.
private actor Talks {
    let keys: Keys
    private(set) var sessions: [EverySuiteTests.Session] = []

    init(keys: Keys) {
        self.keys = keys
    }

    func all() async throws {
        for suite in SuiteRegistry.standard.suites {
            let name = suite.name.description
            let dialogues = EverySuiteTests.Dialogue.allCases.filter { $0 != .rekey || suite.canRekey }
            for pairing in EverySuiteTests.Pairing.allCases {
                for dialogue in dialogues {
                    let port = try await talk(name, dialogue, pairing)
                    sessions.append(.init(suite: suite, dialogue: dialogue, pairing: pairing, port: port))
                }
            }
        }
    }

    /// - Returns: the server's port.
    private func talk(
        _ suite: String, _ dialogue: EverySuiteTests.Dialogue, _ pairing: EverySuiteTests.Pairing
    ) async throws -> Int {
        let (keys, log) = (keys, ["--host", EverySuiteTests.host, "--key-log", keys.path("keylog")])
        let isPeersServer = pairing == .ourClient
        let rekey = dialogue == .rekey ? (isPeersServer ? ["--rekey"] : ["--rekey-every", "1"]) : []
        let server = (isPeersServer ? ["server"] : []) + keys.server(suite) + ["--mode", "echo"] + rekey
        let port = Port()
        _ = try await Programs.serve(
            isPeersServer ? "peer" : "fernwire-server", server + log, endWith: isPeersServer ? nil : .interrupt
        ) { number in
            await port.set(number)
            let asked = try await Programs.run(
                pairing == .peersClient ? "peer" : "fernwire-client",
                Self.client(dialogue, isPeers: pairing == .peersClient, keys)
                    + ["--host", EverySuiteTests.host, "--port", "\(number)"] + keys.client(suite),
                input: dialogue == .message || dialogue == .file
                    ? "" : EverySuiteTests.chat.joined(separator: "\n") + "\nEXIT\n")
            #expect(asked.status.isSuccess, "\(suite) \(dialogue) \(pairing): \(asked.error)")
        }
        return await port.number
    }

    private static func client(_ dialogue: EverySuiteTests.Dialogue, isPeers: Bool, _ keys: Keys) -> [String] {
        let file = keys.path(EverySuiteTests.fileName)
        let chat = ["client"] + EverySuiteTests.chat.flatMap { ["--message", $0] }
        switch dialogue {
        case .message where isPeers: return ["client", "--message", EverySuiteTests.message]
        case .chat where isPeers: return chat
        case .file where isPeers: return ["client", "--file", file]
        case .rekey where isPeers: return chat + ["--rekey"]
        default: return ours(dialogue, file)
        }
    }

    private static func ours(_ dialogue: EverySuiteTests.Dialogue, _ file: String) -> [String] {
        switch dialogue {
        case .message: ["--message", EverySuiteTests.message, "--wait", "20"]
        case .chat: []
        case .file: ["--send-file", file, "--wait", "20"]
        case .rekey: ["--rekey-every", "1"]
        }
    }
}

private actor Port {
    private(set) var number = 0

    func set(_ number: Int) {
        self.number = number
    }
}
