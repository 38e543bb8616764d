// SPDX-License-Identifier: Apache-2.0
import FernwireCommand

@main
enum Main {
    static func main() async {
        await ClientCommand.main()
    }
}
