// SPDX-License-Identifier: Apache-2.0
import FernwireCrypto
public import FernwireScenario
public import FernwireSession

extension LongLivedKeys {
    /// The first of `given` that fit `scenario`: a pre-shared key, or the RSA keys of the client and the server, in
    /// this order. Whoever else plays a part has fresh keys.
    public static func own(_ given: KeyRing, for scenario: Scenario) throws(GeneratorError) -> LongLivedKeys {
        var keys = try fresh(for: scenario)
        keys.name = "own"
        for suite in try Parties.suites(of: scenario) {
            if let kind = PresharedKind(suite) {
                guard let key = given.presharedKeys.first(where: { $0.count == kind.length }) else {
                    throw GeneratorError(
                        description: "there is no key of \(kind.length) bytes for the suite \(suite.name)"
                            + " (fernwire keygen \(kind.rawValue) makes one)")
                }
                keys.preshared[kind] = key
            } else if "\(suite.keygenName)" == "rsa" {
                try keys.takePairs(of: given, for: suite)
            } else {
                throw GeneratorError(
                    description: "the suite \(suite.name) takes no key that opens it; leave the key file out,"
                        + " or use fresh keys")
            }
        }
        return keys
    }

    private mutating func takePairs(of given: KeyRing, for suite: CipherSuite) throws(GeneratorError) {
        let isMutual = suite.identityKind(of: .fromServer) == .rsa
        let needed = isMutual ? 2 : 1
        guard given.rsaKeys.count >= needed else {
            throw GeneratorError(
                description: "the suite \(suite.name) takes "
                    + (isMutual ? "two RSA private keys, the client's and then the server's" : "an RSA private key")
                    + "; there \(given.rsaKeys.count == 1 ? "is" : "are") \(given.rsaKeys.count)")
        }
        client.rsa = given.rsaKeys[0]
        if isMutual { server.rsa = given.rsaKeys[1] }
    }
}
