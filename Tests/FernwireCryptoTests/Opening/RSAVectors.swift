// SPDX-License-Identifier: Apache-2.0

/// Made by Python's cryptography with `Samples.traditional`, of 2048 bits, unless it says otherwise.
///
/// The private keys are throw-away samples, made for these tests and used for nothing else.
enum RSAVectors {
    static let message = Array("a message of somebody else".utf8)

    /// The hash function, that of the mask, the label, and the ciphertext of `message`.
    static let oaep: [(digest: String, mgf1: String, label: String, ciphertext: String)] = [
        (
            "sha1", "sha1", "",
            "702abb9bce781190fa7b402bcdb5911f991f5095368e78f9f4d7ca85bec63bec77b74e1a345004f61db71f99"
                + "fd3c5041aeebc8b907e6857d0bd0ab1276c702715bcb59d60f261a4cfa8ae34102c2b6ff7fcfb7c835993541"
                + "c848c40f9fe475e46378f1c5910e4cd0d0b5891f868e0f1dd6acf7105ecb58347a29868120c82e1d200e261f"
                + "6fba266377deda8806923a37d632a9f802678806bd320c62229a8a6c862f25d8f96996640f6b535d5a9824bb"
                + "e57d02ce0ecd06ae1117d73045c0ccae4574e7ec4572cb33ea5c63f961c41e3f9dcc386ab1355a3fc7e9a802"
                + "9b6c0cca6e070f303fe1db6d93840dffd5a8915830fa33f1af2b1c25be98b401fca001a5"
        ),
        (
            "sha224", "sha224", "label",
            "4b653a168cc8f09f75447038ceb2b607650b831bcb53167949bb271bbbcb420e0496607d42bd1b1fbd19a92f"
                + "118033c40ef1a279ed045dbd5f0e36174eec4eac8594f3b386ddb0b8f2e9117276b0a69be6885dcef81a3ffb"
                + "64f65b2b3fbf05605530ebffca75a220dcee472ebdabca39a32c9b1d0a198d3fc666772c2411a9c491242f32"
                + "c2799f87568755771100aa2d9971ef912b6a4e0a919e3eb98a642e7353abcd93319bdb867621c3eed5fb8653"
                + "604b8beba7b3ca03d473e4c23130f0284ae06f61e04bc83a61f459cafa91644e6f7642494ba21008b7e7e2e3"
                + "120779c563ec73acd62112619fafafccfcb32477a382fcaa7959935f7e1e3ece549967ce"
        ),
        (
            "sha256", "sha256", "",
            "4a156cb3ea1f5fd083d59f824bbe4137a9de163261545d6138d688636b76468a2e6c0bf52af7d064b78de0cc"
                + "b6a718488a0a3375194fb78a6816c098ec9e8bd259a4a3e51b2040639c4c7bbe452b0eb16a38ef648ffcc8bb"
                + "ed02758bb2f44f3a73ebc2ea586fa1458c7088399c8f9916ade17ccda31b75b3f3d8fdb38b77c69c088da7db"
                + "35aa26a300477cce88023d9dabd7921dc0988eaab35e6f6b70acd84f14d191fbde9f9933accdd2224554d451"
                + "1d1362ce7f66181f4ca3744c413fdda7a8401884982c9a545c0c968ad2f5f46a03ef17172bd4f92c48ed8f46"
                + "88f20771a1a8d7e05d77b4d2e0fac3cd07d5055908707d451826e7e3ad7d09613df69ac1"
        ),
        (
            "sha384", "sha384", "another label",
            "62b5a81788ffd1fb3a6919839710bc684bc858593f321328b9c4f105086ed6d9e8c0507736f96af324cb970a"
                + "d21f0eb3dbe2c7d1fdfb589934209b42c64b6958e9066fbd2e2f3bd96b5f3b285be9f0810c079ed6e3d96271"
                + "5af8375af77370b33818da1c9a38f3b91a770cd5254402b54feeb98ce598297441a804ce586d885e2497e5ca"
                + "01beea8c3f55842ba20ef891a7e40a36a3e49548070268b1fdc1cd603a04f97e0314add2aa4dc1a332a28477"
                + "9d2cea049971c1d254bfbde9ed82ebe469c47e36e5e3e5132c8ff407ca92850902c61e271d1cb306fd0f3e09"
                + "a7ccaca8568ac92da075a094167f7ef21f7a458e9aa9055013b48bbe69634a2cfe361ef6"
        ),
        (
            "sha512", "sha512", "",
            "6eaa82c0e704caa1dfa5069fb574981a9cffebdb25337c91cdaa9cefc4cf9e8a2136bd31671ffa4ae1a61b8a"
                + "b8c27580a34a98b0cb616336e58bcf3aed3d5ef485691ebcbc1204115de86edaf6555db5da27cfeda0b5c2bc"
                + "8d5d030e85d7dc5482357417c9a57d02f249d4855a47434fd67d1f52bf063aeab29de24587e41f61c148320f"
                + "4ba59ce6958c3dfc837020b7b42d866e96a7b4a6720a8950f9a3261b03ac949b35accf7e9b221b29e9c93bd1"
                + "80308bbf1f6498df5cb1e6aeb15c82d062a4be3a79374d92674a6eac045900b93449eb9ff446609040080fe7"
                + "c0a2d034c6c36dde15e81cdb5cecd9b8cbbf2537dbec34a790c3e9fbaecaec56a46bc392"
        ),
        (
            "sha256", "sha1", "label",
            "8b933f462e97cd2055a9a0bdf66402f8a367f41dd0f7ccd8588e8a3bbc2670f528036cabda1b5c6c38f4e0c4"
                + "75b5fd3a77c65b7d55c5922cb933bd8b930e2da2c90b865a9dfb02c7931be62d33eff3f824ea47f76a2feca2"
                + "2338bbaca5bd5f996147841c9c3c5924c7e7c6f685c99e264689a14e825dd0673060299b94ae6712b67d662f"
                + "72ce1ead850dcced4bc4f8da3a8b8a3f2c08f3be9066c8860079a952df7c9d25def854f26fe4f29df89ef3b7"
                + "b5681047df0a5b30d53639aa2f10d02555dadff0ac2ce257c9d7e2acde2105fc94b7c67714888de811885f07"
                + "8e61e38890533dd44196f30677a75e59080b91e0b6a8ed399a31fc677b06a3641644c201"
        ),
    ]

    /// The ciphertext of `message` with PKCS#1 v1.5.
    static let pkcs1 =
        "0ddecacbb18dd6d49580f6c7e6c44d2d7716c8e194edb44a0b20f5fdb230fe53315a356166c5ffc61939897a"
        + "35392e96102735e63aceaed2b8677ac64ef0572d9dca0987279fd00b319394e392a75c3ae5769e440c982893"
        + "0c07c7b7deeb0c08a19b0920331892daae0f770acdb1f148c93934d5e12362e809829481ea6a2013eb37d654"
        + "256c013b45d51c104baa682ba59887ba35b36e5917fce27db219787652bda58436d32d9c592a77171d003887"
        + "9f3df6fe4dc86cebb4869d7792daa6ed251944083de2baecb2e91f94f564613f0aa50aef7163e9c33ad85b16"
        + "01ec991533e28b2384d5e7b393bd636bc7de13dd198df6e23dac8fee73ca67a8677577aa"

    /// The hash function and the signature of `message`; the salts of PSS have 0, 20 and 32 bytes and as many as fit.
    static let signatures: [(scheme: String, digest: String, signature: String)] = [
        (
            "pkcs1", "sha1",
            "033eee31448034efc22298a77126a81c1077e48d5738e9c3a4974338f13525695801a8a3e7396ce08dbc67f8"
                + "13a27cd40272f1afc218eba302c446df658251df6cb43a468fca37a3f3d0a2a8f6dd47cd20f4416ebdc2f608"
                + "f7c88e49eeab53853148af67064293e4179c29081fc7a832fe8f621fdc3153cfae38af0e36b2ed251687caef"
                + "a8107cd40767c2c0cc335ac2059b0c744bf84678953fdf60653550fcac76a367faa965fcbdc2060ff3ba1f8b"
                + "140df47b36a6a0d2ecf164668c8a05ec18ee4b0100fc2d2a1d171c4a86293e5955bd538b0b6100aa39bb1d86"
                + "9c928ea2e317f14eba4d8d842cab349aaf32e028b660eac8970e2ddf748a39cc9707ccc8"
        ),
        (
            "pkcs1", "sha256",
            "630dbed5f6e324cf61c8e3e66e454ef8eb42da1d575016d451f609c54c84031e37ee0b6f1b99679c69879323"
                + "a539d1e6c25dbd806981aa58b4ef09c755d0c6edf94e7fa1bdf98fc80fc3ffa49eb8284f0cecf20b51bc760b"
                + "9158be081e212d1d8b3d5ec8bc68362050344dc1a7d092896ec7ef67094acecb66a1a92ff83aac1c82feb222"
                + "e8ab6868f1a15073322266a454fc00437f4aa2b7e668428d8b3794de406530ed80ec4cc914a21087cc548000"
                + "7349d448bef8facea1c339470d69493cf04b2e82a1e79c3bc91da847edfe02a31061c5957719d329fa2e41ef"
                + "c165b56202d70b9236ebae92381f64e5e7b75c55b8b70d083ce75594948709a8629d99d7"
        ),
        (
            "pkcs1", "sha384",
            "7615574d5e593be411213a6d3dd8a6c79e3014f7d2b5b9aba3d3ab66ec807bea17bff7a5c643fbc506e85665"
                + "fa7fb7e6bbeffe51f60293fb680d04324364205d3e6c8fbe6a98e385e5a6b5b69d533a7f7e166f20bd6b54b1"
                + "f326f04e4dff9bf2a100f93cf9fe531a558b63ce1ed98e31cf2631a8073deec5a7a7cd46576371aa651d7325"
                + "1f3a2d487b5439987a2e9a63e4154f1e8ce72dddf897d6dec025f21695cbdb6fc2d6cfd0c939b277022c8b3a"
                + "89097319e2a12fccb872e9f575805aed3a476a0a7025e7b8acd77e8c7f29959088d58ca86874e265a4b571f6"
                + "07709643e043926c0b6d2b2cd0a44774fa19220e41d7461204fed098180d79b7d07590e5"
        ),
        (
            "pkcs1", "sha512",
            "00e6b9732d134db1b56f73028bebba08c7c3796c59c034b05d42bde2f9c8e198fc987177ebb8d028ab201387"
                + "5ddf73fe3f27d97f6ff57bca3221ed2e5bff5eb004b68f4b0600dde0475db379f1a8751a6a6506297da06793"
                + "a52907ac7b51e4e18e04a4e5b506e89ea6c7235adc6a8957b95735efa58d537a2dfdf68bf476823c2ae98831"
                + "5d0a7bf321871d72748590b991e7506e3c4a2cdc1207401cf3db9c78eaa4a029c9abaa506b380776654eecad"
                + "3642f9a08d86b36a0ccddb85ef602c157daa6dbbb5cd65297192a63a284e7c3597f62ccf6f387ef77ca35555"
                + "5dcea0c1c7e5dfbdf14d6e066f6113ec149f5e4f3538e4c695189b318741786186e7304f"
        ),
        (
            "pkcs1", "md5",
            "57ea08120cba1b00952a749b2fd5cc95b59e575e846de84022d9aadf78ec7893c50767c4aefa7b91334df7c9"
                + "a4bccc3d995626b812ff72cf3b28ef6cc2299765d89d87d255d5a73cc5f3adecb4519eebdb38f8c6d9870ccf"
                + "b6d6f3be448ee0143c8e3bd4be2ad0a48bb37f4929356db389f198e8acba2012133706ace961653b2e1c9323"
                + "39e994fab64f179db5441fbbc3107cb5253dcf2fcabb0eeaf1c3557cec557d3607a1ec5ea94f3af1d85cc454"
                + "fa1b89cf06801c765b5c313d5962a19a3ea64f3a8f24aaefc0cac7fe4f5f2fec925f9cc559ee860570e98a1c"
                + "d6ea5237c56a21b90ccc0bab3aa5628122106eb1c19cc996c23dc0d59a3634e23be5d279"
        ),
        (
            "pkcs1", "sha3-256",
            "43b248f2d357a8eb8101343164cb99726e9df065b7ed3d9c5db137954061017dd81eda8c0e80458dadde9a86"
                + "934f105216593254d5238f16e19006eba94dae35fe16df8c85680216b8aca52e4d6e28d768d6902faffb35b6"
                + "87dea5d6026c85b4e0af8fffe8f5fd23d27b135e7b8887a92ff154bb2aeff1a3679bcd484915e2fe59b82866"
                + "580704f2a169b8e86ccde0d6980969d7ec81a9b8e35a38b1a50c2b847a9cd791cab0bf6277bf4bfec7c57aec"
                + "56f2f587a40950155bcfd3e8c0048461d033747e5c333b9fef95423b2fc3781e2ea9a55137a20ae35dca0e11"
                + "3af3b29f92e54632df57ad816cdf9c4bce05470d266f6bb620e28b116aef56944e013dec"
        ),
        (
            "pss", "sha256",
            "480d90e604696033504d1efd33efca59b1a621e319d75064dfe41a1c5be1755f9e4f338ec320d6c1ff83e786"
                + "ccad94b85a18173bcff178bfbf4348377fd3569f6e563778cd37bfe0714f17c349a564c6620de454666c5426"
                + "07ea0f2c0c68ddc079bd7b3fe33ce69fc180d61ae9611f509950954a719795cc520d44c6bfb5a53da7892c0c"
                + "8390c3f3cd58d7aa93a24b9c01ba4448f07c99d409ab4f45d5852481737b179ebfb9a376e2aba7a3aabd2428"
                + "c7c32090201516d69abad3877040e404cce6a9d7679c3a9c037f34b5eff9386f53cb30f905dc6056275ded6a"
                + "8938e0adb445682d39bceac9e0890bb11950db97709b84a77b9a358749494f200e46ef19"
        ),
        (
            "pss", "sha1",
            "6881f780dbe9848f839db7ac8f46c6b07e71d6827fb19b3740fbf6b782ff74f6dc04e1f9ca53d6b52ac6a8f8"
                + "d8e72c2b3a66b271b9a44f8824676ab9a5865d24edbd6f0d4e679cb6cabc1e6d630a520b27570c1a74d0071c"
                + "2b649b01e68cd2ffd33c02736b3f74bcb89cfa014ad2cb4e9a91f1ca3a472fa22280bb3d8efb2cd2bce84a8d"
                + "a253e5558da82e5957807ccda7ab5c1cc4e2617253a55b3eb4cc07b5e1e8aaf78a5993bd0d91218e036338df"
                + "a83fa4a45cc7b32d596411fddc3a23791d25572a6f0a21b50c48f32bdfffde37b9495fb07f8add223dfa1878"
                + "6c1b9001badbc6b46b4c09e64cab1cba151296372018c84f77f5044e8142a67dca22290c"
        ),
        (
            "pss", "sha256",
            "32fe0ecf013410125d1c9355c93b75829de0c86c58d80d669416cdc9059001fb7c36d7850611efd7e99da1ac"
                + "07621f9b6db9c7e150dcc97970acf539d3e245f0f703edcfaad081c1a52d37be2612122b1ba17f52b96e9f2f"
                + "ae45d5d0c8e965f1eb7347e44c93c12eb41282ca8f7f4409fa419cfb39921450cf9b3572bbe489d08e9ef339"
                + "a53182fed0ec84406f403ce0c8fdb4e1d4b2a3fc21f2ac71bf5f4124e189e7c43c3a45fc689165427cce7959"
                + "035a8115ea7767eb9d0d84a13843310725e634f245fd9effede7dd8ebd812fd27e7fb7c1cea421d3c9dc6ab0"
                + "8732a5400f99b6ce8b34bb9e5f00fd6362684a8eb8c24a72e18003da73a17106293a9b3c"
        ),
        (
            "pss", "sha512",
            "3e5ac723c727023fd2b02b825847f52b73d37f0954a74b22d429a615d76540b1189c8a09220f38712a248d9d"
                + "7a090b3f8d58d4c1f2d1936865edb0067d03b0fcedd9676b9d30b60374b0a067947ba4966816c85fd4a6145d"
                + "f158e1b69db1a24fa39cfe71f817df3b7785daa7d7d1d55e86f894a74d8d0ee4dc2bcfe63b84e5b36cef5c18"
                + "eeadd06d409d3920de33eb9f79462e15038fe0ba42fba741bad552c143ecc10138454ca18195ad8f8a434ed4"
                + "a39c3b48d2d42b2027f928f0714c754af1f2e01190d05eddfec5af6624a1f6308f333159493bb0f2c0c62dc4"
                + "d0e6a17c1d17b91f509e15ee451da2311942fa1d04d26405c867ebc7d0db075580e54407"
        ),
        (
            "pss", "sha384",
            "46b5689a52a8fdef52b70d44d35f9d7aced84336d6e4f47eeb0ddb551eddca07ba921adf425bed2ff833626b"
                + "c7e9791571b1de7592807d8455dca6077988d2811e84620ca1c5c0449eee5473f648cf0399944b2087481aed"
                + "b70e3368712f1d9e225b49b0f1b9c8de095602e0738e3862f0fb6be8cbc4c7f367a358b125f2c65fe4dae591"
                + "e0208a26cbedab31b6983a153d78747c6e1a75c93655643433025fa8fb83f071a001104c86d805aa37161e26"
                + "42e9999f10857ae0c2213937d7db46315f7d36cfcbb544d07c60032a5c4bfa313dec135da805ba88d37361a2"
                + "ae83609b022f0e0d5221ab79d594bfbb4ab6df6995f804ef07299aaec190a6c3a6d359f9"
        ),
    ]

    /// A key of 512 bits, in PKCS#1, made by `openssl genrsa`.
    static let small = """
        -----BEGIN RSA PRIVATE KEY-----
        MIIBOwIBAAJBAMXbZQSlEO15b1LEYusdbjBrQs21ttv62Wxphz0K9KECX1+L/tBB
        x07MWPxPfuAU9gQxvt5ioff14FwO/w5f/YkCAwEAAQJBALdV51IZfgj+aCgib6J7
        H9pf2YPx6GIIHCX31ue6WhlCDXqlix50jM2lUmPely5YH9tUsBjhtEfwmn9Hb18f
        9XECIQD4FE8C5CRBtaWOZoMMOKJlKBzgX4E5q65KFCZsPK4OXQIhAMwslz64+A+h
        9AGJ609aYHnWIYso1BtGxkn1Sqv1YgEdAiANfa0+TwHZwPMb519BDuNl9OR9HzR7
        2mZECQx93l7o0QIhALjQqDtrfYfRBqmZ6XmUCn5euVBZLd5e60CpG+WaIhN1AiBA
        yn65JBNa3dlkfOamJhXwYXzkr58cx5fyoBh/Piv0uQ==
        -----END RSA PRIVATE KEY-----

        """

    /// Its public key in PKCS#1.
    static let smallPublic = """
        -----BEGIN RSA PUBLIC KEY-----
        MEgCQQDF22UEpRDteW9SxGLrHW4wa0LNtbbb+tlsaYc9CvShAl9fi/7QQcdOzFj8
        T37gFPYEMb7eYqH39eBcDv8OX/2JAgMBAAE=
        -----END RSA PUBLIC KEY-----

        """

    /// The OAEP with SHA-1 of `few` for that key.
    static let smallCiphertext =
        "522b7e2e619b6e93334f7f87dd06b886185ee54cddf212463b47a88d0dbb238ecada640fc4c2e5869eff83fa"
        + "0437cb0458d3e8a4ff16a5ca4b85a69589752067"
    /// The signature of `few` by that key, PKCS#1 v1.5 with SHA-256.
    static let smallSignature =
        "109528ce7cb6973a98eb87df4f7f4cc5501cb56daf8d955aea29c3cd31b19f440b086528c12a0e780c495108"
        + "56f715eae5a2c3bfeb004a9913c69c4567cd928f"

    /// A certificate of `Samples.rsa1024`, made by `openssl req`.
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIB9jCCAV+gAwIBAgIUJnaUPAdOez6xa/g+pkXK0rXOxtMwDQYJKoZIhvcNAQEL
        BQAwDDEKMAgGA1UEAwwBYTAgFw0yNjExMjgyMjQ0MTRaGA8yMTI2MTEwNDIyNDQx
        NFowDDEKMAgGA1UEAwwBYTCBnzANBgkqhkiG9w0BAQEFAAOBjQAwgYkCgYEApKKu
        RFvTVJLDZf8x+Rgex69hguNc9NG06BX2y8xmczS2nZvPv+p+8uWgdf9badYTMqI1
        UCtJodw/o+SPM/EJIWo9w2/Jwn2vXCv5HWB6oXU9BhjK60QM/R4cTUBcQVFW9QUg
        N2K6RcQ+7XF6fkovwOrVYAbTcII65EdZMAeZT4ECAwEAAaNTMFEwHQYDVR0OBBYE
        FJ40RTkZJWnnjSL8vSrRGvbaYtsHMB8GA1UdIwQYMBaAFJ40RTkZJWnnjSL8vSrR
        GvbaYtsHMA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQELBQADgYEATzmFj5Ic
        wii7jTpU9XhsiZ02tFU1iIu4kegIEHI0NLfRVqk4FHffq7a86Gcn5tuGEe5DXXXL
        NBcOKRerPXgjvdoy1EBxcHCvEiB2IYwxb6pv9qryzTbp5UCwkI8oTCKi0uD2kzYr
        Do/E4RphrmdPFz7JIy+6Vzpk/0tak+JiU8k=
        -----END CERTIFICATE-----

        """

    /// `Samples.rsa1024` under a passphrase, with the headers of RFC 1421.
    static let encrypted = """
        -----BEGIN RSA PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-256-CBC,EA201D7E75717A4236832D4AADEC0157

        zu2SEK6fSIXa1pKF2qZ5SfNcCxBjAN6FlwGVfClQm492wHdFFCR9lu/jJt04zXMr
        GISaZbVgAYNpa0dwjmRmV/mIhSUKDsbV4XxR9HPU9kLsNyn4MhDJrOifpDSx6ZI6
        UrqTU5sfwUXmQLPmnyoz/ccGlGXFww5La5UkksAfNL44h+HNAEqtFnpQmK7Yhtw+
        TdcPdAlODUijRgxRoixMItshVfbOkyr0LYJu8kXugW2iHhQkgNn4jjt6l4AQKv3v
        tEfAREPQXIIkq45rhefgekX949SgGyn6Z41GuUBCF6H/c4ngh3c2hG9vADtwB9oz
        0sH7z4JKCAw/Knt7cujPyhB7ni8bESdElAPja1By1yxLenvSI94wI6usMJzzmo/F
        SxFGL8C859TX7QGkvkJmS+aEOMgCwmWQIcALxog7lFsXeuIszq0+/JLm661fAHIe
        u3aml7heMHLiT8GJKZJYOfYdQF53d3MY8MnWU9Y/YqtU2NZjWDmUxpZS9oKjVFKG
        4/o81HMAbZwcpVWZcJlL7ioQcwyfQVYhzN2nkKtxmRRSri+bGjNiot+N7WBANVm3
        gtX4fAytKQoGRebSfl1uOaMK/gZKxHCvkKVL/zgzY3iexKHGvY+KnIjvuyogYF9j
        Ew1Htrgvk9LrpcIDnh1r/M3mRS+0UQpS3PoJkLy2JjpJi0H3XhTTMnT8VcfkU+in
        iIzn8QkcruhG9QBKBwrsqE/ui1ys2ET/GAiKFNaK1iLsJYghJXm3srTjNnlmV97F
        h8sHObp+rx9n6MSzfU8Rvpvvub06CS4ddRMwOT8Xpy7ZZjeIRc+NxMpNfxp9YIHh
        -----END RSA PRIVATE KEY-----

        """
}
