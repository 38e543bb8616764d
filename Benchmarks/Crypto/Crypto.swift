// SPDX-License-Identifier: Apache-2.0
import Benchmark
import CPeers
import FernwireCrypto

let benchmarks: @Sendable () -> Void = {
    for (size, bytes, operations) in [("64 B", 64, 1_000), ("1 MiB", 1 << 20, 2)] {
        fernet(size, bytes, operations)
        aead("AES-256-GCM", .aes256GCM, size, bytes, operations)
        aead("ChaCha20-Poly1305", .chacha20Poly1305, size, bytes, operations)
        base64(size, bytes, operations)
        hmac(size, bytes, operations)
    }
}

/// Fernwire's key, and the same for C.
private func makeKey() -> (SecretBytes, [UInt8]) {
    let bytes = (0..<32).map { UInt8($0 * 7 & 255) }
    return (SecretBytes(copying: bytes.span.bytes), bytes)
}

/// Fernet with a fresh random IV for each token.
private func fernet(_ size: String, _ count: Int, _ operations: Int) {
    let (secret, key) = makeKey()
    let ours = FernetCipher(key: FernetKey(secret: secret))
    let peer = peer_fernet_new(key)
    let plaintext = [UInt8](repeating: 120, count: count)
    let timestamp: UInt64 = 1_767_603_600
    var token: [UInt8] = []
    ours.seal(plaintext.span.bytes, timestamp: timestamp, into: &token)
    var text = [UInt8](repeating: 0, count: token.count)
    var opened = [UInt8](repeating: 0, count: count + 32)
    precondition(peer_fernet_open(peer, token, token.count, &opened) == count && opened.starts(with: plaintext))

    var made: [UInt8] = []
    pair("Fernet seal \(size)", operations: operations) {
        made.removeAll(keepingCapacity: true)
        ours.seal(plaintext.span.bytes, timestamp: timestamp, into: &made)
    } peer: {
        precondition(peer_fernet_seal(peer, plaintext, count, timestamp, &text) == text.count)
    }
    var read: [UInt8] = []
    pair("Fernet open \(size)", operations: operations) {
        read.removeAll(keepingCapacity: true)
        do { try ours.open(token.span.bytes, appendingTo: &read) } catch { fatalError("\(error)") }
        precondition(read.count == count)
    } peer: {
        precondition(peer_fernet_open(peer, token, token.count, &opened) == count)
    }
}

/// An AEAD over a record's 32 bytes of header and its plaintext. Its nonces are counted, as in a session.
private func aead(_ name: String, _ algorithm: AEAD.Algorithm, _ size: String, _ count: Int, _ operations: Int) {
    let (secret, key) = makeKey()
    let ours = AEAD(algorithm, key: secret)
    let peer = peer_aead_new(algorithm == .chacha20Poly1305 ? 1 : 0, key)
    let plaintext = [UInt8](repeating: 120, count: count)
    let header = [UInt8](repeating: 1, count: 32)
    var nonce = [UInt8](repeating: 0, count: 12)
    let first = nonce
    var sealed: [UInt8] = []
    ours.seal(plaintext.span.bytes, nonce: nonce.span.bytes, associated: header.span.bytes, into: &sealed)
    var target = [UInt8](repeating: 0, count: sealed.count)
    precondition(peer_aead_seal(peer, nonce, header, 32, plaintext, count, &target) == target.count && target == sealed)

    var made: [UInt8] = []
    pair("\(name) seal \(size)", operations: operations) {
        next(&nonce)
        made.removeAll(keepingCapacity: true)
        ours.seal(plaintext.span.bytes, nonce: nonce.span.bytes, associated: header.span.bytes, into: &made)
    } peer: {
        next(&nonce)
        precondition(peer_aead_seal(peer, nonce, header, 32, plaintext, count, &target) == target.count)
    }
    var (read, opened): ([UInt8], [UInt8]) = ([], plaintext)
    pair("\(name) open \(size)", operations: operations) {
        read.removeAll(keepingCapacity: true)
        precondition(
            ours.open(sealed.span.bytes, nonce: first.span.bytes, associated: header.span.bytes, appendingTo: &read))
    } peer: {
        precondition(peer_aead_open(peer, first, header, 32, sealed, sealed.count, &opened) == count)
    }
}

private func next(_ nonce: inout [UInt8]) {
    nonce.withUnsafeMutableBytes {
        let count = $0.loadUnaligned(as: UInt64.self) &+ 1
        $0.storeBytes(of: count, as: UInt64.self)
    }
}

private func base64(_ size: String, _ count: Int, _ operations: Int) {
    let bytes = (0..<count).map { UInt8($0 & 255) }
    var text: [UInt8] = []
    Base64URL.encode(bytes.span.bytes, into: &text)
    var target = [UInt8](repeating: 0, count: text.count)
    precondition(peer_base64url_encode(bytes, count, &target) == text.count && target == text)

    var made: [UInt8] = []
    pair("base64url encode \(size)", operations: operations) {
        made.removeAll(keepingCapacity: true)
        Base64URL.encode(bytes.span.bytes, into: &made)
    } peer: {
        precondition(peer_base64url_encode(bytes, count, &target) == text.count)
    }
    var (read, decoded): ([UInt8], [UInt8]) = ([], bytes + [0, 0])
    pair("base64url decode \(size)", operations: operations) {
        precondition(Base64URL.decode(text.span.bytes, into: &read))
    } peer: {
        precondition(peer_base64url_decode(text, text.count, &decoded) == count)
    }
}

private func hmac(_ size: String, _ count: Int, _ operations: Int) {
    let (secret, key) = makeKey()
    let ours = HMAC(key: secret.bytes)
    let peer = peer_hmac_new(key, key.count)
    let bytes = [UInt8](repeating: 120, count: count)
    var (made, mac): ([UInt8], [UInt8]) = ([], [UInt8](repeating: 0, count: HMAC.length))
    pair("HMAC-SHA256 \(size)", operations: operations) {
        made.removeAll(keepingCapacity: true)
        ours.begin()
        ours.update(bytes.span.bytes)
        ours.finish(appendingTo: &made)
    } peer: {
        peer_hmac_make(peer, bytes, count, &mac)
    }
}
