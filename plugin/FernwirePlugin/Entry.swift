// SPDX-License-Identifier: GPL-3.0-or-later
import DescribedDissection
import FernwireDissection
import WiresharkHost

/// What Wireshark calls once it has loaded the plugin.
@c(plugin_register)
public func registerPlugin() {
    let keys = SharedKeys()
    WiresharkHost.register(FernwireDissector(keys: keys))
    WiresharkHost.register(FernetDissector(keys: keys))
    registerDescribed(keys: keys)
}

/// Registers the protocols whose descriptions lie beside the plugin, in Wireshark's data, or in the user's configuration. A
/// later one takes the place of an earlier one with the same id.
private func registerDescribed(keys: SharedKeys) {
    let folder = "fernwire"
    let found = DescriptionFolders([
        Folders.besidePlugin(folder), Folders.global(folder), Folders.personal(folder),
    ])
    if !found.protocols.isEmpty {
        let collection = KeyCollection()
        keys.add(collection)
        for described in found.protocols {
            WiresharkHost.register(
                DescribedDissector(described, keys: collection, takenPorts: [FernwireDissector.defaultPort]) {
                    isTaken(filter: $0)
                })
        }
    }
    if !found.problems.isEmpty {
        report("Fernwire leaves out descriptions of protocols:\n" + found.problems.joined(separator: "\n"))
    }
}

extension KeyCollection: KeyReader {}
