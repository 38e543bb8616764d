// SPDX-License-Identifier: Apache-2.0

/// Every field of PROTOCOL.md, in the order of the document.
///
/// Layouts say where a field lies; ``description`` says what it is called. Encoder, decoder, dissector and
/// documentation all read these two.
public enum Field: Int, CaseIterable, Sendable {
    // Frame header, §2
    case magic, version, type, flags, direction, epoch, sessionID, sequence, length
    // Hellos, §3.1 and §3.2
    case helloRandom, offeredSuitesLength, offeredSuite, keyIDsLength, keyIDLength, keyID
    case extensionsLength, extensionEntry, extensionType, extensionLength, extensionData
    case suite
    // Flights, §3.3 to §3.8
    case publicKeyKind, publicKeyLength, publicKey
    case wrapsLength, wrap, wrapKind, wrappedLength, wrapped
    case shareKind, shareLength, share
    case signatureLength, signature
    case verifyData
    // Records, §4 and §6
    case tokenLength, token, recordMAC, recordIV, ciphertextLength, ciphertext, tag, plaintextLength
    case tokenVersion, tokenTimestamp, tokenIV, tokenCiphertext, tokenHMAC
    case repeatedHeader
    case contentType, fragment, messageID, replyTo, content
    case fileOffset, fileSize, fileSHA256, fileNameLength, fileName, mediaTypeLength, mediaType, fileData
    case nextEpoch, rekeyMaterialLength, rekeyMaterial
    // Alerts, §8
    case alertCode
}
