// SPDX-License-Identifier: Apache-2.0
import FernwireConsole
import FernwireCrypto
import FernwireSession

/// What becomes of a server whose identity is not known: its user is asked, once, before anything of the client's own
/// identity is sent.
actor PeerJudgement {
    /// Where new peers are remembered.
    private let trustPath: String?
    /// Whether any server is accepted without asking.
    nonisolated let acceptsNew: Bool
    /// What was answered, or is about to be, for each key.
    private var answers: [(peer: IdentityKey, answer: Task<Void, any Error>)] = []
    private var remembered: [IdentityKey] = []

    init(trustPath: String?, acceptsNew: Bool) {
        self.trustPath = trustPath
        self.acceptsNew = acceptsNew
    }

    /// Whom a session accepts before anybody was asked.
    nonisolated var policy: PeerPolicy { acceptsNew ? .anyone : .askedFirst }

    /// Returns when the user accepts `peer`. However many sessions ask, the user is asked once.
    func ask(about peer: IdentityKey, named name: String) async throws {
        if let known = answers.first(where: { $0.peer == peer }) { return try await known.answer.value }
        let answer = Task { try Self.judge(await Terminal.ask(Self.question(peer, name)), peer, named: name) }
        answers.append((peer, answer))
        try await answer.value
    }

    /// Remembers `peer`, which has proved its identity, as the server of this name.
    func remember(_ peer: IdentityKey, named name: String) throws {
        guard let trustPath, !remembered.contains(peer) else { return }
        try TrustFile.remember(name, peer, in: trustPath)
        remembered.append(peer)
        StandardOutput.write(errorLine: "\(name) is remembered as \(peer.fingerprint) in \(trustPath)")
    }

    private static func question(_ peer: IdentityKey, _ name: String) -> String {
        "The identity of \(name) is not known yet: \(peer.kindName) \(peer.fingerprint)\nAccept it (yes or no)? "
    }

    /// - Parameter answer: `nil` when nobody could be asked.
    private static func judge(_ answer: String?, _ peer: IdentityKey, named name: String) throws {
        guard let answer else {
            throw CommandError(
                "the identity of \(name) is not known: \(peer.kindName) \(peer.fingerprint)"
                    + " (--peer-key and --trust name the one expected; --accept-new accepts it)")
        }
        guard answer == "yes" else { throw CommandError("the identity of \(name) was not accepted") }
    }
}
