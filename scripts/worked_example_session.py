# SPDX-License-Identifier: Apache-2.0
"""A session that is made here, both sides of it, with nothing random: frames, handshake and records."""

import hashlib

from worked_example_text import SIDES, Block, block16, context, derive, digest, u16, u32, u64

CLIENT, SERVER = 0, 1
HELLO, ANSWER = "Hello Bob, badge 4711 at the north door.", "Hello Alice, the badge is valid."
TEXT, JSON, BINARY, FILE, REKEY, ALERT, END = 1, 2, 3, 4, 0x10, 0x11, 0x12
WHOLE, FIRST, MIDDLE, LAST = range(4)
TIMESTAMP = 0x6B012CFD


def header(kind, side, length, sequence, session=0, epoch=0, flags=0, version=1):
    return (bytes.fromhex("fe524e57") + bytes([version, kind, flags, side]) + u32(epoch) + u64(session)
            + u64(sequence) + u32(length))


def plaintext(content_type, content=b"", message=0, reply=0, fragment=WHOLE):
    return bytes([content_type, fragment]) + u64(message) + u64(reply) + content


def client_hello(random, suites, key_ids=(), extensions=()):
    return (random + block16(b"".join(map(u16, suites))) + block16(b"".join(bytes([len(k)]) + k for k in key_ids))
            + block16(b"".join(u16(kind) + block16(data) for kind, data in extensions)))


def server_hello(random, suite, key_id=b"", extensions=()):
    return (random + u16(suite) + bytes([len(key_id)]) + key_id
            + block16(b"".join(u16(kind) + block16(data) for kind, data in extensions)))


class Session:
    """What suites have in common; `overhead` and `seal` are the suite's."""

    number = 0
    name = ""
    protected = True

    def __init__(self):
        self.block = Block(self.name)
        self.transcript = b""
        self.session_hash = b""
        self.secret = b""
        self.epochs = [1, 1]
        self.frames = [0, 0]
        self.records = [0, 0]
        self.randoms = b""
        self.session = int.from_bytes(self.draw("session id")[:8], "big")

    def draw(self, purpose, length=32):
        """In the place of what a peer draws from its random generator."""
        found, count = b"", 0
        while len(found) < length:
            found += hashlib.sha256(f"{self.name}, a worked example: {purpose}".encode() + bytes(count)).digest()
            count += 1
        return found[:length]

    def note(self, name, data):
        self.block.add(name, data)
        return data

    def header(self, kind, side, length, epoch=0, protected=False):
        self.frames[side] += 1
        session = 0 if kind == 1 else self.session
        return header(kind, side, length, self.frames[side] - 1, session, epoch, int(protected))

    def handshake(self, name, kind, side, payload):
        self.take(name, self.header(kind, side, len(payload)), payload)

    def take(self, name, head, payload):
        """A handshake frame that is ready."""
        self.transcript += head + payload
        self.block.add(f"{name} frame", head, payload)

    def hellos(self, key_ids=(), grease=()):
        """With `grease`, a GREASE suite before the suite, and an extension."""
        randoms = [self.draw(f"{side} random") for side in SIDES]
        self.randoms = b"".join(randoms)
        suites = (*grease[:1], self.number)
        extensions = ((grease[1], self.draw("GREASE")[:2]),) if grease else ()
        self.handshake("client_hello", 1, CLIENT, client_hello(randoms[0], suites, key_ids, extensions))
        self.handshake("server_hello", 2, SERVER, server_hello(randoms[1], self.number, key_ids[0] if key_ids else b""))

    def verify_data(self, side):
        info = context(f"{SIDES[side]} finished", self.number)
        return derive(self.secret, digest(self.transcript), info)

    def finish(self):
        for side in (CLIENT, SERVER):
            self.session_hash = self.note(f"transcript_hash before {SIDES[side]} finished", digest(self.transcript))
            self.handshake(f"{SIDES[side]} finished", 15, side, self.verify_data(side))

    # Records

    def derived(self, side, label, length, epoch=None, secret=None):
        info = context(label, self.number) + bytes([side]) + u32(self.epochs[side] if epoch is None else epoch)
        return derive(self.secret if secret is None else secret, self.randoms, info, length)

    def keys(self, side):
        """Named keys of a direction's epoch, for the block."""
        return {}

    def note_keys(self, side):
        epoch = self.epochs[side]
        for name, key in self.keys(side).items():
            self.note(f"{SIDES[side]} {name}" + ("" if epoch == 1 else f" of epoch {epoch}"), key)

    def record(self, side, content):
        if self.records[side] == 0:
            self.note_keys(side)
        self.records[side] += 1
        title = f"{SIDES[side]} record {self.records[side]}"
        self.note(f"{title} plaintext", content)
        head = self.header(32, side, self.sealed_length(len(content)), self.epochs[side], self.protected)
        self.block.add(f"{title} frame", head, self.seal(title, side, head, content))

    def rekey(self, side, material=b""):
        self.record(side, plaintext(REKEY, u32(self.epochs[side] + 1) + block16(material)))
        self.epochs[side] += 1

    def say(self):
        """The same words in each session."""
        self.record(CLIENT, plaintext(TEXT, HELLO.encode(), 1))
        self.record(SERVER, plaintext(TEXT, ANSWER.encode(), 1, 1))

    def end(self):
        self.record(CLIENT, plaintext(END))
        self.record(SERVER, plaintext(END))
        return self.block.finish()

    def sealed_length(self, length):
        raise NotImplementedError

    def seal(self, title, side, head, content):
        raise NotImplementedError
