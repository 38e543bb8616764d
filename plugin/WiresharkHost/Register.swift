// SPDX-License-Identifier: GPL-3.0-or-later
import CWiresharkShims
public import DissectorKit

/// Gives Wireshark a dissector. To be called from `plugin_register`, once for each.
///
/// A plugin has at most 128 dissectors; one more is refused with a line on stderr. So is one whose name, short name or
/// display filter Wireshark has when it registers protocols.
public func register<D: Dissector>(_ dissector: D) {
    // Never released: Wireshark may call a dissector for as long as the process lives.
    let host = Unmanaged.passRetained(Host(dissector))
    var calls = hostCalls()
    wh_add_dissector(host.toOpaque(), &calls)
}
