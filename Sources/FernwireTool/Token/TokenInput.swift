// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireCrypto
import FernwireFiles
import Glibc

/// The input of `fernwire token`: its argument, a file or standard input.
struct TokenInput {
    /// The place of the input.
    enum Source: Equatable {
        case argument, standardInput
        case file(String)
    }

    let source: Source
    let bytes: [UInt8]

    /// The most bytes of an input.
    static let limit = 1 << 20
    /// Seconds for which standard input, or a pipe, is awaited.
    private static let pipeTimeout: Int32 = 60

    /// - Parameter argument: a text, the path of a file that exists, or `-` or nothing for standard input.
    init(_ argument: String?) throws(CommandError) {
        switch argument {
        case nil, "-":
            if isatty(STDIN_FILENO) == 1 {
                StandardOutput.write(errorLine: "note: standard input is read; end it with Ctrl-D on a line of its own")
            }
            source = .standardInput
            bytes = try Self.read("/dev/stdin", calledAs: "standard input")
        case let argument? where FileState(path: argument) != nil:
            source = .file(argument)
            bytes = try Self.read(argument, calledAs: argument)
        case let argument?:
            source = .argument
            bytes = Array(argument.utf8)
        }
    }

    private static func read(_ path: String, calledAs name: String) throws(CommandError) -> [UInt8] {
        do throws(FileFailure) {
            return try SmallFile.read(path, limit: limit, pipeTimeout: pipeTimeout).bytes
        } catch {
            throw CommandError(error, name, contents: "tokens")
        }
    }

    // MARK: The tokens in it

    /// Returns the tokens of a text, each with the number of the line at which it begins.
    ///
    /// Each line has a token, or several. One that is cut at the end of a line goes on in the next lines, as far as they have
    /// nothing but characters of base64.
    static func tokens(_ text: [UInt8]) -> [(line: Int, token: TokenText)] {
        if text.first == FernetCipher.version { return [(1, TokenText(text[...]))] }
        var found: [(line: Int, token: TokenText)] = []
        var lines = Lines(text)
        while let first = lines.next() {
            guard first.contains(where: { !TokenScan.isBlank($0) }) else { continue }
            var number = lines.number
            var rest = first
            while !rest.isEmpty {
                let start = rest.startIndex
                var token = TokenText(rest)
                if token.rest.isEmpty, token.isCut {
                    let whole = text[start..<lines.endOfContinuation()]
                    if whole.endIndex > rest.endIndex { token = TokenText(whole) }
                }
                found.append((number, token))
                if let next = token.rest.indices.first {
                    number += text[start..<next].count { $0 == UInt8(ascii: "\n") }
                }
                rest = token.rest
            }
        }
        return found
    }

    /// The lines of a text, one after another.
    private struct Lines {
        let text: [UInt8]
        private(set) var number = 0
        private var offset = 0

        init(_ text: [UInt8]) { self.text = text }

        mutating func next() -> ArraySlice<UInt8>? {
            guard offset < text.count else { return nil }
            let end = text[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
            defer { offset = end + 1 }
            number += 1
            return text[offset..<end]
        }

        /// Passes over the lines that may go on with a token, and returns the place of their end.
        mutating func endOfContinuation() -> Int {
            var end = min(max(offset - 1, 0), text.count)
            while offset < text.count {
                let before = self
                guard let line = next() else { break }
                let scan = TokenScan(line)
                let isContinued =
                    !scan.characters.isEmpty && !TokenScan.begins(line, line.startIndex)
                    && line[scan.end...].allSatisfy { TokenInput.isClosing($0) || TokenScan.isBlank($0) }
                guard isContinued else {
                    self = before
                    break
                }
                end = line.endIndex
            }
            return end
        }
    }

    private static func isClosing(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: ",")
    }
}
