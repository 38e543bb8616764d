// SPDX-License-Identifier: Apache-2.0
import Dispatch
import FernwireCrypto
import FernwireSession
import Glibc

/// What becomes of a peer whose identity is proved but not known.
struct PeerJudgement: Sendable {
    /// Where new peers are remembered.
    let trustPath: String?
    let acceptsNew: Bool

    /// Returns when `peer` is accepted; by then it is remembered.
    func accept(_ peer: IdentityKey, named name: String) async throws {
        if !acceptsNew {
            let answer = await Terminal.ask(question(peer, name))
            try judge(answer, peer, name)
        }
        try remember(peer, name)
    }

    private func question(_ peer: IdentityKey, _ name: String) -> String {
        "The identity of \(name) is not known yet: \(peer.kindName) \(peer.fingerprint)\nAccept it (yes or no)? "
    }

    /// - Parameter answer: `nil` when nobody could be asked.
    private func judge(_ answer: String?, _ peer: IdentityKey, _ name: String) throws {
        guard let answer else {
            throw CommandError(
                "the identity of \(name) is not known: \(peer.kindName) \(peer.fingerprint)"
                    + " (--peer-key and --trust name the one expected; --accept-new accepts it)")
        }
        guard answer == "yes" else { throw CommandError("the identity of \(name) was not accepted") }
    }

    private func remember(_ peer: IdentityKey, _ name: String) throws {
        guard let trustPath else { return }
        try TrustFile.remember(name, peer, in: trustPath)
        StandardOutput.write(errorLine: "\(name) is remembered as \(peer.fingerprint) in \(trustPath)")
    }
}

/// Questions to the person at the terminal, whatever standard input is.
enum Terminal {
    /// The line that was answered; `nil` when standard input is no terminal.
    static func ask(_ question: String) async -> String? {
        guard isatty(STDIN_FILENO) == 1 else { return nil }
        return await withCheckedContinuation { continuation in
            DispatchQueue(label: "terminal").async {
                let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
                guard terminal >= 0 else { return continuation.resume(returning: nil) }
                defer { close(terminal) }
                StandardOutput.write(Array(question.utf8), to: terminal)
                var line: [UInt8] = []
                var byte: UInt8 = 0
                while read(terminal, &byte, 1) == 1, byte != 0x0A, line.count < 100 { line.append(byte) }
                continuation.resume(returning: String(decoding: line, as: UTF8.self))
            }
        }
    }
}
