// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireConsole
import FernwireCrypto
import FernwireSession

/// The keys of this side, and what is known of the other's; the same on server and client.
struct KeyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Pre-shared key (Fernet, or 16 or 32 bytes in base64, hexadecimal or bare), or private key in PEM.",
            valueName: "file"))
    var key: String?

    @Option(help: ArgumentHelp("Name of the pre-shared key; sent in the clear.", valueName: "name"))
    var keyID: String?

    @Option(
        help: ArgumentHelp(
            "Long-lived private key, Ed25519 or RSA, by which this side proves who it is.", valueName: "file"))
    var identity: String?

    @Option(help: ArgumentHelp("The only public key, in PEM, that the other side may have.", valueName: "file"))
    var peerKey: String?

    @Option(
        help: ArgumentHelp(
            "File of known peers, one a line: name, kind, public key (fernwire public-key --name makes one).",
            valueName: "file"))
    var trust: String?

    @Option(
        name: .customLong("max-rsa-bits"),
        help: ArgumentHelp(
            "Bits of the largest RSA key that the other side may have; to check a larger one takes long.",
            valueName: "number"))
    var maxRSABits = RSAPublicKey.defaultMaximumBits

    @Flag(help: "Accept a peer that is not known yet, and with --trust remember it, without asking.")
    var acceptNew = false

    func validate() throws {
        if let keyID, !(1...255).contains(keyID.utf8.count) {
            throw ValidationError("--key-id has 1 to 255 bytes.")
        }
        guard RSAPublicKey.bits.contains(maxRSABits) else {
            throw ValidationError("--max-rsa-bits is 2048 to 8192, not \(maxRSABits).")
        }
        if peerKey != nil, trust != nil || acceptNew {
            throw ValidationError("--peer-key names the one key; --trust and --accept-new have no place beside it.")
        }
    }

    /// Whether anything is said of who the other side is.
    var namesPeers: Bool { peerKey != nil || trust != nil || acceptNew }

    /// The keys themselves; whom to accept is left open.
    func credentials() throws(CommandError) -> Credentials {
        var credentials = Credentials()
        if let key {
            try credentials.addKey(key, id: keyID)
        } else if keyID != nil {
            throw CommandError("--key-id names the key of --key, which is missing")
        }
        if let identity { try credentials.addIdentity(identity) }
        return credentials
    }

    func knownPeerKey() throws(CommandError) -> IdentityKey? {
        guard let peerKey else { return nil }
        let text = try FileAccess.read(peerKey)
        do { return try IdentityKey(pem: text.span.bytes) } catch { throw CommandError("\(peerKey): \(error)") }
    }

    func trustFile() throws(CommandError) -> TrustFile? {
        guard let trust else { return nil }
        return try TrustFile(path: trust)
    }
}
