// SPDX-License-Identifier: Apache-2.0
@_exported public import DissectorTesting
import Glibc
public import Subprocess

/// Programs that tests talk to while they run.
extension Child {
    /// What to call `Subprocess.run` with.
    public static func contained(
        _ command: [String], seconds: Int, isUnprivileged: Bool = false
    ) -> (executable: Executable, arguments: Arguments) {
        let line = line(command, seconds: seconds, isUnprivileged: isUnprivileged)
        return (.name(line[0]), Arguments(Array(line.dropFirst())))
    }

    /// What else to call it with.
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
}

extension Child.Status {
    public init(_ status: TerminationStatus) {
        switch status {
        case .exited(let code): self = .exited(code)
        case .signaled(let signal): self = .signaled(signal)
        }
    }
}
