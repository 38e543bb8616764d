// SPDX-License-Identifier: Apache-2.0

/// The version of Fernwire, which each program says for `--version`.
package let version = "0.1.0"

/// Says the version, if nothing else is asked for. The argument parser would take as long as all else that a program does as it starts.
///
/// - Returns: whether the program is done.
package func saidVersion() -> Bool {
    guard CommandLine.argc == 2, CommandLine.arguments[1] == "--version" else { return false }
    StandardOutput.write(line: version)
    return true
}
