// SPDX-License-Identifier: Apache-2.0
import Dispatch
import FernwireConsole
import FernwireFiles
import Glibc
import Synchronization

/// The file of an event log. A thread of its own writes it, so that no connection waits for a disk.
///
/// ### Invariants
/// - A line is written by one call of the system, and no part of a line stays where that fails.
/// - What waits to be written is bounded. Lines beyond that, and those that cannot be written, are counted as lost.
final class EventFile: Sendable {
    private let path: String
    /// Returns the line that says how many were lost.
    private let lossLine: @Sendable (Int) -> [UInt8]
    private let queue = DispatchQueue(label: "fernwire event log")
    // A dispatch source may be used by any thread; its type does not say so.
    private nonisolated(unsafe) let hangup: any DispatchSourceSignal
    private let waiting = Mutex(Waiting())
    /// Used by the queue alone.
    private let output: Mutex<Output>

    private struct Waiting {
        var lines: [[UInt8]] = []
        var bytes = 0
        /// The number of lines that were lost and that no line says yet.
        var lost = 0
        /// Whether the queue is going to take the lines.
        var isTaken = false
    }

    private struct Output: ~Copyable {
        var file: LineFile
        var isFailing = false
    }

    /// The most bytes that wait to be written.
    private static let waitingLimit = 4 << 20
    /// How long the end of the program waits for the file.
    private static let patience = DispatchTimeInterval.seconds(2)

    /// Opens the file, or makes it; and anew after each SIGHUP.
    init(path: String, lossLine: @escaping @Sendable (Int) -> [UInt8]) throws(CommandError) {
        self.path = path
        self.lossLine = lossLine
        let file: LineFile
        do { file = try LineFile(path) } catch { throw CommandError(error.description(of: "the event log \(path)")) }
        output = Mutex(Output(file: file))
        hangup = DispatchSource.makeSignalSource(signal: SIGHUP, queue: queue)
        // At the largest size that the user's files may have (ulimit -f) a write fails, and ends no program.
        signal(SIGXFSZ, SIG_IGN)
        let isReady = DispatchSemaphore(value: 0)
        hangup.setRegistrationHandler { isReady.signal() }
        hangup.setEventHandler { [weak self] in self?.reopen() }
        hangup.activate()
        isReady.wait()
    }

    deinit {
        hangup.cancel()
    }

    /// Appends a line, which the queue writes. It may be called from anywhere.
    func append(_ line: [UInt8]) {
        let isFirst = waiting.withLock { waiting in
            guard waiting.bytes + line.count <= Self.waitingLimit else {
                waiting.lost += 1
                return false
            }
            waiting.lines.append(line)
            waiting.bytes += line.count
            defer { waiting.isTaken = true }
            return !waiting.isTaken
        }
        if isFirst { queue.async { self.writeAll() } }
    }

    /// Calls `action` on the queue, after a time.
    func perform(after delay: DispatchTimeInterval, _ action: @escaping @Sendable () -> Void) {
        queue.asyncAfter(deadline: .now() + delay, execute: action)
    }

    /// Writes what waits, for a bounded time, and says what was lost in the end.
    func close() {
        let isDone = DispatchSemaphore(value: 0)
        queue.async { isDone.signal() }
        guard isDone.wait(timeout: .now() + Self.patience) == .success else {
            return say("the event log \(path) does not take what is written; the last events are lost")
        }
        let lost = waiting.withLock { $0.lost }
        if lost > 0 { say("\(lost) events are missing from the event log \(path)") }
    }

    // MARK: On the queue

    private func writeAll() {
        while true {
            let lines = waiting.withLock { waiting in
                defer { (waiting.lines, waiting.bytes) = ([], 0) }
                if waiting.lines.isEmpty { waiting.isTaken = false }
                return waiting.lines
            }
            if lines.isEmpty { return }
            for line in lines { write(line) }
        }
    }

    private func write(_ line: [UInt8]) {
        output.withLock { output in
            do throws(SystemError) {
                try sayLost(output.file)
                try output.file.append(line)
                output.isFailing = false
            } catch {
                waiting.withLock { $0.lost += 1 }
                if !output.isFailing {
                    say("cannot write the event log \(path): \(error); events are lost until it can")
                }
                output.isFailing = true
            }
        }
    }

    /// Writes how many lines were lost before.
    private func sayLost(_ file: borrowing LineFile) throws(SystemError) {
        let lost = waiting.withLock { $0.lost }
        guard lost > 0 else { return }
        try file.append(lossLine(lost))
        waiting.withLock { $0.lost -= lost }
        say("the event log \(path) is written again; \(lost) events are missing from it")
    }

    private func reopen() {
        output.withLock { output in
            do throws(LineFile.Failure) { output.file = try LineFile(path) } catch {
                say("\(error.description(of: "the event log \(path)")); events go on to the file that was open before")
            }
        }
    }

    private func say(_ text: String) {
        StandardOutput.write(errorLine: "warning: \(text)")
    }
}
