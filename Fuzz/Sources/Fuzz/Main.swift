// SPDX-License-Identifier: Apache-2.0
import FuzzSupport

/// The program begins here: the package manager gives `main` this name.
///
/// `Fuzz TARGET [OPTION…] [FOLDER…]` fuzzes a target with libFuzzer's options. `Fuzz inputs FOLDER [SUITE]` writes the first inputs of
/// all targets into folders of their names, from captures, keys and descriptions of the working directory, and from a clone of
/// Kaitai's tests. `Fuzz targets` lists the targets.
@_cdecl("Fuzz_main")
public func start(_ count: CInt, _ texts: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> CInt {
    var arguments = (0..<Int(count)).compactMap { texts?[$0].map { String(cString: $0) } }
    guard arguments.count > 1 else { return usage() }
    let word = arguments.remove(at: 1)
    switch (word, arguments.count) {
    case ("inputs", 2...3): return FirstInputs.write(into: arguments[1], suite: arguments.dropFirst(2).first)
    case ("targets", 1):
        for target in Target.allCases { print(target.rawValue) }
        return 0
    default:
        guard let target = Target(rawValue: word) else { return usage() }
        return target.run(arguments)
    }
}

private func usage() -> CInt {
    print("usage: Fuzz TARGET [OPTION…] [FOLDER…], Fuzz inputs FOLDER [SUITE], or Fuzz targets")
    return 2
}
