// SPDX-License-Identifier: Apache-2.0
import Foundation
import Subprocess
import Synchronization
import TestSupport
import Testing

/// What a test starts has ended when the test has, however that came.
@Suite(.timeLimit(.minutes(2))) struct ChildTests {
    private struct Deliberate: Error {}

    /// A server as a grandchild, one as a child that a shell waits for, and a program that ignores being asked to end.
    private static let script = """
        trap '' TERM INT
        '\(Programs.folder.path())fernwire-server' --port 0 >/dev/null & echo "started $!"
        sleep 1000 & echo "started $!"
        echo "listening 1"
        """

    /// Process ids that a script printed.
    private final class Started: Sendable {
        private let text = Mutex("")

        func add(_ more: String) { text.withLock { $0 += more } }

        var ids: [pid_t] { text.withLock { $0.matches(of: /started (\d+)\n/).compactMap { pid_t($0.1) } } }

        /// Whether all have ended, which they have at once; a short while goes by until the kernel says so.
        func haveEnded() async throws -> Bool {
            for _ in 0..<50 {
                if ids.allSatisfy({ !isRunning($0) }) { return true }
                try await Task.sleep(for: .milliseconds(20))
            }
            return false
        }

        /// What waits for its parent to notice runs no more.
        private func isRunning(_ id: pid_t) -> Bool {
            guard let stat = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8) else { return false }
            return stat.split(separator: ")").last?.hasPrefix(" Z") == false
        }
    }

    private func run(
        _ script: String, _ started: Started, _ body: @Sendable @escaping () async throws -> Void
    ) async throws {
        let (executable, arguments) = Child.contained(["sh", "-c", script], seconds: 60)
        let result = try await Subprocess.run(
            executable, arguments: arguments, platformOptions: Child.options, input: .none, output: .sequence,
            error: .discarded
        ) { execution in
            for try await chunk in execution.standardOutput {
                let text = chunk.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
                started.add(text)
                if text.contains("listening") { try await body() }
            }
        }
        Child.endGroup(of: result.processIdentifier)
    }

    @Test("A test that fails leaves none of its child processes running")
    func whenATestFails() async throws {
        let started = Started()
        await #expect(throws: Deliberate.self) {
            try await run(Self.script + "wait", started) { throw Deliberate() }
        }
        #expect(started.ids.count == 2)
        #expect(try await started.haveEnded())
    }

    @Test("A test that is cancelled leaves none of its child processes running")
    func whenATestIsCancelled() async throws {
        let started = Started()
        let (reached, isReached) = AsyncStream<Void>.makeStream()
        let test = Task {
            try await run(Self.script + "wait", started) {
                isReached.yield()
                try await Task.sleep(for: .seconds(50))
            }
        }
        for await _ in reached { break }
        test.cancel()
        await #expect(throws: (any Error).self) { try await test.value }
        #expect(started.ids.count == 2)
        #expect(try await started.haveEnded())
    }

    /// A script that ends leaves nothing behind, though nobody waited.
    @Test("A script that ends leaves none of its background processes running")
    func whenATestPasses() async throws {
        let output = try await Child.run([
            "sh", "-c", Self.script.replacing(" & echo", with: " >/dev/null 2>&1 & echo"),
        ])
        let started = Started()
        started.add(output.text)
        #expect(output.status.isSuccess && started.ids.count == 2)
        #expect(try await started.haveEnded())
    }

    /// A program that hangs fails its test instead of keeping it.
    @Test("A program that exceeds its time limit is ended with status 124")
    func whenTheLimitIsOver() async throws {
        let begin = ContinuousClock.now
        let output = try await Child.run(["sh", "-c", "echo started $$; exec sleep 1000"], seconds: 1)
        let started = Started()
        started.add(output.text)
        #expect(output.status == .exited(124) && started.ids.count == 1)
        #expect(ContinuousClock.now - begin < .seconds(20))
        #expect(try await started.haveEnded())
    }

    /// The tests' own process may be killed, and then no code of theirs runs: the kernel ends what they started.
    @Test("A child process ends when the process that started it is killed")
    func whenTheTestsThemselvesAreKilled() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "fernwire-child-\(UUID())").path()
        defer { try? FileManager.default.removeItem(atPath: file) }
        let line = Child.line(["sleep", "1000"], seconds: 60).joined(separator: " ")
        // A shell stands in for the tests: it is killed once the program runs that it started with a limit.
        let script = """
            sh -c '\(line) & echo $! >"\(file)"; wait' & tests=$!
            until [ -s '\(file)' ]; do sleep 0.05; done
            limit=$(cat '\(file)')
            until program=$(tr -d ' ' </proc/$limit/task/$limit/children) && [ "$program" ] &&
                grep -q sleep /proc/$program/comm; do sleep 0.05; done
            kill -KILL $tests
            runs() { grep -qs '^State:[[:space:]]*[^Z[:space:]]' /proc/$1/status; }
            for _ in $(seq 100); do
                runs $limit || runs $program || { echo gone; break; }
                sleep 0.05
            done
            """
        let output = try await Child.run(["sh", "-c", script])
        #expect(output.text == "gone\n", "\(output.error)")
    }
}
