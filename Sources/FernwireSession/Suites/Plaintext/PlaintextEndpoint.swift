// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireWire

/// Speaks without flights and without a secret.
struct PlaintextEndpoint: SuiteEndpoint {
    func start(as role: Direction, with credentials: Credentials) -> SuiteStart? {
        { _ in
            .agreed(
                Agreement(secret: .random(count: 0), finished: UnkeyedFinished()) { _ in
                    DerivedKeying(records: PlaintextRecords())
                })
        }
    }
}
