// SPDX-License-Identifier: Apache-2.0
import ArgumentParser
import FernwireConsole

/// `fernwire protocol new`.
struct NewDescription: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Write a description to start from.",
        discussion: """
            The description is of a protocol with a length before each message and a Fernet token in it, with comments on what \
            to change. A file that exists is kept, unless --force is given.
            """)

    @Argument(help: ArgumentHelp("Name of the protocol: small letters, digits and _.", valueName: "name"))
    var name: String

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("File to write; - for standard output. (default: NAME.ksy)", valueName: "file"))
    var output: String?

    @Flag(help: "Replace a file that exists.")
    var force = false

    func validate() throws {
        let isName = name.utf8.allSatisfy {
            (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "_")
        }
        guard isName, let first = name.utf8.first, (0x61...0x7A).contains(first), name.utf8.count <= 60 else {
            throw ValidationError(
                "A name begins with a small letter and has at most 60 small letters, digits and _, as my_protocol.")
        }
    }

    func run() throws {
        let text = Self.text(named: name)
        guard output != "-" else { return StandardOutput.write(Array(text.utf8)) }
        let path = output ?? name + ".ksy"
        try FileAccess.create(path, Array(text.utf8), mode: 0o644, replacing: force)
        StandardOutput.write(line: "\(path): check it with `fernwire protocol check \(path)`")
    }

    /// The description.
    static func text(named name: String) -> String {
        """
        # A description of a protocol, for Wireshark and for fernwire protocol. docs/descriptions.md explains each key.
        meta:
          id: \(name)                 # display filters begin with it
          title: \(name)
          endian: be                  # the byte order of numbers: be or le
          encoding: UTF-8

        # Where the traffic is, and what one message is.
        -wireshark:
          tcp: [4000]                 # the server's ports; udp: [...] likewise
          unit: parsed                # or segment, turn, connection
          client: [message]           # types of the client's messages in their order; the last one repeats
          server: [message]

        # Keys, which are looked for in the key file: fernwire protocol parse --keys, or Wireshark's preferences of Fernwire.
        -keys:
          shared: fernet              # or aes, secret, rsa-private, rsa-public, password, ...

        types:
          message:
            seq:
              - id: len_token
                type: u4              # a number of four bytes; s for signed, f for floating-point
              - id: token
                size: len_token
                process: fernet(keys.shared)
                type: str             # what the decrypted bytes are; the name of a type, to read them further
                -payload: true        # what is followed, and shown in the Info column
        #     - id: signature
        #       size: 256
        #       -check: rsa_pss(keys.signer, "sha256", _raw_token)
        #     - id: session_key
        #       size: 256
        #       process: rsa_oaep(keys.server)
        #       -keep: session_key    # from here on kept.session_key, for both sides

        """
    }
}
