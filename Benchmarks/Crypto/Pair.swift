// SPDX-License-Identifier: Apache-2.0
import Benchmark
import Glibc

/// Registers a benchmark of two ways to do the same, which take turns in each iteration.
///
/// It measures the CPU time of this thread, in picoseconds an operation, and the ratio of the two in ten thousandths: what
/// else runs on the machine changes both alike.
///
/// - Parameter operations: how often each is done in an iteration, so that reading the clock costs nothing beside it.
func pair(_ name: String, operations: Int, ours: @escaping () -> Void, peer: @escaping () -> Void) {
    let (first, second, ratio) = (
        BenchmarkMetric.custom("ours"), BenchmarkMetric.custom("peer"), BenchmarkMetric.custom("ratio")
    )
    let configuration = Benchmark.Configuration(
        metrics: [first, second, ratio], units: [first: .count, second: .count, ratio: .count], warmupIterations: 20,
        maxDuration: .seconds(3), maxIterations: 400)
    Benchmark(name, configuration: configuration) { benchmark in
        let picoseconds: (ours: Int, peer: Int)
        if benchmark.currentIteration.isMultiple(of: 2) {
            let ours = measured(operations, ours)
            picoseconds = (ours, measured(operations, peer))
        } else {
            let peer = measured(operations, peer)
            picoseconds = (measured(operations, ours), peer)
        }
        benchmark.measurement(first, picoseconds.ours)
        benchmark.measurement(second, picoseconds.peer)
        benchmark.measurement(ratio, picoseconds.ours * 10_000 / max(picoseconds.peer, 1))
    }
}

private func measured(_ operations: Int, _ operation: () -> Void) -> Int {
    let begin = nanoseconds()
    for _ in 0..<operations { operation() }
    return (nanoseconds() - begin) * 1_000 / operations
}

private func nanoseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
}
