// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import Foundation
import TestSupport
import Testing

@testable import FernwireDissection
@testable import FernwireSession

/// When keys are read, and what is told of where they stand.
@Suite final class KeyReadingTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "fernwire-keys-\(UUID())").path()

    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    private func write(_ bytes: [UInt8], to name: String) throws -> String {
        try Data(bytes).write(to: URL(filePath: folder + "/" + name))
        return folder + "/" + name
    }

    /// Counts how often keys are forgotten.
    private final class ForgettingReader: KeyReader {
        private(set) var counts = [0, 0]

        func forget() { counts[0] += 1 }
        func forgetCaptureKeys() { counts[1] += 1 }
        func addCaptureKeys(_ text: [UInt8]) {}
        func holdsKey(_ text: [UInt8]) -> Bool { false }
        func add(_ text: [UInt8], from place: String, tellsLines: Bool) {}
    }

    @Test("Keys are read anew when the keys of a capture are forgotten, and not where it brought none")
    func captureKeysAreForgottenOnce() {
        let keys = SharedKeys()
        let reader = ForgettingReader()
        keys.add(reader)
        keys.forgetSecrets()
        #expect(reader.counts == [0, 0])
        let secrets = Sample.fernetKeyFile
        keys.add(secrets: secrets.span.bytes)
        #expect(keys.ring.fernetKeyCount == 1)
        for _ in 0..<2 {
            keys.forgetSecrets()
            #expect(reader.counts == [1, 1] && keys.ring.isEmpty)
        }
    }

    @Test("A key file that appears before the first frame is read")
    func lateKeyFile() throws {
        let frames = try SampleSession(.fernetPSK).frames.map(\.bytes)
        var values = PreferenceValues()
        values[FernwirePreferences.keyFile] = folder + "/late"
        let dissector = FernwireDissector(keys: SharedKeys())
        dissector.preferencesChanged(values)
        let conversation = dissector.makeConversation()
        _ = try write(Sample.fernetKeyFile, to: "late")
        let found = frames.map { frame in
            var plan = Plan()
            let pdu = PDU(reportedLength: frame.count, isFirstPass: true)
            _ = dissector.dissect(frame.span.bytes, pdu, in: conversation, into: &plan)
            return DissectedPDU(plan: PlanCopy(plan)).info
        }
        #expect(found.contains("Text: " + SampleSession.question))
    }

    @Test("A folder without files that are shown is told")
    func emptyFolder() throws {
        _ = try write(Array(FernetVectors.keyText.utf8), to: ".hidden")
        for form in [FernetKeys.Form.fernetKeys, .anyKeys] {
            var keys = FernetKeys(form)
            keys.use(path: folder)
            let problems = keys.problems.map { String(decoding: $0, as: UTF8.self) }
            #expect(problems == ["No Fernet keys in \(folder): the folder has no files that you may read"])
        }
    }

    @Test("A PKCS#12 file that nothing opens is called one")
    func closedPKCS12() throws {
        // A sequence that begins as a PFX does: an integer and two sequences.
        let path = try write([0x30, 7, 0x02, 1, 3, 0x30, 0, 0x30, 0], to: "closed.p12")
        let reason = "it takes a passphrase, and no passphrase file is named"
        #expect(SharedKeys().use(files: [path]) == ["No key in the PKCS#12 file \(path): \(reason)"])
    }

    @Test("A key is named by its kind, its id and its place, as far as they are known")
    func namesOfKeys() {
        let cases: [(source: KeySource, text: String)] = [
            (KeySource(.presharedKey, .keyFile(line: 3)), "pre-shared key badge, key file line 3"),
            (KeySource(.privateKey, .captureSecrets), "private key, capture secrets"),
            (KeySource(.bruteForce), "a key found by trying"),
        ]
        for (source, text) in cases {
            var written: [UInt8] = []
            SharedKeys().write(source, keyID: Array("badge".utf8)) { written += $0 }
            #expect(String(decoding: written, as: UTF8.self) == text)
        }
    }
}
