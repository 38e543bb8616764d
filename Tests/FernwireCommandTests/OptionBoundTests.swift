// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import Testing

@testable import FernwireCommand

/// The least and the largest values of options.
@Suite struct OptionBoundTests {
    /// Returns what is wrong with `arguments`; `nil` where they are taken.
    private func refusal<Options: ParsableArguments>(_ options: Options.Type, _ arguments: [String]) -> String? {
        do {
            _ = try Options.parse(arguments)
            return nil
        } catch {
            return Options.message(for: error)
        }
    }

    private func checkBounds<Options: ParsableArguments>(
        _ options: Options.Type, _ name: String, _ bounds: ClosedRange<Int>
    ) {
        let (least, most) = (bounds.lowerBound, bounds.upperBound)
        for value in [least, most] {
            let refused = refusal(options, ["\(name)=\(value)"])
            #expect(refused == nil, "\(value)")
        }
        for value in [least - 1, most + 1] {
            let refused = refusal(options, ["\(name)=\(value)"])
            #expect(refused == "\(name) is \(least) to \(most), not \(value).")
        }
    }

    @Test("The limits of a server take their bounds, and nothing beyond them") func limits() {
        checkBounds(LimitOptions.self, "--max-clients", 1...1_000_000)
        checkBounds(LimitOptions.self, "--max-memory", 1...1_048_576)
        checkBounds(LimitOptions.self, "--idle", 0...604_800)
        checkBounds(LimitOptions.self, "--max-files", 0...1_000_000)
        checkBounds(LimitOptions.self, "--max-folder", 0...1_048_576)
    }

    @Test("A port is 0 to 65535, and the size of an RSA key 2048 to 8192") func endpoints() {
        checkBounds(EndpointOptions.self, "--port", 0...65_535)
        checkBounds(KeyOptions.self, "--max-rsa-bits", 2048...8192)
    }

    @Test("Keys are changed after one message or more, and without the option never") func rekeying() {
        for arguments in [[], ["--rekey-every=1"]] {
            let refused = refusal(EndpointOptions.self, arguments)
            #expect(refused == nil)
        }
        let refused = refusal(EndpointOptions.self, ["--rekey-every=0"])
        #expect(refused == "--rekey-every is at least 1.")
    }

    @Test("A client without --tls puts no connection into TLS") func transport() throws {
        let security = try ClientTransportOptions.parse([]).security(with: "127.0.0.1")
        let isSecured = security != nil
        #expect(!isSecured)
    }
}
