// SPDX-License-Identifier: Apache-2.0
import Foundation

// What tshark makes of a capture, in four forms. Each of them throws what ``Workbench/tshark(_:_:environment:)`` throws.

extension Workbench {
    /// Values of fields, a row for each frame that `filter` selects; several values of a field in a frame are joined by
    /// `|`, and a field that a frame does not have is empty.
    public func fields(
        _ names: [String], in capture: String, filter: String, _ arguments: [String] = []
    ) async throws -> [[String]] {
        let columns = names.flatMap { ["-e", $0] }
        let text = try await tshark(
            capture,
            ["-Y", filter, "-T", "fields", "-E", "aggregator=|", "-E", "separator=/t"] + columns + arguments)
        return text.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// The same of a capture that was just made.
    public func fields(
        _ names: [String], of capture: CaptureFile, filter: String, _ arguments: [String] = []
    ) async throws -> [[String]] {
        try await fields(names, in: temporary(capture), filter: filter, arguments)
    }

    /// What stands in the Info column, a line for each frame that `filter` selects.
    public func info(of capture: CaptureFile, filter: String, _ arguments: [String] = []) async throws -> [String] {
        let column = ["-o", "gui.column.format:\"Info\",\"%i\"", "-Y", filter]
        return try await tshark(temporary(capture), column + arguments).split(separator: "\n").map(String.init)
    }

    /// The tree as `tshark -V -O` prints it: in full for the protocol of that filter, with nothing below the others.
    public func tree(of capture: CaptureFile, filter: String, _ arguments: [String] = []) async throws -> String {
        try await tshark(temporary(capture), ["-Y", filter, "-O", filter] + arguments)
    }

    /// The protocol's part of `tshark -T json`, as an object of fields by their filters, for each frame that has one.
    /// It is what `JSONSerialization` makes of it: strings, and objects for subtrees.
    public func json(
        of capture: CaptureFile, filter: String, _ arguments: [String] = []
    ) async throws -> [[String: Any]] {
        let text = try await tshark(
            temporary(capture), ["-Y", filter, "-T", "json", "-J", filter, "--no-duplicate-keys"] + arguments)
        let packets = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]] ?? []
        return packets.compactMap { packet in
            let layers = (packet["_source"] as? [String: Any])?["layers"] as? [String: Any]
            return layers?[filter] as? [String: Any]
        }
    }

    private func temporary(_ capture: CaptureFile) throws -> String {
        try file("\(UUID()).pcap", capture)
    }
}
