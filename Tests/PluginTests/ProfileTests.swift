// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import Foundation
import Testing

/// The profile that `make install` gives Wireshark, and never in place of what somebody has changed.
@Suite struct ProfileTests {
    let workbench: Workbench
    let profile: String

    init() throws {
        workbench = try Workbench()
        profile = workbench.folder + "/home/.config/wireshark/profiles/Fernwire"
        try FileManager.default.createDirectory(
            atPath: workbench.folder + "/plugin", withIntermediateDirectories: true)
        for name in ["scripts", "plugin/profile"] {
            try FileManager.default.copyItem(
                atPath: Workbench.project.appending(path: name).path(), toPath: workbench.folder + "/" + name)
        }
    }

    /// - Parameter answer: what is typed at a terminal; `nil` for none.
    private func script(_ action: String, answer: String? = nil) async throws -> String {
        let command = ["bash", workbench.folder + "/scripts/install-profile.sh", action]
        let output =
            if let answer {
                try await workbench.run(
                    "script", ["-qec", command.joined(separator: " "), "/dev/null"],
                    environment: ["SHELL": "/bin/bash"], input: answer, seconds: 60)
            } else {
                try await workbench.run(command[0], Array(command[1...]), seconds: 60)
            }
        #expect(output.status.isSuccess, "\(output.error)")
        return output.text
    }

    /// Writes a file of the profile or of what is installed from.
    private func write(_ text: String, _ path: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
    }

    private func read(_ path: String) throws -> String {
        try String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }

    private func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: profile).filter { !$0.hasPrefix(".") }.sorted()
    }

    /// A file's lines but for the comments.
    private func lines(_ name: String) throws -> [String] {
        try read(workbench.folder + "/plugin/profile/" + name).split(separator: "\n").map(String.init)
            .filter { !$0.hasPrefix("#") }
    }

    @Test("The profile can be installed, updated and removed")
    func comesAndGoes() async throws {
        _ = try await script("install")
        #expect(try files() == ["colorfilters", "dfilter_buttons", "preferences", "profile_settings", "recent"])
        let fresh = "# A later version\n"
        try write(fresh, workbench.folder + "/plugin/profile/preferences")
        let said = try await script("install")
        #expect(said.hasPrefix("Installed ") && !said.contains("Left"))
        #expect(try read(profile + "/preferences") == fresh)
        _ = try await script("uninstall")
        #expect(!FileManager.default.fileExists(atPath: profile))
        #expect(try await script("uninstall").contains("no installed profile"))
    }

    /// Preferences belong to a profile, so the default one's key file is not this one's.
    @Test("Installing offers the default profile's key file, takes it after a yes, and keeps it")
    func offersTheKeyFile() async throws {
        let settings = workbench.folder + "/home/.config/wireshark"
        #expect(try await !script("install").contains("key file"))
        let keyFile = try workbench.file("own keys", Workbench.bytes("first-session.key"))
        let line = "fernwire.key_file: \(keyFile)"
        try write("# a comment\n\(line)\n", settings + "/preferences")
        let capture = try workbench.sample("first-session.pcapng")
        func decrypted() async throws -> [[String]] {
            try await workbench.fields(
                ["fernwire.record.plaintext"], capture, filter: "fernwire.record.decrypted", ["-C", "Fernwire"])
        }
        func hasLine() throws -> Bool { try read(profile + "/preferences").hasSuffix("\n" + line + "\n") }
        // Without a terminal it says how, and with one it asks.
        let told = try await script("install")
        #expect(told.contains("echo '\(line)' >>'\(profile)/preferences'"), "\(told)")
        #expect(try !hasLine())
        #expect(try await decrypted().isEmpty)
        #expect(try await script("install", answer: "no\n").contains("To use it there, too:"))
        #expect(try !hasLine())
        #expect(try await script("install", answer: "yes\n").contains("The profile Fernwire has it, too."))
        #expect(try hasLine())
        #expect(try await !decrypted().isEmpty)
        // It is asked once, a later version keeps it, and it does not keep the profile from going.
        try write("# A later version\n", workbench.folder + "/plugin/profile/preferences")
        let again = try await script("install")
        #expect(!again.contains("key file") && !again.contains("Left"), "\(again)")
        #expect(try read(profile + "/preferences") == "# A later version\n\(line)\n")
        _ = try await script("uninstall")
        #expect(!FileManager.default.fileExists(atPath: profile))
    }

    @Test("A key file that the profile has already is kept without a question")
    func leavesAKeyFileOfItsOwn() async throws {
        _ = try await script("install")
        let settings = workbench.folder + "/home/.config/wireshark"
        try write("fernwire.key_file: /keys/default\n", settings + "/preferences")
        try write("fernwire.key_file: /keys/profile\n", profile + "/preferences")
        #expect(try await !script("install", answer: "yes\n").contains("/keys/default"))
        #expect(try read(profile + "/preferences") == "fernwire.key_file: /keys/profile\n")
    }

    @Test("Files that the user changed are kept when the profile is installed again or removed")
    func leavesWhatWasChanged() async throws {
        _ = try await script("install")
        try write("# mine\n", profile + "/colorfilters")
        #expect(try await script("install").contains("Left alone, since changed: colorfilters."))
        #expect(try read(profile + "/colorfilters") == "# mine\n")
        _ = try await script("uninstall")
        #expect(try files() == ["colorfilters"])
        #expect(try read(profile + "/colorfilters") == "# mine\n")
        // Nor what was there before the first time.
        _ = try await script("install")
        #expect(try read(profile + "/colorfilters") == "# mine\n")
    }

    @Test("tshark accepts every display filter of the profile's colours and buttons")
    func tsharkTakesEveryFilter() async throws {
        let colours = try lines("colorfilters").map { $0.components(separatedBy: "@")[2] }
        let buttons = try lines("dfilter_buttons").map {
            $0.components(separatedBy: "\",\"")[2].replacingOccurrences(of: "\\x22", with: "\"")
        }
        #expect(colours.count == 10 && buttons.count == 7)
        let capture = try workbench.library("chat-fernet-psk")
        for filter in colours + buttons {
            _ = try await workbench.tshark(capture, ["-Y", filter])
        }
    }

    @Test("tshark shows the profile's columns and coloring rules")
    func columnsAndColours() async throws {
        _ = try await script("install")
        let chat = try await workbench.tshark(workbench.library("chat-fernet-psk"), ["-C", "Fernwire"])
        #expect(chat.contains(/Fernwire +client to server +1 +2 +184 +verified +Chat +Text: Hello Bob/))
        let rules = try await workbench.fields(
            ["frame.coloring_rule.name"], workbench.library("fault-flipped-bit"), ["--color", "-C", "Fernwire"]
        ).flatMap { $0 }
        let handshake = Array(repeating: "Fernwire: handshake", count: 4)
        let records = Array(repeating: "Fernwire: record or token, decrypted", count: 2)
        #expect(
            rules == handshake + records + ["Fernwire: a check failed, or malformed", "Fernwire: alert"])
        let key = try workbench.sample("tokens/sample.key")
        for (options, rule) in [
            ([], "Fernwire: record or token, not decrypted"),
            (["-o", "fernet.keys:" + key], "Fernwire: record or token, decrypted"),
        ] {
            let found = try await workbench.fields(
                ["frame.coloring_rule.name"], workbench.sample("tokens/http-json.pcapng"), filter: "fernet",
                ["--color", "-C", "Fernwire"] + options)
            #expect(found == [[rule]])
        }
    }

    /// What the head of colorfilters says: a contrast of 4.5 to 1, and backgrounds 7 steps of lightness apart.
    @Test("The profile's colours have a contrast of 4.5 to 1, and backgrounds 7 steps of lightness apart")
    func coloursAreReadableWithoutColourVision() throws {
        var lightness: [Double] = []
        for line in try lines("colorfilters") {
            let parts = line.components(separatedBy: "@")
            let numbers = parts[3].split { !$0.isNumber }.compactMap { Double($0) }
            try #require(numbers.count == 6)
            let background = luminance(Array(numbers[..<3]))
            let text = luminance(Array(numbers[3...]))
            let contrast: Double = (max(background, text) + 0.05) / (min(background, text) + 0.05)
            #expect(contrast >= 4.5, "\(parts[1])")
            lightness.append(background > 0.008856 ? 116 * cbrt(background) - 16 : 903.3 * background)
        }
        lightness.sort()
        for (darker, lighter) in zip(lightness, lightness.dropFirst()) {
            #expect(lighter - darker >= 7)
        }
    }

    /// Of red, green and blue from 0 to 65535, as WCAG 2 defines it.
    private func luminance(_ colour: [Double]) -> Double {
        let weights: [Double] = [0.2126, 0.7152, 0.0722]
        var sum: Double = 0
        for (weight, part) in zip(weights, colour) {
            let value: Double = part / 65535
            let linear: Double = value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
            sum += weight * linear
        }
        return sum
    }
}
