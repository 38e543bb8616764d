// SPDX-License-Identifier: Apache-2.0
import DissectorTesting
import FernwireWire
import Foundation
import Testing

/// A plugin that is not loaded leaves exit status 0, so this asks for what it registers.
@Suite struct LoadingTests {
    let workbench: Workbench

    init() throws {
        workbench = try Workbench()
    }

    @Test("tshark lists the plugin and reports no error about it")
    func tsharkLoadsThePlugin() async throws {
        let output = try await workbench.run("tshark", ["-G", "plugins"])
        #expect(output.text.contains(/fernwire\.so\s+0\.1\.0\s+dissector\s+.*\/epan\/fernwire\.so/))
        #expect(!output.error.contains("fernwire"), "\(output.error)")
    }

    @Test("tshark has fields of Fernwire with the plugin, and none without")
    func withoutThePluginThereIsNoFernwire() async throws {
        for (folder, isThere) in [("/nonexistent", false), (workbench.folder + "/plugins", true)] {
            let output = try await workbench.run(
                "tshark", ["-G", "fields"], environment: ["WIRESHARK_PLUGIN_DIR": folder])
            #expect(output.status.isSuccess, "\(output.error)")
            #expect(output.text.contains("\ttcp\t") && output.text.contains("\tfernwire\t") == isThere, "\(folder)")
        }
    }

    @Test("Each field of the header and of the messages is registered in Wireshark")
    func everyFieldOfTheSpecificationIsRegistered() async throws {
        let output = try await workbench.run("tshark", ["-G", "fields"])
        let lines = output.text.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false)
        }
        let registered = Set(lines.filter { $0.count > 4 && $0[4] == "fernwire" }.map { String($0[2]) })
        func fields<M: Message>(_ message: M.Type) -> [Field] { M.schema.layout.fields }
        let fields = FrameHeader.layout.fields + MessageDeclaration.all.flatMap { $0.message.map { fields($0) } ?? [] }
        for field in fields { #expect(registered.contains(field.filter.description), "\(field.filter)") }
        for name in ["record.plaintext", "record.mac_status"] {
            #expect(registered.contains("fernwire." + name))
        }
    }

    @Test("The preferences key_file and show_plaintext_in_info are registered with their defaults")
    func itsPreferencesAreRegistered() async throws {
        let output = try await workbench.run("tshark", ["-G", "defaultprefs"])
        #expect(output.text.contains("#fernwire.key_file: \n"))
        #expect(output.text.contains("#fernwire.show_plaintext_in_info: TRUE\n"))
    }

    @Test("The plugin needs no Swift library and exports nothing but Wireshark's plugin symbols")
    func needsNoSwiftAndExportsOnlyItsEntry() async throws {
        let plugins = FileManager.default.enumerator(atPath: Workbench.plugins.path())
        let paths = plugins?.compactMap { $0 as? String }.filter { $0.hasSuffix("/epan/fernwire.so") } ?? []
        let path = try #require(paths.first)
        let libraries = try await workbench.run("ldd", [workbench.folder + "/plugins/" + path])
        #expect(libraries.text.contains("libcrypto.so.3"))
        #expect(!libraries.text.lowercased().contains("swift"))
        #expect(!libraries.text.contains("libdispatch") && !libraries.text.contains("Foundation"))
        let symbols = try await workbench.run(
            "nm", ["-D", "--defined-only", "--extern-only", workbench.folder + "/plugins/" + path])
        let names = Set(
            symbols.text.split(separator: "\n").compactMap { $0.split(separator: " ").last.map(String.init) })
        let allowed: Set = [
            "plugin_version", "plugin_want_major", "plugin_want_minor", "plugin_register", "plugin_describe",
        ]
        #expect(names.isSubset(of: allowed), "\(names)")
        #expect(names.isSuperset(of: allowed.subtracting(["plugin_describe"])))
    }
}
