// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import Testing

@testable import DescribedDissection

/// What a conversation keeps: for the same unit and later ones, of either side or of one.
@Suite struct KeptTests {
    private let description = """
        meta: {id: kept}
        -wireshark: {unit: segment}
        -keys: {r: rsa-private}
        seq: [{id: kind, size: 1, type: str, encoding: ASCII}, {id: body, type: {switch-on: kind, cases: {'"K"': key, '"M"': message, '"N"': number}}}]
        types:
          key: {seq: [{id: key, size: 256, process: rsa_oaep(keys.r), -keep: key}, {id: same, size-eos: true, process: fernet(kept.key), type: str, encoding: ASCII}]}
          message:
            seq: [{id: token, size-eos: true}]
            instances:
              newest: {value: 'fernet(token, kept.key).to_s("UTF-8")'}
              own: {value: 'fernet(token, kept.own.key).to_s("UTF-8")'}
              peer: {value: 'fernet(token, kept.peer.key).to_s("UTF-8")'}
              client: {value: 'fernet(token, kept.client.key).to_s("UTF-8")'}
              server: {value: 'fernet(token, kept.server.key).to_s("UTF-8")'}
          number: {seq: [{id: number, type: u1, -keep: number}], instances: {sum: {value: 'kept.client.number * 10 + kept.server.number'}}}
        """

    private func key(_ key: FernetKey, _ text: String = "same") -> [UInt8] {
        [0x4B] + Sealing.oaep(Array(key.secret.bytes)) + Sealing.token(text, key)
    }

    private func message(_ key: FernetKey) -> [UInt8] { [0x4D] + Sealing.token("text", key) }

    @Test("A kept key opens the rest of its unit and later units, and names itself as the key")
    func sameAndLater() throws {
        let pieces: [(Side, [UInt8])] = [(.client, key(Sealing.fernetKey)), (.server, message(Sealing.fernetKey))]
        let good = try said(description, keys: Sealing.rsa.privateText, pieces)
        #expect(good[0]["body.same"] == "same" && good[0].remarks["body.same"] == ["key: kept.key"], "\(good[0].all)")
        #expect(good[1]["body.newest"] == "text")
        let none = try said(description, pieces)
        #expect(none[0]["body.key"] == "closed: there is no key that can be keys.r")
        for value in [none[0]["body.same"], none[1]["body.newest"]] {
            #expect(value == "closed: kept.key is not known by then")
        }
        let wrong = try said(description, keys: Sealing.otherRSA.privateText, pieces)
        #expect(wrong[0]["body.key"] == "closed: the key does not fit, or it was changed")
        #expect(wrong[1]["body.newest"] == "closed: kept.key is not known by then")
    }

    @Test("The newest value is that of whoever kept last; own and peer are those of the sender")
    func sides() throws {
        let (one, other) = (Sealing.fernetKey, Sealing.otherFernetKey)
        let pieces: [(Side, [UInt8])] = [
            (.client, message(one)), (.client, key(one)), (.client, message(one)), (.server, key(other)),
            (.client, message(one)), (.server, message(one)), (.client, message(other)), (.client, key(one)),
            (.client, message(one)),
        ]
        let said = try said(description, keys: Sealing.rsa.privateText, pieces)
        func opened(_ index: Int) -> [String] {
            ["newest", "own", "peer", "client", "server"].filter { said[index]["body." + $0] == "text" }
        }
        #expect(opened(0) == [])
        #expect(opened(2) == ["newest", "own", "client"])
        #expect(said[2]["body.peer"] == "closed: kept.peer.key is not known by then")
        #expect(opened(4) == ["own", "client"])
        #expect(opened(5) == ["peer", "client"])
        #expect(opened(6) == ["newest", "peer", "server"])
        #expect(opened(8) == ["newest", "own", "client"])
    }

    @Test("A number is kept in the unit that has it, and nothing is kept of a unit whose value is not there")
    func numbers() throws {
        let said = try said(
            description, [(.client, [0x4E, 4]), (.server, [0x4E, 2]), (.client, [0x4E]), (.server, [0x4E, 7])])
        #expect(said[0]["body.sum"] == "closed: kept.server.number is not known by then")
        #expect(said[1]["body.sum"] == "42" && said[3]["body.sum"] == "47")
        #expect(said[2].failure != nil)
    }

    @Test("Conversations keep apart, and neither keys nor kept values are in what is said")
    func apart() throws {
        let keys = keyFile(Sealing.rsa.privateText)
        let capture = DescribedCapture(try DescribedProtocol(description, file: "x.ksy"), keys: keys)
        let token = message(Sealing.fernetKey)
        capture.add(key(Sealing.fernetKey), to: 1, isFromServer: false, isDatagram: false, packet: 1)
        capture.add(token, to: 2, isFromServer: false, isDatagram: false, packet: 2)
        capture.add(token, to: 1, isFromServer: true, isDatagram: false, packet: 3)
        let said = DescribedDissectionTests.said(capture)
        #expect(said[1]["body.newest"] == "closed: kept.key is not known by then" && said[2]["body.newest"] == "text")
    }
}
