// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import WireSchema

/// Questions and answers of DNS.
enum DNSTraffic {
    /// The names that the public `dns_packet.ksy` and Wireshark have for the same.
    static let pairs: [FieldPair] =
        [
            ("dns.id", "transaction_id"), ("dns.flags", "packet_flags.flag"), ("dns.count.queries", "qdcount"),
            ("dns.count.answers", "ancount"), ("dns.count.auth_rr", "nscount"), ("dns.count.add_rr", "arcount"),
            ("dns.qry.type", "query.type"), ("dns.qry.class", "query.query_class"), ("dns.resp.type", "answer.type"),
            ("dns.resp.class", "answer.answer_class"), ("dns.resp.ttl", "answer.ttl"),
            ("dns.resp.len", "answer.rdlength"), ("dns.a", "address.ip"), ("dns.aaaa", "address_v6.ip_v6"),
            ("dns.mx.preference", "mx_info.preference"), ("dns.srv.priority", "service.priority"),
            ("dns.srv.weight", "service.weight"), ("dns.srv.port", "service.port"), ("dns.txt.length", "txt.length"),
            ("dns.txt", "txt.text"), ("dns.soa.serial_number", "authority_info.serial"),
            ("dns.soa.refresh_interval", "authority_info.refresh_interval"),
            ("dns.soa.retry_interval", "authority_info.retry_interval"),
            ("dns.soa.expire_limit", "authority_info.expire_limit"),
        ].map { FieldPair.bytes($0.0, "dns_packet." + $0.1) }
        + [
            ("response", "qr"), ("opcode", "opcode"), ("authoritative", "aa"), ("truncated", "tc"),
            ("recdesired", "rd"), ("recavail", "ra"), ("z", "z"), ("authenticated", "ad"), ("checkdisable", "cd"),
            ("rcode", "rcode"),
        ].map { FieldPair.number("dns.flags." + $0.0, "dns_packet.packet_flags." + $0.1) }
        + [
            FieldPair(
                theirs: ["dns.soa.mininum_ttl", "dns.soa.minimum_ttl"], ours: ["dns_packet.authority_info.min_ttl"],
                form: .bytes, shift: 0),
            FieldPair(
                theirs: [
                    "dns.qry.name", "dns.resp.name", "dns.srv.service", "dns.srv.proto", "dns.srv.name", "dns.cname",
                    "dns.ns", "dns.ptr.domain_name",
                    "dns.mx.mail_exchange", "dns.soa.mname", "dns.soa.rname", "dns.srv.target",
                ], ours: ["dns_packet.label.name"], form: .domainNames, shift: 0),
        ]

    static func capture() -> CaptureFile {
        var capture = CaptureFile(serverPort: 53)
        for (number, exchange) in exchanges.enumerated() {
            let id = UInt64(0x1234 + 7 * number)
            let question = name(exchange.name) + numbers(exchange.type, 1)
            capture.datagram(.client, header(id, exchange.asked, [1, 0, 0, 0]) + question)
            let counts = exchange.sections.map { UInt64($0.count) }
            let records = exchange.sections.flatMap { $0.flatMap { $0 } }
            capture.datagram(.server, header(id, exchange.answered, [1] + counts) + question + records)
        }
        return capture
    }

    private struct Exchange {
        let name: String
        let type: UInt64
        var asked: UInt64 = 0x0100
        var answered: UInt64 = 0x8180
        /// Answers, authorities and additional records.
        let sections: [[[UInt8]]]
    }

    /// Where the question's name stands, and its part after a first label of three letters.
    private static let (asked, domain): ([UInt8], [UInt8]) = ([0xC0, 12], [0xC0, 16])

    private static let exchanges = [
        Exchange(
            name: "www.example.com", type: 1, answered: 0x8580,
            sections: [
                [
                    record(asked, 5, 300, label("web") + domain), record(label("web") + domain, 1, 60, [192, 0, 2, 1]),
                    record(
                        label("web") + domain, 28, 61, [0x20, 1, 0x0D, 0xB8] + [UInt8](repeating: 0, count: 11) + [7]),
                ],
                [record(domain, 2, 86400, label("ns1") + domain), record(domain, 2, 86400, name("ns2.example.net"))],
                [record(label("ns1") + domain, 1, 3600, [192, 0, 2, 53])],
            ]),
        Exchange(
            name: "example.com", type: 15,
            sections: [
                [
                    record(asked, 15, 60, numbers(10) + label("mail") + asked),
                    record(asked, 15, 60, numbers(65535) + name("backup.example.org")),
                ], [], [],
            ]),
        Exchange(
            name: "example.com", type: 16, answered: 0x81B0,
            sections: [[record(asked, 16, 0, label("v=spf1 -all") + label("x") + label(""))], [], []]),
        Exchange(
            name: "nothing.example.com", type: 1, answered: 0x8183,
            sections: [
                [],
                [
                    record(
                        [0xC0, 20], 6, 900,
                        label("ns1") + [0xC0, 20] + label("hostmaster") + [0xC0, 20]
                            + wide(2_026_112_801, 7200, 3600, 1_209_600, 0xFFFF_FFFF))
                ], [],
            ]),
        Exchange(
            name: "_sip._udp.example.com", type: 33, asked: 0x0110, answered: 0x8190,
            sections: [
                [
                    record(asked, 33, 60, numbers(1, 2, 5060) + name("sip.example.com")),
                    record(asked, 33, 60, numbers(0, 0, 0) + name("")),
                ], [], [],
            ]),
        Exchange(
            name: "1.2.0.192.in-addr.arpa", type: 12, asked: 0x0000, answered: 0x8200,
            sections: [[record(asked, 12, 0x7FFF_FFFF, name("www.example.com"))], [], []]),
        // A name that was compressed thrice.
        Exchange(
            name: "a.example.com", type: 2, asked: 0x0120, answered: 0x81A0,
            sections: [
                [
                    record(asked, 2, 1, label("b") + [0xC0, 14]), record([0xC0, 43], 2, 2, label("c") + [0xC0, 43]),
                    record([0xC0, 59], 2, 3, [0xC0, 59]),
                ], [], [],
            ]),
    ]

    private static func header(_ id: UInt64, _ flags: UInt64, _ counts: [UInt64]) -> [UInt8] {
        ([id, flags] + counts).flatMap { numbers($0) }
    }

    private static func label(_ text: String) -> [UInt8] { [UInt8(text.utf8.count)] + Array(text.utf8) }

    private static func name(_ text: String) -> [UInt8] {
        text.split(separator: ".").flatMap { label(String($0)) } + [0]
    }

    private static func record(_ name: [UInt8], _ type: UInt64, _ seconds: UInt64, _ data: [UInt8]) -> [UInt8] {
        name + numbers(type, 1) + wide(seconds) + numbers(UInt64(data.count)) + data
    }

    private static func numbers(_ values: UInt64...) -> [UInt8] { bytes(values, width: 2) }
    private static func wide(_ values: UInt64...) -> [UInt8] { bytes(values, width: 4) }

    private static func bytes(_ values: [UInt64], width: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        for value in values { bytes.append(value, width: width) }
        return bytes
    }
}
