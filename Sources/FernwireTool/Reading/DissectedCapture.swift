// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireCapture
import FernwireConsole
import FernwireDissection
import FernwireSession

/// A capture that is read once, packet by packet, by the dissector that the plugin has.
struct DissectedCapture: ~Copyable {
    private let path: String
    private let dissector: FernwireDissector
    private var connections: [Int: DissectedConnection] = [:]

    init(path: String, dissector: FernwireDissector) {
        (self.path, self.dissector) = (path, dissector)
    }

    /// Reads the capture as far as it goes.
    ///
    /// - Parameters:
    ///   - take: takes each PDU, with the piece of a stream that it ends with, and its notes.
    ///   - end: takes each connection at its end.
    /// - Returns: what is wrong where the capture ends inside of a packet; `nil` for a whole one.
    mutating func read(
        take: (DissectedConnection.PDUFound, StreamPiece, DissectedConnection, borrowing Plan) throws -> Void,
        end: (DissectedConnection) throws -> Void = { _ in }
    ) throws -> String? {
        let file = try InputFile(path: path)
        dissector.captureWillOpen()
        defer { dissector.captureDidClose() }
        var streams = StreamCapture()
        var failure: (any Error)?
        do {
            var reader = try CaptureReader { count in try file.read(count) }
            while let item = try reader.next() {
                switch item {
                case .packet(let packet):
                    let gone = try streams.take(packet) { try self.take($0, take) }
                    for number in gone { try connections.removeValue(forKey: number).map(end) }
                case .secrets(let bytes, KeyFile.secretsType): dissector.addSecrets(bytes.rawSpan)
                case .secrets: break
                }
            }
        } catch let error as CaptureReader.Failure {
            failure = error
        } catch let error as PcapngReader.Failure {
            failure = error
        }
        try streams.finish { try self.take($0, take) }
        for number in connections.keys.sorted() { try connections.removeValue(forKey: number).map(end) }
        guard let failure else { return nil }
        switch failure {
        case CaptureReader.Failure.truncated, PcapngReader.Failure.truncated: return "\(failure)"
        case let other: throw CommandError("\(path): \(other)")
        }
    }

    private mutating func take(
        _ piece: StreamPiece,
        _ body: (DissectedConnection.PDUFound, StreamPiece, DissectedConnection, borrowing Plan) throws -> Void
    ) throws {
        let connection = connections[piece.connection] ?? DissectedConnection(piece.connection, dissector)
        connections[piece.connection] = connection
        try connection.take(piece) { found, plan in try body(found, piece, connection, plan) }
    }
}
