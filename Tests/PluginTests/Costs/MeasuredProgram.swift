// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Runs a program and says what it used: what waits for a child by other means does not tell.
enum MeasuredProgram {
    struct Used {
        var status: Int32
        /// Of CPU, in user and system.
        var seconds: Double
        /// The most that was in memory at a time.
        var megabytes: Double
    }

    struct Failure: Error {
        let code: Int32
    }

    /// Waits for the program, whose output goes nowhere.
    static func run(_ arguments: [String]) throws(Failure) -> Used {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for file in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&actions, file, "/dev/null", O_RDWR, 0)
        }
        var words = arguments.map { strdup($0) } + [nil]
        defer { for word in words { free(word) } }
        var child: pid_t = 0
        let code = posix_spawnp(&child, arguments[0], &actions, nil, &words, environ)
        guard code == 0 else { throw Failure(code: code) }
        var (status, usage): (Int32, rusage) = (0, rusage())
        while wait4(child, &status, 0, &usage) < 0 {
            guard errno == EINTR else { throw Failure(code: errno) }
        }
        let times = [usage.ru_utime, usage.ru_stime].map { Double($0.tv_sec) + Double($0.tv_usec) / 1e6 }
        return Used(status: status, seconds: times[0] + times[1], megabytes: Double(usage.ru_maxrss) / 1024)
    }
}
