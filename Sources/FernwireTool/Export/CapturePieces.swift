// SPDX-License-Identifier: Apache-2.0
import FernwireCapture
import FernwireConsole
import FernwireDissection
import FernwireSession

/// Reads what the connections of a capture say, for a dissector.
struct CapturePieces {
    let path: String
    let dissector: FernwireDissector

    /// Calls `body` for each piece of a connection, and `ended` with the number of a connection that is given up.
    ///
    /// - Returns: why the capture could not be read on to its end; `nil` where it could.
    func read(_ body: (StreamPiece) throws -> Void, ended: (Int) throws -> Void = { _ in }) throws -> (any Error)? {
        let file = try InputFile(path: path)
        var streams = StreamCapture()
        var failure: (any Error)?
        do {
            var reader = try CaptureReader { count in try file.read(count) }
            while let item = try reader.next() {
                switch item {
                case .packet(let packet): for number in try streams.take(packet, body) { try ended(number) }
                case .secrets(let bytes, KeyFile.secretsType): dissector.addSecrets(bytes.rawSpan)
                case .secrets: break
                }
            }
        } catch let error as CaptureReader.Failure {
            failure = error
        } catch let error as PcapngReader.Failure {
            failure = error
        }
        try streams.finish(body)
        return failure
    }

    /// Throws for a failure of ``read(_:ended:)``, unless the capture is sound as far as it goes.
    ///
    /// - Returns: whether the capture ends inside of a packet.
    func isCut(_ failure: (any Error)?) throws(CommandError) -> Bool {
        guard let failure else { return false }
        switch failure {
        case CaptureReader.Failure.truncated, PcapngReader.Failure.truncated: return true
        case let other: throw CommandError("\(path): \(other)")
        }
    }
}
