// SPDX-License-Identifier: Apache-2.0
import DescribedDissection
import KaitaiStruct

/// Descriptions that were read last: the fuzzer changes their messages more often than them.
nonisolated(unsafe) private var known: [String: DescribedProtocol?] = [:]

/// Keys that open what the corpus holds, so that the fuzzer reaches what is behind them.
nonisolated(unsafe) private let keys: KeyCollection = {
    let keys = KeyCollection()
    keys.add(
        Array("a: 5369787465656e2062797465206b6579\nb: zlf_-ty0HBSCkB2P9w5u7nQGVX0V3ruo-oPS0ZMPMSE=\n".utf8),
        from: "fuzzer")
    return keys
}()

private func described(_ text: String) -> DescribedProtocol? {
    if let known = known[text] { return known }
    if known.count > 200 { known = [:] }
    let read = try? DescribedProtocol(text, file: "fuzz.ksy")
    known[text] = .some(read)
    return read
}

/// libFuzzer, which calls a function with one input after another.
@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ body: @convention(c) (UnsafeRawPointer?, Int) -> CInt
) -> CInt

/// The program begins here: the package manager gives `main` this name.
@_cdecl("FuzzDescriptions_main")
public func start(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    var (count, arguments) = (count, arguments)
    return runFuzzer(&count, &arguments) { start, count in
        tryInput(UnsafeRawBufferPointer(start: start, count: count))
        return 0
    }
}

/// Reads an input. Only a trap, a wrong access of memory or a hang is a finding.
private func tryInput(_ bytes: UnsafeRawBufferPointer) {
    let input = Input(bytes)
    guard let described = described(input.description) else { return }
    let capture = DescribedCapture(described, keys: keys)
    for (number, message) in input.messages.enumerated() {
        capture.add(
            message.bytes, to: 0, isFromServer: message.isFromServer, isDatagram: false, packet: UInt64(number + 1))
    }
    capture.forEachUnit { unit in
        guard capture.evaluation.hasStructures else { return }
        for member in capture.evaluation.members(of: 0) { _ = capture.remarks(member.slot, of: 0) }
    }
    if let first = input.messages.first { _ = capture.read(first.bytes) }
}
