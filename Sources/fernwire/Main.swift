// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireCommand
import FernwireConsole
import FernwireTool

/// All four programs in one executable: the name by which it is called says which one runs. A release installs the other names as
/// links to `fernwire`, and so has one copy of what the programs share.
@main
enum Main {
    static func main() async {
        if saidVersion() { return }
        let name = CommandLine.arguments.first.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
        switch name {
        case ServerCommand.configuration.commandName: await ServerCommand.main()
        case ClientCommand.configuration.commandName: await ClientCommand.main()
        case DumpCommand.configuration.commandName: DumpCommand.main()
        default: FernwireRoot.main()
        }
    }
}
