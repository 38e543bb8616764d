// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto

/// The secrets that protect one direction in one epoch, by their names in the key log.
public struct RecordKeys: Sendable {
    private var secrets: [KeyLabel: SecretBytes]

    public init(_ secrets: [KeyLabel: SecretBytes] = [:]) {
        self.secrets = secrets
    }

    public subscript(label: KeyLabel) -> SecretBytes? {
        get { secrets[label] }
        set { secrets[label] = newValue }
    }

    public var isEmpty: Bool { secrets.isEmpty }
}
