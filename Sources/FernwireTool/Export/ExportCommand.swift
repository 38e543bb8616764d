// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireConsole
import FernwireDissection

/// `fernwire export`.
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write the sessions, records and notes of captures as lines of JSON or CSV.",
        discussion: """
            What is written is what the dissector says in Wireshark, read straight from the capture, packet by packet and in \
            memory that does not grow with it. The first column names the capture. Keys inside of a capture are used, too.

            EXAMPLES:
              fernwire export session.pcapng --keys keys.txt
              fernwire export *.pcapng --table records --format csv --output records.csv
            """)

    @Argument(help: ArgumentHelp("Captures, in pcapng or pcap.", valueName: "capture"))
    var captures: [String]

    @OptionGroup var keyFiles: KeyFileOptions

    @Option(help: "The only table to write. CSV takes one table.")
    var table: ExportTable?

    @Option(help: "The form of the lines.")
    var format = ExportFormat.json

    @Flag(help: "Write what records say, too: text and JSON as they are, other content as far as it is UTF-8.")
    var plaintext = false

    @Option(name: .shortAndLong, help: ArgumentHelp("File to write; - for standard output.", valueName: "file"))
    var output = "-"

    @Option(
        help: ArgumentHelp(
            "Also write what records say as a capture of exported PDUs, which Wireshark opens without a plugin.",
            valueName: "file"))
    var decrypted: String?

    @Flag(help: "Replace the file if it exists.")
    var force = false

    func validate() throws {
        guard format != .csv || table != nil else {
            throw ValidationError("CSV holds one table: give --table sessions, records or notes.")
        }
        guard decrypted != "-" || output != "-" else {
            throw ValidationError(
                "--decrypted - and --output - both write to standard output: name a file for one of them.")
        }
    }

    func run() throws {
        let keys = SharedKeys()
        let dissector = FernwireDissector(keys: keys)
        dissector.preferencesChanged(.init())
        try keyFiles.read(into: keys)
        let file = try OutputFile(path: output, replacing: force)
        var rows = RowWriter(format, table: table, to: file)
        var decrypted: DecryptedCapture?
        var failures = 0
        do {
            if let path = self.decrypted {
                decrypted = DecryptedCapture(to: try OutputFile(path: path, replacing: force, isSecret: true))
            }
            for path in captures {
                do {
                    var export = CaptureExport(path: path, keys: keys, dissector: dissector, showsPlaintext: plaintext)
                    try export.run(&rows, decrypted: &decrypted)
                } catch let error as CommandError where captures.count > 1 {
                    // The others are exported all the same.
                    try rows.flush()
                    StandardOutput.write(errorLine: "Error: \(error)")
                    failures += 1
                }
            }
            try rows.flush()
            try file.finish()
            try decrypted?.finish()
        } catch {
            file.discard()
            decrypted?.discard()
            throw error
        }
        if failures > 0 { throw ExitCode.failure }
    }
}
