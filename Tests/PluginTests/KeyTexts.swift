// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import FernwireSession
import TestSupport

extension SecretBytes {
    /// A Fernet key as its file holds it.
    var fernetKeyText: [UInt8] { FernetKey(secret: self).text() }
}

extension SampleSession {
    /// Lines of this session with secrets of none.
    var keyLogWithChangedSecrets: [UInt8] {
        pair.clientEvents.keys.flatMap { entry in
            var changed = entry
            changed.secret = .random(count: entry.secret.count)
            return changed.line()
        }
    }
}
