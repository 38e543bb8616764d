// SPDX-License-Identifier: GPL-3.0-or-later
import DescribedDissection
import FernwireDissection
import WiresharkHost

/// What Wireshark calls once it has loaded the plugin.
@c(plugin_register)
public func registerPlugin() {
    let keys = SharedKeys()
    let found = descriptions()
    WiresharkHost.register(FernwireDissector(keys: keys, descriptions: found.summary))
    WiresharkHost.register(FernetDissector(keys: keys))
    let collection = KeyCollection()
    if !found.protocols.isEmpty { keys.add(collection) }
    for described in found.protocols {
        WiresharkHost.register(
            DescribedDissector(
                described, keys: collection, takenPorts: [FernwireDissector.defaultPort],
                isTaken: { isTaken(filter: $0) }, isNameTaken: { isTaken(name: $0) }))
    }
    if !found.problems.isEmpty {
        report("Fernwire leaves out descriptions of protocols:\n" + found.problems.joined(separator: "\n"))
    }
}

/// The descriptions beside the plugin, in Wireshark's data, in the user's configuration, and in the folder of the preference. A
/// later one takes the place of an earlier one with the same id.
private func descriptions() -> DescriptionFolders {
    let name = "fernwire"
    var folders = [Folders.besidePlugin(name), Folders.global(name), Folders.personal(name)]
    // Wireshark reads its preferences once protocols are registered, which is too late.
    let preference = "fernwire.\(FernwireDissector.descriptionsPreference)"
    if let chosen = PreferencesFile.value(of: preference, in: Folders.personal("preferences")) {
        folders.append(chosen)
    }
    return DescriptionFolders(folders)
}

extension KeyCollection: KeyReader {}
