// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// What `tshark -T json -J fernwire` prints.
enum TSharkJSON {
    static let arguments = ["-Y", "fernwire", "-T", "json", "-J", "fernwire"]

    /// Whether all that is in `before` is in `after`, too.
    static func contains(_ after: NSObject, _ before: NSObject) -> Bool {
        guard let before = before as? [String: NSObject], let after = after as? [String: NSObject] else {
            return after == before
        }
        return before.allSatisfy { key, value in after[key].map { contains($0, value) } ?? false }
    }

    /// Fernwire's part of each frame, with times in one form; what stands around it differs between versions of tshark.
    static func frames(_ json: String) throws -> [NSDictionary] {
        let packets = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]]
        return try #require(packets).map { packet in
            let layers = (packet["_source"] as? [String: Any])?["layers"] as? [String: Any]
            return try #require(TSharkTime.normalised(layers?["fernwire"] ?? "") as? NSDictionary)
        }
    }
}
