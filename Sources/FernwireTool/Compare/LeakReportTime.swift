// SPDX-License-Identifier: Apache-2.0

// The part of the report about time.
extension LeakReport {
    var timing: String? {
        guard leaks.timing.duration > 0 else { return nil }
        let answers = zip(Self.names, leaks.timing.answers).compactMap { name, answers -> String? in
            guard let range = answers.range else { return nil }
            let (low, high) = (UTC.duration(Int128(range.lowerBound)), UTC.duration(Int128(range.upperBound)))
            guard low != high else { return "The \(name) answers after \(low)." }
            let mean = UTC.duration(answers.sum / Int128(answers.count))
            return "The \(name) answers after \(low) to \(high) (\(answers.count) times, mean \(mean))."
        }
        let silence = leaks.timing.silence
        let pause =
            "The longest silence lasts \(UTC.duration(Int128(silence.length))) and ends after"
            + " \(UTC.duration(Int128(silence.end))) of \(UTC.duration(Int128(leaks.timing.duration)))."
        return (answers + [pause]).joined(separator: " ")
    }

    var timestamps: String? {
        let texts = zip(Self.names, leaks.sides).compactMap { name, side -> String? in
            guard let timestamps = side.clock.timestamps else { return nil }
            let (first, last) = (UTC.text(timestamps.lowerBound) as String, UTC.text(timestamps.upperBound) as String)
            let span = first == last ? "at \(first)" : "from \(first) to \(last)"
            return "The \(name)'s were made \(span)\(Self.text(side.clock.lead))."
        }
        return texts.isEmpty ? nil : "Each token says when it was made. " + texts.joined(separator: " ")
    }

    private static func text(_ lead: (range: ClosedRange<Int128>, isSteady: Bool)?) -> String {
        guard let lead else { return "" }
        func side(_ time: Int128) -> String { "\(UTC.duration(time)) \(time < 0 ? "behind" : "ahead")" }
        let range = "\(side(lead.range.lowerBound)) and \(side(lead.range.upperBound))"
        return " by a clock \(lead.isSteady ? "" : "that jumps, ")between \(range) of the capture's"
    }

    var repetition: String? {
        var texts: [String] = []
        if leaks.replayed > 0 { texts.append("\(Self.count(leaks.replayed, "record")) came twice.") }
        if leaks.repeatedIVs > 0 { texts.append("An IV was used again \(Self.count(leaks.repeatedIVs, "time")).") }
        return texts.isEmpty ? nil : texts.joined(separator: " ")
    }
}
