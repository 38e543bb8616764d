// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// Seals or opens payloads of one direction and epoch. A suite subclasses it.
///
/// A class, so that the path of a record has neither an existential nor a closure. Not for use by two threads at a
/// time.
open class RecordProtection {
    public init() {}

    /// Bytes of record plaintext that a record may have.
    open var capacity: Int { RecordPlaintext.prefixLength + Wire.maximumContent }

    /// Bytes that a record plaintext of `count` bytes becomes.
    open func payloadLength(plaintext count: Int) -> Int { fatalError("abstract") }

    /// Appends the payload to `frame`, which holds the encoded header.
    ///
    /// - Parameter header: the frame's header, complete with its length.
    /// - Parameter timestamp: seconds since 1970, for suites that send one.
    open func seal(_ plaintext: [UInt8], header: FrameHeader, timestamp: UInt64, onto frame: inout [UInt8]) {
        fatalError("abstract")
    }

    /// Appends to `plaintext` what `frame`, a complete one, protects: the suite's prefix, then the record plaintext.
    ///
    /// - Parameter header: the header at the start of `frame`, decoded.
    /// - Throws: the check that the record failed; `plaintext` is as it was then.
    open func unseal(
        _ frame: RawSpan, header: FrameHeader, appendingTo plaintext: inout [UInt8]
    ) throws(RecordFailure) -> Assurance {
        fatalError("abstract")
    }
}

/// What opening a record proves.
public enum Assurance: Sendable {
    /// Every check of the suite was made.
    case verified
    /// It opened, but the key for the record's MAC is missing.
    case unchecked
    /// It opened, and the suite proves nothing.
    case unauthenticated
    /// Proved to be its sender's, by what anyone can check; there is no key to open it.
    case closed
}

/// The check that a record failed.
public enum RecordFailure: Error, Equatable, Sendable {
    /// Shorter than any payload of the suite.
    case tooShort
    case recordMAC
    case signature
    case token(FernetError)
    /// The padding under the cipher.
    case padding
    /// The header inside the token is not the frame's.
    case repeatedHeader
}
