// SPDX-License-Identifier: Apache-2.0
public import CDissectorKit

/// What the host knows of the PDU that is dissected.
public struct PDU: Sendable {
    /// Bytes that the PDU had on the wire.
    public var reportedLength: Int
    /// Whether the frame is seen for the first time.
    public var isFirstPass: Bool
    /// What the dissector returned on the first pass; ``FindingID/none`` on the first.
    public var finding: FindingID
    /// Whether someone looks at fields. If not, the plan drops them, but neither columns nor notes.
    public var wantsFields: Bool
    /// Whether someone looks at the Info column. If not, the plan drops what is said there.
    public var wantsInfo: Bool
    /// Who listens to what plans hold beside the tree.
    public var listeners: Listeners
    /// Number of the conversation in the capture, from 0.
    public var stream: UInt32
    /// Number of the frame in the capture, from 1.
    public var frame: UInt32
    /// When the frame was captured.
    public var time: Moment
    /// Whether the PDU came as a datagram or was cut from a stream.
    public var transport: Transport
    /// The sender's address and port.
    public var source: End { End(ends.source) }
    /// The receiver's address and port.
    public var destination: End { End(ends.destination) }
    /// The port for which the dissector was chosen, by a place in its declaration or by Decode As, which is the server's.
    ///
    /// `nil` where no port decided, as with heuristics, and where both ends have that port. For a dissector that another one
    /// calls it is the port for which that one was chosen.
    public var serverPort: UInt16?
    /// The ends as the host gives them, since few dissectors ask for addresses.
    private let ends: (source: dk_end, destination: dk_end)

    /// Describes a PDU, for tests: the host does so for every PDU that it hands over.
    public init(
        reportedLength: Int, isFirstPass: Bool, finding: FindingID = .none, wantsFields: Bool = true,
        wantsInfo: Bool = true, listeners: Listeners = [], stream: UInt32 = 0, frame: UInt32 = 0,
        time: Moment = Moment(),
        transport: Transport = .stream, source: End = End(), destination: End = End(), serverPort: UInt16? = nil
    ) {
        self.init(
            reportedLength: reportedLength, isFirstPass: isFirstPass, finding: finding, wantsFields: wantsFields,
            wantsInfo: wantsInfo, listeners: listeners, stream: stream, frame: frame, time: time, transport: transport,
            ends: (dk_end(source), dk_end(destination)), serverPort: serverPort)
    }

    /// Describes a PDU as the host does.
    package init(
        reportedLength: Int, isFirstPass: Bool, finding: FindingID, wantsFields: Bool, wantsInfo: Bool,
        listeners: Listeners, stream: UInt32, frame: UInt32, time: Moment, transport: Transport,
        ends: (source: dk_end, destination: dk_end), serverPort: UInt16?
    ) {
        self.reportedLength = reportedLength
        self.isFirstPass = isFirstPass
        self.finding = finding
        self.wantsFields = wantsFields
        self.wantsInfo = wantsInfo
        self.listeners = listeners
        self.stream = stream
        self.frame = frame
        self.time = time
        self.transport = transport
        self.serverPort = serverPort
        self.ends = ends
    }

    /// Whether the server sent the PDU; `nil` where ``serverPort`` does not tell who the server is.
    public var isFromServer: Bool? { serverPort.map { $0 == ends.source.port } }

    /// Who listens: what nobody listens to, a plan drops.
    public struct Listeners: OptionSet, Sendable {
        /// The bits of the listeners.
        public let rawValue: UInt8
        /// Takes the bits of the listeners.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Someone follows the stream: ``Plan/follow(_:in:isFromServer:)``.
        public static let follower = Listeners(rawValue: UInt8(DK_FOLLOWER))
        /// Someone exports objects: ``Plan/object(_:)``.
        public static let exporter = Listeners(rawValue: UInt8(DK_EXPORTER))
        /// Someone counts: ``Plan/tick(_:by:under:)``.
        public static let statistics = Listeners(rawValue: UInt8(DK_STATISTICS))
        /// Someone measures response times: ``Plan/response(_:after:)``.
        public static let responseTimes = Listeners(rawValue: UInt8(DK_RESPONSE_TIMES))
    }

    /// An address with a port.
    public struct End: Hashable, Sendable {
        /// An address, as far as dissectors are told.
        public enum Address: Hashable, Sendable {
            /// Big-endian: 127.0.0.1 is 0x7F000001.
            case ipv4(UInt32)
            /// Big-endian: ::1 is 1.
            case ipv6(UInt128)
            /// None, or one of another kind.
            case other
        }

        /// The address.
        public var address: Address
        /// 0 for none.
        public var port: UInt16

        /// Gathers address and port.
        public init(address: Address = .other, port: UInt16 = 0) {
            self.address = address
            self.port = port
        }

        fileprivate init(_ end: dk_end) {
            switch end.length {
            case 4: self.init(address: .ipv4(end.number()), port: end.port)
            case 16: self.init(address: .ipv6(end.number()), port: end.port)
            default: self.init(port: end.port)
            }
        }
    }
}

/// A point in time.
public struct Moment: Equatable, Sendable {
    /// Since 1970.
    public var seconds: Int64
    /// After the second, from 0 to 999,999,999.
    public var nanoseconds: Int32

    /// Gathers seconds and nanoseconds.
    public init(seconds: Int64 = 0, nanoseconds: Int32 = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// Nanoseconds from `earlier` to this. A capture may hold any times, so that what does not fit is wrapped.
    public func nanoseconds(since earlier: Moment) -> Int64 {
        (seconds &- earlier.seconds) &* 1_000_000_000 &+ Int64(nanoseconds) &- Int64(earlier.nanoseconds)
    }
}

extension dk_end {
    /// The number that the address begins with.
    fileprivate func number<Number: FixedWidthInteger & BitwiseCopyable>() -> Number {
        unsafe withUnsafeBytes(of: address) { unsafe Number(bigEndian: $0.loadUnaligned(as: Number.self)) }
    }

    fileprivate init(_ end: PDU.End) {
        self.init()
        port = end.port
        let number: UInt128
        switch end.address {
        case .ipv4(let four): (number, length) = (UInt128(four), 4)
        case .ipv6(let sixteen): (number, length) = (sixteen, 16)
        case .other: (number, length) = (0, 0)
        }
        let count = Int(length)
        unsafe withUnsafeMutableBytes(of: &address) { bytes in
            for index in 0..<count {
                unsafe bytes[index] = UInt8(truncatingIfNeeded: number >> UInt128(8 * (count - 1 - index)))
            }
        }
    }
}
