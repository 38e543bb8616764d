// SPDX-License-Identifier: GPL-3.0-or-later
import FernwireDissection
import WiresharkHost

/// What Wireshark calls once it has loaded the plugin.
@c(plugin_register)
public func registerPlugin() {
    WiresharkHost.register(FernwireDissector.self)
    WiresharkHost.register(FernetDissector.self)
}
