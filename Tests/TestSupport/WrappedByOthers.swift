// SPDX-License-Identifier: Apache-2.0

/// What Python's cryptography encrypted to a key, for paddings that our own code does not make.
public enum WrappedByOthers {
    /// A Fernet key of the bytes 1 to 32 in base64url, `||` and 32 bytes of 7, with the padding of PKCS#1 v1.5.
    public static let keyPair =
        "3e61bc943c8d598ff3ea42dc948fdee98ac02477a7f2d049c3b4b4c948fab61025e94d66b8cfb507a6b72dafe61150d616ab"
        + "92c22fd923b746af4d187ba4590075d0f1fbbc64b1fc9a592b857c3748f3766a3a95be419ba12839eea47cfbb25501e75ff0"
        + "b8e8987f9d5531f27e8ef949523a87d112c388b3cf101e52f52e448baa0025db0231dc63eebab24d69f1c9eab12de0e48284"
        + "da92b0e28efab72c8d48fee8138ee41fe12cb2c5a145af9684a8bb6529c4c5bc6e185db9ba8253137f126dd369fbe879e06a"
        + "747afcb8b8b1bca9e06441170218302acf2f286e5c108eabe3e5ff509cc4dd6e644c1d525b275cb9b3a377db29f1636cc218"
        + "76ce2711b2f9"

    /// 16 bytes of 5, with OAEP and SHA-1.
    public static let aesKey =
        "8c6d37b73e1c4a5e5f417d39836b08720ef47f6383a8258ceab22f980dc11cf632edf7ed9d45d8c73f6c8d69912d686f3292"
        + "ff019df32cd251750d405cb40487755fb7c28192b253ce7d63557306ffad713e4a7e9da68ae9ddb59754293bf7979e6373a0"
        + "bafaca767a8563536a75b7ac886eb9ea4cf2a86ba67f69a7301b68d04568ecc05e8249d93d90677afe18f31c2ccccfeeeae2"
        + "37423475be266bd7f3cf18fe0dfda553010d9e5d5518548620508fe8c1b7f785dd2f6f69db0efce9bd099468d0f17c492234"
        + "3828b9c63aadaa0ea91c0e74711ca2e8cccadbe5523820b6aa31b12e52e4ebbbdbe284868830a6ea96e6c7273048845d2d60"
        + "40ac612e8d5a"

    /// The private key of it all: a throw-away sample, which protects nothing.
    public static let privateKey = """
        -----BEGIN PRIVATE KEY-----
        MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCR0xZm7BrNkack
        xFKd2MUyUCVwtNhRV8qKIihemUN5YsfFdxiwdZMvsfB46+Gav+CcoVxk2xbHqYEU
        ZEXJwgPoC5xZGkWt5ikxRFTZv2KJbtVtTIDwvaUCloRvkMMgp0xPfPPdq/i8vHmt
        dwSQsMaL6jI9GWKTNa/4CmhJTUnvPs/6kB4/tAjMCPDKaFOEWpSFLdyua5EMZ6bI
        wwxeMgtT9TvgEuVAB7RQW0Wh1Qu2nXnWH4I+hQrUOFObRAh2RVi3iWBcuFgjlbjI
        iD5JCpDzlpzP7bKN3HclbsBgeouXeu1guN5vxun10hGbR3NiBKTunw6pEqQiD+dn
        27D1BnN3AgMBAAECggEAHQs68gLij8EL1lHX1qJ/HDdETb9nOkRPDdYhzj2eZ8XZ
        3iWLYFH6n8xEBgGNLKI83VVyLpBIaDoFgIc8MyQWXRg66rBF4o3t9GcUs03gFVli
        3uMW51wOSoaqGAJwKsfHdil/9M20u/qaDYef/CWJVgKuQOcWcBWIV9HS1Y60RBck
        fqTYAIhtolqOd6fwRf0YClNHMwU6/gkdtXa2OKh86BbDo95/VzARp82WIFFrMDEQ
        bD3jHT2NDcJE39bAHnYCziOmysy4CgGVz3Ot5v+uk0V7qWQ9DTkRiBBTzdF49z+c
        saUVTZeBndwiuVvd5tagAPc9/9sKpWs5mvq9yy8NCQKBgQDNg316Sb/gIkGpBePj
        b0+3PAUpwYFRG1lfY23KpjO7cJCJYwKvko3HSpjO8DiXsdagPvfem0eGECYVbCuH
        lvjq3fGYm+NTjMR9APOtCEG3IHci4pEChD4+BAdrDQtjyhslznqarR/6RpynRXxV
        KT+NdzUfodHkcA9eE0v0C4TwxQKBgQC1pdJvw9DuiVX7ufU61gpVlGfDD4C3KO3i
        YYAYpKlNEoc9aPU9E+JJSBBxmLFZm8Rs8575LylP55AzWxf0gKWU5SzBzUaiq4kL
        Rw0PCItk5ZO4UQiy6Vp3oegSRLgyM8dLcI23IGciGb9vhc//FUfjt627+bg3p7BD
        O1VMLotfCwKBgQCZHR0QTf/5giw/PJczrIvMrZf/Kx8oiWLFsbNr5vXl8ZCN+0lV
        +69LyqUckFbpleKc0y0jGbdpB4EINuYbh/x+J8tG8uWkKt19cIcb5GnpgPOh9wEo
        ydQBqkjIlhhlSX9+ZF5t/Qw1EATIjvl6DVg/EpBut8ZEFsUsRt4wvaBXLQKBgAgO
        qe3xNqRODTVUQ09vzReMtKmPV3tIYnznLEJrk2Lqznrn2/Dwn9n2S1xulHdQFH9s
        swGEmQWFVP0iLkbXKgEXxUt3aomuqC6K4UZob55zHIFRftxIw42I7f1ZdP4tE8sB
        3BdiZZC6qaYtvlMnQ4ATVq5+3jABzSy+RgNSETaPAoGAayqh0FQb0Aa0AEaO35/q
        yOS2opgBtdQhn9hOpWxaJBb7PVh/ypJMoGTp0rOoKpi4Xl+rLmVM4FGwK9sAuSWQ
        48SPOSVcU+eZcjEv+sZ9oxbwvmuHToHksEgN1Cq3dPohhOGoAEeatJIm18akyWf1
        mQVI/k7UuBygW36m4xEWvBo=
        -----END PRIVATE KEY-----

        """
}
