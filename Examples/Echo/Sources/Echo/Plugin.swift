// SPDX-License-Identifier: Apache-2.0
import WiresharkHost

/// Wireshark calls this once it has loaded the plugin.
@c(plugin_register)
public func registerPlugin() {
    register(EchoDissector())
}
