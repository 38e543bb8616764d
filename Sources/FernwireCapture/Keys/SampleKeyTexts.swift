// SPDX-License-Identifier: Apache-2.0

// **Throw-away samples: everyone has them.** captures/keys has the same.
extension SampleKeys {
    static let fernet = "05VLSfGAYJSMv28CNccIEQVPPuaCgxrZ3ahytzCmtbk="
    static let aes128 = "c899de9a2bf5cd7b32e1edc5fe71f0e1"
    static let aes256 = "b72245212e3a1271e0d3b386df11da49814d915b24dc2712e0c7791df3e7a1fe"

    static let otherFernet = "Pfko2anzoyJgbAkNnM5u2urLbD88Bthd4WwRBJahF1g="
    static let otherAES128 = "4de3444bcdd465e7d25110e6ed42f9d7"
    static let otherAES256 = "195c8b894db0c9788078fcb64a200ac4074931bb60167129b381aa25b9467519"

    /// The contents of the files of captures/keys.
    static let files = [
        "fernet.key": fernet, "aes128.key": aes128, "aes256.key": aes256, "other-fernet.key": otherFernet,
        "other-aes128.key": otherAES128, "other-aes256.key": otherAES256, "client-ed25519.pem": clientEd25519,
        "server-ed25519.pem": serverEd25519, "attacker-ed25519.pem": attackerEd25519, "client-rsa.pem": clientRSA,
        "server-rsa.pem": serverRSA, "attacker-rsa.pem": attackerRSA,
    ]

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

    static let attackerEd25519 = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIFSxQwFN3q6U268/GiY/xiUhwYy4wjbj7Eiop465y7YS
        -----END PRIVATE KEY-----

        """

    static let attackerRSA = """
        -----BEGIN PRIVATE KEY-----
        MIIEvgIBADANBgkqhkiG9w0BAQEFAASCBKgwggSkAgEAAoIBAQDYE0QozV7pzZJH
        SOGcRsPoDmi2jEACGuakiLvEDpRX1qAPX5KvAW1t1Ha1feRpXE/7MQYCFzMtIJD3
        eE3Rpo/RMYcAIk8foX1JVGsXOPWglmdSPnBdMo6L9MmEWQG/bbUTGLsjyamh0G99
        yyG1DuJRdqQSnNkE8BCUOuQC+oZBGJlfl5YDDc53RFb6FME4dHooSSOqlMA+Rpxm
        +5gqnXxFF5WuulD84sq7n3qQ2JKekPbPr6una/rjRcJan60WgDS6o1/1WFJnpm0r
        2RsWEzUF7zM4ZWcZjBomzgCrQWqorhe/NC/0IwK9MU47qbkkJinGoXBl/Ehtg0st
        qO47IjxJAgMBAAECggEAFERCWV1h8KYSeVMxrhnJGEP5uF2RR2FEjtwwWGRRr6d2
        3dpGBNoqbGnINJ+5Q9Sfv9zKRnnsl+f9EOkcy3RG+wUdN3sAVuQrvywG22fBSi2x
        RTqMCYHLcv8jw6Ehk9XzbPYd325z1bSaMH9UCwp5WdC59PD3PgpSU8TuTAU5gHNl
        FX1C1cNPccj+0BQFzo8u0pO62jmZa1JzBQh5M3IqCcS+9F04gCrA2iLpZcfHv9g7
        vLlpTdPogsgkGJ0KfQgjPgL7UA5OWZbcRxQrf3kQdhoBaz6Oxc8Mtofd2KmS9j4F
        8YJD9I7SIYsYePX6bKFyDI2IXgIVxnaMaf5Rq4uLvQKBgQDwz36KO7AcTaeTpNSX
        7tcGugRhhTZocV+nl7TMwiP1V9O+lzJ1fbeJCK99E1rwlrhPquW/gINlJT6jI1pO
        Ej+dL6g/TouANQ08NJ3AUwnNYcZOPuLc1x7xyWKo1jntKo19hHY10iufnW7drge2
        IXpLh6EJ6MzjzPA4PpF0rbjC9wKBgQDltFuAAz9TvxAOixCFzS0dZj/eLQM8US0o
        Y67740ZIKykSuZG7tFc7/35GAmB1XBj45bA5uqkvY3Yn+Mu3zbYQmkF/D+5pq3KB
        4xkY5Gnm8nof73lgjmWOanjcyW8fNom1xvTjpqkwN5JhDve0MLIrirC792X1c0qd
        TVk07MXqvwKBgQCEHDF9wLUjMe8Hbtw65gsNY6vXnG926QvjM7U6yB9WD/LYkrZa
        ArhX823jHmU7rFQ9ULJuVyC+sqokcdavEg/YOjcBVCPwGCrEptEMnAG6rTNP5ewr
        39DYMPVxTuXEmR26iJsZd8366THTaBBO+RrQqP3OI+uT5fC7yoeeDVhZjQKBgG3/
        Av33ECEzUiYUs9HO4ba9WwIyfeUpXj2EFqwqNmKiwGVmFYJUJp3lh/tQcg5hDthJ
        bS0H1LKLp24Wtr8KtA+ZPpnw8BML9aZ7MG56GrhsDs0yKOZy6fDbzYq0rxC8Vg+E
        +Yn2Kfib8+2kdDuGQhuVq3InU1zJW8ad3oT4iQITAoGBAL/hmdX7R9CavsKnQdgq
        tbZl3C1GX0AZgMKjwhstXumqH01SocSn9fxvL/HC2tPZCicmekXDeZB5+Xw1Lo1j
        tGGBWYnkVHQucddWc0ebGnbg0rNWd3iYfHjoZlhy5HRRyLbnOWr5IrtyfliPgX3U
        WV4bu8Sblc1CGHJ7cnxSXn9q
        -----END PRIVATE KEY-----

        """
}
