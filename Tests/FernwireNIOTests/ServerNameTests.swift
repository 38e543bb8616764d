// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import FernwireNIO

/// The rules of RFC 9525 for names.
@Suite struct ServerNameTests {
    @Test(
        "A name is named by itself, in any case, and by a wildcard for its first label",
        arguments: [
            ("example.org", "example.org"), ("Example.org", "eXample.ORG"), ("example.org.", "example.org"),
            ("a.example.org", "*.example.org"), ("localhost", "localhost"),
        ])
    func named(_ name: String, _ entry: String) {
        #expect(ServerName(name).isNamed(by: entry))
    }

    @Test(
        "A name is not named by another one, by a part, or by a wildcard that stands for more or less than one label",
        arguments: [
            ("example.org", "example.com"), ("example.org", "org"), ("example.org", "a.example.org"),
            ("a.b.example.org", "*.example.org"), ("example.org", "*.example.org"), ("example.org", "*.org"),
            ("example.org", "*"), ("localhost", "*"), ("ab.example.org", "a*.example.org"), ("example.org", ""),
            ("example.org", "*.*"), ("a.example.org", "a.*.org"),
        ])
    func other(_ name: String, _ entry: String) {
        #expect(!ServerName(name).isNamed(by: entry))
    }
}
