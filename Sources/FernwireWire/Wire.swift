// SPDX-License-Identifier: Apache-2.0

/// Numbers of the protocol that belong to no one message. PROTOCOL.md §2 to §4.
public enum Wire {
    /// The magic `FE 52 4E 57`, which begins every frame. 0xFE occurs in no base64 and no UTF-8 text.
    public static let magic: UInt32 = 0xFE52_4E57
    public static let version: UInt8 = 1
    /// The number of bytes of a frame header.
    public static let headerLength = 32
    /// The most bytes of a frame's payload.
    public static let maximumPayload = 65_536
    /// The number of bytes of a hello's random.
    public static let randomLength = 32
    /// The most bytes of content in one record.
    public static let maximumContent = 16_384
    public static let defaultPort = 9090
    /// The name by which the two sides agree on Fernwire inside TLS (ALPN, RFC 7301). PROTOCOL.md §13.
    public static let applicationProtocol: StaticString = "fernwire/1"
}
