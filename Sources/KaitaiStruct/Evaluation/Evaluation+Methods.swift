// SPDX-License-Identifier: Apache-2.0

// What can be asked of values.
extension Evaluation {
    func call(_ method: Method, _ value: Value) throws(ReadFailure) -> Value {
        switch value {
        case .bytes(let range):
            if method == .least || method == .greatest { try look(at: range.count) }
            return try call(method, bytes: bytes(range))
        case .array(let number):
            if method == .least || method == .greatest { try look(at: arrays[Int(number)].count) }
            return try call(method, array: arrays[Int(number)])
        case .stream(let number):
            if method == .size || method == .isAtEnd { askEnd(of: number) }
            return try call(method, stream: streams[Int(number)])
        case .encoded, .string: return try call(method, string: try string(value))
        case .boolean(let value) where method == .toInteger: return .integer(value ? 1 : 0)
        case .float(let value) where method == .toInteger:
            guard let whole = Int128(exactly: value.rounded(.towardZero)), let result = Value(whole) else {
                throw ReadFailure(.conversion("\(value) is no integer of at most 64 bits"))
            }
            return result
        case .integer, .large, .enumeration, .largeEnumeration:
            guard let whole = value.wholeNumber else { break }
            if method == .toString { return try add(string: String(whole)) }
            if method == .toInteger, let result = Value(whole) { return result }
        case .unset, .open, .absent, .structure, .boolean, .float, .external, .deferred, .sealed: break
        }
        throw ReadFailure(.noValue("there is no value to ask"))
    }

    private func call(_ method: Method, bytes: ArraySlice<UInt8>) throws(ReadFailure) -> Value {
        let found: UInt8?
        switch method {
        case .length, .size: return .integer(Int64(bytes.count))
        case .first: found = bytes.first
        case .last: found = bytes.last
        case .least: found = bytes.min()
        case .greatest: found = bytes.max()
        case .reverse, .toInteger, .toString, .position, .isAtEnd, .substring, .indexOf, .encode, .decode: found = nil
        }
        guard let found else { throw ReadFailure(.conversion("there are no bytes")) }
        return .integer(Int64(found))
    }

    private func call(_ method: Method, array: [Value]) throws(ReadFailure) -> Value {
        switch method {
        case .length, .size: return .integer(Int64(array.count))
        case .first: if let first = array.first { return first }
        case .last: if let last = array.last { return last }
        case .least, .greatest:
            guard var found = array.first else { break }
            for value in array.dropFirst()
            where try compare(value, by: method == .least ? .less : .greater, with: found) {
                found = value
            }
            return found
        case .reverse, .toInteger, .toString, .position, .isAtEnd, .substring, .indexOf, .encode, .decode: break
        }
        throw ReadFailure(.conversion("the list is empty"))
    }

    private func call(_ method: Method, stream: StreamRecord) throws(ReadFailure) -> Value {
        switch method {
        case .size: .integer(Int64(stream.end - stream.start))
        case .position: .integer(Int64(stream.position - stream.start))
        case .isAtEnd: .boolean(stream.position >= stream.end && stream.bitCount == 0)
        case .length, .reverse, .toInteger, .toString, .first, .last, .least, .greatest, .substring, .indexOf, .encode,
            .decode:
            throw ReadFailure(.noValue("there is nothing of that name of a stream"))
        }
    }

    private func call(_ method: Method, string: String) throws(ReadFailure) -> Value {
        switch method {
        case .length: return .integer(Int64(string.unicodeScalars.count))
        case .reverse:
            var scalars = String.UnicodeScalarView()
            scalars.append(contentsOf: string.unicodeScalars.reversed())
            return try add(string: String(scalars))
        case .toInteger: return try integer(string, radix: 10)
        case .toString, .first, .last, .least, .greatest, .size, .position, .isAtEnd, .substring, .indexOf, .encode,
            .decode:
            throw ReadFailure(.noValue("there is nothing of that name of text"))
        }
    }

    private func integer(_ text: String, radix: Int) throws(ReadFailure) -> Value {
        guard (2...36).contains(radix), let whole = Int128(text, radix: radix), let value = Value(whole) else {
            throw ReadFailure(.conversion("`\(text.prefix(40))` is no integer of at most 64 bits to base \(radix)"))
        }
        return value
    }

    // MARK: With arguments

    func call(
        _ method: Method, of value: Value, with arguments: Operands, in surroundings: Surroundings
    ) throws(ReadFailure) -> Value {
        func argument(_ index: Int32) throws(ReadFailure) -> Value {
            try evaluate(program.operands[Int(arguments.start + index)], in: surroundings)
        }
        switch method {
        case .substring:
            let scalars = Array(try string(value).unicodeScalars)
            guard let from = try argument(0).wholeNumber, let to = try argument(1).wholeNumber, from >= 0, from <= to,
                to <= scalars.count
            else { throw ReadFailure(.conversion("the text has no such part")) }
            var part = String.UnicodeScalarView()
            part.append(contentsOf: scalars[Int(from)..<Int(to)])
            return try add(string: String(part))
        case .toInteger:
            return try integer(try string(value), radix: Int(clamping: try argument(0).wholeNumber ?? 0))
        case .encode:
            let name = try string(try argument(0))
            guard let bytes = TextCoding.encode(try string(value), name) else {
                throw ReadFailure(.unknownEncoding(name))
            }
            return .bytes(try add(bytes: bytes))
        case .decode:
            guard case .bytes(let range) = value else { break }
            return .encoded(range, encoding: encoding(try string(try argument(0))))
        case .indexOf:
            guard case .bytes(let range) = value, case .bytes(let part) = try argument(0) else { break }
            let (whole, searched) = (Array(bytes(range)), Array(bytes(part)))
            guard searched.count <= whole.count else { return .integer(-1) }
            try look(at: whole.count.multipliedReportingOverflow(by: max(searched.count, 1)).partialValue)
            let found = (0...(whole.count - searched.count)).first {
                whole[$0..<$0 + searched.count].elementsEqual(searched)
            }
            return .integer(Int64(found ?? -1))
        case .length, .reverse, .toString, .first, .last, .least, .greatest, .size, .position, .isAtEnd: break
        }
        throw ReadFailure(.noValue("there is nothing of that name of this value"))
    }

    // MARK: Text

    /// The text of a string or of encoded bytes.
    public func string(_ value: Value) throws(ReadFailure) -> String {
        switch value {
        case .string(let number):
            let text = number < 0 ? program.strings[Int(-1 - number)] : strings[Int(number)]
            try look(at: text.utf8.count)
            return text
        case .encoded(let range, let number):
            try look(at: range.count)
            let name = encodings[Int(number)]
            guard let text = TextCoding.decode(bytes(range), name) else { throw ReadFailure(.unknownEncoding(name)) }
            return text
        case .unset, .open, .absent, .integer, .large, .float, .boolean, .bytes, .enumeration, .largeEnumeration,
            .structure, .array, .stream, .external, .deferred, .sealed:
            throw ReadFailure(.noValue("text is needed, and there is none"))
        }
    }
}
