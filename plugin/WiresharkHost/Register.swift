// SPDX-License-Identifier: GPL-3.0-or-later
import CWiresharkShims
public import DissectorKit

/// Gives Wireshark a dissector. To be called from `plugin_register`, once for each.
public func register<D: Dissector>(_ dissector: D) {
    // Never released: Wireshark may call a dissector for as long as the process lives.
    let hosted = Unmanaged<AnyHosted>.passRetained(Hosted(dissector))
    var calls = hostedCalls()
    wh_add_dissector(hosted.toOpaque(), &calls)
}
