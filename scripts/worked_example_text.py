# SPDX-License-Identifier: Apache-2.0
"""What all test vectors have: derivations as the specification writes them, and named byte strings as text."""

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SIDES = ("client", "server")


def derive(secret, salt, info, length=32):
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def digest(data):
    context = hashes.Hash(hashes.SHA256())
    context.update(data)
    return context.finalize()


def context(purpose, number):
    return b"fernwire 1 " + purpose.encode() + b"\0" + number.to_bytes(2, "big")


def u16(value):
    return value.to_bytes(2, "big")


def u32(value):
    return value.to_bytes(4, "big")


def u64(value):
    return value.to_bytes(8, "big")


def block16(data):
    """bytes<u16>, and a list<u16> whose elements are joined already."""
    return u16(len(data)) + data


def lines(data):
    text = data.hex()
    return [text[i:i + 96] for i in range(0, len(text), 96)]


class Block:
    """The named byte strings of one session."""

    def __init__(self, suite):
        self.text = [f"```example {suite}"]

    def add(self, name, data, *rest):
        self.text.append(f"{name}:")
        for part in (data, *rest):
            self.text += [f"    {line}" for line in lines(part)]

    def finish(self):
        return "\n".join([*self.text, "```"])


class Refusals:
    """Inputs of one kind, each with the answer that it draws: an alert, `-` for none, `accepted`."""

    def __init__(self, kind):
        self.text = [f"```refusal {kind}"]

    def add(self, title, answer, **fields):
        """A field is a byte string, or a list of those that follow one another."""
        self.text.append(f"{title}: {answer}")
        for name, values in fields.items():
            for value in values if isinstance(values, list) else [values]:
                first, *more = self.written(value)
                self.text += [f"    {name.replace('_', ' ')} = {first}".rstrip(), *(f"        {line}" for line in more)]

    @staticmethod
    def written(value):
        """A long run of one byte at the end is counted."""
        start = value.rstrip(value[-1:])
        run = len(value) - len(start)
        if run < 64:
            return lines(value) or [""]
        return [*lines(start), f"{value[-1]:02x}*{run}"]

    def finish(self):
        return "\n".join([*self.text, "```"])
