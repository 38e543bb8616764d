// SPDX-License-Identifier: Apache-2.0

/// Ciphers of their standards' examples.
enum CipherVectors {
    /// The plaintext of NIST SP 800-38A, appendix F.
    static let plaintext =
        "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e5130c81c46a35ce411e5fbc119"
        + "1a0a52eff69f2445df4f9b17ad2b417be66c3710"

    /// NIST SP 800-38A, F.1 to F.5: the ciphertext of `plaintext`, or of its first 18 bytes.
    static let aes: [(mode: String, key: String, iv: String, ciphertext: String)] = [
        (
            "aes-ecb", "2b7e151628aed2a6abf7158809cf4f3c", "",
            "3ad77bb40d7a3660a89ecaf32466ef97f5d3d58503b9699de785895a96fdbaaf43b1cd7f598ece23881b00e3"
                + "ed0306887b0c785e27e8ad3f8223207104725dd4"
        ),
        (
            "aes-cbc", "2b7e151628aed2a6abf7158809cf4f3c", "000102030405060708090a0b0c0d0e0f",
            "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b273bed6b8e3c1743b7116e69e"
                + "222295163ff1caa1681fac09120eca307586e1a7"
        ),
        (
            "aes-ctr", "2b7e151628aed2a6abf7158809cf4f3c", "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
            "874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff5ae4df3edbd5d35e5b4f0902"
                + "0db03eab1e031dda2fbe03d1792170a0f3009cee"
        ),
        (
            "aes-cfb", "2b7e151628aed2a6abf7158809cf4f3c", "000102030405060708090a0b0c0d0e0f",
            "3b3fd92eb72dad20333449f8e83cfb4ac8a64537a0b3a93fcde3cdad9f1ce58b26751f67a3cbb140b1808cf1"
                + "87a4f4dfc04b05357c5d1c0eeac4c66f9ff7f2e6"
        ),
        (
            "aes-cfb8", "2b7e151628aed2a6abf7158809cf4f3c", "000102030405060708090a0b0c0d0e0f",
            "3b79424c9c0dd436bace9e0ed4586a4f32b9"
        ),
        (
            "aes-ofb", "2b7e151628aed2a6abf7158809cf4f3c", "000102030405060708090a0b0c0d0e0f",
            "3b3fd92eb72dad20333449f8e83cfb4a7789508d16918f03f53c52dac54ed8259740051e9c5fecf64344f7a8"
                + "2260edcc304c6528f659c77866a510d9c1d6ae5e"
        ),
        (
            "aes-ecb", "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b", "",
            "bd334f1d6e45f25ff712a214571fa5cc974104846d0ad3ad7734ecb3ecee4eefef7afd2270e2e60adce0ba2f"
                + "ace6444e9a4b41ba738d6c72fb16691603c18e0e"
        ),
        (
            "aes-cbc", "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b", "000102030405060708090a0b0c0d0e0f",
            "4f021db243bc633d7178183a9fa071e8b4d9ada9ad7dedf4e5e738763f69145a571b242012fb7ae07fa9baac"
                + "3df102e008b0e27988598881d920a9e64f5615cd"
        ),
        (
            "aes-ctr", "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b", "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
            "1abc932417521ca24f2b0459fe7e6e0b090339ec0aa6faefd5ccc2c6f4ce8e941e36b26bd1ebc670d1bd1d66"
                + "5620abf74f78a7f6d29809585a97daec58c6b050"
        ),
        (
            "aes-cfb", "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b", "000102030405060708090a0b0c0d0e0f",
            "cdc80d6fddf18cab34c25909c99a417467ce7f7f81173621961a2b70171d3d7a2e1e8a1dd59b88b1c8e60fed"
                + "1efac4c9c05f9f9ca9834fa042ae8fba584b09ff"
        ),
        (
            "aes-cfb8", "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b", "000102030405060708090a0b0c0d0e0f",
            "cda2521ef0a905ca44cd057cbf0d47a0678a"
        ),
        (
            "aes-ofb", "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b", "000102030405060708090a0b0c0d0e0f",
            "cdc80d6fddf18cab34c25909c99a4174fcc28b8d4c63837c09e81700c11004018d9a9aeac0f6596f559c6d4d"
                + "af59a5f26d9f200857ca6c3e9cac524bd9acc92a"
        ),
        (
            "aes-ecb", "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4", "",
            "f3eed1bdb5d2a03c064b5a7e3db181f8591ccb10d410ed26dc5ba74a31362870b6ed21b99ca6f4f9f153e7b1"
                + "beafed1d23304b7a39f9f3ff067d8d8f9e24ecc7"
        ),
        (
            "aes-cbc", "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
            "000102030405060708090a0b0c0d0e0f",
            "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d39f23369a9d9bacfa530e263"
                + "04231461b2eb05e2c39be9fcda6c19078c6a9d1b"
        ),
        (
            "aes-ctr", "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
            "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff",
            "601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c52b0930daa23de94ce87017ba"
                + "2d84988ddfc9c58db67aada613c2dd08457941a6"
        ),
        (
            "aes-cfb", "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
            "000102030405060708090a0b0c0d0e0f",
            "dc7e84bfda79164b7ecd8486985d386039ffed143b28b1c832113c6331e5407bdf10132415e54b92a13ed0a8"
                + "267ae2f975a385741ab9cef82031623d55b1e471"
        ),
        (
            "aes-cfb8", "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
            "000102030405060708090a0b0c0d0e0f",
            "dc1f1a8520a64db55fcc8ac554844e889700"
        ),
        (
            "aes-ofb", "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
            "000102030405060708090a0b0c0d0e0f",
            "dc7e84bfda79164b7ecd8486985d38604febdc6740d20b3ac88f6ad82a4fb08d71ab47a086e86eedf39d1c5b"
                + "ba97c4080126141d67f37be8538f5a8be740e484"
        ),
    ]

    /// The keys of NIST SP 800-67, B.1: the ciphertext of `plaintext`, made by Python's cryptography.
    static let tripleDES: [(key: String, iv: String, ciphertext: String)] = [
        (
            "0123456789abcdef23456789abcdef01456789abcdef0123", "f69f2445df4f9b17",
            "2079c3d53aa763e193b79e2569ab5262516570481f25b50f73c0bda85c8e0da79bd86425fae429fdbd65a7a2"
                + "1b6e5d20925d8b0ef919a428154b96ed90f2bc1e"
        ),
        (
            "0123456789abcdef23456789abcdef01", "f69f2445df4f9b17",
            "7401ce1eab6d003caff84bf47b36cc2154f0238f9ffecd8f6acf118392b45581ada61acb9d107f1f212754d3"
                + "028a1c3170004e292e9fb969a44eaf1e20c0e9eb"
        ),
    ]
}
