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
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.padding import PKCS7
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ROOT = Path(__file__).resolve().parent.parent
NAMES = {0x01: "client_hello", 0x02: "server_hello", 0x03: "public_key", 0x04: "key_wrap", 0x0F: "finished", 0x20: "record"}
SIDES = ("client", "server")


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


def derive(secret, salt, info, length=32):
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def digest(data):
    context = hashes.Hash(hashes.SHA256())
    context.update(data)
    return context.finalize()


def lines(data):
    text = data.hex()
    return [text[i:i + 96] for i in range(0, len(text), 96)]


class Block:
    def __init__(self, suite):
        self.text = [f"```example {suite}"]

    def add(self, name, data, *rest):
        self.text.append(f"{name}:")
        for part in (data, *rest):
            self.text += [f"    {line}" for line in lines(part)]

    def finish(self):
        return "\n".join([*self.text, "```"])


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
            info = f"fernwire 1 {SIDES[side]} finished".encode() + b"\0" + number.to_bytes(2, "big")
            assert payload == (derive(secret, digest(transcript), info) if secret else digest(info + digest(transcript)))
        if kind == "record":
            count[side] = count.get(side, 0) + 1
            title = f"{SIDES[side]} record {count[side]}"
            payload_of(block, title, secret, hello[0] + hello[1], side, header, payload)
            block.add(f"{title} frame", header, payload)
            continue
        transcript += frame
        payloads[kind] = payload
        block.add(f"{SIDES[side]} {kind} frame" if kind == "finished" else f"{kind} frame", header, payload)
    return block.finish()


def psk(block, _):
    key = base64.urlsafe_b64decode((ROOT / "captures/first-session.key").read_bytes())
    block.add("fernet_key", key)
    return key


def psk_record(block, title, key, _, side, header, payload):
    plaintext = Fernet(base64.urlsafe_b64encode(key)).decrypt(payload)
    assert plaintext[:32] == header
    token = base64.urlsafe_b64decode(payload)
    block.add(f"{title} timestamp", token[1:9])
    block.add(f"{title} iv", token[9:25])
    block.add(f"{title} plaintext", plaintext[32:])


def wrapped(block, payloads):
    key = serialization.load_pem_private_key((ROOT / "captures/wrapped-session.pem").read_bytes(), None)
    secrets, rest = [], payloads["key_wrap"][2:]
    for label in (b"fernwire fernet key", b"fernwire mac secret"):
        length = int.from_bytes(rest[1:3], "big")
        secrets.append(key.decrypt(rest[3:3 + length], padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), label)))
        rest = rest[3 + length:]
    block.add("fernet_key", secrets[0])
    block.add("mac_secret", secrets[1])
    return b"".join(secrets)


def wrapped_record(block, title, secret, randoms, side, header, payload):
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


def gcm_record(block, title, secret, randoms, side, header, payload):
    key = derived(block, title, "key", secret, randoms, *record_key(b"record key", 9, side, header, 32))
    iv = derived(block, title, "iv", secret, randoms, *record_key(b"record iv", 9, side, header, 12))
    nonce = (int.from_bytes(iv, "big") ^ int.from_bytes(header[20:28], "big")).to_bytes(12, "big")
    block.add(f"{title} nonce", nonce)
    block.add(f"{title} plaintext", AESGCM(key).decrypt(nonce, payload, header))


def cbc_record(number, mac_length):
    def write(block, title, secret, randoms, side, header, payload):
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


def clear_record(block, title, secret, randoms, side, header, payload):
    block.add(f"{title} plaintext", payload)


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

### plaintext

{example("plaintext-session", "plaintext", 1, lambda *_: b"", clear_record)}
"""
path = ROOT / "docs/PROTOCOL.md"
text = path.read_text()
path.write_text(re.sub(r"## 12 Worked example\n.*", lambda _: section, text, flags=re.S))
