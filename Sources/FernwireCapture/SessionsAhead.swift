// SPDX-License-Identifier: Apache-2.0
import Dispatch
import FernwireScenario

/// Plays the next sessions of a capture on several cores, each from the start that the sessions before it foretell.
///
/// ### Invariants
/// - A session that should have begun otherwise is not used, so that the output is that of one core.
struct SessionsAhead {
    private let workers: [GeneratorRun]
    private let stride: SessionStart.Stride
    /// The number of sessions that a worker plays at a time.
    private let share: Int

    /// The bytes of a capture that a worker may hold, about.
    private static let memory = 1 << 20

    /// - Parameter size: the bytes of a session.
    ///
    /// - Returns: `nil` where a session is too large to be held.
    init?(
        of generator: Generator, _ scenario: Scenario, load: Load?, cores: Int, stride: SessionStart.Stride, size: Int
    ) throws(GeneratorError) {
        guard size <= Self.memory else { return nil }
        var workers: [GeneratorRun] = []
        for _ in 0..<cores {
            let worker = try GeneratorRun(of: generator, scenario, load: load)
            // The beginning of the capture is there already.
            _ = worker.take()
            workers.append(worker)
        }
        self.workers = workers
        self.stride = stride
        share = Self.memory / max(size, 1)
    }

    /// Plays up to `count` sessions after those of `run`, whose start moves on behind them.
    ///
    /// - Parameter sink: takes the outputs in order; `false` ends the capture.
    ///
    /// - Returns: the number of sessions whose outputs were handed on, fewer than `count` where one began otherwise than
    ///   foretold; and whether the capture goes on.
    func play(
        atMost count: Int, after run: GeneratorRun, _ sink: (Generator.Output) throws -> Bool
    ) throws -> (played: Int, goesOn: Bool) {
        var played = 0
        while played < count {
            let shares = shares(of: count - played)
            for (number, worker) in workers.enumerated() {
                worker.start = run.start.advanced(by: stride, times: shares[..<number].reduce(0, +))
            }
            let begins = workers.map(\.start)
            let isPlayed = Self.play(workers, shares)
            for (number, worker) in workers.enumerated() where shares[number] > 0 {
                guard isPlayed[number], begins[number] == run.start else {
                    for worker in workers { _ = worker.take() }
                    return (played, true)
                }
                run.start = worker.start
                played += shares[number]
                guard try sink(worker.take()) else { return (played, false) }
            }
        }
        return (played, true)
    }

    /// Splits up to `count` sessions among the workers.
    private func shares(of count: Int) -> [Int] {
        let all = min(count, share * workers.count)
        return workers.indices.map { all / workers.count + ($0 < all % workers.count ? 1 : 0) }
    }

    /// Plays the workers' shares at the same time.
    ///
    /// - Returns: whether each worker could play its share.
    private static func play(_ workers: [GeneratorRun], _ shares: [Int]) -> [Bool] {
        var isPlayed = [Bool](repeating: true, count: workers.count)
        isPlayed.withUnsafeMutableBufferPointer { isPlayed in
            // Each iteration has a worker and a place in the results of its own.
            nonisolated(unsafe) let (workers, isPlayed) = (workers, isPlayed)
            DispatchQueue.concurrentPerform(iterations: workers.count) { number in
                do {
                    for _ in 0..<shares[number] { try workers[number].play() }
                } catch {
                    // Who plays it again on one core says why.
                    isPlayed[number] = false
                }
            }
        }
        return isPlayed
    }
}
