// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
public import FernwireSession
public import FernwireWire

/// A session of a few messages, with all that is needed to capture and to read it.
public struct SampleSession {
    /// Stands in a message; must show nowhere without the key.
    public static let marker = "Xylophon-Zwiebel-4711"
    public static let question = "Hello Bob, \(marker)"
    public static let answer = "Hello Alice, \(marker)"

    public let suite: CipherSuite
    public let pair: SessionPair
    /// Its key log.
    public let keyLog: [UInt8]

    /// Two texts and an orderly end.
    public init(_ suite: CipherSuite, _ credentials: Credentials = Sample.credentials) throws {
        self.suite = suite
        pair = SessionPair(suite, credentials)
        pair.run()
        let id = try pair.client.send(.text, Array(Self.question.utf8))
        pair.run()
        try pair.server.send(.text, Array(Self.answer.utf8), replyTo: id)
        pair.run()
        try pair.client.end()
        pair.run()
        try pair.server.end()
        pair.run()
        keyLog = pair.clientEvents.keys.flatMap { $0.line() }
    }

    /// The frames in order of sending.
    public var frames: [(direction: Direction, bytes: [UInt8])] { pair.frames }
}

extension Sample {
    /// The pre-shared key as a file holds it.
    public static var fernetKeyFile: [UInt8] { FernetKey(secret: credentials.presharedKeys[0].secret).text() }
    public static var aes128KeyFile: [UInt8] { SymmetricKeyText.hexadecimal(credentials.presharedKeys[1].secret) }
    public static let suiteNames = SuiteRegistry.standard.suites.map { $0.name.description }
    /// All the keys in one file.
    public static var keyFile: [UInt8] { fernetKeyFile + [10] + aes128KeyFile + [10] + rsaKeyFile }
    public static var rsaKeyFile: [UInt8] { credentials.rsaKey!.pem() }
    /// Keys that no session was made with.
    public static let wrongFernetKeyFile = FernetKey.random().text()
    public static let wrongRSAKeyFile = RSAPrivateKey.generate().pem()
}
