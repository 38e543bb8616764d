# SPDX-License-Identifier: Apache-2.0
"""What all worked examples have: derivations as the specification writes them, and named byte strings as text."""

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SIDES = ("client", "server")


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


def context(purpose, number):
    return b"fernwire 1 " + purpose.encode() + b"\0" + number.to_bytes(2, "big")
