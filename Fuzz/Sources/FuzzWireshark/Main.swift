// SPDX-License-Identifier: Apache-2.0
import CEpan
import FuzzSupport
import Glibc

/// The program begins here: the package manager gives `main` this name.
///
/// `FuzzWireshark SETTINGS [OPTION…] [CORPUS…]` fuzzes the plugin in Wireshark's dissection engine. The folder of Wireshark's settings
/// may hold descriptions, and takes a file of keys.
@_cdecl("FuzzWireshark_main")
public func start(_ count: CInt, _ texts: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    var arguments = (0..<Int(count)).compactMap { texts?[$0].map { String(cString: $0) } }
    guard arguments.count > 1 else {
        print("usage: FuzzWireshark SETTINGS [OPTION…] [CORPUS…]")
        return 2
    }
    let settings = arguments.remove(at: 1)
    setenv("WIRESHARK_CONFIG_DIR", settings, 1)
    // A folder without the names of manufacturers, which Wireshark reads anew for each capture.
    setenv("WIRESHARK_DATA_DIR", settings, 1)
    let keys = settings + "/keys"
    Files.write(HonestSession.all.flatMap(\.keyLog) + Samples.presharedKeyFile + Samples.rsaKeyFile, to: keys)
    let preferences = ["fernwire.key_file:\(keys)", "tcp.reassemble_out_of_order:TRUE", "ip.check_checksum:FALSE"]
    var pointers = preferences.map { UnsafePointer(strdup($0)) }
    guard eh_begin(&pointers, pointers.count) else { return 1 }
    // libFuzzer ends the process by itself.
    atexit {
        let counted = eh_counted()
        print(
            "bytes followed: \(counted.followed), exported: \(counted.exported);",
            "responses: \(counted.responses), conversations: \(counted.conversations)")
    }
    return Fuzzer.run(arguments, mutation: StepMutator.mutated, body: dissect)
}

private func dissect(_ input: [UInt8]) {
    let script = Script(input)
    let packets = PacketMaker.packets(Traffic(script).segments, options: script.options)
    let bytes = packets.map { packet in
        let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: packet.bytes.count)
        _ = copy.initialize(from: packet.bytes)
        return copy
    }
    defer { for copy in bytes { copy.deallocate() } }
    let described = zip(packets, bytes).map { packet, copy in
        eh_packet(bytes: copy.baseAddress, captured_length: UInt32(copy.count), length: UInt32(packet.length))
    }
    eh_dissect(described, described.count, script.options & 1 != 0)
}
