// SPDX-License-Identifier: Apache-2.0
import NIOSSL

/// Why a connection is not secured by TLS.
public enum TransportFailure: Error, Equatable, Sendable {
    /// The file at a path does not hold what it should.
    case unreadable(String, String)
    /// The key log cannot be written, as a sentence.
    case keyLog(String)
    /// Certificate and private key do not belong together, or are of no use for TLS.
    case mismatch(String)
    /// An address stands where a name should.
    case addressForName(String)
    /// No authority that is trusted stands behind the other side's certificate, or it has expired.
    case untrusted
    /// The other side does not take this side's certificate.
    case refused
    /// The other side's certificate is for another name or address.
    case otherName
    /// The other side does not speak TLS.
    case noTLS
    /// The other side speaks no version of TLS that is safe.
    case oldVersion
    /// The other side speaks another protocol inside TLS, or does not say which.
    case otherProtocol(String?)
    /// The connection ended within the handshake.
    case ended
    /// The handshake failed, for a reason of the library.
    case handshake(String)
}

extension TransportFailure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadable(let path, let content): "\(path) cannot be read, or does not hold \(content)"
        case .keyLog(let reason): reason
        case .mismatch(let reason):
            "certificate and private key do not belong together, or are of no use for TLS: \(reason)"
        case .addressForName(let address):
            "\(address) is an address, and --tls-name takes a name; a certificate for an address must be for that of --host"
        case .untrusted:
            "TLS: no trusted authority stands behind the certificate, or it has expired; --tls-ca names an authority"
        case .refused: "TLS: the other side does not trust the certificate"
        case .otherName: "TLS: the certificate is for another name or address; --tls-name says which name to expect"
        case .noTLS: "TLS: the other side does not speak TLS"
        case .oldVersion: "TLS: the other side does not speak TLS 1.3"
        case .otherProtocol(let name):
            name.map { "TLS: the other side speaks \($0) inside TLS, not fernwire/1" }
                ?? "TLS: the other side does not say by ALPN that it speaks fernwire/1"
        case .ended: "TLS: the connection ended within the handshake"
        case .handshake(let reason): "TLS: \(reason)"
        }
    }
}

extension TransportFailure {
    /// Tells what an error of the library means; `nil` for one that is not about TLS.
    init?(_ error: any Error) {
        switch error {
        case let error as TransportFailure: self = error
        case NIOSSLError.handshakeFailed(let reason): self = Self.failure(of: "\(reason)")
        case NIOSSLError.uncleanShutdown: self = .ended
        case let error as NIOSSLExtraError where error == .failedToValidateHostname: self = .otherName
        case let error as BoringSSLError: self = Self.failure(of: "\(error)")
        case let error as NIOSSLError: self = .handshake("\(error)")
        default: return nil
        }
    }

    /// The library tells reasons by BoringSSL's names alone, in a text.
    private static func failure(of text: String) -> TransportFailure {
        let known: [(name: String, failure: TransportFailure)] = [
            ("ALERT_UNKNOWN_CA", .refused), ("ALERT_BAD_CERTIFICATE", .refused), ("ALERT_CERTIFICATE", .refused),
            ("CERTIFICATE_VERIFY_FAILED", .untrusted),
            ("WRONG_VERSION_NUMBER", .noTLS), ("HTTP_REQUEST", .noTLS),
            ("UNSUPPORTED_PROTOCOL", .oldVersion), ("PROTOCOL_VERSION", .oldVersion),
            ("NO_APPLICATION_PROTOCOL", .otherProtocol(nil)), ("eofDuringHandshake", .ended),
        ]
        return known.first { text.contains($0.name) }?.failure ?? .handshake(text)
    }
}
