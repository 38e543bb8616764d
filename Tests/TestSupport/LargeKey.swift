// SPDX-License-Identifier: Apache-2.0
public import FernwireCrypto
public import FernwireSession

extension Sample {
    /// Credentials of a side that has such a key, and accepts one.
    public static var largeCredentials: Credentials {
        var credentials = Credentials(rsaKey: largeKey, ed25519Key: .generate())
        credentials.maximumRSABits = RSAPublicKey.bits.upperBound
        return credentials
    }

    /// A throw-away sample: an RSA key of the largest size, which takes long to make.
    public static let largeKey: RSAPrivateKey = {
        guard let key = try? RSAPrivateKey(pem: Array(largeKeyText.utf8).span.bytes) else {
            preconditionFailure("the sample key is no key")
        }
        return key
    }()

    private static let largeKeyText = """
        -----BEGIN PRIVATE KEY-----
        MIISQgIBADANBgkqhkiG9w0BAQEFAASCEiwwghIoAgEAAoIEAQDPiX+O/mDmBQ46
        nYDgk1Cur0Q2FLYqD8GOAwi52N89pp0il7tW3ro1g3JzBQVipkg21r20A0k9LvIP
        uMu05RmE6uk8prY2oCyilHUCdxLN7jqiHnwEFECiTqcoAGbxUG2DmmVn+Nrd24iB
        q9xCrm7T71I1BznIp5PTaClBDE8Sm4Fduefsv2nv0/3n7YiCl7oIzgxkU/VU879X
        OmkKzhiFk/V48/G36o+/MY7FAy8AdoglecQgBa7i0AwGcgViTuGAaBsx7gZiOc7H
        cRpx3pYMyYYYIJW4//JKpYmxdw6+7vD5QosqAHHyYVDteyXGwhf3bBB2/XQdmfgp
        lbhDEiJ/MLW1Y0q98eAQt86sNwc/SFhmIl9n7zVe4OkKlGRw3JJKlsBkm4BxZAaz
        VVB65Q6nTxb5Gy11y84pyqMgYqXrehqnwo2c8Sj2XhkywAsVTh/XGbMRZYtWLRC8
        LWYbktlByJNN+qVpUSkuiHTh7g2t3xA+WVvN7981qzY8uKOLQFSPWLyZOrr1bOfV
        R3QHk9HjDPFIZCR2ftMNDPWSLFKa/DD9dvjXRzeEwcYD0yrgsyOzB6JZ+3PyeGqc
        uVHDFHT9S+LYdmB5KBchqkKR3D8riUiwjW0kgMSju+OWU0H7eqU3IthKsRRkAWJU
        s3RbMCdzv0xaotlTJKOJWadMr1SgxfKkwTBoDa/Y7dkYOX2AGyU41EbG2XhAKD9A
        JetMm7sQM4dvkw+JtGjPfsfxyMw+ClbilyKLGjqQyaS+WgeQuXT5rxg8K2HbGazw
        Yrbj+TPLIhghP0mhAIFJRqWtfehBGGbhZUUAtKAQseVH4IzFhzXJ/TBs1L0g+rTr
        gxFYxU4ueIxP8PEmvICqgWUteHrplw5oIfAq0sfMIKZdRzsW1zRUPQjgNhLN4aDK
        OIAS1xjDJNb4Ox5KPJdpktc4S9cxzNo3L4fcnijcPAttC901nQ+dR4Df3ZxvE9Om
        YXWBz5bh21HG/dPPPhs231BzhwXxreIIHgejTIT/ZIplc3OHy+XwSoYOH/k2mLwT
        shDCMHUfa+Rqd5jSpvwLG0cwHquexDXiYYWvC6rfGxmCTUhDeyKy/tMbub9PvQLA
        pVTeO1zR28gKuYQE+sjyQLC8YivjtHq63ShNj3duCRc2b6EyyGKGHO7gTr09taF/
        UVz4qw/PxHEO3vQwxfbVCbVZauIlA5TD6amOmFD4/U3TFmrPrXQ1gaKkQuEWy2u/
        WMeySxHQubt0iHFOKXDo2QpMEtT8/Lr4nxo1/5Rdl/8hWaL4UIqw1goOmf/HfJvs
        noWNc7iiz+fvK67zLP9J54JDpKfbc/EB2Jm9WnpkSeORwxWvxRdXe932RGc3etEq
        /1WdG2eRAgMBAAECggQAAxwFB9QwCPo7P0MUBtQGNzEj5T3fCIHMbVoxHlxiueEo
        xQzUxHrZUOBw4vVzYh8/gTzV7PVzT+Hybqxe4aK2GhZNRiNG+HS4E9EuxfRD7pxw
        D0pEIuktGmbHHTO7rHK/SqO8pbe7ixaVNMDUWmu+eC6Y2CJif1W4GAiH57QtbMgH
        gpXnZOttmlIzjBmfEY/Vkc4JLv6itBy5JETZL+LXHgyRtrfMSmxkA3dqCMchBDwt
        EtyrGiy49P0s1PLj5ELDdlb4+KufjQdfMwCdkWZbmqzxSqQVrNwphJdMLmxsJuMH
        GWuhu1B0Oe9d1PUNo5ejCsoOdBic4wL8eMkIEKSGqkpan/Fb0b08QBvfkkJ6eWcA
        1g+T8jIfZgDE1RZUlpajcCUn6Z9P0m3Ee5mJYhH+VnY6T/iphXSMg0vzMOgcIstP
        921UOFf/pwimuX/Zmqkyk8M25N7qh8ZslAPdHggk+QCY6RKajwRQM4+IAB4+4Q5G
        HMezdwIt9rdOPHoqucp4tIjIk0YnPh1H2vDzYC1a4sXono72NzqeuGPA5n6uAn7z
        +p7hSxPDf+8e+PiIEa5Kww2tT8pTRNHWN8C/ZMbGGvPGXhEQpc1lN/6oToL9hPji
        rdcsnbRP3evR1N3XT6iD2FqNYY8be6/D9KTCAfTBKTw3mBBiZQXCl9X6n6JCiGxv
        43Yi1WAqYCG2htB7lBGpSG2KjsLqD7utuwakXeoTgfXHEZjPWUIpHylsONvlFQ7a
        w1AclgBVNx05WnD3BUVNEehc7tX32jC4RdL+Jna0e6NfntA4LOMQ+zxkxYGFaNqx
        ByZByQZiZeGPDNTyivjRA2uhy2FjuIlQoTfa/xJizWmYEXzzNuASOsre0Tdk1JRM
        Bh7WhFGJ/sIl9igjgZi+pWITMaqhA6FJJ06omeHf75rH0Bebqp9oJWUo6s+T3uO6
        Emgt1yfJt8IgpABnkkrachPhUKWzX/5E8CI/ALVWwrFmcZDKTLpp6W+uojDnVtW9
        HVHV2KzIiFqqBvai3BdX+oLTwQKo045wAHpVW/riZNRIbUdT1n3uzr88dmVzGJYA
        V0/WxtPJ+dssCSD4fqAcEJ144r+RN8sf+BEj0ZPO6t83JcbI3whqFUrPKRpy8qT4
        gw0iFo3atvSC5BSG0y9bcLSCxW2VhDCrAoRJlGwlPL87/3XEbDVvYw8K/ZnXGc8l
        0JVw15C96eS3lXyLWEnGXRyJs6YUruG17Ag+6HOWGpEAk92B1Os69/dNcRBM+h9Y
        0P7jZTosWLWF1MqRgeyo8BWCzxbozhUKyYiqD0GwvHLFFf+kA7+wgs/RWQH1rmZ9
        84F7b/2OgCL7llugh73ooSbdR/D07f9AHW7zOJhkrQKCAgEA/b308vPCis7Ch+ns
        DyRXZZVzG8nps55AoWTEXOWFuM1c3yT+qJ85AYl3MoyT6Uc0QQaPjBUp3WC6asZf
        uGSJurvwOrvOEx8e5mqzOobXMn0S+742/PoOvh1jb+TTU2yTRge4qHscsHNXCGhc
        BvfPZKUzoZ9j+pSVAAxFYaFpXPRDH3fFgqiE9XqBIXlDlG5zolP95mxBqEElgCre
        cuDMH/zV2jJEm+liVGi0wbzhGhJgHtoraGeoMkajiO1y5mVPwb61q+MKCGi8/LXx
        23lz1S4Ipb+I1Bz7OeCQJjtnsHVro250TRUHxMU++erb0NDY90FYDbViD+eERROK
        c0JDQYmI2GkSXyfeZw3W4hGKe6shWTI5jARPo63sh8YWxsqQ0JDZEvKUFMPF+dQC
        rFrXAWvaWSWn6zYGDJqkQca6Yysnycn1Br2KLQ0kWz/u91HdBA+9JOnYFtS0JkMF
        h4FVVLJGQBIHNwA44jzDJtccTFteEfwO7b2p8ztetlnPoGwmrTpGGScPc5upyTj9
        P5MvLRo0DjN6U7GyNIl9zdj5FqYPYjsV1xj1agOntatIMvIlT0SURqzvGcshVEqC
        WBjoH02mR2Se6O6GsyJZnh/M68sIgTVCiliworsrvR1DGPZ5NSioZAxQZFIcpBNU
        J8iVM4vZD+aBJOtA6hakiiW8G6UCggIBANFiSICV0T0UDaQq+dW34vFNhRtaaPs8
        Rag7cbR+6aoLDuCYTeSVktVzNWQXHSIoBOiag6u5Eoa9+B5Eob3OZbyp32jCEZB6
        3nnRM6ctAOiDQq/LQFsjMuNxZosKvxHJ03tnNiI3dxsmZLkCinyRuaVTSXgd+ZvU
        dC0jxPD6oelqQCm18jIH86/lmypeyg9xIgE6nEdRtDdXq3cc2jzBHM9ZXbCKDeDv
        lholusc2DSixUgEsI4tUFHzpwi+Z0tTpL2810dnjjubuB3AD2TjNlVdOElLPEi+U
        Cn8eQq9Wp6cmBez4QDa0dt8Y7+cnpsoK7t8SkUTGA7FN4Su3BlsX1X3J0EY/otEI
        pBG8tBiOY0OuNeyPDyf9OJFkUbGrn5wqzDysimb18AXI/rmemnxhdIWNDDrPj7KB
        LCZD9T3sNrzx0cZU8neMJo637S26bZYu1bTX194aGeacyuO3qshF9z9ClwJsl7Vm
        yMIqpPSSY2vng0TBfMd4uuqYUUaSEEPVhSnURFt/3irTooU47U3ePEcBhJiKpp3J
        SLeG+xTIDKNrCMbNcj8xu4p7tNd5/ZIBuArS3KSewD8SrqrB4S/Y3juzMiJ+bZIJ
        jvubX/jlJVBWVSJZWAInHByjgUNnLOjmMcL0FL2pTnBx80R9LrbLzmT2uHvFF8kv
        pxdUNnjDtch9AoICACegke+baAd7kN/fBXG78DY6J9bwKqJVlaxe61fCtKaO0/E5
        etfkvedii44GbFcjOqLpHmP3LimXoKVqQ6qtcOEL1tGlYOKVmqLLiSAbzOHirKNK
        KpZJiyHfvxbLesFtlHZ8YDdXurxH1xDGE5E3BFmofy6/kMKij76JLBC6P5U3xH/W
        ma71GIap0h7jLE2zDjYMvftNbteTDQM+Lq1sNBTOzKsd7J8YzLV4ALq8/76tnftT
        gTH19kubwpBw3N/kdJdCbGbitz9m9BTXaWUoS5HAdbNE/V57BDUewARohKIHRH8q
        kdkz7pmpYFNxfVDYPPooZ1MEv8LSGlMbYSTs9Un367o4dpkLxez8OVHnAWSc7kFa
        2afnSHS8hdMSeZ4kJoecB3qxDbVMec+xb5VxPmDHcjs36UiPkFRJllt7aMJyC+20
        r6KU2U593e6uRmizjTvEJXrtVkUChPvwvZ1S8nuet9/rsNrDGx8h9CxNreqy3jca
        0U4Jr8//tqPt1MIuAcBN+IKXGg+pANQfJVXXa6e0juqk2XbWqokP6+jI+OWzm3Vw
        2tFT4Yfj+D4j+MuUC4WcpTeAbHrvwU3DsSWHBkFVRCGkMjkYf0rck3hhaQRuGe7r
        3W9zuGpBpuwK9N6iJ33I0ruFPMzeEgEBz8PCzKJXNdgI3KRiZSnpzVqR2BXNAoIC
        AQCFAbjqrcDH2tg7g+1GfNRV0peOY6Uyivv4vSIitUf7c6DUvQsl/HnUy6WL2j7w
        dpl/pL+lsx/4pe5aU+CmsNjhussnQbhknhh7K5BzTtw310HiZ+uOuVJXNq8b/gyX
        4SxNRKgXnkIz5fSvrdSJAwz532lZOzlXauMN1Z4CMkPuAUeW93RNoc2D3AfwJ1yV
        6JjgTPn/OACR80gBlztuwoFpmeww+9GLJMal/3ehmk1LnzBnfEFr/VIyc0+ea0mJ
        ZEN0kqymi644NdZVqqwvMDEAz6BGKDH2NUVhsLhNp29Cd53mBWDNH2AvoiirHv4N
        dFp/K81J8btgwwcZfN81uHMuv6dlKIFl5eZLOiLxQmn+EUlB5zKKhYmMmjxm742p
        Z2pr1HLqqqn5Es/027Jo9oNNXub46ObwTqvb9ulvl4DCD57hLQ8FL+tCV8X7eWSp
        tUCd60q+VLhFTS547zA2nnNMJSHGMXNBkXRQG0TD88XiQqOZZou8Lo4V/gILITfh
        z14SzztJIHXhoKSpmhrsjxKdTHKNb+4dZ0KhCsauUdHtcU2W8+TyDcaDVsfu5RhV
        ym+9uGrey9V1e4mnARfqDApHxDJBxSwXS6kfXXjeo7lLSjw0YKrOW0e5TYgMaBsY
        KzpLDD+sp0MjnM8an6awCdEnQ663OOE+NN4grKcZmcD9BQKCAgAp+jskksrJRI+A
        K+JoTFBzGn9Eyyo5zwfs3pg1loKDEIM5oWR2MvuL/nygTW9FobfDaqkTQYDknSq1
        lClaemlCyiqEdMstnrB05W9wfa3Wc95ZEca1AP9/8geSzngOWsCqgYXtgsW2oSXZ
        WKDDlCGl1hHvN70HpJ8CUv1k3HQ2RDAMDlWkZ0/xQXLOJu3Pj0ZKu/apWXdfJQSw
        Pm5oA/BS9+c21Slc5j8I/gBh/bCvLnRNz3qeYGjCIGzZUgTTorBoymguFfS+6ss8
        E2fifGbJGIbLDM8YDHqxnflL9RJBG3nPYhbknyePHMPUlO7JOez2NrDzg66ntyKj
        z5HH6sYmvgcQuVSz7uV8YZeaLciYstFKFq3NreFo+9x/awQMJ8cCUdlre7AEqIbR
        Gn3bVMMyYuYCWsShzEP2KWsmRoJOw4Kn8tdUVioFvWY82QXFpPsKTyJdahqt5qak
        ND0y60+CSjSdc1KXWg8KqpR5yZCoc7EVjY0BoE08eeiYtx5WDnQqFU/8A0F9VAS2
        uWyRkrFj03k3jWWust/27Pgs46uQcXKlL8I1zaeOzQtQfq5CXjmW264YBSYrRVme
        UiXG2JkCSJ/qDFtymPT8j5PFJoeWY6sjthsxlYzUvpONaGSVNUzpjFPJXBeJOH6t
        7kTI5lPA4EXlkaY2kW8SrgN8se2MqA==
        -----END PRIVATE KEY-----

        """
}
