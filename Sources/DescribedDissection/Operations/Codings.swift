// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import KaitaiStruct

// Processes that need no key.
extension OperationRegistry {
    static let codings: [ProcessOperation] = [
        ProcessOperation(
            name: "base64", summary: "base64 of either alphabet; blanks and line breaks may stand in it",
            signature: Signature([]), verb: .decoded
        ) { (call) throws(ReadFailure) in
            try formed(Coding.base64(call.input[...], isLenient: true))
        },
        ProcessOperation(
            name: "base64url", summary: "the same, for descriptions that name the alphabet", signature: Signature([]),
            verb: .decoded
        ) { (call) throws(ReadFailure) in
            try formed(Coding.base64(call.input[...], isLenient: true))
        },
        ProcessOperation(
            name: "hex", summary: "hexadecimal digits of either case, two for each byte", signature: Signature([]),
            verb: .decoded
        ) { (call) throws(ReadFailure) in
            try formed(Coding.hexadecimal(call.input[...]))
        },
        ProcessOperation(
            name: "json",
            summary:
                "the value at a JSON pointer, such as `\"/key/0\"`: the text of a string, and any other value as it is written",
            signature: Signature([.text("pointer"), .word("coding", of: ["base64", "hex"]).optional]), verb: .decoded
        ) { (call) throws(ReadFailure) in
            let found = try formed(JSONPointer.find(try call.bytes(0), in: call.input))
            guard call.has(1) else { return found }
            return try call.text(1) == "hex"
                ? try formed(Coding.hexadecimal(found[...])) : try formed(Coding.base64(found[...], isLenient: true))
        },
        ProcessOperation(
            name: "pem", summary: "the bytes of the first block of PEM", signature: Signature([]), verb: .decoded
        ) { (call) throws(ReadFailure) in
            var reader = KeyTextReader(text: call.input)
            while let item = reader.next() {
                guard case .pem(let block) = item.content else { continue }
                let lines = block.split(separator: 0x0A).filter { !$0.starts(with: Array("-----".utf8)) }
                return try formed(Coding.base64(Array(lines.joined())[...], isLenient: true))
            }
            throw ReadFailure(.sealed(.form))
        },
    ]

    /// - Throws: `.form` where there is nothing.
    static func formed(_ bytes: [UInt8]?) throws(ReadFailure) -> [UInt8] {
        guard let bytes else { throw ReadFailure(.sealed(.form)) }
        return bytes
    }
}
