// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireWire

/// Seals or opens payloads of one direction and epoch. A suite subclasses it.
///
/// A class, so that the path of a record has neither an existential nor a closure. It must not be used by two threads
/// at a time.
open class RecordProtection {
    /// Creates a protection, for a subclass.
    public init() {}

    /// The bytes by which the array that ``unseal(_:header:appendingTo:)`` appends to may grow in between, beside those
    /// of the frame.
    static let slack = 64

    /// The most bytes of record plaintext that a record may have.
    open var capacity: Int { RecordPlaintext.prefixLength + Wire.maximumContent }

    /// Returns the number of bytes that a record plaintext of `count` bytes becomes.
    open func payloadLength(plaintext count: Int) -> Int { fatalError("abstract") }

    /// The number of records that can be sealed before random numbers are drawn. A suite that draws numbers of its own
    /// for each record has none.
    open var recordsWithoutDrawing: Int { 0 }

    /// Whether records follow from keys, headers and plaintexts alone, and so from neither the time nor random numbers.
    open var isDeterministic: Bool { false }

    /// Seals `plaintext`, and appends the payload to `frames`, which end with the encoded header.
    ///
    /// - Parameter header: the frame's header, complete with its length.
    /// - Parameter timestamp: seconds since 1970, for suites that send one.
    open func seal(_ plaintext: [UInt8], header: FrameHeader, timestamp: UInt64, onto frames: inout [UInt8]) {
        fatalError("abstract")
    }

    /// Opens `frame`, a complete one, and appends what it protects to `plaintext`: the suite's prefix, then the record
    /// plaintext.
    ///
    /// - Parameter header: the header at the start of `frame`, decoded.
    ///
    /// - Returns: how much the record proves.
    ///
    /// - Throws: the check that the record failed; `plaintext` is then as it was.
    open func unseal(
        _ frame: RawSpan, header: FrameHeader, appendingTo plaintext: inout [UInt8]
    ) throws(RecordFailure) -> Assurance {
        fatalError("abstract")
    }
}

/// The proof that opening a record gives.
public enum Assurance: Sendable {
    /// Every check of the suite was made.
    case verified
    /// The record opened, but the key for its MAC or signature is missing.
    case unchecked
    /// The record opened, and the suite proves nothing.
    case unauthenticated
    /// The record is proved to be its sender's, by what anyone can check; there is no key to open it.
    case closed
}

/// The check that a record failed.
public enum RecordFailure: BitwiseCopyable, Error, Equatable, Sendable {
    /// The payload is shorter than any of the suite, or has an impossible length inside.
    case tooShort
    case recordMAC
    case signature
    case token(FernetError)
    /// The padding under the cipher is wrong.
    case padding
    /// The header inside the token is not the frame's.
    case repeatedHeader
}

extension RecordFailure: CustomStringConvertible {
    /// What is wrong, as a clause for people.
    public var description: String {
        switch self {
        case .tooShort: "the payload is too short, or has an impossible length inside"
        case .recordMAC: "the MAC is wrong"
        case .signature: "the signature is wrong"
        case .token(let error): "\(error)"
        case .padding: "the padding is wrong"
        case .repeatedHeader: "the header under the protection is not the frame's"
        }
    }
}
