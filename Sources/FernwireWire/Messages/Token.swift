// SPDX-License-Identifier: Apache-2.0

/// The binary form of a Fernet token, for whoever shows its parts. PROTOCOL.md §5.
public enum Token {
    public static let layout = Layout([
        .integer(.tokenVersion, 1), .integer(.tokenTimestamp, 8), .fixed(.tokenIV, 16),
        .allBut(32, .tokenCiphertext), .fixed(.tokenHMAC, 32),
    ])
}
