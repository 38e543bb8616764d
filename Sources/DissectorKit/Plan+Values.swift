// SPDX-License-Identifier: Apache-2.0
public import WireSchema

// Fields whose values the dissector tells, because they stand nowhere, or in a form that Wireshark cannot read by itself.
extension Plan {
    // MARK: Over a range

    /// Adds a number over `range` of `source`. A floating-point number is the bits of a `Double`, see
    /// ``float(_:_:at:in:)``; a negative one is its two's complement, see ``signed(_:_:at:in:)``.
    public mutating func number(_ field: Field, _ value: UInt64, at range: Range<Int>, in source: Source = .pdu) {
        guard wantsFields else { return }
        append(.number, field: field.number, range: range, source: source, value: value)
    }

    /// Adds a signed number over `range` of `source`.
    public mutating func signed(_ field: Field, _ value: Int64, at range: Range<Int>, in source: Source = .pdu) {
        number(field, UInt64(bitPattern: value), at: range, in: source)
    }

    /// Adds a floating-point number, whatever the field's bits, over `range` of `source`.
    public mutating func float(_ field: Field, _ value: Double, at range: Range<Int>, in source: Source = .pdu) {
        number(field, value.bitPattern, at: range, in: source)
    }

    /// Adds a text that `body` writes over `range` of `source`.
    public mutating func string(
        _ field: Field, at range: Range<Int>, in source: Source = .pdu, body: (inout PlanText) -> Void
    ) {
        guard wantsFields else { return }
        append(.string, field: field.number, range: range, source: source, text: write(body))
    }

    /// Adds bytes that `body` writes over `range` of `source`, for a field of bytes.
    public mutating func bytes(
        _ field: Field, at range: Range<Int>, in source: Source = .pdu, body: (inout PlanText) -> Void
    ) {
        // A step of text says what a field of text or of bytes has for its value.
        string(field, at: range, in: source, body: body)
    }

    // MARK: Inferred

    /// Adds an inferred number, frame or duration, marked as generated.
    public mutating func inferred(_ field: Field, _ value: UInt64) {
        guard wantsFields else { return }
        append(.inferredNumber, field: field.number, value: value)
    }

    /// Adds an inferred signed number, marked as generated.
    public mutating func inferred(signed field: Field, _ value: Int64) {
        inferred(field, UInt64(bitPattern: value))
    }

    /// Adds an inferred floating-point number, marked as generated.
    public mutating func inferred(float field: Field, _ value: Double) {
        inferred(field, value.bitPattern)
    }

    /// Adds an inferred text, marked as generated.
    public mutating func inferred(_ field: Field, _ text: StaticString) {
        inferred(field) { $0.write(text) }
    }

    /// Adds an inferred text that `body` writes, marked as generated.
    public mutating func inferred(_ field: Field, body: (inout PlanText) -> Void) {
        guard wantsFields else { return }
        append(.inferredString, field: field.number, text: write(body))
    }

    /// Adds inferred bytes that `body` writes, marked as generated, for a field of bytes.
    public mutating func inferred(bytes field: Field, body: (inout PlanText) -> Void) {
        inferred(field, body: body)
    }
}
