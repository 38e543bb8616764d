// SPDX-License-Identifier: Apache-2.0
import Glibc
public import Subprocess

/// Programs that tests start. None of them outlives its test, however the test ends, nor the tests' own process.
///
/// Each runs in a process group of its own, which is killed when the test has its outcome, fails or is cancelled. The
/// kernel kills it when the process that started it dies (`PR_SET_PDEATHSIG`), and a limit ends one that hangs.
public enum Child {
    public struct Output: Sendable {
        public var text: String
        public var error: String
        public var status: TerminationStatus

        public init(text: String, error: String, status: TerminationStatus) {
            self.text = text
            self.error = error
            self.status = status
        }
    }

    /// Whether the tests run as root, whom Wireshark refuses personal plugins in silence.
    public static var isRoot: Bool { geteuid() == 0 }

    /// A command line that runs `command` under these rules.
    ///
    /// - Parameter isUnprivileged: whether root runs it as nobody.
    public static func line(_ command: [String], seconds: Int, isUnprivileged: Bool = false) -> [String] {
        let boundToParent = ["--pdeathsig", "KILL"]
        let nobody = isUnprivileged && isRoot ? ["--reuid=65534", "--regid=65534", "--clear-groups"] : []
        // timeout is a parent, too. In the foreground it leaves signals to the group alone.
        let limit = ["timeout", "--foreground", "--kill-after=5", "\(seconds)", "setpriv"]
        return ["setpriv"] + boundToParent + ["--"] + limit + nobody + boundToParent + ["--"] + command
    }

    /// The same for those who call `Subprocess.run` themselves.
    public static func contained(
        _ command: [String], seconds: Int, isUnprivileged: Bool = false
    ) -> (executable: Executable, arguments: Arguments) {
        let line = line(command, seconds: seconds, isUnprivileged: isUnprivileged)
        return (.name(line[0]), Arguments(Array(line.dropFirst())))
    }

    /// What `Subprocess.run` is to be called with.
    public static var options: PlatformOptions {
        var options = PlatformOptions()
        options.processGroupID = 0
        options.teardownSequence = [
            .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)
        ]
        return options
    }

    /// Ends what is left of a program's group once the program itself has ended.
    public static func endGroup(of program: ProcessIdentifier) {
        kill(-program.value, SIGKILL)
    }

    /// Runs `command` to its end, which must come within `seconds`.
    public static func run(
        _ command: [String], environment: [Environment.Key: String?] = [:], input: String = "", seconds: Int = 60,
        isUnprivileged: Bool = false
    ) async throws -> Output {
        let (executable, arguments) = contained(command, seconds: seconds, isUnprivileged: isUnprivileged)
        let result = try await Subprocess.run(
            executable, arguments: arguments, environment: .inherit.updating(environment), platformOptions: options,
            input: .string(input), output: .string(limit: 64 << 20), error: .string(limit: 1 << 20))
        endGroup(of: result.processIdentifier)
        return Output(text: result.standardOutput, error: result.standardError, status: result.terminationStatus)
    }
}
