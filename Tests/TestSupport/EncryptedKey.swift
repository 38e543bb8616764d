// SPDX-License-Identifier: Apache-2.0

extension Sample {
    /// A throw-away sample: an RSA key that a passphrase encrypts.
    public static let encryptedKey = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIIFLTBXBgkqhkiG9w0BBQ0wSjApBgkqhkiG9w0BBQwwHAQIRkVoR8p5dIgCAggA
        MAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAECBBA7REhSJc72LNM1/U/GcmUcBIIE
        0M1eW7zsvE8/3CElpSyeoK5b9FfdVHDYif79VRy6FFRO7OADRRocEcQTdKE8+a8c
        YZW5tOYcZRjr+ovwiPYeMaRysMZ8oWD8215Jnm55iKNTIU2MsEc5fz8mVBQHu3G5
        i6UTk9hMIUUBDntopBMbixs6lHiRNoGNi0H4zXPuhGlZb13IBmvyw45T4T4TAxSe
        pXixR9o2UnkNAtopmbh+D2HlS0K4qow6UqnrddezcH3QNzQGEBodl9msOWbW0BYQ
        UGosYPiMdMFYjkTEWwwDNeNETJW25C17VSBDBh4MzwYlL+poLv7TIBqsQPfh9+dS
        a8VlZEEu/wNBtpu36djhMhAJljRs5vm29NWQb6n1H6NnhD0RGUcLvyVYEdQbs6V5
        NkgpTtAV+8Tzxsi/J/cCuQ3nucBKlDDmtQViWktb1An6hpQYm9atbNK8VNgticOC
        aRRj3fg+1jyYmFBxJo6fZ5t3x1YP4WSb14g9lNQYiExczRVnINqq6TiUulQgQla4
        GwmYQVLKz0dfwiFJPxwJd1th+ZKWAt8JgJj6o9aD+Ry6imFINXqnyR0nMyR/6M6o
        jgU5/KkSk82st/Q+6X6g18tBKtqzf01V0R2KC0EIghcsp9YQFlMOvvadp9138V5T
        akiux3hV/KU2/7l2kpYme7tm6QgN8CdMGTHZjKa5xBpGLsP6h8S3lvAQLEgRm79l
        33+XRzndl1PYqxwgembhGTEeCc4203G0xSkMTPhkPESIyioCb7ajOcNwyfY0FHGJ
        kLwwdQNq4ch73aMWrEHTdHz5HdhlmOj7Aw+mzl/bPbEpgKrfs8WPDXhyyq10zy74
        zZ1Rr5dpXL4QKNVbZn1A96CuTmBoLKm87TLaD69wr1+IsbfSDmKM52uFKmWcOHeD
        3UsqXkS/CpbupATC8anDD7fQJoQcXmEE9rBN03uIi+C/h7RqKUbKHJJwVyqOYDgS
        T6KDiasbc5jN/T7/qknEHNYQiOCV2OTNAkDKClk8heC5Lgu8qDTafAEV7+kZJiVX
        daiBbW84YbKv0XHMw57wyowc3bGYoHue9ZBvtc/ZK8YKHPHgaYWKDVUsEYV6WWaG
        KLY5d1s5a+MdljZeqpXeLT/+Kug4VWwKJT9vJJNp2I5uY1TJG85gzhDx69NPyY6b
        A0aBADP0/Yj11RxTZ6sy5dXYR67hRhNaVgzlkcEllIuWgs35XdhwBKA/Kox4YE8w
        CCCfc83bs4MGOFLCKfJaKviAT7chZzhUPfcHC7WR9eRCWfuq5+iWsF39VXA7gtRy
        L/fMqe4DauKmuchQCZ1mpMAQxvGRZoqdu9vm1oe6lhmQ8DRWrPLep58tSMF5f/fI
        6TrUDvxCKu8RE54hxbTuHtlANrMCbNeCH9YUHDnVrJrmvJ5lk6G9tZmFJjS16xQ+
        KuYUdrZbfNRlYBfXRQ9eFBXy3pD7Yd584zeDNXKwh/2VL0Pf1wqxkqpDcsx05lS/
        D+bRgYiR04Jg5Cno0nDF6lkq15iZegfVqPusyPPK/uKokkGxKBjonYGFMn2hQO98
        I2uCUjqaJq6EWztHB81fiucUeDOXxchPBEve2VIA+6fOMD6JzXQgOyXAX+uDhbgi
        DQdjCDvCCGgtvqN8HNSnlHITG5BH6MdVVjbGDBnQwm81
        -----END ENCRYPTED PRIVATE KEY-----

        """
}
