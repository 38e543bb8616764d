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
    public var source: End
    /// The receiver's address and port.
    public var destination: End
    /// The port for which the dissector was chosen, by a place in its declaration or by Decode As, which is the server's.
    ///
    /// `nil` where no port decided, as with heuristics, and where both ends have that port. For a dissector that another one
    /// calls it is the port for which that one was chosen.
    public var serverPort: UInt16?

    /// Describes a PDU, for tests: the host does so for every PDU that it hands over.
    public init(
        reportedLength: Int, isFirstPass: Bool, finding: FindingID = .none, wantsFields: Bool = true,
        listeners: Listeners = [], stream: UInt32 = 0, frame: UInt32 = 0, time: Moment = Moment(),
        transport: Transport = .stream, source: End = End(), destination: End = End(), serverPort: UInt16? = nil
    ) {
        self.reportedLength = reportedLength
        self.isFirstPass = isFirstPass
        self.finding = finding
        self.wantsFields = wantsFields
        self.listeners = listeners
        self.stream = stream
        self.frame = frame
        self.time = time
        self.transport = transport
        self.source = source
        self.destination = destination
        self.serverPort = serverPort
    }

    /// Whether the server sent the PDU; `nil` where ``serverPort`` does not tell who the server is.
    public var isFromServer: Bool? { serverPort.map { $0 == source.port } }

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
