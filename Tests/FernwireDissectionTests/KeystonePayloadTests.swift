// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import FernwireDissection

/// Keystone's forms of a payload, written here as its own code packs them.
@Suite struct KeystonePayloadTests {
    private static let uuid: [UInt8] = Array(0xA0...0xAF)
    private static let hexadecimal = "a0a1a2a3a4a5a6a7a8a9aaabacadaeaf"
    /// An id that is a UUID, and one that is not.
    private static let id: [UInt8] = [0x92, 0xC3, 0xC4, 16] + uuid
    private static let other: [UInt8] = [0x92, 0xC2, 0xA4] + Array("ldap".utf8)
    private static let expiry: [UInt8] = [0xCB, 0x41, 0xDA, 0xAC, 0x4E, 0xE0, 0x00, 0x00, 0x00]
    private static let audits: [UInt8] = [0x92, 0xC4, 16] + uuid + [0xC4, 16] + uuid
    private static let auditID = "oKGio6SlpqeoqaqrrK2urw"
    private static let groups: [UInt8] = [0x91] + id
    private static let text: [UInt8] = [0xA4] + Array("saml".utf8)

    /// The elements between methods and the end, and the parts that they become.
    static let forms: [(version: UInt8, elements: [[UInt8]], parts: [KeystonePayload.Part])] = [
        (0, [expiry, audits], [.expiry, .auditIDs]),
        (1, [id, expiry, audits], [.domain, .expiry, .auditIDs]),
        (2, [id, expiry, audits], [.project, .expiry, .auditIDs]),
        (3, [id, expiry, audits, id], [.project, .expiry, .auditIDs, .trust]),
        (
            4, [groups, other, text, expiry, audits],
            [.groups, .identityProvider, .federationProtocol, .expiry, .auditIDs]
        ),
        (
            5, [id, groups, other, text, expiry, audits],
            [.project, .groups, .identityProvider, .federationProtocol, .expiry, .auditIDs]
        ),
        (
            6, [id, groups, other, text, expiry, audits],
            [.domain, .groups, .identityProvider, .federationProtocol, .expiry, .auditIDs]
        ),
        (7, [id, id, expiry, audits], [.project, .accessToken, .expiry, .auditIDs]),
        (8, [[0xA3] + Array("all".utf8), expiry, audits], [.system, .expiry, .auditIDs]),
        (9, [id, expiry, audits, id], [.project, .expiry, .auditIDs, .applicationCredential]),
        (10, [id, id, expiry, audits, other], [.project, .domain, .expiry, .auditIDs, .thumbprint]),
    ]

    private func packed(_ version: UInt8, _ elements: [[UInt8]]) -> [UInt8] {
        [0x90 | UInt8(elements.count + 3), version] + Self.id + [0x02] + elements.flatMap { $0 }
    }

    @Test("Each version's parts are named in their order", arguments: forms.indices)
    func eachVersionIsRead(_ index: Int) throws {
        let form = Self.forms[index]
        let payload = try #require(KeystonePayload(packed(form.version, form.elements)))
        #expect(payload.version == form.version)
        #expect(payload.parts.map(\.part) == [.user, .methods] + form.parts)
        for (part, value) in payload.parts {
            switch part {
            case .user, .project, .domain, .trust, .accessToken, .applicationCredential:
                #expect(value == .text(Self.hexadecimal))
            case .identityProvider, .thumbprint: #expect(value == .text("ldap"))
            case .federationProtocol: #expect(value == .text("saml"))
            case .system: #expect(value == .text("all"))
            case .methods: #expect(value == .number(2))
            case .groups: #expect(value == .texts([Self.hexadecimal]))
            case .expiry: #expect(value == .time(1_790_000_000))
            case .auditIDs: #expect(value == .texts([Self.auditID, Self.auditID]))
            }
        }
    }

    @Test("What does not have the form of its version is no payload of Keystone's")
    func othersAreRefused() {
        let (expiry, audits) = (Self.expiry, Self.audits)
        let whole = packed(2, [Self.id, expiry, audits])
        #expect(KeystonePayload(whole) != nil)
        for count in whole.indices { #expect(KeystonePayload(Array(whole[..<count])) == nil) }
        #expect(KeystonePayload(whole + [0]) == nil)
        for (version, elements) in [
            (11, [expiry, audits]), (0, [audits, expiry]), (0, [expiry]), (2, [expiry, audits]), (0, [expiry, expiry]),
            (0, [[0xCB, 0xC1, 0, 0, 0, 0, 0, 0, 0], audits]), (0, [[0xCB, 0x7F, 0xF8, 0, 0, 0, 0, 0, 0], audits]),
        ] as [(UInt8, [[UInt8]])] {
            #expect(KeystonePayload(packed(version, elements)) == nil, "\(version) \(elements)")
        }
        #expect(KeystonePayload(Array("text".utf8)) == nil)
        // An id in pairs of pairs is none.
        let nested: [UInt8] = [0x92, 0xC3, 0x92, 0xC3, 0xA1, 0x61]
        #expect(KeystonePayload([0x95, 0] + nested + [0x02] + expiry + audits) == nil)
    }
}
