// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireConsole
import FernwireNIO
import Glibc

/// The options of TLS on the server.
struct ServerTransportOptions: ParsableArguments {
    @Flag(name: .customLong("tls"), help: "Put each connection into TLS 1.3, with the ALPN fernwire/1.")
    var isOn = false

    @Option(
        name: .customLong("tls-certificate"),
        help: ArgumentHelp(
            "The server's certificate in PEM, followed by those of the authorities between it and one that clients trust.",
            valueName: "file"))
    var certificate: String?

    @Option(
        name: .customLong("tls-key"),
        help: ArgumentHelp("The certificate's private key, in PEM and not encrypted.", valueName: "file"))
    var key: String?

    func validate() throws {
        guard isOn == (certificate != nil), isOn == (key != nil) else {
            throw ValidationError("--tls, --tls-certificate and --tls-key go together.")
        }
    }

    /// Returns what secures connections; `nil` for nothing.
    func security() throws(CommandError) -> TransportSecurity? {
        guard let certificate, let key else { return nil }
        do throws(TransportFailure) {
            return try TransportSecurity(certificates: certificate, key: key, keyLog: transportKeyLog())
        } catch {
            throw CommandError("\(error)")
        }
    }
}

/// The options of TLS on the client.
struct ClientTransportOptions: ParsableArguments {
    @Flag(
        name: .customLong("tls"),
        help: "Put the connection into TLS 1.3, with the ALPN fernwire/1. The certificate must be for --host.")
    var isOn = false

    @Option(
        name: .customLong("tls-ca"),
        help: ArgumentHelp(
            "Certificates in PEM of the authorities that may stand behind the server's. (default: the system's)",
            valueName: "file"))
    var authorities: String?

    @Option(
        name: .customLong("tls-name"),
        help: ArgumentHelp("The name that the certificate must be for, in place of --host.", valueName: "name"))
    var name: String?

    func validate() throws {
        guard isOn || (authorities == nil && name == nil) else {
            throw ValidationError("--tls-ca and --tls-name have no meaning without --tls.")
        }
    }

    /// Returns what secures connections with `host`; `nil` for nothing.
    func security(with host: String) throws(CommandError) -> TransportSecurity? {
        guard isOn else { return nil }
        do throws(TransportFailure) {
            return try TransportSecurity(
                authorities: authorities, host: host, name: name, keyLog: transportKeyLog())
        } catch {
            throw CommandError("\(error)")
        }
    }
}

/// The path of the file that gets the secrets of TLS; `nil` for none. Programs that speak TLS agree on the name of the variable.
private func transportKeyLog() -> String? {
    getenv("SSLKEYLOGFILE").map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
}
