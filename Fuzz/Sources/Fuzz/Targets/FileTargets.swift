// SPDX-License-Identifier: Apache-2.0
import DissectorKit
import FernwireCapture
import FernwireCrypto
import FernwireDissection
import FernwireScenario
import FernwireSession
import FuzzSupport

/// Key files, also encrypted ones with the right passphrase and wrong ones.
struct KeyTarget: Fuzzed {
    private let passphrases = Passphrases(text: Array("wrong\nsecret\n".utf8))

    func take(_ input: [UInt8]) {
        _ = KeyFile.read(input)
        if let decrypted = EncryptedKeys.decrypt(input, with: passphrases) { _ = KeyFile.read(decrypted) }
        _ = EncryptedKeys.isPKCS12(input)
    }
}

/// Capture files, and what their packets hold.
struct CaptureTarget: Fuzzed {
    func take(_ input: [UInt8]) {
        readPackets(input)
        var blocks = PcapngReader(Self.source(input))
        var frames = FrameCapture()
        // A file that cannot be read on is the usual end.
        while let block = try? blocks.next() {
            for frame in frames.take(block) { precondition(!frame.bytes.isEmpty) }
            _ = try? block.withoutComments()
        }
        _ = frames.finish()
    }

    private func readPackets(_ input: [UInt8]) {
        guard var reader = try? CaptureReader(Self.source(input)) else { return }
        var conversations = ConversationCapture()
        while let item = try? reader.next() {
            if case .packet(let packet) = item { _ = conversations.take(packet) }
        }
        _ = conversations.finish()
    }

    private static func source(_ input: [UInt8]) -> (Int) -> [UInt8] {
        var rest = input[...]
        return { count in
            let piece = Array(rest.prefix(count))
            rest = rest.dropFirst(count)
            return piece
        }
    }
}

/// Scenarios.
struct ScenarioTarget: Fuzzed {
    func take(_ input: [UInt8]) {
        _ = try? ScenarioFile.read(String(decoding: input, as: UTF8.self))
    }
}

/// Text in which bare Fernet tokens may stand: it is searched, and each token that is found, and the text itself, is
/// dissected.
struct TokenTarget: Fuzzed {
    private let dissector: FernetDissector

    init() {
        let keys = SharedKeys()
        dissector = FernetDissector(keys: keys)
        let key = Array("zlf_-ty0HBSCkB2P9w5u7nQGVX0V3ruo-oPS0ZMPMSE=\n".utf8)
        FernwireDissector(keys: keys).addSecrets(key.rawSpan)
    }

    func take(_ input: [UInt8]) {
        dissector.captureWillOpen()
        var offset = 0
        var segments: [(isFromServer: Bool, options: UInt8, bytes: [UInt8])] = [(false, 0, input)]
        while offset < input.count, segments.count < 64 {
            var token: [UInt8] = []
            let rest = Array(input[offset...])
            let end = dissector.find(in: rest.rawSpan, copyingTo: &token)
            guard end > 0 else { break }
            precondition(end <= rest.count, "a token ends behind the text")
            segments.append((true, UInt8(segments.count % 16), token))
            offset += end
        }
        PDUPasses(dissector, options: UInt8(input.count & 0xFF)).take(segments)
        dissector.captureDidClose()
    }
}
