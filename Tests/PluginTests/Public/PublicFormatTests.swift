// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import Foundation
import TestSupport
import Testing

/// Public formats that nobody wrote for Fernwire, against Wireshark's own dissectors. The files lie in the user's folder as they
/// are, and Decode As alone says where their protocols are.
@Suite(.enabled(if: PublicFormats.folder != nil, "scripts/public-formats.sh compares the public formats"))
struct PublicFormatTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench()
    }

    /// Reads a capture both ways, expects that all fields agree, and says how many.
    private func compare(
        _ name: String, _ capture: CaptureFile, theirs: String? = nil, ours: String, _ pairs: [FieldPair],
        ourCapture: CaptureFile? = nil
    ) async throws {
        let theirs = try await workbench.packets(capture, decodeAs: theirs)
        let ours = try await workbench.packets(ourCapture ?? capture, decodeAs: ours)
        let comparison = Comparison(theirs, ours, pairs)
        print("\(name): \(comparison.pairs) of \(pairs.count) fields compared, \(comparison.values) values")
        #expect(comparison.differences.isEmpty, "\(comparison.differences.joined(separator: "\n"))")
        #expect(!ours.contains { $0.has("_ws.malformed") })
    }

    @Test("dns_packet.ksy agrees with Wireshark on questions and on answers of nine types")
    func dns() async throws {
        try workbench.describe(publicFormat: "network/dns_packet.ksy")
        try await compare("DNS", DNSTraffic.capture(), ours: "udp.port==53,dns_packet", DNSTraffic.pairs)
    }

    @Test("icmp_packet.ksy agrees with Wireshark on echoes, unreachable hosts and exceeded times")
    func icmp() async throws {
        try workbench.describe(publicFormat: "network/icmp_packet.ksy")
        try await compare("ICMP", ICMPTraffic.capture(), ours: "ip.proto==1,icmp_packet", ICMPTraffic.pairs)
    }

    @Test("rtp_packet.ksy agrees with Wireshark as far as it knows contributing sources and extensions")
    func rtp() async throws {
        try workbench.describe(publicFormat: "network/rtp_packet.ksy")
        let (theirs, ours) = ("udp.port==5004,rtp", "udp.port==5004,rtp_packet")
        let pairs = RTPTraffic.pairs + RTPTraffic.extensionPairs
        try await compare(
            "RTP", RTPTraffic.capture(RTPTraffic.plain), theirs: theirs, ours: ours, pairs + RTPTraffic.payloadPairs)
        try await compare(
            "RTP with extensions", RTPTraffic.capture(RTPTraffic.extended), theirs: theirs, ours: ours, pairs)
        try await compare(
            "RTP with contributing sources", RTPTraffic.capture(RTPTraffic.mixed), theirs: theirs, ours: ours,
            RTPTraffic.pairs)
        // The file counts the sources and does not read them, so that they are part of its data.
        let packets = try await workbench.packets(RTPTraffic.capture(RTPTraffic.mixed), decodeAs: ours)
        let data = packets[0].fields.first { $0.name == "rtp_packet.data" }
        #expect(data?.size == 4 + RTPTraffic.payload.count && data?.position == 54)
    }

    @Test("websocket.ksy agrees with Wireshark on open and masked frames")
    func webSocket() async throws {
        try workbench.describe(publicFormat: "network/websocket.ksy")
        let (theirs, ours) = ("tcp.port==8080,websocket", "tcp.port==8080,websocket_ksy")
        try await compare(
            "WebSocket, open", WebSocketTraffic.capture(isMasked: false), theirs: theirs, ours: ours,
            WebSocketTraffic.openPairs)
        try await compare(
            "WebSocket, masked", WebSocketTraffic.capture(isMasked: true), theirs: theirs, ours: ours,
            WebSocketTraffic.maskedPairs)
    }

    @Test("websocket.ksy reads four of the eight bytes of a long length, and Wireshark eight")
    func webSocketLength() async throws {
        try workbench.describe(publicFormat: "network/websocket.ksy")
        let bytes = WebSocketTraffic.frame(2, [UInt8](repeating: 0, count: 70_000))
        var capture = CaptureFile(serverPort: 8080)
        capture.segment(.server, Array(bytes.prefix(40_000)))
        capture.segment(.server, Array(bytes.dropFirst(40_000)))
        let theirs = try await workbench.packets(capture, decodeAs: "tcp.port==8080,websocket")
        let ours = try await workbench.packets(capture, decodeAs: "tcp.port==8080,websocket_ksy")
        #expect(theirs.flatMap { $0.values("websocket.payload_length_ext_64") } == ["70000"])
        let lengths = ours.flatMap { $0.values("websocket_ksy.frame_header.len_payload_extended_2") }
        #expect(lengths.first == "0")
    }

    @Test(
        "tls_client_hello.ksy agrees with Wireshark, given the bare message, or imported by a description of the record"
    )
    func clientHello() async throws {
        try workbench.describe(publicFormat: "network/tls_client_hello.ksy")
        try workbench.describe("hello_record", ClientHelloTraffic.record)
        let pairs = ClientHelloTraffic.pairs
        try await compare(
            "TLS ClientHello, bare", ClientHelloTraffic.capture(), ours: "udp.port==4433,tls_client_hello",
            pairs.map { $0.shifted(by: ClientHelloTraffic.distance) }, ourCapture: ClientHelloTraffic.bare())
        try await compare(
            "TLS ClientHello in its record", ClientHelloTraffic.capture(), ours: "tcp.port==443,hello_record",
            pairs.map { $0.under("hello_record.") })
    }

    @Test("A comparison fails for the wrong protocol, for changed values and for other places")
    func comparisonsCanFail() async throws {
        for name in ["dns_packet", "rtp_packet"] { try workbench.describe(publicFormat: "network/\(name).ksy") }
        let capture = DNSTraffic.capture()
        let theirs = try await workbench.packets(capture)
        let wrong = try await workbench.packets(capture, decodeAs: "udp.port==53,rtp_packet")
        #expect(Comparison(theirs, wrong, DNSTraffic.pairs).differences.count > 100)
        let right = try await workbench.packets(capture, decodeAs: "udp.port==53,dns_packet")
        #expect(Comparison(theirs, Array(right.dropFirst()), DNSTraffic.pairs).differences.count > 50)
        #expect(!Comparison(theirs, right, DNSTraffic.pairs.map { $0.shifted(by: 1) }).differences.isEmpty)
        #expect(!Comparison(theirs, right, [.bytes("dns.aaaa", "dns_packet.address.ip")]).differences.isEmpty)
        #expect(!Comparison(right, right, DNSTraffic.pairs).differences.isEmpty)
    }

    @Test("A cut message is malformed, and what came before the cut is shown")
    func cutMessages() async throws {
        try workbench.describe(publicFormat: "network/dns_packet.ksy")
        var capture = CaptureFile(serverPort: 53)
        capture.datagram(.client, [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3, 0x77, 0x77])
        let packets = try await workbench.packets(capture, decodeAs: "udp.port==53,dns_packet")
        #expect(packets.map { $0.values("dns_packet.qdcount") } == [["1"]])
        #expect(packets[0].has("dns_packet.expert.malformed"))
    }
}
