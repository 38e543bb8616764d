// SPDX-License-Identifier: Apache-2.0
import Glibc
import Synchronization

/// SIGINT and SIGTERM, taken as the wish to end in order.
enum Interruption {
    private static let signal = Atomic<Int32>(0)

    /// Begins to take the signals; a second one ends the process as it always does.
    static func watch() {
        for number in [SIGINT, SIGTERM] {
            Glibc.signal(number) { number in
                Interruption.signal.store(number, ordering: .relaxed)
                Glibc.signal(number, SIG_DFL)
            }
        }
    }

    /// The signal that came; 0 for none.
    static var received: Int32 { signal.load(ordering: .relaxed) }
}
