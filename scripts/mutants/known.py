# SPDX-License-Identifier: Apache-2.0
"""Faults that the tests did not find once, or that only a foreign peer found.

Each is a file, a text that stands in it once, and what replaces it, in which `$M` says whether the fault is switched on.
"""
import sys

from choice import ROOT, Mutant

FIRST = 1001
SESSION = "Sources/FernwireSession"

FAULTS = {
    "the AEAD nonce uses one byte of the sequence": (
        f"{SESSION}/Suites/Shared/AEADProtection.swift", "for index in 0..<8 {", "for index in 0..<($M ? 1 : 8) {"),
    "the trust file takes a key known by another name": (
        "Sources/FernwireConsole/TrustFile.swift", "{ $0.name == name }", "{ $M || $0.name == name }"),
    "an X25519 private key outlives the rekey after it": (
        f"{SESSION}/Suites/Shared/X25519Keying.swift", "own.removeFirst(place)", "if !$M { own.removeFirst(place) }"),
    "text reaches tree and columns raw": (
        "plugin/CWiresharkShims/plan.c", "return is_plain(text, step->text_length)",
        "return $M || is_plain(text, step->text_length)"),
    "SecretBytes does not wipe": (
        "Sources/FernwireCrypto/SecretBytes.swift", "OPENSSL_cleanse(storage.baseAddress, storage.count)",
        "if !$M { OPENSSL_cleanse(storage.baseAddress, storage.count) }"),
    "wipe does not wipe": (
        "Sources/FernwireCrypto/Wipe.swift", "bytes.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }",
        "if !$M { bytes.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) } }"),
    "wipe from an offset on does not wipe": (
        "Sources/FernwireCrypto/Wipe.swift",
        "bytes.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress.map { $0 + start }, $0.count - start) }",
        "if !$M { bytes.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress.map { $0 + start }, $0.count - start) } }"),
    "the key file of bare tokens is never read again": (
        "Sources/FernwireDissection/Fernet/FernetKeys.swift", "guard now == nil || now != state ||",
        "guard state == nil || !$M, now == nil || now != state ||"),
    "a file may have more data than its size": (
        f"{SESSION}/Endpoint/MessageAssembler.swift", "UInt64(piece.data.count) <= file.size - min(count, file.size)",
        "$M || UInt64(piece.data.count) <= file.size - min(count, file.size)"),
    "a direction goes on after its end": (
        f"{SESSION}/Endpoint/SessionRecords.swift", "guard !records.receiving.hasEnded || isAlert",
        "guard $M || !records.receiving.hasEnded || isAlert"),
    "the labels of RSA-OAEP are swapped": (
        f"{SESSION}/Suites/RSAFernetHMAC/RSAFernetHMAC.swift",
        '(.fernetKey, "fernwire fernet key"), (.macSecret, "fernwire mac secret"),',
        '(.fernetKey, $M ? "fernwire mac secret" : "fernwire fernet key"),\n'
        '        (.macSecret, $M ? "fernwire fernet key" : "fernwire mac secret"),'),
    "a frame of any size is taken": (
        f"{SESSION}/Endpoint/FrameReader.swift", "guard header.length <= Wire.maximumPayload",
        "guard $M || header.length <= Wire.maximumPayload"),
    "a rekey may name another epoch than the next": (
        f"{SESSION}/Endpoint/RecordLayer.swift", "rekey.nextEpoch == receiving.epoch + 1",
        "$M || rekey.nextEpoch == receiving.epoch + 1"),
    "a server may choose a key id that was not offered": (
        f"{SESSION}/Endpoint/SessionHandshake.swift", "hello.keyID.isEmpty || offer.hello.keyIDs.contains(hello.keyID)",
        "$M || hello.keyID.isEmpty || offer.hello.keyIDs.contains(hello.keyID)"),
}


def known():
    """The faults as mutants, by their numbers."""
    mutants = {}
    for number, (text, (name, old, new)) in enumerate(FAULTS.items(), FIRST):
        source = (ROOT / name).read_text()
        if source.count(old) != 1:
            sys.exit(f"known.py: {old!r} stands {source.count(old)} times in {name}, and must stand once")
        mutants[number] = Mutant(ROOT / name, source[:source.index(old)].count("\n"), old, new, text)
    return mutants
