// SPDX-License-Identifier: GPL-3.0-or-later
import CWiresharkShims
import DissectorKit

/// A dissector as C sees it, whatever its type: a pointer to an object of this class.
///
/// ``Hosted`` overrides all of it. A class in place of a protocol spares the existential.
class AnyHosted {
    func describe(into declaration: inout wh_declaration) { fatalError("abstract") }
    func setPreference(_ index: Int, to value: PreferenceValue) { fatalError("abstract") }
    /// Empty for a row that may be taken.
    func refusal(of row: KeyRow, in index: Int) -> String { fatalError("abstract") }
    func addSecrets(_ bytes: UnsafeRawBufferPointer) { fatalError("abstract") }
    func captureWillOpen() { fatalError("abstract") }
    func captureDidClose() { fatalError("abstract") }
    func recognises(_ bytes: UnsafeRawBufferPointer, isGuess: Bool) -> Bool { fatalError("abstract") }
    func makeConversation() -> UnsafeMutableRawPointer { fatalError("abstract") }
    func releaseConversation(_ conversation: UnsafeMutableRawPointer) { fatalError("abstract") }

    /// The length of the unit; 0 when more bytes are needed to tell.
    func frame(
        _ bytes: UnsafeRawBufferPointer, canWait: Bool, in conversation: UnsafeMutableRawPointer
    ) -> UInt32 { fatalError("abstract") }

    /// Leaves what is found first in `found`; where it ends, 0 for nothing.
    func harvest(_ text: UnsafeRawBufferPointer, into found: OpaquePointer) -> Int { fatalError("abstract") }

    /// Leaves the sessions' keys in `found`; whether there are any.
    func sessionKeys(into found: OpaquePointer) -> Bool { fatalError("abstract") }

    /// Leaves a copy of the plan in `kept` and returns the verdict.
    func dissect(
        _ unit: wh_unit, in conversation: UnsafeMutableRawPointer, keepingPlanIn kept: OpaquePointer
    ) -> UInt32 { fatalError("abstract") }
}
