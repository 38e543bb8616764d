// SPDX-License-Identifier: Apache-2.0

/// Times as tshark writes them: `Nov 25, 2026 00:39:24.000000000 UTC`, and from 4.6 on `2026-11-25T00:39:24.000000000Z`.
enum TSharkTime {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Returns a time in the later form; any other text as it is.
    static func normalised(_ text: String) -> String {
        guard let parts = text.wholeMatch(of: /(\w{3}) +(\d+), (\d{4}) (\d\d:\d\d:\d\d\.\d+) UTC/),
            let month = months.firstIndex(of: String(parts.1))
        else { return text }
        func two(_ number: some StringProtocol) -> String { number.count < 2 ? "0\(number)" : String(number) }
        return "\(parts.3)-\(two("\(month + 1)"))-\(two(parts.2))T\(parts.4)Z"
    }

    /// Returns what JSON holds with its times in the later form.
    static func normalised(_ value: Any) -> Any {
        switch value {
        case let text as String: normalised(text)
        case let list as [Any]: list.map { normalised($0) }
        case let object as [String: Any]: object.mapValues { normalised($0) }
        default: value
        }
    }
}
