// SPDX-License-Identifier: Apache-2.0

/// One end of a connection.
struct Host: Sendable {
    /// The MAC address: 6 bytes.
    var mac: [UInt8]
    /// The IP address: 4 bytes for IPv4, 16 for IPv6.
    var address: [UInt8]
    var port: UInt16

    init(mac: [UInt8], address: [UInt8], port: UInt16) {
        precondition(mac.count == 6 && [4, 16].contains(address.count))
        self.mac = mac
        self.address = address
        self.port = port
    }
}
