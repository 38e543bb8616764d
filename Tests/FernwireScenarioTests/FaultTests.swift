// SPDX-License-Identifier: Apache-2.0
import FernwireScenario
import FernwireSession
import Foundation
import Testing

@Suite struct FaultTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test("Every fault that a file declares is listed, under a name of its own")
    func everyFaultIsListed() throws {
        let folder = Self.root.appending(path: "Sources/FernwireScenario/Faults")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        let declared = try files.flatMap { file in
            try String(contentsOf: file, encoding: .utf8).matches(of: /= Fault\(\s*name: "([a-z-]+)"/)
                .map { String($0.output.1) }
        }
        #expect(declared.sorted() == Fault.all.map(\.name).sorted())
        #expect(Set(declared).count == declared.count)
        for fault in Fault.all { #expect(Fault.named(fault.name) == fault) }
        #expect(Fault.named("flipped") == nil)
    }

    @Test("A fault is possible in the suite that shows it", arguments: Fault.all)
    func theSuiteShowsIt(_ fault: Fault) throws {
        let suite = try #require(SuiteRegistry.standard.suite(named: fault.suite))
        #expect(fault.isPossible(in: suite))
    }

    @Test("A fault is not possible in a suite that lacks what it happens to")
    func someSuitesLackIt() throws {
        for (fault, name) in [
            (Fault.badWrap, "fernet-psk"), (.expiredToken, "aes256-gcm-psk"), (.futureToken, "plaintext"),
            (.badPadding, "aes256-gcm-psk"), (.downgrade, "aes128-cbc-psk"), (.downgrade, "plaintext"),
            (.differentKeys, "rsa-fernet-hmac"), (.wrongKey, "plaintext"),
        ] {
            let suite = try #require(SuiteRegistry.standard.suite(named: name))
            #expect(!fault.isPossible(in: suite), "\(fault) in \(name)")
        }
    }

    @Test("docs/captures.md lists every fault under its place, and no other")
    func thePageListsAll() throws {
        let page = try String(contentsOf: Self.root.appending(path: "docs/captures.md"), encoding: .utf8)
        func listed(after heading: String) throws -> [String] {
            let table = try #require(page.split(separator: heading).dropFirst().first).split(separator: "\n\n")[0]
            let cells = table.split(separator: "\n").compactMap { $0.split(separator: "|").first }
            return cells.flatMap { $0.matches(of: /`([a-z-]+)`/).map { String($0.output.1) } }
        }
        #expect(try listed(after: "| Of a step |") == Fault.all.filter { $0.place == .step }.map(\.name))
        #expect(try listed(after: "| Of a scenario |") == Fault.all.filter { $0.place == .session }.map(\.name))
    }
}
