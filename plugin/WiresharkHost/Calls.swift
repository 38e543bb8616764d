// SPDX-License-Identifier: GPL-3.0-or-later
import CDissectorKit
import DissectorKit

/// What C calls. The functions are the same for every dissector: ``Host`` tells them apart.
func hostCalls() -> dk_calls {
    dk_calls(
        describe: { Host.at($0).describe(into: &$1!.pointee) },
        set_text: { Host.at($0).set(text: String(cString: $2!), of: $1) },
        set_number: { Host.at($0).set(number: $2, of: $1) },
        set_rows: { Host.at($0).set(rows: keyRows($2!, count: $3), of: $1) },
        preferences_changed: { Host.at($0).preferencesChanged() },
        check_row: { Host.at($0).refusal(of: keyRows($2!, count: 1)[0]).copy(to: $3!, size: $4) },
        add_secrets: { Host.at($0).addSecrets(UnsafeRawBufferPointer(start: $1, count: $2)) },
        will_open: { Host.at($0).captureWillOpen() },
        did_close: { Host.at($0).captureDidClose() },
        recognises: {
            Host.at($0).recognises($1!, isGuess: $2)
        },
        make_conversation: { Host.at($0).makeConversation() },
        release_conversation: { Host.release($1) },
        pdu_length: { Host.at($0).pduLength($2!, canWait: $3, in: $1) },
        find: { Host.at($0).find(in: UnsafeRawBufferPointer(start: $1, count: $2), copyingTo: $3!) },
        session_keys: { Host.at($0).sessionKeys(copyingTo: $1!) },
        dissect: { Host.at($0).dissect($2!, in: $1, into: $3!) })
}

private func keyRows(_ cells: UnsafePointer<UnsafePointer<CChar>?>, count: Int) -> [KeyRow] {
    (0..<count).map { row in
        KeyRow(
            isFile: String(cString: cells[3 * row]!) == "file", value: bytes(cells[3 * row + 1]!),
            comment: bytes(cells[3 * row + 2]!))
    }
}

private func bytes(_ text: UnsafePointer<CChar>) -> [UInt8] {
    var count = 0
    while text[count] != 0 { count += 1 }
    return Array(UnsafeRawBufferPointer(start: text, count: count))
}

extension String {
    /// Copies the text as C's, cut at a whole character if there is no room for all.
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
