// SPDX-License-Identifier: GPL-3.0-or-later
import CWiresharkShims
import DissectorKit

/// What C calls. The functions are the same for every dissector: ``AnyHosted`` tells them apart.
func hostedCalls() -> wh_calls {
    wh_calls(
        describe: { hosted($0).describe(into: &$1!.pointee) },
        set_path: { hosted($0).setPreference($1, to: .path(String(cString: $2!))) },
        set_switch: { hosted($0).setPreference($1, to: .on($2)) },
        set_number: { hosted($0).setPreference($1, to: .number($2)) },
        set_rows: { hosted($0).setPreference($1, to: .rows(keyRows($2!, count: $3))) },
        check_row: { hosted($0).refusal(of: keyRows($2!, count: 1)[0], in: $1).copy(to: $3!, size: $4) },
        add_secrets: { hosted($0).addSecrets(UnsafeRawBufferPointer(start: $1, count: $2)) },
        will_open: { hosted($0).captureWillOpen() },
        did_close: { hosted($0).captureDidClose() },
        recognises: { hosted($0).recognises(UnsafeRawBufferPointer(start: $1, count: $2), isGuess: $3) },
        make_conversation: { hosted($0).makeConversation() },
        release_conversation: { hosted($0).releaseConversation($1!) },
        frame: { hosted($0).frame(UnsafeRawBufferPointer(start: $2, count: $3), canWait: $4, in: $1!) },
        harvest: { hosted($0).harvest(UnsafeRawBufferPointer(start: $1, count: $2), into: $3!) },
        session_keys: { hosted($0).sessionKeys(into: $1!) },
        dissect: { hosted($0).dissect($2!.pointee, in: $1!, keepingPlanIn: $3!) })
}

private func keyRows(_ cells: UnsafePointer<UnsafePointer<CChar>?>, count: Int) -> [KeyRow] {
    (0..<count).map { row in
        KeyRow(
            isFile: String(cString: cells[3 * row]!) == "file", value: bytes(cells[3 * row + 1]!),
            comment: bytes(cells[3 * row + 2]!))
    }
}

extension String {
    /// As C's text, cut at a whole character if there is no room for all.
    fileprivate func copy(to target: UnsafeMutablePointer<CChar>, size: Int) {
        guard size > 0 else { return }
        var count = 0
        for character in unicodeScalars {
            let bytes = UTF8.encode(character)!
            guard count + bytes.count < size else { break }
            for byte in bytes {
                target[count] = CChar(bitPattern: byte)
                count += 1
            }
        }
        target[count] = 0
    }
}

private func bytes(_ text: UnsafePointer<CChar>) -> [UInt8] {
    var count = 0
    while text[count] != 0 { count += 1 }
    return Array(UnsafeRawBufferPointer(start: text, count: count))
}

private func hosted(_ pointer: UnsafeMutableRawPointer?) -> AnyHosted {
    Unmanaged<AnyHosted>.fromOpaque(pointer!).takeUnretainedValue()
}
