// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireCrypto
import FernwireWire
import WireSchema

/// What OpenStack's Keystone packs into a token: a list of MessagePack whose first element is the version of its form.
/// docs.openstack.org/keystone, "Fernet - Frequently Asked Questions"; github.com/openstack/keystone,
/// keystone/token/token_formatters.py
struct KeystonePayload: Equatable {
    /// The number of the form, which says what the token is good for.
    let version: UInt8
    /// The parts with their values, in their order.
    let parts: [(part: Part, value: Value)]

    /// A part of a form.
    enum Part {
        case user, methods, project, domain, groups, identityProvider, federationProtocol, expiry, auditIDs, trust
        case accessToken, system, applicationCredential, thumbprint
    }

    enum Value: Equatable {
        case text(String)
        case texts([String])
        case number(UInt32)
        /// Seconds since 1970.
        case time(UInt64)
    }

    /// The parts of each version, by its number.
    private static let forms: [[Part]] = [
        [.user, .methods, .expiry, .auditIDs],
        [.user, .methods, .domain, .expiry, .auditIDs],
        [.user, .methods, .project, .expiry, .auditIDs],
        [.user, .methods, .project, .expiry, .auditIDs, .trust],
        [.user, .methods, .groups, .identityProvider, .federationProtocol, .expiry, .auditIDs],
        [.user, .methods, .project, .groups, .identityProvider, .federationProtocol, .expiry, .auditIDs],
        [.user, .methods, .domain, .groups, .identityProvider, .federationProtocol, .expiry, .auditIDs],
        [.user, .methods, .project, .accessToken, .expiry, .auditIDs],
        [.user, .methods, .system, .expiry, .auditIDs],
        [.user, .methods, .project, .expiry, .auditIDs, .applicationCredential],
        [.user, .methods, .project, .domain, .expiry, .auditIDs, .thumbprint],
    ]

    /// The number of bytes of an id that is a UUID.
    private static let idLength = 16

    /// Reads the plaintext of a token; `nil` if it does not have the form of any version.
    init?(_ plaintext: [UInt8]) {
        guard case .array(let elements) = try? MessagePackReader.read(plaintext),
            case .integer(let number)? = elements.first, Self.forms.indices.contains(Int(clamping: number))
        else { return nil }
        let form = Self.forms[Int(number)]
        guard elements.count == form.count + 1 else { return nil }
        var parts: [(Part, Value)] = []
        for (part, element) in zip(form, elements.dropFirst()) {
            guard let value = Self.value(element, as: part) else { return nil }
            parts.append((part, value))
        }
        (version, self.parts) = (UInt8(number), parts)
    }

    static func == (one: KeystonePayload, other: KeystonePayload) -> Bool {
        one.version == other.version
            && one.parts.elementsEqual(other.parts) { $0.part == $1.part && $0.value == $1.value }
    }

    private static func value(_ element: MessagePack, as part: Part) -> Value? {
        switch (part, element) {
        case (.methods, .integer(let bits)): UInt32(exactly: bits).map { .number($0) }
        case (.expiry, .double(let seconds)): UInt64(exactly: seconds.rounded(.down)).map { .time($0) }
        case (.expiry, .integer(let seconds)): UInt64(exactly: seconds).map { .time($0) }
        case (.auditIDs, .array(let ids)): texts(ids) { auditID($0) }
        case (.groups, .array(let ids)): texts(ids) { id($0) }
        case (.methods, _), (.expiry, _), (.auditIDs, _), (.groups, _): nil
        case (_, let element): id(element).map { .text($0) }
        }
    }

    private static func texts(_ elements: [MessagePack], _ text: (MessagePack) -> String?) -> Value? {
        let texts = elements.compactMap(text)
        return texts.count == elements.count ? .texts(texts) : nil
    }

    /// An id is a text, a UUID as 16 bytes, or either of them behind whether it is one.
    private static func id(_ element: MessagePack) -> String? {
        switch element {
        case .string(let text): text
        case .bytes(let bytes) where bytes.count == idLength: hexadecimal(bytes)
        case .bytes(let bytes): String(validating: bytes, as: UTF8.self)
        case .array(let pair) where pair.count == 2 && !pair[1].isContainer:
            if case .boolean = pair[0] { id(pair[1]) } else { nil }
        case .array, .null, .boolean, .integer, .single, .double, .map, .timestamp, .extension: nil
        }
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// An audit id as Keystone writes it: base64url without padding.
    private static func auditID(_ element: MessagePack) -> String? {
        switch element {
        case .bytes(let bytes):
            var text: [UInt8] = []
            Base64URL.encode(bytes.rawSpan, into: &text)
            return String(decoding: text.prefix { $0 != UInt8(ascii: "=") }, as: UTF8.self)
        case .string(let text): return text
        case .array, .null, .boolean, .integer, .single, .double, .map, .timestamp, .extension: return nil
        }
    }
}

extension KeystonePayload {
    /// Adds the parts below the innermost tree.
    func draw(into plan: inout Plan) {
        plan.inferred(KeystoneFields.version, UInt64(version))
        for (part, value) in parts {
            let field = KeystoneFields.field(of: part)
            switch value {
            case .text(let text): plan.inferred(field) { $0.write(text) }
            case .texts(let texts): for text in texts { plan.inferred(field) { $0.write(text) } }
            case .number(let number): plan.inferred(field, UInt64(number))
            case .time(let seconds): plan.inferred(field, seconds)
            }
        }
    }
}
