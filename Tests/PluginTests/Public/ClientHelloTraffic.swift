// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import WireSchema

/// Messages that open a TLS connection.
enum ClientHelloTraffic {
    /// The names that the public `tls_client_hello.ksy` and Wireshark have for the same.
    static let pairs: [FieldPair] =
        [
            .joined("tls.handshake.version", "tls_client_hello.version.major", "tls_client_hello.version.minor"),
            .joined(
                "tls.handshake.random", "tls_client_hello.random.gmt_unix_time", "tls_client_hello.random.random"),
        ]
        + [
            ("random_time", "random.gmt_unix_time"), ("random_bytes", "random.random"),
            ("session_id_length", "session_id.len"), ("session_id", "session_id.sid"),
            ("cipher_suites_length", "cipher_suites.len"), ("ciphersuite", "cipher_suites.cipher_suites"),
            ("comp_methods_length", "compression_methods.len"), ("extensions_length", "extensions.len"),
            ("extension.type", "extension.type"), ("extension.len", "extension.len"),
            ("extensions_server_name_list_len", "sni.list_length"),
            ("extensions_server_name_type", "server_name.name_type"),
            ("extensions_server_name_len", "server_name.length"), ("extensions_server_name", "server_name.host_name"),
            ("extensions_alpn_len", "alpn.ext_len"), ("extensions_alpn_str_len", "protocol.strlen"),
            ("extensions_alpn_str", "protocol.name"),
        ].map { FieldPair.bytes("tls.handshake." + $0.0, "tls_client_hello." + $0.1) }
        + [.joined("tls.handshake.comp_method", "tls_client_hello.compression_methods.compression_methods")]

    /// A description of what comes before the message, for a whole stream.
    static let record = """
        meta:
          id: hello_record
          endian: be
          imports:
            - tls_client_hello
        seq:
          - id: content_type
            contents: [22]
          - id: version
            type: u2
          - id: len
            type: u2
          - id: handshake
            type: handshake
            size: len
        types:
          handshake:
            seq:
              - id: type
                type: u1
              - id: len
                type: b24
              - id: hello
                type: tls_client_hello
                size: len
        """

    /// The messages in TLS, as Wireshark's dissector takes them.
    static func capture() -> CaptureFile {
        var capture = CaptureFile(serverPort: 443)
        for message in messages { capture.segment(.client, inRecord(message)) }
        return capture
    }

    /// The messages without what comes before them, in datagrams, as the description takes them.
    static func bare() -> CaptureFile {
        var capture = CaptureFile(serverPort: 4433)
        for message in messages { capture.datagram(.client, message) }
        return capture
    }

    /// By how much later the message begins in a packet of ``capture()`` than in one of ``bare()``: headers of TCP rather than
    /// UDP, of the record, and of the handshake.
    static let distance = 12 + 5 + 4

    static let messages: [[UInt8]] = [
        hello(session: [], suites: [0xC02F, 0x009C], extensions: nil),
        hello(
            session: Array(0..<32), suites: [0x1301, 0x1302, 0x1303, 0x00FF], extensions: [serverName("example.com")]),
        hello(
            session: [1, 2, 3], suites: [0x002F],
            extensions: [
                (16, listed(protocols(["h2", "http/1.1"]))), serverName("a.very.long.name.example.org"),
                (10, listed([0, 29, 0, 23])), (11, [1, 0]), (13, listed([4, 3, 8, 4])), (35, []), (21, [0, 0, 0, 0]),
                (43, [2, 3, 4]), (23, []), (0xFF01, [0]),
            ]),
    ]

    private static func inRecord(_ message: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = [22, 3, 1]
        bytes.append(UInt64(message.count + 4), width: 2)
        bytes.append(1)
        bytes.append(UInt64(message.count), width: 3)
        return bytes + message
    }

    private static func hello(
        session: [UInt8], suites: [UInt64], extensions: [(type: UInt64, body: [UInt8])]?
    ) -> [UInt8] {
        var bytes: [UInt8] = [3, 3]
        bytes.append(1_600_000_000, width: 4)
        bytes += (0..<28).map { 7 &* $0 }
        bytes.append(UInt8(session.count))
        bytes += session
        bytes.append(UInt64(2 * suites.count), width: 2)
        for suite in suites { bytes.append(suite, width: 2) }
        bytes += [1, 0]
        guard let extensions else { return bytes }
        var all: [UInt8] = []
        for (type, body) in extensions {
            all.append(type, width: 2)
            all.append(UInt64(body.count), width: 2)
            all += body
        }
        return bytes + listed(all)
    }

    private static func listed(_ bytes: [UInt8]) -> [UInt8] {
        var all: [UInt8] = []
        all.append(UInt64(bytes.count), width: 2)
        return all + bytes
    }

    private static func serverName(_ name: String) -> (type: UInt64, body: [UInt8]) {
        (0, listed([0] + listed(Array(name.utf8))))
    }

    private static func protocols(_ names: [String]) -> [UInt8] {
        names.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
    }
}
