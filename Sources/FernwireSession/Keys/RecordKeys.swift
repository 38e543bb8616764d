// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto

/// The secrets that protect one direction in one epoch, by their labels in the key log.
public struct RecordKeys: Sendable {
    private var secrets: [KeyLabel: SecretBytes]

    /// Creates keys from secrets, each of ``KeyLabel/length`` bytes.
    public init(_ secrets: [KeyLabel: SecretBytes] = [:]) {
        self.secrets = secrets
    }

    /// The secret with this label; `nil` for none.
    public subscript(label: KeyLabel) -> SecretBytes? {
        get { secrets[label] }
        set { secrets[label] = newValue }
    }

    /// Whether there are no secrets.
    public var isEmpty: Bool { secrets.isEmpty }
}
