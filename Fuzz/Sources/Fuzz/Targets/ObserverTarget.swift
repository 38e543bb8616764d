// SPDX-License-Identifier: Apache-2.0
import FernwireSession
import FernwireWire
import FuzzSupport

/// The observer, with and without keys, which keeps plaintexts or forgets them.
struct ObserverTarget: Fuzzed {
    func take(_ input: [UInt8]) {
        let script = Script(input)
        let observer = Observer()
        observer.timeToLive = 60
        observer.forgets = script.options & 1 != 0
        let keys = KeyRing()
        keys.allowsBruteForce = script.options & 2 != 0
        if script.options & 4 != 0 { keys.add(KeyFile.read(HonestSession.speaking(script.suite).keyLog).keys) }
        if script.options & 8 != 0 { keys.add(KeyFile.read(Samples.presharedKeyFile).keys) }
        if script.options & 48 == 48 { keys.add(KeyFile.read(Samples.rsaKeyFile).keys) }
        for segment in Traffic(script).segments { take(segment.bytes, observer, keys) }
        _ = observer.keyLog(keys)
    }

    private func take(_ segment: [UInt8], _ observer: Observer, _ keys: KeyRing) {
        var rest = segment[...]
        while rest.count >= Wire.headerLength {
            let header = FrameHeader(decoding: Array(rest).rawSpan)
            guard header.isCredible else { return }
            let frame = Array(rest.prefix(Wire.headerLength + Int(header.length)))
            let observation = observer.observe(frame.rawSpan, header: header, keys: keys, time: 1_700_000_000)
            _ = observer.plaintext(of: observation).byteCount
            _ = observer.summary(observation.session)
            _ = observer.bruteForce(at: observation)
            rest = rest.dropFirst(frame.count)
        }
    }
}
