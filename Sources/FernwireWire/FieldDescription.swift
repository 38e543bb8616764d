// SPDX-License-Identifier: Apache-2.0

/// What a field is called and how its value is to be read.
public struct FieldDescription: Sendable {
    /// Display filter in Wireshark.
    public let filter: StaticString
    public let name: StaticString
    /// One sentence for the reader.
    public let summary: StaticString
    public let meaning: Meaning

    /// What the value of a field stands for.
    public enum Meaning: Sendable {
        case bytes, text, number, hexadecimal
        /// A heading over the fields that follow.
        case group
        case secondsSince1970
        case messageType, direction, flags, suite, keyKind, secretKind, shareKind, contentType, fragment, alertCode
        case extensionType
    }

    init(_ filter: StaticString, _ name: StaticString, _ meaning: Meaning, _ summary: StaticString) {
        self.filter = filter
        self.name = name
        self.summary = summary
        self.meaning = meaning
    }
}

extension Field {
    public var description: FieldDescription {
        switch self {
        case .magic, .version, .type, .flags, .direction, .epoch, .sessionID, .sequence, .length:
            headerDescription
        case .tokenLength, .token, .recordMAC, .recordIV, .ciphertextLength, .ciphertext, .tag, .plaintextLength,
            .tokenVersion, .tokenTimestamp, .tokenIV,
            .tokenCiphertext, .tokenHMAC:
            protectionDescription
        case .repeatedHeader, .contentType, .fragment, .messageID, .replyTo, .content, .fileOffset, .fileSize,
            .fileSHA256, .fileNameLength, .fileName, .mediaTypeLength, .mediaType, .fileData, .nextEpoch,
            .rekeyMaterialLength, .rekeyMaterial, .alertCode:
            plaintextDescription
        default:
            handshakeDescription
        }
    }

    private var headerDescription: FieldDescription {
        switch self {
        case .magic: .init("fernwire.magic", "Magic", .hexadecimal, "Marks a Fernwire frame")
        case .version: .init("fernwire.version", "Version", .number, "Protocol version")
        case .type: .init("fernwire.type", "Type", .messageType, "What the frame carries")
        case .flags: .init("fernwire.flags", "Flags", .flags, "Bit 0: the payload is protected")
        case .direction: .init("fernwire.direction", "Direction", .direction, "Which side sent the frame")
        case .epoch: .init("fernwire.epoch", "Key epoch", .number, "Generation of keys that protects the payload")
        case .sessionID:
            .init("fernwire.session_id", "Session id", .hexadecimal, "Chosen by the server; 0 until it has chosen")
        case .sequence:
            .init("fernwire.sequence", "Sequence number", .number, "Number of the frame in its direction, from 0")
        default: .init("fernwire.length", "Length", .number, "Payload bytes that follow the header")
        }
    }

    private var handshakeDescription: FieldDescription {
        switch self {
        case .helloRandom: .init("fernwire.hello.random", "Random", .bytes, "New for each connection")
        case .offeredSuitesLength:
            .init("fernwire.hello.suites_length", "Suites length", .number, "Bytes of suites offered")
        case .offeredSuite: .init("fernwire.hello.suite", "Suite offered", .suite, "A cipher suite the client speaks")
        case .keyIDsLength: .init("fernwire.hello.key_ids_length", "Key ids length", .number, "Bytes of key ids")
        case .keyIDLength: .init("fernwire.hello.key_id_length", "Key id length", .number, "Bytes of the key id")
        case .keyID: .init("fernwire.hello.key_id", "Key id", .text, "Name of a pre-shared key")
        case .extensionsLength:
            .init("fernwire.hello.extensions_length", "Extensions length", .number, "Bytes of extensions")
        case .extensionEntry: .init("fernwire.hello.extension", "Extension", .group, "One extension of a hello")
        case .extensionType:
            .init("fernwire.hello.extension.type", "Extension type", .extensionType, "What the extension is for")
        case .extensionLength:
            .init("fernwire.hello.extension.length", "Extension length", .number, "Bytes of the extension")
        case .extensionData: .init("fernwire.hello.extension.data", "Extension data", .bytes, "As its type says")
        case .suite: .init("fernwire.suite", "Suite", .suite, "The cipher suite that the server chose")
        case .publicKeyKind: .init("fernwire.public_key.kind", "Key kind", .keyKind, "Algorithm of the public key")
        case .publicKeyLength: .init("fernwire.public_key.length", "Key length", .number, "Bytes of the public key")
        case .publicKey:
            .init("fernwire.public_key.der", "Public key", .bytes, "DER of a SubjectPublicKeyInfo")
        case .wrapsLength: .init("fernwire.key_wrap.wraps_length", "Wraps length", .number, "Bytes of wrapped keys")
        case .wrap: .init("fernwire.key_wrap.wrap", "Wrapped key", .group, "One secret, encrypted to the public key")
        case .wrapKind: .init("fernwire.key_wrap.kind", "Secret kind", .secretKind, "What the wrapped secret is for")
        case .wrappedLength: .init("fernwire.key_wrap.length", "Wrap length", .number, "Bytes of the RSA ciphertext")
        case .wrapped: .init("fernwire.key_wrap.wrapped", "RSA-OAEP ciphertext", .bytes, "The secret, encrypted")
        case .shareKind: .init("fernwire.key_share.kind", "Share kind", .shareKind, "Kind of key agreement")
        case .shareLength: .init("fernwire.key_share.length", "Share length", .number, "Bytes of the key share")
        case .share: .init("fernwire.key_share.share", "Key share", .bytes, "A side's public value of the agreement")
        case .signatureLength: .init("fernwire.signature_length", "Signature length", .number, "Bytes of the signature")
        case .signature: .init("fernwire.signature", "Signature", .bytes, "Made with the sender's private key")
        default:
            .init("fernwire.finished.verify_data", "Verify data", .bytes, "Proves knowledge of secret and transcript")
        }
    }

    private var protectionDescription: FieldDescription {
        switch self {
        case .token: .init("fernwire.record.token", "Fernet token", .text, "base64url text of a Fernet token")
        case .tokenLength: .init("fernwire.record.token_length", "Token length", .number, "Bytes of the token")
        case .ciphertextLength:
            .init("fernwire.record.ciphertext_length", "Ciphertext length", .number, "Bytes of the ciphertext")
        case .plaintextLength:
            .init("fernwire.record.plaintext_length", "Plaintext length", .number, "Bytes of the record plaintext")
        case .recordMAC:
            .init("fernwire.record.mac", "Record MAC", .bytes, "HMAC-SHA256 of the header and what is before it")
        case .recordIV: .init("fernwire.record.iv", "IV", .bytes, "Initialisation vector of AES-128-CBC")
        case .ciphertext: .init("fernwire.record.ciphertext", "Ciphertext", .bytes, "The record plaintext, encrypted")
        case .tag: .init("fernwire.record.tag", "Tag", .bytes, "Authenticates header and ciphertext")
        case .tokenVersion: .init("fernwire.token.version", "Token version", .hexadecimal, "0x80 for Fernet")
        case .tokenTimestamp:
            .init("fernwire.token.timestamp", "Token timestamp", .secondsSince1970, "The sender's clock, in the clear")
        case .tokenIV: .init("fernwire.token.iv", "IV", .bytes, "Initialisation vector of AES-128-CBC")
        case .tokenCiphertext: .init("fernwire.token.ciphertext", "Ciphertext", .bytes, "AES-128-CBC with PKCS#7")
        default: .init("fernwire.token.hmac", "Token HMAC", .bytes, "HMAC-SHA256 of the token's other bytes")
        }
    }

    private var plaintextDescription: FieldDescription {
        switch self {
        case .repeatedHeader:
            .init("fernwire.record.header", "Header copy", .bytes, "The frame's header, repeated under encryption")
        case .contentType:
            .init("fernwire.record.content_type", "Content type", .contentType, "What the record says")
        case .fragment: .init("fernwire.record.fragment", "Fragment", .fragment, "Which part of a message this is")
        case .messageID: .init("fernwire.record.message_id", "Message id", .number, "Counts a direction's messages")
        case .replyTo:
            .init("fernwire.record.reply_to", "Reply to", .number, "Message of the other side that this answers")
        case .content: .init("fernwire.record.content", "Content", .bytes, "The message's bytes")
        case .fileOffset: .init("fernwire.file.offset", "Offset", .number, "Place in the file of the data's first byte")
        case .fileSize: .init("fernwire.file.size", "Size", .number, "Bytes of the whole file")
        case .fileSHA256: .init("fernwire.file.sha256", "SHA-256", .bytes, "Hash of the whole file")
        case .fileNameLength: .init("fernwire.file.name_length", "Name length", .number, "Bytes of the name")
        case .fileName: .init("fernwire.file.name", "Name", .text, "Name of the file, without a folder")
        case .mediaTypeLength:
            .init("fernwire.file.media_type_length", "Media type length", .number, "Bytes of the media type")
        case .mediaType: .init("fernwire.file.media_type", "Media type", .text, "Such as text/plain")
        case .fileData: .init("fernwire.file.data", "Data", .bytes, "This fragment's part of the file")
        case .nextEpoch: .init("fernwire.rekey.next_epoch", "Next epoch", .number, "Epoch of all later frames")
        case .rekeyMaterialLength:
            .init("fernwire.rekey.material_length", "Material length", .number, "Bytes of key material")
        case .rekeyMaterial: .init("fernwire.rekey.material", "Material", .bytes, "As the suite says")
        default: .init("fernwire.alert.code", "Alert", .alertCode, "Why the session failed")
        }
    }
}
