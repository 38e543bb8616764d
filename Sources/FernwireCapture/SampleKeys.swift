// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireSession
public import FernwireWire

/// The keys of all generated sessions, the same as in captures/keys. **Throw-away samples: everyone has them.**
public enum SampleKeys {
    /// What both sides hold beforehand, and the keys of `side`.
    public static func credentials(_ side: Direction) throws(KeyError) -> Credentials {
        let isClient = side == .fromClient
        let rsa = Array((isClient ? clientRSA : serverRSA).utf8)
        let ed25519 = Array((isClient ? clientEd25519 : serverEd25519).utf8)
        return Credentials(
            presharedKeys: [fernet, aes256, aes128].compactMap { text in
                let secret = SymmetricKeyText.decode(Array(text.utf8)[...])
                return secret.map { PresharedKey(id: Array("sample".utf8), secret: $0) }
            }, rsaKey: try RSAPrivateKey(pem: rsa.span.bytes),
            ed25519Key: try Ed25519PrivateKey(pem: ed25519.span.bytes))
    }

    /// All of them that are no session's own, as a key file.
    public static var keyFile: [UInt8] {
        Array([fernet, aes128, aes256, clientRSA + serverRSA].joined(separator: "\n").utf8)
    }

    static let fernet = "05VLSfGAYJSMv28CNccIEQVPPuaCgxrZ3ahytzCmtbk="
    static let aes128 = "c899de9a2bf5cd7b32e1edc5fe71f0e1"
    static let aes256 = "b72245212e3a1271e0d3b386df11da49814d915b24dc2712e0c7791df3e7a1fe"

    static let clientEd25519 = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIBN8OdPR4DdI1qAYzZ/S4JA07RFbuGGkVVNZNPQZ5ZZv
        -----END PRIVATE KEY-----

        """

    static let serverEd25519 = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIOqLiaGYCpFe46MpN0RVV+dZWI2or6BBNoeW6i0g/Cty
        -----END PRIVATE KEY-----

        """

    static let clientRSA = """
        -----BEGIN PRIVATE KEY-----
        MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQDFOW0n8a1ixr2k
        +teI5R8B8SomddhU74/N1cBRKIZp5jyw0hVatxfvvZztgZNV/ryPcKqS7XDjqopb
        N9zl+OpjOKn2Qv9Ps2MC7GcW3/anHNUDmSB00CL0RZLPzB10wXaTzEdiFydGx7if
        fYU12OjmPogNZNJdFzg9A9inQrpcha1xpPp4IqSVJKBOEuor+jsLIPf7lRug220h
        pNbjTpH4VnaqOTV1ZdsGwURBIYc+Oo+cgAZI3gNtdMpmVKi0/bSu2zBqOXKE5fxO
        /v5yEs7Xdv4v5MEF0ZWOADCMIrFHoK2tfd8sfUknLZ6LAjq6Ftr89wH+cDGjkgBd
        ORQVJ0XjAgMBAAECggEAA75fUA7KV8Gl/+ezB6oxuHu3bRt3i8UwWZvhFqlKQ+BW
        7pROS3aGQcq7m9aF0XAQbDibREa1idzG24xn6QWcjV2Z/E6xQfYJvxh1rH171Rg7
        AuJ5Nz5sK27WppMdTAYQFiYehMIjwLgxzPU4/hir8xLkyjxLsfCq5J2aEzK1DuSC
        G+sV6eNVGZrKlcRXfpZNR2LSGcU+N0QFsWIDy3ajPPIUQbZjsCo4XxnBGW7pyWhP
        t40QQfbE2pQKBlAPQbraWUDD/wTFOPTi0QbmoItD72qpBMELnMhwX+X/KMwEVo6d
        F0scKr6t6U0Gp/8ukiMMbVNOqKB9fDaMPFtZZRJkAQKBgQD8PZ5d4PmrrFFOY9xU
        9UaJdg0DLE4OpoE1mW1/3b+ncoF9spxP5/9SKiRDcEAfp+lLwnQYjMfvAzH1HY5s
        EQ//j3CYQwZNlm6ORw+peCGeJSVgT9kf00sCiIemOvZ7cIWUfh+dutW4O3fAh1nU
        RhaiVEx+FKigC+ympd6mOGTHYwKBgQDIKeb0d5+23VLejxB1VMnyQ5DE8fwlkVoF
        B91fxazRF0I0Run8Ey5zMCMiu3nZHbSiit0MZDWaT7yJEgR5L24aWTggBHg9RUlh
        SkG33mOCdbHV+FCy7jGNMJwhM7VxZozEAg2yqDhOP+P498FjtlfFVzqR65ncWrnW
        PMoEaZAPgQKBgQDfjDSoetSLIyLD2JjS6rXi6a7Kmx9quIJW4G09H2fVnRPKNNt3
        reKIDTUqV3ddFtEaBXIit9IRr8E8vT8V42FMWvGs3+ncJXBBxBTLWt5gbAdd/iYt
        oHMgAaRG3IbKC4U3fzfB8G2s43dUOCCSkrNIlnFcZC61+Rt47hQPOHeIhQKBgQC9
        6FuSiEiFM9ljBTNlTsvHSel5oelML2rMKRkUu7TqMHoEpV9sZTqF2R8M3fiOUQvH
        x55QGmds/8ft+KU74Q9CenGwlu0JnMoxP0W40ItzBH10eAMAsNNclMkdCzVT4Sse
        8J/UaJv7SczesxnNo/wEZG1Scsjo8z8sD0LQCuO+gQKBgD6XTPP8yrJxH6Dujdra
        nGaxMlZWGFUBv/+426JRq8AcuR4qpC4y4TZeR4Gn9VrrLL3I1Wdorf1nswkaKd56
        tnBSPlg+n4BBWCk/oguy/BPY9122kq/9WyrSsYsyCuGnOYOxTOQiM/ooWR0iiNDP
        MZQaLX6fmYJ+lc8cAlbxJMP5
        -----END PRIVATE KEY-----

        """

    static let serverRSA = """
        -----BEGIN PRIVATE KEY-----
        MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQC4SBD1Sw8K2LLk
        Cpak6SVWlg4R3J47T4MzIF+jJUNpFCAUVhYUVkLdxWseluUjLLhr8ELtuIbPE0wZ
        wmHsum4PZvQf3+eE7pS9pJhDevEowlIrT3Dpo30UMhVDHdFQcT6EDFBCRRqhry7T
        JVceV5KqJ2AP1YlblU3OGpHdvW3Bj5nU6F3BbeJ6NwfRPLuOLqcGP4QC2D7x2q0/
        j0GXWc4p8nE7w1ZEVT1262YvWeDACEN+ninlg82YJLLPEBrXdttbdDgScmPijKtt
        oio4IiVhQ53ZwAHbO+VBGvHVLfYVOyQKiKR+OO9M1RPlinktbZzUMlYtbAGkmbir
        NqI7UYR9AgMBAAECggEAAJ9DqWRVumplXjY38HoWBW8PwJkvUpFv5rQJBp65Vck6
        2363590rsB56wFlvkBkWTUz8GNva3qeYxex9UqSFexlUoSfrGuyIRYSg+/dWCZZw
        WxOTVMKXyUHrBvU6j+w18xGskrCziJC0FoPlgaV3igoEfcExi8TbBKNb0zUQwgrF
        1xYYsf8xNP9sm+3kUET12cvqplIbsDxkaPlP4jlmTp/EOyvLbsFkCRzxW3Nu42ii
        iTc0blRsULpobvLUaj8blPelKbhlo7ruDUrfJV2N4hw4lt4L/UI0xdalbAZv6C69
        335DJqUH+yaE5oKqH0AzcsE0A/d617IyZ+RFxSOmoQKBgQDzOaP/Cal1HkI2y3TA
        3uXonOvoHJUcyQf3tx2byRbyTdj31HsRg48T8XmIksRd3GcffWFt3ghO47fT8+XN
        C5/cPgAcGL0c2nKEKCWXw00tPdb6bI7OnIhzpl0cJ02bCSYKnaJVRFjI/fhZjLAp
        p1qgGr/Tsm/IBuUeNGLxwgC24QKBgQDB9eFnk70/uYbFnxc/DdiotWIibC7fzw61
        HABrnxKD5UVSIrJPG87K7VDsfLfUpR8I/J6gOD9y9Yp6W5V9b9O5UK4Z0SQ6ci6n
        crNQhMyVBO5JpuNDqz0ZCZ+9LsM36FSsY8ac211Bk/8XdNYbjczBL971/XMLa1Pe
        6ufAMj9tHQKBgFVDOYgoHO1fhBqtS+pouPPIPrKJgoQqvM5LtOdtoMukGpEWPWYw
        VjHJjq8ftBKrNsNFMqhPE16EWWbFsyMkFhAg8+zlhzXcJhTJ9hOzdRSM/xWehJlN
        KlBQW4eJB513oYxLIiL96Jnc3fiWZxLTBePmPKS7go/+SsdB2gWh2ppBAoGBAJ+C
        HgSYMyKc6IDM/MkWEf9sa2/zl/jmxymaBZ58CzX87q1Fa24zaDTqRYq2ZleyE3vI
        hIsutr9Lvr4xYxbtSCk2eHcyz6BhFo0OfvjQvY4vp+daH7wervhQOdXTByiLIFdF
        FqkYnfC4TSh1JT8ztheJzsptzJavhSHl/QDKUe7hAoGBAK8TSAln5B5KnAC2pC/x
        3tJgEFeBJbk+LnB5fjwxVr36eQznrsFy6B9GTdO7C8F3kjxI7fhOPwPs0uHB0nX+
        44yvPzx/4yLzoNqqS7AGCKQfZM6pUXGsYU4OFdRNcGdky9ywpEUYrFPPIHx0d5ic
        /NDUwfwrVnAC0LGZbsz+rTZr
        -----END PRIVATE KEY-----

        """
}
