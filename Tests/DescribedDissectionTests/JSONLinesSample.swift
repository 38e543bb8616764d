// SPDX-License-Identifier: Apache-2.0

/// A protocol that docs/descriptions.md does not describe, made once by Python's `cryptography`: each line is JSON
/// with members in base64, an AES-256 key under the receiver's RSA key (OAEP, SHA-256), a nonce of 12 bytes, an AES-GCM
/// ciphertext with its tag, and an Ed25519 signature of nonce and ciphertext.
enum JSONLinesSample {
    /// Written from docs/descriptions.md alone.
    static let description = """
        meta:
          id: json_lines
          title: Sealed JSON lines
          encoding: UTF-8
        -wireshark:
          tcp: 7433
        -keys:
          receiver: rsa-private
          sender: ed25519-public
        seq:
          - id: line
            type: str
            terminator: 0x0a
        instances:
          key:
            value: rsa_oaep(json(line, "/key", "base64"), keys.receiver)
          nonce:
            value: json(line, "/nonce", "base64")
          ciphertext:
            value: json(line, "/ciphertext", "base64")
          signature:
            value: json(line, "/signature", "base64")
            -check: ed25519(keys.sender, nonce, ciphertext)
          text:
            value: aes_gcm(ciphertext, key, nonce).to_s("UTF-8")
            -payload: true

        """

    static let texts = ["The door code is 4711.", "Grüße – bring an umbrella."]

    static let lines = """
        {"key": "bCRLnFGHfP/IqNVByXfP+kCSWR9DDo/7fJcm1hcLzf4cIX8Tpr6XVhQYezZ/rEy6Bb1jtnhXeVGVCnuIRRtrF8eaRj9\
        cY1vFo++OxuUxi8d8awHtEP4GsPXvydw7HeGlsscECnIYSdWZPyy0++1geeMCsJdkunVyfNYBNChBq0O7KvlR6t8lYg1KXgdpYJf\
        4uBS8r6L2vz48yncDvZlxKJ1G0RLuzodNPQr+Q1qKOlIIEYdJRwwn77Rs0IkEJ4fKFzP+Y82YMtbcAcqHD4dMwAkAjG0lbpYZpWH\
        BphKugcJPhlmmQTUCi+/xiqfQUdvXW0oO98joskSIOA6ArIsVVg==", "nonce": "b8A+3l3ukx+rNPOj", "ciphertext": "\
        kxCfmmFxPw7OvC0NOGCg3W2RSkkbcWwXhISNbLCJY2UBmoFweM8=", "signature": "852bwoRhL5tmIT37WiAFEPh3Gff3IL2\
        GOYLWOkjzgkAxOQRt38jNx6Ft4EXuvGqq/rDfZoaf9G7KQML4Dm9xDg=="}
        {"key": "AlQO/XykLjhAN7YD9xzqXzYbFZO9H9BouJLC4C576ALlaJLBjyTijqJx3v+CCQsOcd5uB2vODGbME4wsJsM8SV6PxON\
        1ozqI3UiLi1NKJwgMoJWFUyi8Ro+ZcmzzpY6xHTA21tU+ARmLMnDUi4tr2UwYI7hJeoGCqm11VMBQQXHx/31P86ocV4Go2eBU4Id\
        g5jJ8OfayD+DSRC0vygxpuLvoaQ2xwuLLlxc0bT9/BgorTlKGvxAYlE9bHP0S3amLDWTtDqSy2DsDUqaG6xWbtEpQ0epN810w0Vt\
        uV5tu02ljpv95YeUIYREbO9/q6EFne1wXYKtLpc2erYjM3d0PMQ==", "nonce": "Ik/cAMFqc/HA+nla", "ciphertext": "\
        XmBkOaPcwXzV1pjllUpkJ/mx2TfvIndzgdFutpjgg6qM4+txJfd4Xqk51oGugA==", "signature": "cS2KeuslO8U60fPEhNb\
        orDlqo8XZe2GA8Y+WtXpgum5vgpm7s5v0TRc8Hl6PJn8NEetP45AOXwJ+P3pVqqksBQ=="}

        """

    /// Throw-away keys, made for this sample.
    static let receiver = """
        -----BEGIN PRIVATE KEY-----
        MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDHYy3VyraLtsmj
        IQVnGF8PauAJxCeDLYIqL/95bv4qyLP+U6/wCssNSNVAQIvxYMqSR99Oz1YcpdWB
        P8q26+ostoSc9pVQ5YjUGZ3oZz3shvtx0I1e+Ly4zkJhEIFmVolhmXGRCC0ffA+S
        3wQc2KvxhAqX15/WMw9fTbsovTOlc+8FJivjeEX4Da38abJcu9vD5SE1Tt8yRMtw
        3sSw3hNmc+R97nsa5wQc0kiIvNr4etJan6ECkPZq0Vzpgk8cvDqMm3VJV2prWuZV
        arzHDAogPCDeMkN1GmhILrwtGkL/Y1qM+SUQKOpBTGjzesrQyLfL63yUJsiPSYRk
        d4vdWGnFAgMBAAECggEAIJEmDOwJ6gMmpzL/D2pPKJUD2ASGkaoOvzZMy7hh4noa
        0Dk6HQKeTOKvFkoUsY3mOINtyZEbFx3NJEnXog4hl0EOoxaxp999/GrcvHeUiTw4
        +MugM7l8FdF2zSTlheIvmVX3U0GbIS/h2VL8+Hs5hn7TPh71mAaKBb6MCejxdR4T
        Fi6ddmOvRN0qB+8OlVG/OVINAA5lEktNoarpKgPnh0klYGvniwHrQwe3iVDgHKqX
        BkIXkh5BAutjfmJ8hqlyJsZ+s6CDGLv5iqoS5oGrwWf9qd97aFzcqYJovcu/ILwW
        W3RG6fJ4mtamQpvoxx/SJRtHPMcNuy051bo4/e63sQKBgQDy6nDx2asQZHMLr/wL
        C793YnhMrj/u9Z70M4tXn5cv/0RfBSHY8M7GTezDUa7DnM0UWmKezdmE208f9KK3
        CCT11At+hCQ1nywu38ylcW/hNhdxtZOja6Pd7k/5OxKpN5vlAIyMKaw5j3hspeZu
        6h2L2T1X4HoxRcxBDdImWdTMqQKBgQDSIIbEnVrOqA2YxBkHgZLaeNr83rKxzUQQ
        u3o4caQ3Wk2aT/UcWWNK82dRgnlBwjvs4NjL0VpsI7/VbuOdK7rARf5C46/PmDmd
        iDV18OComI0AI4KgLyWcYtxN4DBzHCif1F6reiFSL7kyvWEA/Jiz5UDzTcCxA6h0
        HVT9DGxpvQKBgQDYO3zirKIr617FjphLtN9xBESV7Z6XtikStDdbfoJ0hUR1WPoy
        RNmriH4zt6hcFF4xueuD9TWloBslFP0q9KMB+QlqS3J4EQKhjzJ6KyouTZo87CdK
        F209BwBFmSIZY5jwFrcFparbai0Gef9PyDMY4/5JFVdwOPODDSx+WwSkUQKBgDJt
        e+pTmSdfTWQMK7WRcxzbRDLLfzcMe/lIBNzm6PIfyd/usHRNP3cNUw5Msa0GYDtI
        +r5vT7QEIFWodxeRFxBtu8dxvQ+lCK61sZ7MYB4V/kC6RO8MYYpWb2iBFR+K8nTp
        Eo80kCqZKWjz6gPCmyMRMbUyQ7w3lIXJREw2Xw5BAoGAfd9sG2xUGK2mObAEVd6P
        d9NlkVx9Rm2jmIevVugrqZgBAzraGK0ngxLgiqAxv+HeU7GeL5d3p1Yks5uOfJrZ
        d9v1ruJGHwaZE6UKFEy0DxVh9bT9TNwvSsGue2+JOGpXRI0rJQLm+0RcstI73ln4
        wBm8E5Kew1Tyd0YB9deO+0c=
        -----END PRIVATE KEY-----

        """
    static let sender = """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEAOhtngOfoFpP96zBBZvGBVp2G2IDaMXEQStG5l8DdVn0=
        -----END PUBLIC KEY-----

        """
    static let otherSender = """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEAH+ckSWDSNEOXlNlS3GZA1gobJOvhk+WFvBAzPQXuuw4=
        -----END PUBLIC KEY-----

        """
}
