// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireCrypto
import FernwireSession

/// A token as it was given, and what had to be put right before it could be read.
struct TokenText {
    /// The token's bytes, as far as there are any.
    private(set) var bytes: [UInt8] = []
    /// The number of characters of base64url that the text has, with padding; 0 where the token is given as bytes.
    private(set) var characters = 0
    private var length = TokenLength(bytes: 0)
    /// The text from the token's beginning to its end.
    private var source: ArraySlice<UInt8> = []
    /// Whether the text is the one that base64url gives the bytes.
    private(set) var isCanonical = false
    /// What was put right, a sentence each.
    private(set) var notes: [String] = []
    /// Why the text cannot be read as a token.
    private(set) var refusal: TokenRefusal?
    /// The text from the next token on.
    private(set) var rest: ArraySlice<UInt8> = []

    /// Whether characters are missing at the end, as far as can be told without a key.
    var isCut: Bool {
        if case .cut? = flaw { true } else { false }
    }

    /// Whether the text begins in another way than a token.
    var isNoToken: Bool {
        switch flaw {
        case .notAToken?, .otherVersion?, .webToken?, .key?: true
        case nil, .noKey?, .wrongKey?, .padding?, .cut?, .shortened?, .character?, .expired?, .fromTheFuture?: false
        }
    }

    /// Why this is not all of a token; `nil` for nothing.
    var flaw: TokenRefusal? {
        if let refusal { return refusal }
        switch FernetCipher.flaw(inBytes: bytes) {
        case .unsupportedVersion(let version)?: return .otherVersion(version)
        case .tooShort?, .incompleteBlock?: return length.refusal
        case nil, .invalidBase64?, .invalidMAC?, .expired?, .fromTheFuture?, .invalidPadding?:
            return length.hasCharacterLeft ? length.refusal : nil
        }
    }

    /// Leaves out what is too much at the end, until `fits` says of the bytes that they are a token.
    ///
    /// - Returns: whether they are one, now.
    mutating func shorten(where fits: ([UInt8]) -> Bool) -> Bool {
        for count in length.shorter.prefix(Self.surplusBlocks) {
            let shorter = Array(bytes.prefix(count))
            guard fits(shorter) else { continue }
            notes.append("it is too long by \(length.surplus(beyond: count)); its HMAC shows where it ends")
            bytes = shorter
            length = TokenLength(bytes: count)
            isCanonical = false
            return true
        }
        return false
    }

    /// Leaves out the characters that base64url does not have, if `fits` says of the bytes then that they are a token.
    ///
    /// - Returns: whether they are one, now.
    mutating func leaveOutCharacters(where fits: ([UInt8]) -> Bool) -> Bool {
        guard case .character(let character, let place)? = refusal, rest.isEmpty else { return false }
        let characters = source.map { SymmetricKeyText.base64URL($0) }.filter { Base64URL.value(of: $0) != nil }
        var found: [UInt8] = []
        guard Base64URL.decodeLeniently(characters.span.bytes, into: &found), FernetCipher.flaw(inBytes: found) == nil,
            fits(found)
        else { return false }
        refusal = nil
        bytes = found
        length = TokenLength(bytes: found.count)
        notes.append(
            "its character \(place) is \(character), which base64url does not have; Python passes over it, others refuse it"
        )
        return true
    }

    /// The blocks by which a token may be too long and is still found.
    private static let surplusBlocks = 8

    /// The times that base64 may stand around base64.
    private static let depthLimit = 2

    init(_ text: ArraySlice<UInt8>, depth: Int = 0) {
        let text = TokenScan.trimmed(text)
        if text.first == FernetCipher.version {
            take(bytes: Array(text), "it is given as bytes; services take its base64url text")
        } else if let start = TokenScan.beginning(in: text) ?? TokenScan.beginningOfLaterTime(in: text) {
            read(text, from: start)
        } else {
            readOther(text, depth: depth)
        }
    }

    private mutating func take(bytes: [UInt8], _ note: String) {
        self.bytes = bytes
        length = TokenLength(bytes: bytes.count)
        notes.append(note)
    }

    // MARK: A text with a token

    private mutating func read(_ text: ArraySlice<UInt8>, from start: Int) {
        let body = text[start...]
        var scan = TokenScan(body)
        if !scan.isWhole {
            let shorter = TokenScan(body, stopsWhenWhole: true)
            if shorter.isWhole { scan = shorter }
        }
        source = body
        if let next = scan.nextBeginning { rest = text[next...] }
        noteWhatStandsBefore(text[..<start], after: text[scan.end...])
        take(scan)
        if rest.isEmpty { readTail(text[scan.end...], scan) }
        if let next = rest.indices.first, next == scan.end {
            notes.append("another token follows without a separator: two tokens run together here")
        }
    }

    private mutating func noteWhatStandsBefore(_ before: ArraySlice<UInt8>, after: ArraySlice<UInt8>) {
        guard let last = before.last else { return }
        let isQuote = last == UInt8(ascii: "'") || last == UInt8(ascii: "\"")
        let isQuoted = isQuote && (after.isEmpty || after.first == last)
        switch before.count {
        case 1 where isQuoted: notes.append("quotes stand around it; they are left out")
        case 2 where isQuoted && before.first == UInt8(ascii: "b"):
            notes.append("Python's b\(harmless([last]))…\(harmless([last])) stands around it; that is left out")
        default:
            let shown = harmless(Array(before.suffix(40)))
            notes.append("text stands before it and is left out: \(before.count > 40 ? "…" : "")\(shown)")
        }
    }

    /// Takes the characters of a scan, and notes what a service would stumble over.
    private mutating func take(_ scan: TokenScan) {
        bytes = scan.bytes
        length = TokenLength(bytes: bytes.count, characters: scan.characters.count)
        characters = scan.characters.count + scan.padding
        var canonical: [UInt8] = []
        Base64URL.encode(bytes.span.bytes, into: &canonical)
        let needed = scan.neededPadding
        let hasSameCharacters = canonical.prefix { $0 != UInt8(ascii: "=") }.elementsEqual(scan.characters)
        isCanonical =
            hasSameCharacters && scan.padding == needed
            && !scan.hasStandardAlphabet && !scan.hasPercentEncoding && !scan.hasBlanks
        if scan.hasPercentEncoding { notes.append("it is percent-encoded, as in a URL; %3D is =") }
        if scan.hasStandardAlphabet {
            notes.append("it is written in base64, with + and /; base64url has - and _ in their place")
        }
        if scan.hasBlanks { notes.append("blanks or line breaks stand within it; they are left out") }
        if scan.isWhole, !hasSameCharacters { notes.append("its last character has bits that stand for nothing") }
        guard scan.isWhole, scan.padding != needed else { return }
        let equals = String(repeating: "=", count: needed)
        switch (scan.padding, needed) {
        case (0, _): notes.append("its padding is missing: \(equals) at its end, which Keystone leaves out, too")
        case (_, 0): notes.append("it needs no padding, and has \(scan.padding) characters of it")
        default: notes.append("its padding has \(scan.padding) characters instead of \(needed)")
        }
    }

    /// Judges the text behind the characters of a token.
    private mutating func readTail(_ tail: ArraySlice<UInt8>, _ scan: TokenScan) {
        if let next = TokenScan.beginning(in: tail) {
            rest = tail[next...]
            return
        }
        let closing = Array("'\"`,;:.)]}>".utf8)
        let isWhole = scan.isWhole
        let more = tail.drop { (isWhole && closing.contains($0)) || TokenScan.isBlank($0) }
        guard let first = more.first else { return }
        if isWhole {
            let count = String(decoding: more, as: UTF8.self).count
            notes.append(
                "what follows its character \(characters) is left out, \(TokenRefusal.Unit.characters.counted(count))")
            return
        }
        let (scalar, width) = TokenScan.scalar(more, more.startIndex)
        let place = characters + 1
        if scalar == "…" || more.starts(with: Array("..".utf8)) {
            refusal = .shortened(place: place)
        } else if Base64URL.value(of: first) != nil
            || more.dropFirst(width).contains(where: { Base64URL.value(of: $0) != nil })
        {
            refusal = .character("'\(harmless(Array(String(scalar).utf8)))'", place: place)
        }
    }

    // MARK: Other texts

    private mutating func readOther(_ text: ArraySlice<UInt8>, depth: Int) {
        let value = KeyLineText.value(text)
        if value.count < text.count { notes.append("what stands around it is left out, such as quotes or a name") }
        if readHexadecimal(value) { return }
        if SymmetricKeyText.decode(value)?.count == FernetKey.length {
            refusal = .key
            return
        }
        let scan = TokenScan(value)
        let decoded = scan.bytes
        if depth < Self.depthLimit, decoded.starts(with: FernetToken.beginning) {
            let inner = TokenText(decoded[...], depth: depth + 1)
            let outer = notes
            self = inner
            notes = outer + ["it is base64 of a token's text, as Kubernetes keeps secrets"] + inner.notes
            (isCanonical, rest) = (false, [])
            return
        }
        if scan.end == value.endIndex, decoded.first == FernetCipher.version { return take(scan) }
        characters = scan.characters.count + scan.padding
        if value.starts(with: Array("eyJ".utf8)) {
            refusal = .webToken
        } else if scan.end == value.endIndex, let version = decoded.first {
            refusal = .otherVersion(version)
        } else {
            refusal = .notAToken(beginning: harmless(Array(value.prefix(FernetToken.beginning.count))))
        }
    }

    /// Reads the hexadecimal digits of a token, with colons and blanks between them or without.
    private mutating func readHexadecimal(_ text: ArraySlice<UInt8>) -> Bool {
        var digits = text.filter { $0 != UInt8(ascii: ":") && !TokenScan.isBlank($0) }
        if digits.starts(with: Array("0x".utf8)) { digits.removeFirst(2) }
        // The version, and a time before 2106.
        guard digits.starts(with: Array("8000000000".utf8)), let found = Hex.bytes(digits[...], count: digits.count / 2)
        else { return false }
        take(bytes: found, "it is given in hexadecimal; services take its base64url text")
        return true
    }
}
