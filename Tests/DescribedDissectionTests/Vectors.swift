// SPDX-License-Identifier: Apache-2.0
import TestSupport

/// What others sealed: made by Python's cryptography.
enum Vectors {
    /// 00 01 … 0f, and twice that where a key has 32 bytes.
    static let key = Array(0..<16 as Range<UInt8>)
    /// 30 31 … 3f; a nonce is its first 12 bytes, the IV of 3DES its first 8.
    static let iv = Array(0x30..<0x40 as Range<UInt8>)
    static let text = "the secret text"

    /// The ciphertext of `text`; with the padding of PKCS#7 where the mode takes whole blocks.
    static let ciphers: [(process: String, ciphertext: String)] = [
        ("aes_cbc", "2b843468d3945c69522843fd3a005617"), ("aes_ctr", "779aa69db9e70882e7a3efc450b5cc"),
        ("aes_cfb", "779aa69db9e70882e7a3efc450b5cc"), ("aes_cfb8", "7744743d59be6b519c8120d6d00954"),
        ("aes_ofb", "779aa69db9e70882e7a3efc450b5cc"), ("des3_cbc", "266504dd4d9310fa7cc9908a0094331d"),
        ("chacha20", "496bb643442ca0c2faca4e60c2a9fc"), ("aes_ecb", "c279afb0995fd0d26a76d5a1b1c0c263"),
    ]
    /// `text` and a zero under AES-CBC, without padding.
    static let zeroPadded = "0b305986860e629b0dc00af76200ce7f"

    /// The ciphertext and tag of `text`, with `head` as associated data.
    static let aeads: [(process: String, sealed: String)] = [
        ("aes_gcm", "ef752cca31d5699ed5c8cbf9b597b6ac28169aecf1056aec572f591708f2c6"),
        ("aes_ccm", "b3066de950607bf1541d6ddc2c58e708759ccce9fdcd95b9802083f4510f20"),
        ("chacha20_poly1305", "41207e25800547085ea0c9f66995b3a465923b018a560d996dfdbfe6a13b73"),
    ]

    /// What functions make of the password `password`, the salt `salt` and, of HKDF, the info `info`; 16 bytes.
    static let derived: [(function: String, key: String)] = [
        (#"pbkdf2("sha256", K, "salt", 1000, 16)"#, "632c2812e46d4604102ba7618e9d6d7d"),
        (#"scrypt(K, "salt", 16, 1, 1, 16)"#, "45133c3dfba48c82235df51a53499241"),
        (#"evp_bytes_to_key("sha256", K, "saltsalt", 16)"#, "0c8cde87480244c4d1bbd7401f70b7ae"),
        (#"hkdf("sha256", K, "salt", "info", 16)"#, "38cfafc6eba0b5e2ae3b8e179ec92af6"),
        (#"hmac("sha256", K, "data")"#, "cccf6f0334130a7010d62332c75b53e7d8cea715e52692b06e9cd41b05644be3"),
        (#"key_hash("md5", K)"#, "5f4dcc3b5aa765d61d8327deb882cf99"),
        ("key_part(K, 4, 8)", "776f7264"),
    ]

    /// The hash of `abc`.
    static let hashes: [(digest: String, hash: String)] = [
        ("md5", "900150983cd24fb0d6963f7d28e17f72"), ("sha1", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ("sha224", "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7"),
        ("sha256", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("sha3-256", "3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532"),
        ("blake2s256", "508c5e8c327c14e2e1a72ba34eeb452f37458b209ed63a294d999b4c86675982"),
        (
            "sha384",
            "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
        ),
        (
            "sha512",
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
        ),
    ]

    /// A Fernet key of the bytes 1 to 32 in base64url, `||` and 32 bytes of 7, under `rsa` with the padding of PKCS#1 v1.5.
    static let pkcs1 =
        "3e61bc943c8d598ff3ea42dc948fdee98ac02477a7f2d049c3b4b4c948fab61025e94d66b8cfb507a6b72dafe61150d616ab"
        + "92c22fd923b746af4d187ba4590075d0f1fbbc64b1fc9a592b857c3748f3766a3a95be419ba12839eea47cfbb25501e75ff0"
        + "b8e8987f9d5531f27e8ef949523a87d112c388b3cf101e52f52e448baa0025db0231dc63eebab24d69f1c9eab12de0e48284"
        + "da92b0e28efab72c8d48fee8138ee41fe12cb2c5a145af9684a8bb6529c4c5bc6e185db9ba8253137f126dd369fbe879e06a"
        + "747afcb8b8b1bca9e06441170218302acf2f286e5c108eabe3e5ff509cc4dd6e644c1d525b275cb9b3a377db29f1636cc218"
        + "76ce2711b2f9"

    /// 16 bytes of 5 under `rsa` with OAEP and SHA-1.
    static let oaepSHA1 = WrappedByOthers.aesKey

    /// The signature of `data` by `rsa` with SHA-256 and the padding of PKCS#1 v1.5.
    static let signaturePKCS1 =
        "3e237529da87ea6e25538ba5da855d6297864795330ea2a9f49704c32b3cea00e5527a0bd04c99ab1e7a2dd55ac6372d1bd7"
        + "8314ce5df2533b018e7c45d012835bb77e4d9de3203fcb3982bc88b2b1cf165ca48d9aa05f87938d66d2cfe406d356b4dbe9"
        + "1a0602456d35b75909d45ac5fcd04fd6c39475f194358cea2eccaab151ae3fcd8ae5d92dcb04e7e87bf53e99cf438b9bac98"
        + "7d0b00dec4ec4761cc3d30946e818f3f76f62d974ce7e1baa346541d26c2752088827a1fe4aaa9ff9b56b676d0a564fe8c62"
        + "ac6e088e373dbf8e406a935c4ff62abde1af7f409e48952e088ea3429740e72488cdac77b1295d4feead739f64310310b2ce"
        + "dbc99e06562d"

    static let rsa = WrappedByOthers.privateKey
}
