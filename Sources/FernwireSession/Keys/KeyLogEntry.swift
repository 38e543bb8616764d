// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// One line of a key log. PROTOCOL.md §9.
public struct KeyLogEntry: Sendable {
    public var label: KeyLabel
    /// Name of the suite.
    public var suite: String
    /// 32 bytes.
    public var clientRandom: [UInt8]
    public var sessionID: UInt64
    /// Whose records the secret protects.
    public var direction: Direction
    public var epoch: UInt32
    public var secret: SecretBytes

    /// The line with its LF. The caller wipes it.
    public func line() -> [UInt8] {
        var line: [UInt8] = []
        // All at once: an array that grows leaves copies of the secret behind.
        line.reserveCapacity(256 + 2 * secret.bytes.byteCount)
        line += Array("\(label.name) \(suite) ".utf8)
        Hex.append(clientRandom.rawSpan, to: &line)
        line.append(UInt8(ascii: " "))
        var id: [UInt8] = []
        id.append(sessionID, width: 8)
        Hex.append(id.rawSpan, to: &line)
        line += Array(" \(direction.sender) \(epoch) ".utf8)
        Hex.append(secret.bytes, to: &line)
        line.append(UInt8(ascii: "\n"))
        return line
    }
}

extension KeyLogEntry {
    /// Reads a line without its LF.
    ///
    /// - Throws: which field is wrong; never what stands in it, since it may be a secret.
    public init(line: ArraySlice<UInt8>) throws(KeyLogError) {
        guard line.count <= Self.longestLine else { throw .otherForm }
        let fields = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard let label = KeyLabel.allCases.first(where: { Array($0.name.description.utf8)[...] == fields[0] }) else {
            throw Self.hasForm(fields) ? .unknownLabel : .otherForm
        }
        let name = fields.count > 1 ? String(validating: fields[1], as: UTF8.self) : nil
        let isKnown = name.map { Self.suiteNames.contains($0) } == true
        guard isKnown || !Self.hasForm(fields) else { throw .unknownSuite }
        guard fields.count == 7 else { throw .fieldCount(fields.count) }
        guard let suite = name, isKnown else { throw .field("suite") }
        guard let random = Hex.bytes(fields[2], count: Wire.randomLength) else { throw .field("client_random") }
        guard let id = Hex.bytes(fields[3], count: 8) else { throw .field("session_id") }
        guard let direction = Direction.allCases.first(where: { Array($0.sender.description.utf8)[...] == fields[4] })
        else { throw .field("direction") }
        guard let digits = String(validating: fields[5], as: UTF8.self), let epoch = UInt32(digits) else {
            throw .field("epoch")
        }
        guard var secret = Hex.bytes(fields[6], count: label.length) else { throw .field("secret") }
        defer { wipe(&secret) }
        self.init(
            label: label, suite: suite, clientRandom: random, sessionID: id.rawSpan.integer(at: 0, width: 8),
            direction: direction, epoch: epoch, secret: SecretBytes(copying: secret.rawSpan))
    }

    /// Bytes of a line of a key log, at most: what is longer is not cut into fields. PROTOCOL.md §9.1.
    static let longestLine = 4096

    private static let suiteNames = Set(SuiteRegistry.standard.suites.map { $0.name.description })

    /// Whether `fields` are those of a key log's line, of whatever protocol: a label of capitals, digits and underscores,
    /// then at least two fields of letters, digits, `-` and `_`, of which the last is hexadecimal.
    private static func hasForm(_ fields: [ArraySlice<UInt8>]) -> Bool {
        guard fields.count > 2, let first = fields[0].first, isCapital(first) else { return false }
        guard fields[0].allSatisfy({ isCapital($0) || isDecimal($0) || $0 == UInt8(ascii: "_") }) else { return false }
        let secret = fields[fields.count - 1]
        guard secret.count % 2 == 0, secret.allSatisfy({ Hex.digit($0) != nil }) else { return false }
        return fields.allSatisfy { field in
            !field.isEmpty && field.allSatisfy { Base64URL.value(of: $0) != nil }
        }
    }

    private static func isCapital(_ character: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(character)
    }

    private static func isDecimal(_ character: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(character)
    }
}

/// What is wrong with a line of a key log.
public enum KeyLogError: Error, Equatable, Sendable {
    /// The line does not have the form of a key log's.
    case otherForm
    /// The line has that form, and a label of another protocol or of a later version.
    case unknownLabel
    /// The line is about a suite that is not known.
    case unknownSuite
    case fieldCount(Int)
    /// The field of this name does not have its form.
    case field(String)

    /// Whether readers disregard the line. PROTOCOL.md §9.
    var isDisregarded: Bool { self == .unknownLabel || self == .unknownSuite }
}

extension KeyLogError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .otherForm:
            "neither a Fernet key, nor 16 or 32 bytes in hexadecimal or base64, nor a private key in PEM, nor a key-log line"
        case .unknownLabel: "a key-log line with a label that is not known"
        case .unknownSuite: "a key-log line of a suite that is not known"
        case .fieldCount(let count): "a key-log line of \(count) fields in place of 7"
        case .field(let name): "a key-log line with a wrong \(name)"
        }
    }
}

extension KeySchedule {
    /// The lines of a key log for the keys of one direction and epoch of a session of `suite`.
    func keyLog(
        _ keys: RecordKeys, of suite: CipherSuite, sessionID: UInt64, direction: Direction, epoch: UInt32
    ) -> [KeyLogEntry] {
        suite.keyLogLabels.compactMap { label in
            keys[label].map {
                KeyLogEntry(
                    label: label, suite: suite.name.description, clientRandom: clientRandom, sessionID: sessionID,
                    direction: direction, epoch: epoch, secret: $0)
            }
        }
    }
}
