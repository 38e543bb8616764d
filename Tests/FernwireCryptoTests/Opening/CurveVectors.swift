// SPDX-License-Identifier: Apache-2.0

/// Keys made by `openssl ecparam` and `openssl genpkey`, and what Python's cryptography does with them.
///
/// The private keys are throw-away samples, made for these tests and used for nothing else.
enum CurveVectors {
    static let message = Array("a message of somebody else".utf8)

    struct Vector: Sendable {
        let curve: String
        /// Of PKCS#8.
        let privateKey: String
        let publicKey: String
        let point: String
        /// The hash function of the signatures of `message`.
        let digest: String
        let der: String
        let raw: String
        /// Another point, and what is agreed on with it.
        let peer: String
        let agreed: String
    }

    static let all: [Vector] = [
        Vector(
            curve: "p-256",
            privateKey: """
                -----BEGIN PRIVATE KEY-----
                MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgQZuX1F7bf0gzoN/s
                jasAEKSFt1Sz3zOSwlJx9ogLsOuhRANCAATuKUgOAbD13nggKjmEYf5k2rzFOT9N
                QavjS5+blWSBdVGMvLs26szWffK1cD4CKXBFeMue5f0k1NPc2g1ETxzh
                -----END PRIVATE KEY-----

                """,
            publicKey: """
                -----BEGIN PUBLIC KEY-----
                MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE7ilIDgGw9d54ICo5hGH+ZNq8xTk/
                TUGr40ufm5VkgXVRjLy7NurM1n3ytXA+AilwRXjLnuX9JNTT3NoNRE8c4Q==
                -----END PUBLIC KEY-----

                """,
            point: "04ee29480e01b0f5de78202a398461fe64dabcc5393f4d41abe34b9f9b95648175518cbcbb36eaccd67df2b5"
                + "703e0229704578cb9ee5fd24d4d3dcda0d444f1ce1",
            digest: "sha256",
            der: "304502200e50f4d4ae7978ca501a29b1dfcc8b6835aa0b56200ddbb1c9a51fd657d17d51022100e39f248bb4"
                + "ac04181cdd9b191709956e4efe9ff6c7dd37826cefbdcc1a45b8a1",
            raw: "0e50f4d4ae7978ca501a29b1dfcc8b6835aa0b56200ddbb1c9a51fd657d17d51e39f248bb4ac04181cdd9b19"
                + "1709956e4efe9ff6c7dd37826cefbdcc1a45b8a1",
            peer: "049c6b8ace68d19e51a2d2f1e3735707713576daf6200b14f2004c9bc965884c7cb27a20a297d0e304494806"
                + "5b39f4a7a605b12a634b04592f720f8da36b0d0498",
            agreed: "1a70caad88539c01185b81717bc8ab12ca1c7aeadb0b8c26be7dd25440929110"),
        Vector(
            curve: "p-384",
            privateKey: """
                -----BEGIN PRIVATE KEY-----
                MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDB1JIdf6Tbvk5O2cB7U
                tPnZ1FYw/BZ6ZkBStB37gmv4uQM/59MVORv013mSdFBUTkChZANiAATh2A3NIh1S
                +IaepN4X71aXvRzbCHK9n+JvsytdgeyOkjgnzoxl/mXL9KZX4JTKDQ7l6QMIzrVs
                iSZ4o9S2jsntLZ2r3oJylmqm/t7TqV9/5Ep8M474iyNyt6Z7su6ph6A=
                -----END PRIVATE KEY-----

                """,
            publicKey: """
                -----BEGIN PUBLIC KEY-----
                MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAE4dgNzSIdUviGnqTeF+9Wl70c2whyvZ/i
                b7MrXYHsjpI4J86MZf5ly/SmV+CUyg0O5ekDCM61bIkmeKPUto7J7S2dq96CcpZq
                pv7e06lff+RKfDOO+Isjcreme7LuqYeg
                -----END PUBLIC KEY-----

                """,
            point: "04e1d80dcd221d52f8869ea4de17ef5697bd1cdb0872bd9fe26fb32b5d81ec8e923827ce8c65fe65cbf4a657"
                + "e094ca0d0ee5e90308ceb56c892678a3d4b68ec9ed2d9dabde8272966aa6feded3a95f7fe44a7c338ef88b23"
                + "72b7a67bb2eea987a0",
            digest: "sha1",
            der: "306502300094b2f31355a1772943215a22a90b5eb8c7a43c424f277c57d155a093b6e4bb37458023fdaf30c7"
                + "4b47192b2efbe5a9023100b897758e6d302743df1ff664242fe08e140546c7d6f5f0cfb764e3e498843838a9"
                + "b450609a82fe2eb4f382e6a3e6ee08",
            raw: "0094b2f31355a1772943215a22a90b5eb8c7a43c424f277c57d155a093b6e4bb37458023fdaf30c74b47192b"
                + "2efbe5a9b897758e6d302743df1ff664242fe08e140546c7d6f5f0cfb764e3e498843838a9b450609a82fe2e"
                + "b4f382e6a3e6ee08",
            peer: "0426515a116d4ce9f4a6bfeb557d9a34fdd31c7a329d39f8639b883e5503ace37303d585a9bc1b7bdf7dc4d1"
                + "761c26711d7bb5b8972abca23e69a655df2a6774a1a66f116ac794b882450e7d32b235ecca4227b66b473e31"
                + "7e2341f1f6ea1442cc",
            agreed: "110ef0af354f0e699fab412028bd0b713389489d3e5a2ee88a4109826bdc44a831b89833013b99df4daf2d2c"
                + "9ea0c6a0"),
        Vector(
            curve: "p-521",
            privateKey: """
                -----BEGIN PRIVATE KEY-----
                MIHuAgEAMBAGByqGSM49AgEGBSuBBAAjBIHWMIHTAgEBBEIA/71VjUURicY4hTNL
                SWswHYtuQvt+8Zisxib6hlnfh9D+QasGgz/eOIVezZeerGCawI47noHhFAYOuAzo
                MO32aWGhgYkDgYYABAGh965e+EWnpF55FIyq7YFoB7T2BPUArKIp+Cxu/Q6NASN6
                aeYDtH9r7CIuNW5BAmv0a4n9iZOqgVdUk0SnQs/zUQEQAn5UtpYCSQ+czqv2Pu7i
                IKVpRWNkM5eV2wpugXU574F8hXZh+cft61eZNV2FzVX4hi3lmADlD760j4TJEpnG
                Tw==
                -----END PRIVATE KEY-----

                """,
            publicKey: """
                -----BEGIN PUBLIC KEY-----
                MIGbMBAGByqGSM49AgEGBSuBBAAjA4GGAAQBofeuXvhFp6ReeRSMqu2BaAe09gT1
                AKyiKfgsbv0OjQEjemnmA7R/a+wiLjVuQQJr9GuJ/YmTqoFXVJNEp0LP81EBEAJ+
                VLaWAkkPnM6r9j7u4iClaUVjZDOXldsKboF1Oe+BfIV2YfnH7etXmTVdhc1V+IYt
                5ZgA5Q++tI+EyRKZxk8=
                -----END PUBLIC KEY-----

                """,
            point: "0401a1f7ae5ef845a7a45e79148caaed816807b4f604f500aca229f82c6efd0e8d01237a69e603b47f6bec22"
                + "2e356e41026bf46b89fd8993aa8157549344a742cff3510110027e54b69602490f9cceabf63eeee220a56945"
                + "6364339795db0a6e817539ef817c857661f9c7edeb5799355d85cd55f8862de59800e50fbeb48f84c91299c6"
                + "4f",
            digest: "sha512",
            der: "3081880242008aed52153e14f66b94c8554357d6376f8a401d1ab49dd77cda81073e581edc2a6882c283f11f"
                + "b0f374c8d706ca0f7e1af157d391a265bb855d7b95f46552d5989b0242017f6f32270d618444dee3d19bba80"
                + "91f7d37eef7cf9f1ffdf2cde3f06fedc948be7d1e32a60fa0994b6e1257e8624f5b56271cc61bed4903d8512"
                + "af6c171e898c34",
            raw: "008aed52153e14f66b94c8554357d6376f8a401d1ab49dd77cda81073e581edc2a6882c283f11fb0f374c8d7"
                + "06ca0f7e1af157d391a265bb855d7b95f46552d5989b017f6f32270d618444dee3d19bba8091f7d37eef7cf9"
                + "f1ffdf2cde3f06fedc948be7d1e32a60fa0994b6e1257e8624f5b56271cc61bed4903d8512af6c171e898c34",
            peer: "04016a25fc57bd669beac525b7cfad08aeece302046b780ab55e86e109439cfe14cdf54edf7229cf929de28e"
                + "9d7bb5967f99a5b1bb981a5de41226aa5f0c5aa50f46370082320018c19db90b4b648fcc95236d49aa139b55"
                + "620c002eb1c998990750a69e1b7c4394365f08c3cf5284518a52484dbad2f6eac6b0f37f7b66616de4c08f9e"
                + "e1",
            agreed: "011a1185f087136590826bb7b8316441261e8fe8c18f6a98c9ae210fe7efd20bbe28dda4b01d43fe9dde2017"
                + "330b76cc1bba61f21624cc00910cd23db1148a2d976e"),
    ]

    /// The key of P-256 in SEC 1, with its parameters before it as `openssl ecparam -genkey` writes them.
    static let sec1 = """
        -----BEGIN EC PARAMETERS-----
        BggqhkjOPQMBBw==
        -----END EC PARAMETERS-----
        -----BEGIN EC PRIVATE KEY-----
        MHcCAQEEIEGbl9Re239IM6Df7I2rABCkhbdUs98zksJScfaIC7DroAoGCCqGSM49
        AwEHoUQDQgAE7ilIDgGw9d54ICo5hGH+ZNq8xTk/TUGr40ufm5VkgXVRjLy7NurM
        1n3ytXA+AilwRXjLnuX9JNTT3NoNRE8c4Q==
        -----END EC PRIVATE KEY-----

        """

    /// A key of secp256k1.
    static let otherCurve = """
        -----BEGIN PRIVATE KEY-----
        MIGEAgEAMBAGByqGSM49AgEGBSuBBAAKBG0wawIBAQQgl/nJoQ/hoyAQd4lgmcBz
        EFnmp+Wba15v3NZKtNNi92ShRANCAASY//w6XPf/mQy8me7vjqhqXfejFuAJS3+t
        WSOTR+EfbsEgFunqzYGHL1b0t1xLV718NCLSuVKaw7S+gIMKU9Pd
        -----END PRIVATE KEY-----

        """

    /// The key of Alice in RFC 7748 §6.1.
    static let x25519 = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VuBCIEIHcHbQpzGKV9PBbBclGyZkXfTC+H68CZKrF3+6UduSwq
        -----END PRIVATE KEY-----

        """

    /// Her public key.
    static let x25519Public = """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VuAyEAhSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=
        -----END PUBLIC KEY-----

        """

    /// A key of Ed448, which is not read.
    static let ed448 = """
        -----BEGIN PRIVATE KEY-----
        MEcCAQAwBQYDK2VxBDsEOQCynQnPEGyiLUDeDyrNxpCa1nCa1fGhUGCp+k0sLW9o
        AI83H8bHGOOWAJ4ynsGY3L/Xjdk/W/Oz8g==
        -----END PRIVATE KEY-----

        """
}
