// SPDX-License-Identifier: Apache-2.0
import FernwireCommand
import FernwireConsole

@main
enum Main {
    static func main() async {
        if !saidVersion() { await ServerCommand.main() }
    }
}
