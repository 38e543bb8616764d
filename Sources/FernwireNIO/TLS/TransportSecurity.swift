// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireFiles
import FernwireWire
import NIOCore
import NIOSSL

/// TLS 1.3 around the connections of one side. PROTOCOL.md §13.
///
/// It hides who the two are and how long their frames are. It changes nothing in the session inside, which keeps its own keys and
/// identities.
public struct TransportSecurity: Sendable {
    private let context: NIOSSLContext
    private let role: Role

    private enum Role {
        case server
        /// - Parameter name: the name that the certificate must be for; `nil` to check the address.
        case client(name: String?)
    }

    /// Secures a server.
    ///
    /// - Parameter certificates: the path of a file in PEM: the certificate, then those of the authorities up to the one that
    ///   clients know.
    /// - Parameter key: the path of the certificate's private key, in PEM and not encrypted.
    /// - Parameter keyLog: the path of a file that gets the secrets of each connection, as Wireshark reads them; `nil` for none.
    public init(certificates: String, key: String, keyLog: String?) throws(TransportFailure) {
        let chain = (try? NIOSSLCertificate.fromPEMFile(certificates)) ?? []
        guard !chain.isEmpty else { throw .unreadable(certificates, "certificates in PEM") }
        let privateKey: NIOSSLPrivateKey
        do { privateKey = try NIOSSLPrivateKey(file: key, format: .pem) } catch {
            throw .unreadable(key, "a private key in PEM that is not encrypted")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(privateKey))
        context = try Self.context(&configuration, keyLog: keyLog)
        role = .server
    }

    /// Secures a client.
    ///
    /// - Parameter authorities: the path of a file of certificates in PEM, which alone are trusted; `nil` for those of the system.
    /// - Parameter host: the name or address that is connected to.
    /// - Parameter name: the name that the server's certificate must be for; `nil` for `host`.
    /// - Parameter keyLog: the path of a file that gets the secrets of each connection, as Wireshark reads them; `nil` for none.
    public init(authorities: String?, host: String, name: String?, keyLog: String?) throws(TransportFailure) {
        if let name, Self.isAddress(name) { throw .addressForName(name) }
        var configuration = TLSConfiguration.makeClientConfiguration()
        if let authorities {
            let trusted = (try? NIOSSLCertificate.fromPEMFile(authorities)) ?? []
            guard !trusted.isEmpty else { throw .unreadable(authorities, "certificates in PEM") }
            configuration.trustRoots = .certificates(trusted)
        }
        context = try Self.context(&configuration, keyLog: keyLog)
        role = .client(name: name ?? (Self.isAddress(host) ? nil : host))
    }

    private static func isAddress(_ text: String) -> Bool {
        (try? SocketAddress(ipAddress: text, port: 0)) != nil
    }

    private static func context(
        _ configuration: inout TLSConfiguration, keyLog: String?
    ) throws(TransportFailure) -> NIOSSLContext {
        configuration.minimumTLSVersion = .tlsv13
        configuration.applicationProtocols = ["\(Wire.applicationProtocol)"]
        if let keyLog {
            let log: SecretLog
            do { log = try SecretLog(keyLog) } catch {
                throw .keyLog(error.description(of: "the key log \(keyLog) of TLS"))
            }
            configuration.keyLogCallback = { log.append($0) }
        }
        do { return try NIOSSLContext(configuration: configuration) } catch {
            throw .mismatch("\(error)")
        }
    }

    /// Puts TLS at the end of the pipeline that there is.
    ///
    /// - Returns: what becomes of the handshake of TLS.
    func add(to channel: any Channel) throws -> EventLoopFuture<Void> {
        let pipeline = channel.pipeline.syncOperations
        var expected: ServerName?
        switch role {
        case .server: try pipeline.addHandler(NIOSSLServerHandler(context: context))
        case .client(let name):
            expected = name.map { ServerName($0) }
            try pipeline.addHandler(NIOSSLClientHandler(context: context, serverHostname: name))
        }
        let gate = TransportGate(channel.eventLoop.makePromise(), expecting: expected)
        try pipeline.addHandler(gate)
        return gate.outcome
    }
}

/// The secrets of TLS connections, as they are appended to a file.
private final class SecretLog: Sendable {
    private let file: LineFile

    init(_ path: String) throws(LineFile.Failure) {
        file = try LineFile(path)
    }

    /// Appends a line. One that cannot be written is left out: the session does not depend on it.
    func append(_ line: ByteBuffer) {
        var bytes: [UInt8] = []
        // The capacity is reserved at once: an array that grows leaves copies of the secret behind.
        bytes.reserveCapacity(line.readableBytes + 1)
        defer { wipe(&bytes) }
        bytes += line.readableBytesView
        bytes.append(UInt8(ascii: "\n"))
        try? file.append(bytes)
    }
}
