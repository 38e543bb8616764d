// SPDX-License-Identifier: Apache-2.0
import Foundation
import Glibc
import Synchronization

/// Programs that tests start. None of them outlives its test, however the test ends, nor the tests' own process.
///
/// Each runs in a process group of its own, which is killed when the test has its outcome, fails or is cancelled. The
/// kernel kills it when the process that started it dies (`PR_SET_PDEATHSIG`), and a limit ends one that hangs.
public enum Child {
    /// What a program left behind.
    public struct Output: Sendable {
        /// Standard output, read as UTF-8.
        public var text: String
        /// Standard error, read as UTF-8.
        public var error: String
        /// How it ended; `.exited(124)` when its time was over.
        public var status: Status

        /// Gathers what a program left behind.
        public init(text: String, error: String, status: Status) {
            self.text = text
            self.error = error
            self.status = status
        }
    }

    /// How a program ended.
    public enum Status: Equatable, Sendable {
        /// By itself, with this code.
        case exited(Int32)
        /// By this signal.
        case signaled(Int32)

        /// Whether it ended by itself with code 0.
        public var isSuccess: Bool { self == .exited(0) }
    }

    /// A program that could not be started.
    public struct Failure: Error, CustomStringConvertible {
        /// What was to be started, and why it was not.
        public let description: String
    }

    /// Whether the tests run as root, whom Wireshark refuses personal plugins in silence.
    public static var isRoot: Bool { geteuid() == 0 }

    /// A command line that runs `command` under these rules.
    ///
    /// - Parameters:
    ///   - command: the program with its arguments.
    ///   - seconds: the time that it has.
    ///   - isUnprivileged: whether root runs it as nobody.
    public static func line(_ command: [String], seconds: Int, isUnprivileged: Bool = false) -> [String] {
        let boundToParent = ["--pdeathsig", "KILL"]
        let nobody = isUnprivileged && isRoot ? ["--reuid=65534", "--regid=65534", "--clear-groups"] : []
        // timeout is a parent, too. In the foreground it leaves signals to the group alone.
        let limit = ["timeout", "--foreground", "--kill-after=5", "\(seconds)", "setpriv"]
        return ["setpriv"] + boundToParent + ["--"] + limit + nobody + boundToParent + ["--"] + command
    }

    /// Runs `command` to its end, which must come within `seconds`.
    ///
    /// - Parameters:
    ///   - command: the program with its arguments.
    ///   - environment: variables that it has beside those of the tests; `nil` for one that it must not have.
    ///   - input: its standard input.
    ///   - seconds: the time that it has, after which its status is `.exited(124)`.
    ///   - isUnprivileged: whether root runs it as nobody.
    /// - Throws: ``Failure`` when it cannot be started, and `CancellationError` when the test is cancelled.
    public static func run(
        _ command: [String], environment: [String: String?] = [:], input: String = "", seconds: Int = 60,
        isUnprivileged: Bool = false
    ) async throws -> Output {
        let program = RunningProgram(
            line(command, seconds: seconds, isUnprivileged: isUnprivileged),
            environment: ProcessInfo.processInfo.environment
                .merging(environment.compactMapValues { $0 }) { $1 }
                .filter { environment[$0.key] != .some(nil) },
            input: input)
        let output = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                // The kernel kills the program when the thread that started it ends, so that this one waits for it.
                Thread.detachNewThread { continuation.resume(with: Result { try program.run() }) }
            }
        } onCancel: {
            program.end()
        }
        try Task.checkCancellation()
        return output
    }
}

/// One program, with files for its input and output, which no pipe's size limits.
private final class RunningProgram: Sendable {
    private enum State {
        case waiting
        case running(pid_t)
        case over
    }

    private let line: [String]
    private let environment: [String: String]
    private let input: String
    private let state = Mutex(State.waiting)

    init(_ line: [String], environment: [String: String], input: String) {
        self.line = line
        self.environment = environment
        self.input = input
    }

    /// Starts the program, waits for it, and ends what is left of its group.
    func run() throws -> Child.Output {
        let files = try (0..<3).map { _ in try temporaryFile() }
        defer { for file in files { close(file) } }
        try FileHandle(fileDescriptor: files[0]).write(contentsOf: Data(input.utf8))
        lseek(files[0], 0, SEEK_SET)
        guard let id = try spawn(files) else { throw CancellationError() }
        // Not reaped before the group has ended: until then nobody else can have its number.
        var info = siginfo_t()
        while waitid(P_PID, id_t(id), &info, WEXITED | WNOWAIT) < 0 && errno == EINTR {}
        end()
        var status: Int32 = 0
        while waitpid(id, &status, 0) < 0 && errno == EINTR {}
        return Child.Output(
            text: try text(files[1]), error: try text(files[2]),
            status: status & 0x7F == 0 ? .exited(status >> 8 & 0xFF) : .signaled(status & 0x7F))
    }

    /// Kills the program's group, or keeps it from being started.
    func end() {
        state.withLock { state in
            if case .running(let id) = state { kill(-id, SIGKILL) }
            state = .over
        }
    }

    /// Starts the program; `nil` when it was ended before.
    private func spawn(_ files: [Int32]) throws -> pid_t? {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, file) in files.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, file, Int32(number))
        }
        // Files that another test just writes: a program that has them open keeps them from being run.
        _ = Self.closeFrom?(&actions, 3)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // Threads of Foundation's block signals, which a program would inherit.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
        let words = line.map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
        defer { for word in words + variables { free(word) } }
        return try state.withLock { state in
            guard case .waiting = state else { return nil }
            var id: pid_t = 0
            let code = posix_spawnp(&id, line[0], &actions, &attributes, words, variables)
            guard code == 0 else {
                throw Child.Failure(
                    description: "cannot start \(line.joined(separator: " ")): \(String(cString: strerror(code)))")
            }
            state = .running(id)
            return id
        }
    }

    /// `posix_spawn_file_actions_addclosefrom_np` of glibc 2.34, which Swift's module of glibc does not show.
    private static let closeFrom: (@convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32)? =
        unsafeBitCast(
            dlsym(nil, "posix_spawn_file_actions_addclosefrom_np"),
            to: (@convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32)?.self)

    private func temporaryFile() throws -> Int32 {
        let name = NSTemporaryDirectory() + "/child-\(UUID())"
        let file = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw Child.Failure(description: "cannot make a temporary file: \(String(cString: strerror(errno)))")
        }
        unlink(name)
        return file
    }

    private func text(_ file: Int32) throws -> String {
        lseek(file, 0, SEEK_SET)
        let data = try FileHandle(fileDescriptor: file).readToEnd() ?? Data()
        return String(decoding: data, as: UTF8.self)
    }
}
