# SPDX-License-Identifier: Apache-2.0
"""The X25519 sessions of the worked examples: made here, since no capture holds the private keys that they take."""

import hashlib

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, x25519

from worked_example_text import SIDES, Block, context, derive, digest


def modern(number, suite, cipher, words):
    block, frames_sent, transcript = Block(suite), [0, 0], b""
    draw = lambda purpose: hashlib.sha256(f"{suite}, a worked example: {purpose}".encode()).digest()
    randoms, session = [draw("client random"), draw("server random")], draw("session id")[:8]
    pairs = [x25519.X25519PrivateKey.from_private_bytes(draw(f"{side} x25519")) for side in SIDES]
    identities = [ed25519.Ed25519PrivateKey.from_private_bytes(draw(f"{side} ed25519")) for side in SIDES]
    for side in (0, 1):
        block.add(f"{SIDES[side]} x25519 private key", pairs[side].private_bytes_raw())
        block.add(f"{SIDES[side]} ed25519 private key", identities[side].private_bytes_raw())

    def header(kind, side, length, epoch=0, protected=False):
        frames_sent[side] += 1
        used = session if kind != 1 else bytes(8)
        return (bytes.fromhex("fe524e5701") + bytes([kind, protected, side]) + epoch.to_bytes(4, "big") + used
                + (frames_sent[side] - 1).to_bytes(8, "big") + length.to_bytes(4, "big"))

    def seal(kind, side, plaintext, secret, epoch):
        head = header(kind, side, len(plaintext) + 16, epoch, True)
        key, iv = (derive(secret, randoms[0] + randoms[1], context(label, number) + bytes([side]) + head[8:12], length)
                   for label, length in (("record key", 32), ("record iv", 12)))
        nonce = (int.from_bytes(iv, "big") ^ int.from_bytes(head[20:28], "big")).to_bytes(12, "big")
        return head, cipher(key).encrypt(nonce, plaintext, head), key, iv

    def handshake(name, kind, side, payload, secret=None):
        nonlocal transcript
        if secret is None:
            head = header(kind, side, len(payload))
        else:
            head, payload, key, iv = seal(kind, side, payload, secret, 0)
            block.add(f"{SIDES[side]} handshake key", key)
            block.add(f"{SIDES[side]} handshake iv", iv)
        transcript += head + payload
        block.add(f"{name} frame", head, payload)

    def identity(side):
        der = identities[side].public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        signature = identities[side].sign(context(f"{SIDES[side]} identity", number) + digest(transcript) + der)
        return bytes([2, 0, len(der)]) + der + bytes([0, 64]) + signature

    handshake("client_hello", 1, 0, randoms[0] + bytes([0, 2, *number.to_bytes(2, "big"), 0, 0, 0, 0]))
    handshake("server_hello", 2, 1, randoms[1] + bytes([*number.to_bytes(2, "big"), 0, 0, 0]))
    for side in (0, 1):
        handshake(f"{SIDES[side]} key_share", 5, side, bytes([1, 0, 32]) + pairs[side].public_key().public_bytes_raw())
    agreed = pairs[0].exchange(pairs[1].public_key())
    handshake_secret = derive(agreed, digest(transcript), context("handshake secret", number))
    block.add("agreed", agreed)
    block.add("handshake_secret", handshake_secret)
    for side in (1, 0):
        plaintext = identity(side)
        block.add(f"{SIDES[side]} identity plaintext", plaintext)
        handshake(f"{SIDES[side]} identity", 7, side, plaintext, handshake_secret)
    secret = derive(handshake_secret, digest(transcript), context("session secret", number))
    block.add("session_secret", secret)
    for side in (0, 1):
        block.add(f"transcript_hash before {SIDES[side]} finished", digest(transcript))
        handshake(f"{SIDES[side]} finished", 15, side,
                  derive(secret, digest(transcript), context(f"{SIDES[side]} finished", number)))

    def record(side, count, plaintext, secret, epoch=1):
        title = f"{SIDES[side]} record {count}"
        head, payload, key, iv = seal(32, side, plaintext, secret, epoch)
        if count == 1:
            block.add(f"{SIDES[side]} key", key)
            block.add(f"{SIDES[side]} iv", iv)
        block.add(f"{title} plaintext", plaintext)
        block.add(f"{title} frame", head, payload)

    def text(words, reply):
        return bytes([1, 0]) + (1).to_bytes(8, "big") + reply.to_bytes(8, "big") + words.encode()

    record(0, 1, text(words[0], 0), secret)
    record(1, 1, text(words[1], 1), secret)
    fresh = x25519.X25519PrivateKey.from_private_bytes(draw("client x25519 of epoch 2"))
    material = fresh.public_key().public_bytes_raw() + (1).to_bytes(4, "big")
    record(0, 2, bytes([16, 0]) + bytes(16) + (2).to_bytes(4, "big") + bytes([0, 36]) + material, secret)
    next_secret = derive(fresh.exchange(pairs[1].public_key()) + secret, randoms[0] + randoms[1],
                         context("rekey secret", number) + bytes([0]) + (2).to_bytes(4, "big"))
    block.add("client secret of epoch 2", next_secret)
    end = bytes([18, 0]) + bytes(16)
    record(0, 3, end, next_secret, 2)
    record(1, 2, end, secret)
    return block.finish()
