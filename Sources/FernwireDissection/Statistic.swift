// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireWire

/// What is counted over a capture.
enum Statistic: Int, CaseIterable {
    case sessions, records, bytes, failures

    var title: StaticString {
        switch self {
        case .sessions: "Sessions by suite"
        case .records: "Records by content and direction"
        case .bytes: "Bytes"
        case .failures: "Failures by expert note"
        }
    }
}

extension ResponseTimeDeclaration {
    /// By the content type of the reply.
    static var fernwire: ResponseTimeDeclaration {
        let last = ContentType.allCases.filter { !$0.isControl }.map(\.rawValue).max() ?? 0
        return ResponseTimeDeclaration(
            title: "Content type", filter: Field.contentType.description.filter,
            kinds: (0...last).map { ContentType(rawValue: $0)?.name ?? "" })
    }
}
