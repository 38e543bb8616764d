// SPDX-License-Identifier: GPL-3.0-or-later
import CWiresharkShims

/// Where a plugin may look for files of its own.
public enum Folders {
    /// Beside the plugin, where what is shipped with it lies.
    public static func besidePlugin(_ name: String) -> String { String(cString: wh_plugin_folder(name)) }
    /// In Wireshark's data, for all users.
    public static func global(_ name: String) -> String { String(cString: wh_global_folder(name)) }
    /// In the user's own configuration.
    public static func personal(_ name: String) -> String { String(cString: wh_personal_folder(name)) }
}
