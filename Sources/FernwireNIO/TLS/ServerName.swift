// SPDX-License-Identifier: Apache-2.0
import NIOSSL

/// The name that a server's certificate must be for (RFC 9525).
///
/// The library takes a certificate for the address of the connection, too, when it is given a name: whoever can lead a name to an
/// address of their own gets one of those. So the name is looked for once more, among the certificate's names of hosts alone.
struct ServerName: Sendable {
    /// In lower case, the last one first.
    private let labels: [String]

    init(_ name: String) {
        labels = Self.labels(of: name)
    }

    /// Whether the certificate is for the name: one of its names is equal, or begins with `*` in the place of one label.
    func isNamed(by certificate: NIOSSLCertificate) -> Bool {
        certificate._subjectAlternativeNames().contains { entry in
            entry.nameType == .dnsName && isNamed(by: String(decoding: entry.contents, as: UTF8.self))
        }
    }

    func isNamed(by entry: String) -> Bool {
        let other = Self.labels(of: entry)
        guard other.count == labels.count, let first = other.last else { return false }
        // A wildcard stands for one label, and not for all names below a top-level domain.
        guard first == "*" else { return other == labels }
        return labels.count > 2 && other.dropLast() == labels.dropLast()
    }

    private static func labels(of name: String) -> [String] {
        let whole = name.hasSuffix(".") ? name.dropLast() : name[...]
        return whole.lowercased().split(separator: ".", omittingEmptySubsequences: false).reversed().map(String.init)
    }
}
