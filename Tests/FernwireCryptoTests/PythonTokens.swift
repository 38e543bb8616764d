// SPDX-License-Identifier: Apache-2.0

/// `Fernet(key).encrypt_at_time(bytes(range(n)), 1700000000 + n)` of Python's cryptography, under the specification's key.
enum PythonTokens {
    static let tokens: [(Int, String)] = [
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
