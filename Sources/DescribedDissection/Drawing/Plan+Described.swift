// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import WireSchema

extension Plan {
    /// Adds what `body` adds below a field where it lies, or where the field is left out, here.
    mutating func below(
        _ field: Field?, at place: (source: Source, range: Range<Int>)?, body: (inout Plan) -> Void
    ) {
        guard let field else { return body(&self) }
        subtree(field, at: place?.range ?? 0..<0, in: place?.source ?? .pdu, body: body)
    }

    /// Adds a number where it lies, or as inferred.
    mutating func add(_ field: Field, _ value: UInt64, at place: (source: Source, range: Range<Int>)?) {
        if let place { number(field, value, at: place.range, in: place.source) } else { inferred(field, value) }
    }

    /// Adds a text where it lies, or as inferred.
    mutating func add(_ field: Field, _ text: String, at place: (source: Source, range: Range<Int>)?) {
        if let place {
            string(field, at: place.range, in: place.source) { $0.write(text) }
        } else {
            inferred(field) { $0.write(text) }
        }
    }
}
