// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireConsole
import FernwireCrypto
import FernwireFiles

/// `fernwire token`.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token",
        abstract: "Open Fernet tokens, or say why one stays closed; make tokens, and rotate them.",
        discussion: """
            Fernet is what OpenStack Keystone, Airflow and Python's cryptography use. Keys are read from the file of a key \
            or of a list of keys, whose first key is the primary one, as for MultiFernet, or from Keystone's folder of keys, \
            in which the primary key has the highest number.

            The exit status is 0 when every token opened, and 1 when one stayed closed, or is refused for its timestamp with \
            --ttl.

            EXAMPLES:
              fernwire token gAAAAAB… --keys fernet.key
              fernwire token --keys /etc/keystone/fernet-keys --ttl 3600 <tokens.txt
              fernwire token --make "Hello Bob" --keys fernet.key
            """)

    @Argument(
        help: ArgumentHelp(
            "A token; or a file of tokens, one on a line; or - for standard input. With --make, the text to encrypt, or its file, of which every byte counts. (default: standard input)",
            valueName: "token|file|-"))
    var input: String?

    @Option(
        help: ArgumentHelp(
            "File with Fernet keys, or folder of such files, as Keystone has it; once for each. It takes no key: other users can read what stands on a command line.",
            valueName: "path"))
    var keys: [String] = []

    @Option(
        help: ArgumentHelp(
            "Refuse tokens that are older, and those from the future, as services do.", valueName: "seconds"))
    var ttl: UInt64?

    @Option(
        help: ArgumentHelp(
            "The time that counts as now: 2026-07-01T12:00:00Z, or seconds since 1970. (default: the clock's)",
            valueName: "time"))
    var at: String?

    @Flag(help: "Write JSON: an object on a line for each token.")
    var json = false

    @Flag(help: "Make a token of the text with the primary key, and print it.")
    var make = false

    @Flag(
        help:
            "Encrypt what the tokens hold again with the primary key, keeping their timestamps, and print the new tokens."
    )
    var rotate = false

    /// What is wrong with a key on the command line.
    private static let advice = """
        other users can read what stands on a command line. Put the key into a file that only you may read, and give \
        --keys FILE.
        """

    func validate() throws {
        guard !keys.contains(where: TokenKeys.isKey) else {
            throw ValidationError("--keys takes the path of a file or folder, not a key: \(Self.advice)")
        }
        if let input, !make, FileState(path: input) == nil, TokenText(Array(input.utf8)[...]).flaw == .key {
            throw ValidationError("This is a key, not a token: \(Self.advice)")
        }
        guard !make || !rotate else { throw ValidationError("--make and --rotate: give only one of the two.") }
        if make || rotate {
            guard !keys.isEmpty else {
                throw ValidationError("Give --keys PATH: new tokens are made with its primary key.")
            }
            guard !json else {
                throw ValidationError("--json says what tokens hold; leave it out with --make and --rotate.")
            }
            guard ttl == nil else { throw ValidationError("--ttl belongs to the reading of tokens; leave it out.") }
        }
        if rotate, at != nil { throw ValidationError("--rotate keeps the timestamps; leave out --at.") }
        if let at, Self.seconds(at) == nil {
            throw ValidationError("--at must be a time in UTC, such as 2026-07-01T12:00:00Z, or seconds since 1970.")
        }
    }

    private static func seconds(_ text: String) -> UInt64? {
        UInt64(text).flatMap { $0 <= UTC.endOf9999 ? $0 : nil } ?? UTC.seconds(text)
    }

    func run() throws {
        let keys = try TokenKeys(self.keys)
        let newTokens = make || rotate ? try primary(keys) : nil
        let input = try TokenInput(self.input)
        let now = at.flatMap(Self.seconds) ?? SystemTime.nanoseconds / 1_000_000_000
        if let newTokens, make { return Self.write(input.bytes, at: now, newTokens) }
        let tokens = TokenInput.tokens(input.bytes)
        guard let first = tokens.first else { throw CommandError("there is no token: the input is empty") }
        var hasRefusals = false
        for (number, (line, text)) in tokens.enumerated() {
            let finding = TokenFinding(text, keys: keys.keys, timeToLive: ttl, now: now)
            hasRefusals = hasRefusals || finding.refusal != nil
            if let newTokens {
                rotate(finding, line: line, newTokens)
            } else if json {
                StandardOutput.write(line: TokenObject(finding, line: line).text)
            } else {
                if tokens.count > 1 {
                    StandardOutput.write(line: "\(number > 0 ? "\n" : "")token \(number + 1), line \(line)")
                }
                StandardOutput.write(line: TokenPage(finding).lines.joined(separator: "\n"))
            }
        }
        if input.source == .argument, first.token.isNoToken {
            StandardOutput.write(errorLine: "note: there is no file of this name, either")
        }
        if hasRefusals { throw ExitCode.failure }
    }

    /// The cipher that makes new tokens.
    private func primary(_ keys: TokenKeys) throws(CommandError) -> FernetCipher {
        guard let key = keys.primary else {
            throw CommandError(
                "no file of \(harmless(Array(self.keys[0].utf8))) is called by a number, so none is the primary key; name the"
                    + " file of the key")
        }
        return key.cipher
    }

    private func rotate(_ finding: TokenFinding, line: Int, _ cipher: FernetCipher) {
        if let plaintext = finding.plaintext, let timestamp = finding.timestamp {
            Self.write(plaintext, at: timestamp, cipher)
        } else if let refusal = finding.refusal {
            StandardOutput.write(errorLine: "Error: the token at line \(line): \(refusal)")
        }
    }

    /// Writes a new token.
    private static func write(_ plaintext: [UInt8], at timestamp: UInt64, _ cipher: FernetCipher) {
        var token: [UInt8] = []
        cipher.seal(plaintext.span.bytes, timestamp: timestamp, into: &token)
        StandardOutput.write(token + [0x0A])
    }
}
