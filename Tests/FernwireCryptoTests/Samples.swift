// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
import TestSupport

/// Throw-away samples: keys that were made for these tests and are used for nothing else.
enum Samples {
    static let specificationKey = FernetVectors.keyText
    static let ellipticCurve = """
        -----BEGIN EC PRIVATE KEY-----
        MHcCAQEEIKnQyhmqCsUweUNBKjdn79bnxCa2OWQQyfUGAojvAiTjoAoGCCqGSM49
        AwEHoUQDQgAEeLfnCkOaONKZQe28XKnMsonmK7+S7pVMSktfBYkmlyPJfZxr5jZt
        +cYKz6nM7P7+u9Jpv7LxNneUaYPtzoO0uA==
        -----END EC PRIVATE KEY-----

        """
    static let rsa1024 = """
        -----BEGIN PRIVATE KEY-----
        MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBAKSirkRb01SSw2X/
        MfkYHsevYYLjXPTRtOgV9svMZnM0tp2bz7/qfvLloHX/W2nWEzKiNVArSaHcP6Pk
        jzPxCSFqPcNvycJ9r1wr+R1geqF1PQYYyutEDP0eHE1AXEFRVvUFIDdiukXEPu1x
        en5KL8Dq1WAG03CCOuRHWTAHmU+BAgMBAAECgYBTJ9A5ut+9IfwL8p/9Hw+88Hqi
        L9Dt31Yuu5lSSsWcfw2WAfMnDnxcl1s6/mXfyT8dHg0rlxGz7Zk/YNxr8d0X8hRl
        1N/MhPsEzHKQKFowNZbVtT3rLLnKqUlT8qqEa2nil82pDw19fYmuhd2jEBWvTngl
        p/3XiuklP5kN1LxgAQJBANVfmJqonAS6L8AzM0M4SJDL0iq20khh/BYGu0VscfNU
        iWsqUKyemIb7UNv29r+x5PTn2kVDMnQUoBIQjzQkqkECQQDFhoO6nw8kRw8xHEOV
        9rEugdnk3OQ0GdEa/EWGctdJe1/47ZathP1aKdup0jhZr7cV11diSdqoA2bdXW+s
        ItVBAkAtAf0uomJGnP91i1dE1pp38IZkfCvfGMwT2VenTTi8GxjhgguCXfHOhzSH
        MZDa3qts/XsNIR+DXNZm+Rc76IABAkBN7Dj/YExa5WWK3DmVaZKQZE2PSc0E+MJT
        QP40gg2IQZGk5CWzImnILgcoQXRVfUpe5WrlrXkDGwRzg67QW5WBAkEAkqz4IRM2
        NBHY8ML2lc9XKfoEFJCOol/bSK3FHQT/V2HHvWBI9NZcokrRLoXG1wl1tKWa49qu
        9Hn4HdCkqq4tpw==
        -----END PRIVATE KEY-----

        """
    static let exponent3 = """
        -----BEGIN PRIVATE KEY-----
        MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC9LTgkuVB7Acmh
        5WeHsHmxHKklffIVWuCtF30eOVAvlKlo3MBccNACPuCUutZc8jn3wXMw6SbIHyUI
        Ly3eG8R3VHiR6XB9JV0ElkUJWxL+cSfbCk7KvJU+VU7t1n67yfcoEwYc8ALuNUD8
        Gq85SVbncQLX74Q/fCQ4jZDZHJbeMj8HJz66X33ZAQA6K9kJ4EOwr+fdZLzkhrrj
        /ZXgufPhwiQUdOQp/hmcytUhUE+nyl0Sm0rBtbrSJjD3cvgzKD7iU5UMuVK1TbhH
        5/alGv3TXj3JXSQbKsGhNlQgXyjDMO7/+t6YHmdQzeSwT+SQOnREbhPhWpWWMmec
        0yPKNKdtAgEDAoIBAH4eJW3Q4FIBMRaY76/K+8tocMOpTA48lci6U2l7ispjG5s9
        1ZL14AF/QGMnOZNMJqUroiCbbzAUw1rKHpQSgvo4UGFGSv4Y6K25g1uSDKmgxTyx
        idx9uNQ430k5qdKGpMViBBNKrJ7OK1K8dNDbj0T2AeVKWCpSwtBeYJC9uel1rpqX
        YEddqo9s8GUJw2U08yY4L+ZvpxY3nLt7E+XLD9GBo0gisvRd2pm0u55xzPIxk0pY
        sDAN9yuLOBxxL0qXL/HrWMlYh6BZ6Cz2fkjRLCza/sO4PMPtVm8sljbbvNBh/vRy
        +nyAIyPW2DzI0uGKFEgE0cXJiCyHHOp6RzCch6sCgYEA61Mf1PTXFOSm3xi2Midg
        ngYSUiGNQ9ApdOalsstrfgeV5/qFduYH0ZgAx5mmfnshcUtntnCv9O46T8sGKZpv
        Us+yqxtdINKUkr6aFeptn+KdsZcGR0HRk6PnyqSRUc4qRUIRLKFpPpfFjzUxFK8e
        rvX2AE286yumFGQ5dO58DaECgYEAzcwkWVp76R02uInnAcqwOPFJTeIv/nMJ2uQf
        RTyd3h/pxy27YNVpgB469Bn/HcFejteujAjw0yKbDQHDB6jWJCe/5MNXZnIySUXc
        I01zm614DgzCgbN1LFaLqCmEO7xzq089Ojv09ANGER/xk47MpuJw2OrvXifBp9ji
        RBLNzk0CgYEAnOIVOKM6De3ElLskIW+Vvq624WuzgorGTe8ZIdzyVAUOmqcDpJla
        i7qrL7vEVFIWS4eaeaB1TfQm39yuxmb04d/MchI+FeG4YdRmuUbzv+xpIQ9ZhNaL
        t8Kahxhg4TQcLiwLcxZGKbqDtM4guHS/H06kADPTR3JuuELQ+J79XmsCgYEAiTLC
        5jxSm2jPJbFEq9x1e0uGM+wf/vdb50K/g32+lBVGhMknleObqr7R+BFUvoDptI/J
        srCgjMG8s1aCBRs5bW/VQyzk7vbMMNk9bN5NEnOlXrMsVnejcuRdGsZYJ9L3x4oo
        0X1N+AIuthVLt7SIb0GgkJyflBqBGpCW2AyJNDMCgYEA5BC6ACLW0w7PwhSLP+nQ
        buL+vptUMlHpVpSPL19FiHRoCqqE5KLxy/53y2DiTZeDK+zqUurCgxk1xbyS20GE
        k49EQxiOQos9XAeZRCFg01tNbigG7u8obzZk5pXgbqdQUHO7hBRresA5RUh5TFMB
        cc9E0NWkNIV9FLf5s+o5U5g=
        -----END PRIVATE KEY-----

        """
    /// PKCS#1, as older tools write it.
    static let traditional = """
        -----BEGIN RSA PRIVATE KEY-----
        MIIEpAIBAAKCAQEAkF4QqaXuyVOvj/P6xvw4lh85GeE7/BfQUmjuayrA38rfPUFu
        jHTFu6Iftq8Az8JxGYtmov+YRyVC+Y8hUidQ8BDR1SZwInTJSv6xkSE3cVpwAE6R
        kF3ob03cD8+BSzv3Pg2ggSOOjGfIC4rKudgilytKSnSGjeGblQBJ7zpobkYgKrv4
        fKskvslyPW1tMRgYHolsjgWkyaovG6sdXgxb+iAhOuYBRkli6Ejx49/BJDrmT/Ki
        C32gjwgXvcuuOPMB26QBcy0xTO/TDwL5Lguvp7F39pdDXVq+XGLRe/MhE0wWMPZQ
        4uyRMOikIocl3EZY5vFeCjr+3S3DvXD0rhlwEQIDAQABAoIBAAeDvfOhXYKWm+bZ
        rk4OnEDEM0wI5f8Ym5Fj64p3LpRM573f2rSY8h9IMG++lZjlks7flgzEp9UxjVZB
        gFyEYLl+RqMvswU4IFo0/mKC4MiXtTNu44jTj+EV+RnMP/tTOGq/JCxUq3uHfhQ2
        ZJheixO5/yNNBCFSgwSzKntiBkQ8cjEGzjNbMwAxF4vha7ZBe6oz5q3OAZDQnjen
        lc1rH9XRNQv66YMUtTxU6nOAIvtbtCEruqupjrQk9eAM5tTvlDAunPOJji+t5B7h
        FIfBUFWTEXKHPg+yM7Hu2ptbO/disOZDIcjA6FwFG9Xz7WC3NqYX4VGVUYEomTY8
        75Y0PDkCgYEAyOhca5CewaLdaI4DxypJK6X+k83iRIjzwmTiB+cYUgk071X7vkbf
        iBP0Vkl6g0Ph3qB/hJtE3GCe1IdhNW2FO+p3bihxv4DdjqQ/vEfYyNID2dVaoJls
        B9cKAgdY5sFCO6sJcohMcxNxq+dvozlN7f21AUPqGR5ST//uhEwiAfcCgYEAt/Sa
        V8dfNXpe0yFbXujARWWDhrl7n/qB92zBxTE+MDFg2Vpv4Mpqez7U38/VK828Rs6H
        Sej5s7GpzIRnQPlf+xdWHVyN/RYPFJTMFl0uJGd1W6vQ+n8Sh5VQqkSWE4BQ+VHX
        pxSIUfnVb5I17aatnxf5N5fXS2tZv5JsVtUMHDcCgYEApkapNt0ah2gjlsTym4OD
        y3w2ll1vRwmRtPGJoMDCgCLejLa9A13k4tqg/kkR/FHSPk7XOwjGlR3iVkM1UOKz
        wkLrVWBjw/sDY2rM1SchZBNs3HyX5RMVNefjgIpUKacJChkkWIY1v4f4LC3/Vze2
        J6IyjDmJJgDSXyOSZCweeUECgYAZGWjNvUhCVbYGfLCo3H0PevBdO4WgqF9/UPmH
        XFat4K7kOTC2rSemNUZ6WzMszN95kchnzz/ywrT2UMJ93Qi5i8+WJgDBnXblSgAm
        tQQMt4kNvv2+kAQJN9hPwxfvBT0HJ6GTDHwlIz95/6sYB/v8jxrT+QXJJpaSSvo5
        RsxmNQKBgQDF066SEQzT0xPQeupMgArysTtZn9WBSkaK2yTjIGaSYfk07AWrIRhz
        Knxk7FHHbQaosV3dsS+W3Y2xaiJlkLmhaPxKkh2lKmUhcSA4/v/hhMWW9smu138A
        JqlpSJoZbbOelJ8ulSzRu8zaVpMcPrOHS1fgKQOXex1jLwAQlzN7Wg==
        -----END RSA PRIVATE KEY-----

        """
    static let publicKey = """
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAkF4QqaXuyVOvj/P6xvw4
        lh85GeE7/BfQUmjuayrA38rfPUFujHTFu6Iftq8Az8JxGYtmov+YRyVC+Y8hUidQ
        8BDR1SZwInTJSv6xkSE3cVpwAE6RkF3ob03cD8+BSzv3Pg2ggSOOjGfIC4rKudgi
        lytKSnSGjeGblQBJ7zpobkYgKrv4fKskvslyPW1tMRgYHolsjgWkyaovG6sdXgxb
        +iAhOuYBRkli6Ejx49/BJDrmT/KiC32gjwgXvcuuOPMB26QBcy0xTO/TDwL5Lguv
        p7F39pdDXVq+XGLRe/MhE0wWMPZQ4uyRMOikIocl3EZY5vFeCjr+3S3DvXD0rhlw
        EQIDAQAB
        -----END PUBLIC KEY-----

        """

    // Made once: RSA takes its time.
    static let rsa = RSAPrivateKey.generate()
    static let otherRSA = RSAPrivateKey.generate()

    static func fernetKey(_ text: String = specificationKey) throws -> FernetKey {
        let bytes = Array(text.utf8)
        return try FernetKey(text: bytes.span.bytes)
    }

    static func privateKey(_ pem: String) throws(KeyError) -> RSAPrivateKey {
        let bytes = Array(pem.utf8)
        return try RSAPrivateKey(pem: bytes.span.bytes)
    }
}

/// The bytes that `hex` writes, two digits each.
func bytes(_ hex: String) -> [UInt8] {
    stride(from: 0, to: hex.utf8.count, by: 2).map { offset in
        let start = hex.index(hex.startIndex, offsetBy: offset)
        return UInt8(hex[start..<hex.index(start, offsetBy: 2)], radix: 16)!
    }
}

extension FernetCipher {
    /// Opens a token into an array of its own.
    func opened(_ token: [UInt8]) throws(FernetError) -> [UInt8] {
        let before: [UInt8] = [1, 2, 3]
        var plaintext = before
        do throws(FernetError) {
            try open(token.span.bytes, appendingTo: &plaintext)
        } catch {
            guard plaintext == before else { fatalError("a refused token left plaintext behind") }
            throw error
        }
        return Array(plaintext.dropFirst(before.count))
    }

    func sealed(_ plaintext: [UInt8], timestamp: UInt64 = 1_700_000_000, iv: [UInt8]? = nil) -> [UInt8] {
        var token: [UInt8] = []
        seal(plaintext.span.bytes, timestamp: timestamp, iv: iv, into: &token)
        return token
    }
}
