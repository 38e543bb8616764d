// SPDX-License-Identifier: GPL-3.0-or-later
import FernwireDissection
import WiresharkHost

/// What Wireshark calls once it has loaded the plugin.
@c(plugin_register)
public func registerPlugin() {
    let keys = SharedKeys()
    WiresharkHost.register(FernwireDissector(keys: keys))
    WiresharkHost.register(FernetDissector(keys: keys))
}
