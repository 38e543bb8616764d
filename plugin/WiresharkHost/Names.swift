// SPDX-License-Identifier: GPL-3.0-or-later
import CWiresharkShims

// Questions that a dissector may ask of Wireshark while its declaration is read: none of them can throw one of Wireshark's
// exceptions.

/// Whether a dissector of that display filter would be refused: Wireshark has a protocol or dissector of that name, or takes
/// no such filter, as with `and` or `tcp!`.
///
/// Ask in `Dissector.declaration`; earlier Wireshark has no protocols.
public func isTaken(filter: String) -> Bool { wh_has_filter(filter) }

/// Whether Wireshark has a protocol of that full or short name. Ask in `Dissector.declaration`, too.
public func isTaken(name: String) -> Bool { wh_has_name(name) }

/// Shows the user a warning: in a window of Wireshark, or on the standard error of other programs.
///
/// It is for what the user must know and can change, such as a file that cannot be read.
public func report(_ text: String) { wh_report(text) }
