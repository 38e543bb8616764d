// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import DescribedDissection
import FernwireCapture
import FernwireConsole
import KaitaiStruct

/// `fernwire protocol parse`.
struct ParseData: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "parse", abstract: "Read data or a capture as a description says, and show what they hold.",
        discussion: """
            Each line is a value: the bytes that it has in the data, its name, and what it is. Of a capture, in pcapng or \
            pcap, the messages on the description's ports are shown, each after a line with its packet. Keys open what is \
            encrypted: PEM, hexadecimal, base64 or text, any number of each in one file.
            """)

    @OptionGroup var argument: DescriptionArgument

    @Argument(help: ArgumentHelp("File to read, or - for standard input.", valueName: "data"))
    var data: String

    @Option(help: ArgumentHelp("File of keys, or folder of such files.", valueName: "path"))
    var keys: [String] = []

    @Option(
        help: ArgumentHelp("Port of the server in a capture, beside those of the description.", valueName: "number"))
    var port: [UInt16] = []

    @Flag(help: "Write JSON instead of a tree: of a capture, a line for each message.")
    var json = false

    func run() throws {
        let described = try argument.described()
        let keys = try KeyFiles.read(keys)
        let isCapture = data != "-" && DescriptionFiles.beginning(data).map { CaptureReader.isCapture($0) } ?? false
        guard !isCapture else {
            return try ParseCapture(described: described, path: data, ports: port, keys: keys, isJSON: json).run()
        }
        let capture = DescribedCapture(described, keys: keys)
        var failure = capture.read(try DescriptionFiles.data(data))
        if json {
            do throws(ReadFailure) {
                StandardOutput.write(line: try ValueText.json(.structure(0), in: capture.evaluation))
            } catch {
                failure = failure ?? error
            }
        } else {
            var tree = ValueTree(capture.evaluation) { capture.remarks($0, of: $1) }
            tree.add(.structure(0))
            StandardOutput.write(tree.text)
            failure = failure ?? tree.failure
        }
        if let failure { throw CommandError(failure, data) }
    }
}
