// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto

/// Tokens of others under one key. github.com/fernet/spec
public enum FernetVectors {
    /// The key of the Fernet specification's own vectors.
    public static let keyText = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="
    /// The seconds since 1970 at which ``token`` was made.
    public static let timestamp: UInt64 = 499_162_800
    /// `hello` at ``timestamp``, with the IV 0 to 15: generate.json and verify.json.
    public static let token =
        "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA=="

    /// The kinds of invalid.json, each in today's form of a token and with the reason to refuse it.
    public static let invalid: [(token: String, error: FernetError)] = [
        // Incorrect MAC.
        (
            "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykQUFBQUFBQUFBQQ==",
            .invalidMAC
        ),
        // Too short.
        ("gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPA==", .tooShort(bytes: 40)),
        // Invalid base64.
        (
            "%%%%%%%%%%%%%AECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1YsUD2Q==",
            .invalidBase64
        ),
        // Payload size not a multiple of the block size.
        (
            "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPOm73QeoCk9uGib28Xe5vz6oxq5nmxbx_v7mrfyudzUm",
            .tooShort(bytes: 72)
        ),
        // Incorrect padding.
        (
            "gAAAAAAdwJ6xAAECAwQFBgcICQoLDA0ODz4LEpdELGQAad7aNEHbf-JkLPIpuiYRLQ3RtXatOYREu2FWke6CnJNYIbkuKNqOhw==",
            .invalidPadding
        ),
        // Another version.
        ("gQ" + token.dropFirst(2), .unsupportedVersion(0x81)),
        ("", .tooShort(bytes: 0)),
    ]

    /// `Fernet(key).encrypt_at_time(bytes(range(n)), 1700000000 + n)` of Python's cryptography, with its n.
    public static let python: [(Int, String)] = [
        (
            0,
            "gAAAAABlU_EA6sW9XlRueJ40HkjcZVZv8_AFHUXiDtB8VfuZGjfRxte9XWNp9E0MTeAKqUfKPZco02D9BUX3ehRYdR-g4m8eZg=="
        ),
        (
            1,
            "gAAAAABlU_EBbthFtOea_H5sL0g0doOzILYjuSqFzVjXt0dZ5cZ8z2I5vLqRcFlk8S2MeotfXxs79X0xeFcj-iGR0lbLZR0BZg=="
        ),
        (
            15,
            "gAAAAABlU_EPKGecjmj7AVoxCk2K2V7Tgvp8xKMK-rWYu7vbwjojaq9f-KRPW6eHYC4Dq2z5H3TN_3-CVpOAgjuhEGon1EuvHg=="
        ),
        (
            16,
            "gAAAAABlU_EQ0vxUrtBSjsEy-h8HkMyo_hmgrIzrPfytMd8weWZosMe4j3IyL4OwiyMjIKQesoI-CFb8gzsHpPuNqK8fOAs2kILq"
                + "WFkRp8pG-ADrT9wGetw="
        ),
        (
            17,
            "gAAAAABlU_ERYtsF5TBYZfbSTjZlAnArwPal9EkVdbLG7B0GYGovZFV2K1W2GfYgMUXJIt2VSvPewn0MrVyTRW3EP6-5wcpQg834"
                + "d41-ARtD8qpsc0siZ-0="
        ),
        (
            100,
            "gAAAAABlU_FkK6-faVJA6bZ0r_ROSItN3RhOK82qE14taXKYHIlXuwtmj3z0wEsGu3fp3DC8NKn8SRy3E7c6te4MRaD0VURYXXmN"
                + "OLXMtJX4pXxt19LVtWhgrjxYP4IrCyJZ-KWJcW8siIZOsiEioLB35GV1u13ThBmM-5I4vpqzO_kXw-4kP9zYy2n-oX8Um7dFCmRs"
                + "rec-xCNg1NZibiUgGKJTMdhoTw=="
        ),
    ]
}
