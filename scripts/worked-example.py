#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes section 12 of docs/PROTOCOL.md from the sessions in captures/, with nothing but Python's cryptography."""

import base64
import re
import subprocess
from pathlib import Path

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes, hmac, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.padding import PKCS7

from worked_example_text import SIDES, Block, context, derive, digest
from worked_example_x25519 import modern

ROOT = Path(__file__).resolve().parent.parent
NAMES = {0x01: "client_hello", 0x02: "server_hello", 0x03: "public_key", 0x04: "key_wrap", 0x05: "key_share",
         0x06: "signature", 0x07: "identity", 0x0F: "finished", 0x20: "record"}


def frames(name):
    """(side, frame) in the order of the capture."""
    capture = ROOT / "captures" / f"{name}.pcapng"
    rows = subprocess.run(
        ["tshark", "-n", "-r", capture, "-Y", "tcp.len > 0", "-T", "fields", "-e", "tcp.dstport", "-e", "tcp.payload"],
        check=True, capture_output=True, text=True).stdout.split()
    for port, payload in zip(rows[::2], rows[1::2]):
        data = bytes.fromhex(payload.replace(":", ""))
        while data:
            length = 32 + int.from_bytes(data[28:32], "big")
            yield (0 if port == "9090" else 1), data[:length]
            data = data[length:]


def example(name, suite, number, secret_of, payload_of):
    block = Block(suite)
    transcript, hello, payloads, count, secret = b"", [b"", b""], {}, {}, None
    for side, frame in frames(name):
        kind, header, payload = NAMES[frame[5]], frame[:32], frame[32:]
        if kind.endswith("hello"):
            hello[side] = payload[:32]
        if kind == "finished":
            if secret is None:
                secret = secret_of(block, payloads)
            block.add(f"transcript_hash before {SIDES[side]} finished", digest(transcript))
            check_finished(payload, secret, context(f"{SIDES[side]} finished", number), digest(transcript), payloads, side)
            payloads["session_hash"] = digest(transcript)
        if kind == "record":
            count[side] = count.get(side, 0) + 1
            title = f"{SIDES[side]} record {count[side]}"
            payload_of(block, title, secret, hello[0] + hello[1], side, header, payload, payloads)
            block.add(f"{title} frame", header, payload)
            continue
        name = kind if kind.endswith("hello") else f"{SIDES[side]} {kind}"
        payloads[f"hash before {name}"] = digest(transcript)
        transcript += frame
        payloads[name] = payload
        block.add(f"{name} frame", header, payload)
    return block.finish()


def check_finished(data, secret, info, transcript_hash, payloads, side):
    if isinstance(secret, Identities):
        verify(secret.public[side], data, info + transcript_hash)
    else:
        assert data == (derive(secret, transcript_hash, info) if secret else digest(info + transcript_hash))


# RSA with the keys of both sides

PSS = padding.PSS(padding.MGF1(hashes.SHA256()), 32)


def oaep(label):
    return padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), label)


def verify(key, signature, message):
    key.verify(signature, message, PSS, hashes.SHA256())


class Identities:
    """No secret: both sides' keys."""

    def __init__(self, private, payloads):
        self.private = private
        self.public = [serialization.load_der_public_key(payloads[f"{side} public_key"][3:]) for side in SIDES]


def pems(name):
    text = (ROOT / f"captures/{name}.pem").read_text()
    parts = re.findall(r"-----BEGIN.*?-----END PRIVATE KEY-----\n", text, re.S)
    return [serialization.load_pem_private_key(part.encode(), None) for part in parts]


def sealed(block, payloads):
    return Identities(pems("sealed-session"), payloads)


def sealed_record(block, title, keys, _, side, header, payload, payloads):
    verify(keys.public[side], payload[-256:], context("record signature", 3) + payloads["session_hash"] + header + payload[:-256])
    block.add(f"{title} plaintext", keys.private[1 - side].decrypt(payload[2:258], oaep(b"fernwire record")))


def signed(block, payloads):
    server = pems("signed-session")[0]
    key = server.decrypt(payloads["client key_wrap"][5:], oaep(b"fernwire fernet key"))
    client = serialization.load_der_public_key(payloads["client public_key"][3:])
    verify(client, payloads["client signature"], context("client signature", 4)
           + digest(payloads["server public_key"][3:]) + payloads["hash before client signature"])
    block.add("fernet_key", key)
    return key


def signed_record(block, title, key, _, side, header, payload, payloads):
    public = serialization.load_der_public_key(payloads[f"{SIDES[side]} public_key"][3:])
    verify(public, payload[-256:], context("record signature", 4) + payloads["session_hash"] + header + payload[:-256])
    token = base64.urlsafe_b64decode(payload[2:-256])
    block.add(f"{title} timestamp", token[1:9])
    block.add(f"{title} iv", token[9:25])
    block.add(f"{title} plaintext", Fernet(base64.urlsafe_b64encode(key)).decrypt(payload[2:-256]))


# The toy

def toy(block, payloads):
    values = [int.from_bytes(payloads[f"{side} key_share"][3:], "big") for side in SIDES]
    exponent = next(x for x in range(5460) if pow(3, x, 65521) == values[0])
    secret = pow(values[1], exponent, 65521).to_bytes(2, "big")
    block.add("client exponent, found by trying", exponent.to_bytes(2, "big"))
    block.add("session_secret", secret)
    return secret


def toy_record(block, title, key, _, side, header, payload, payloads):
    table = bytes.fromhex("".join(re.findall(r"^(?:[0-9a-f]{2} ){15}[0-9a-f]{2}$", (ROOT / "docs/PROTOCOL.md").read_text(), re.M)))
    length, padded = int.from_bytes(payload[:2], "big"), bytearray(len(payload) - 5)
    for place, byte in enumerate(payload[2:-3]):
        j = place % 4
        padded[place - j + (j + 3) % 4] = table.index(byte ^ key[j % 2]) ^ key[(j + 3) % 2]
    plaintext, h = bytes(padded[len(padded) - length:]), 0
    for byte in plaintext:
        h = (32 * h + byte) % 65536
    e, n = (int.from_bytes(part, "big") for part in (payloads[f"{SIDES[side]} public_key"][3:5], payloads[f"{SIDES[side]} public_key"][5:]))
    assert pow(int.from_bytes(payload[-3:], "big"), e, n) == h
    block.add(f"{title} plaintext", plaintext)


def psk(block, _):
    key = base64.urlsafe_b64decode((ROOT / "captures/first-session.key").read_bytes())
    block.add("fernet_key", key)
    return key


def psk_record(block, title, key, _, side, header, payload, _payloads):
    plaintext = Fernet(base64.urlsafe_b64encode(key)).decrypt(payload)
    assert plaintext[:32] == header
    token = base64.urlsafe_b64decode(payload)
    block.add(f"{title} timestamp", token[1:9])
    block.add(f"{title} iv", token[9:25])
    block.add(f"{title} plaintext", plaintext[32:])


def wrapped(block, payloads):
    key = serialization.load_pem_private_key((ROOT / "captures/wrapped-session.pem").read_bytes(), None)
    secrets, rest = [], payloads["server key_wrap"][2:]
    for label in (b"fernwire fernet key", b"fernwire mac secret"):
        length = int.from_bytes(rest[1:3], "big")
        secrets.append(key.decrypt(rest[3:3 + length], padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), label)))
        rest = rest[3 + length:]
    block.add("fernet_key", secrets[0])
    block.add("mac_secret", secrets[1])
    return b"".join(secrets)


def wrapped_record(block, title, secret, randoms, side, header, payload, _payloads):
    info = b"fernwire 1 record mac\0" + (5).to_bytes(2, "big") + bytes([side]) + header[8:12]
    mac_key = derive(secret[32:], randoms, info)
    check = hmac.HMAC(mac_key, hashes.SHA256())
    check.update(header + payload[:-32])
    check.verify(payload[-32:])
    token = base64.urlsafe_b64decode(payload[:-32])
    if title.endswith(" 1"):
        block.add(f"{SIDES[side]} mac_key", mac_key)
    block.add(f"{title} timestamp", token[1:9])
    block.add(f"{title} iv", token[9:25])
    block.add(f"{title} plaintext", Fernet(base64.urlsafe_b64encode(secret[:32])).decrypt(payload[:-32]))


def shared(name):
    def read(block, _):
        key = bytes.fromhex((ROOT / f"captures/{name}.key").read_text())
        block.add("key", key)
        return key
    return read


def record_key(label, number, side, header, length):
    return b"fernwire 1 " + label + b"\0" + number.to_bytes(2, "big") + bytes([side]) + header[8:12], length


def derived(block, title, name, secret, randoms, info, length):
    key = derive(secret, randoms, info, length)
    if title.endswith(" 1"):
        block.add(f"{title.split()[0]} {name}", key)
    return key


def gcm_record(block, title, secret, randoms, side, header, payload, _payloads):
    key = derived(block, title, "key", secret, randoms, *record_key(b"record key", 9, side, header, 32))
    iv = derived(block, title, "iv", secret, randoms, *record_key(b"record iv", 9, side, header, 12))
    nonce = (int.from_bytes(iv, "big") ^ int.from_bytes(header[20:28], "big")).to_bytes(12, "big")
    block.add(f"{title} nonce", nonce)
    block.add(f"{title} plaintext", AESGCM(key).decrypt(nonce, payload, header))


def cbc_record(number, mac_length):
    def write(block, title, secret, randoms, side, header, payload, _payloads):
        key = derived(block, title, "key", secret, randoms, *record_key(b"record key", number, side, header, 16))
        end = len(payload) - mac_length
        if mac_length:
            mac_key = derived(block, title, "mac_key", secret, randoms, *record_key(b"record mac", number, side, header, 32))
            check = hmac.HMAC(mac_key, hashes.SHA256())
            check.update(header + payload[:end])
            check.verify(payload[end:])
        decryptor, unpadder = Cipher(AES(key), CBC(payload[:16])).decryptor(), PKCS7(128).unpadder()
        turned = unpadder.update(decryptor.update(payload[16:end]) + decryptor.finalize()) + unpadder.finalize()
        block.add(f"{title} plaintext", turned[-18:] + turned[:-18])
    return write


def clear_record(block, title, secret, randoms, side, header, payload, _payloads):
    block.add(f"{title} plaintext", payload)


WORDS = ("Hello Bob, badge 4711 at the north door.", "Hello Alice, the badge is valid.")
pem = (ROOT / "captures/wrapped-session.pem").read_text()
section = f"""## 12 Worked example

A session of each suite, byte for byte; `captures/` has them as captures. Numbers are in hexadecimal; of a frame the header comes
first, in a line of its own. The keys are throw-away samples.

### fernet-psk

The client says *Hello Bob, badge 4711 at the north door.*, the server answers *Hello Alice, the badge is valid.*

{example("first-session", "fernet-psk", 2, psk, psk_record)}

### rsa-fernet-hmac

The same words. The client's key pair (a throw-away sample):

```
{pem}```

{example("wrapped-session", "rsa-fernet-hmac", 5, wrapped, wrapped_record)}

### aes256-gcm-psk

{example("gcm-session", "aes256-gcm-psk", 9, shared("gcm-session"), gcm_record)}

### aes128-cbc-psk

{example("cbc-session", "aes128-cbc-psk", 6, shared("cbc-session"), cbc_record(6, 32))}

### aes128-cbc-psk-nomac

{example("nomac-session", "aes128-cbc-psk-nomac", 7, shared("nomac-session"), cbc_record(7, 0))}

### x25519-ed25519-chacha20poly1305

Computed, not captured, since no capture holds the private keys. The client rekeys in its second record.

{modern(10, "x25519-ed25519-chacha20poly1305", ChaCha20Poly1305, WORDS)}

### x25519-ed25519-aes256gcm

{modern(11, "x25519-ed25519-aes256gcm", AESGCM, WORDS)}

### rsa-sealed

The private keys of client and server (throw-away samples):

```
{(ROOT / "captures/sealed-session.pem").read_text()}```

{example("sealed-session", "rsa-sealed", 3, sealed, sealed_record)}

### rsa-fernet-signed

The server's private key (a throw-away sample):

```
{(ROOT / "captures/signed-session.pem").read_text()}```

{example("signed-session", "rsa-fernet-signed", 4, signed, signed_record)}

### toy-dh16

{example("toy-session", "toy-dh16", 8, toy, toy_record)}

### plaintext

{example("plaintext-session", "plaintext", 1, lambda *_: b"", clear_record)}
"""
path = ROOT / "docs/PROTOCOL.md"
text = path.read_text()
path.write_text(re.sub(r"## 12 Worked example\n.*", lambda _: section, text, flags=re.S))
