// SPDX-License-Identifier: Apache-2.0
import NIOCore

/// The deadlines of one session: one at a time for what is under way, and one for silence. It is used on the session's
/// event loop alone.
final class SessionTimer {
    private let idleLimit: TimeAmount?
    private var deadline: Scheduled<Void>?
    private var idleCheck: Scheduled<Void>?
    private var lastProgress = NIODeadline.now()

    init(idleLimit: TimeAmount?) {
        self.idleLimit = idleLimit
    }

    /// Whether the time of bytes matters.
    var measuresProgress: Bool { idleLimit != nil }

    /// Takes note that bytes went in one direction.
    func noteProgress() {
        if measuresProgress { lastProgress = .now() }
    }

    /// Calls `action` after `delay`, in the place of what was to be called before.
    func schedule(in delay: TimeAmount, on loop: any EventLoop, _ action: @escaping () -> Void) {
        deadline?.cancel()
        deadline = loop.assumeIsolated().scheduleTask(in: delay, action)
    }

    func cancelDeadline() {
        deadline?.cancel()
    }

    /// Calls `action` once no byte went in either direction for too long.
    func watchSilence(on loop: any EventLoop, _ action: @escaping () -> Void) {
        guard let idleLimit else { return }
        idleCheck = loop.assumeIsolated().scheduleTask(deadline: lastProgress + idleLimit) {
            if NIODeadline.now() - self.lastProgress >= idleLimit {
                action()
            } else {
                self.watchSilence(on: loop, action)
            }
        }
    }

    func cancelSilence() {
        idleCheck?.cancel()
    }
}
