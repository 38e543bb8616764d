// SPDX-License-Identifier: Apache-2.0
import WiresharkHost

/// Wireshark calls this once it has loaded the plugin.
@c(plugin_register)
public func registerPlugin() {
    register(FieldDissector())
    register(CallDissector())
    register(EndDissector())
    register(ValueDissector())
    register(SideDissector())
    register(SearchDissector())
    // Three of one class, of which Wireshark has the second already.
    register(NamedDissector("kitone", port: 40_110))
    register(NamedDissector("http", port: 40_112))
    register(NamedDissector("kittwo", port: 40_114))
}
