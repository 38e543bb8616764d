#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes section 12 of docs/PROTOCOL.md, with nothing but Python's cryptography. It is the same each time."""

import re

from worked_example_psk import Aes128CbcPsk, Aes128CbcPskNoMac, Aes256GcmPsk, FernetPsk, Plaintext
from worked_example_refusals import refusals
from worked_example_rsa import RsaKey
from worked_example_rsa_suites import RsaFernetHmac, RsaFernetSigned, RsaSealed
from worked_example_text import SIDES
from worked_example_toy import PAGE, ToyDh16
from worked_example_x25519 import X25519AesGcm, X25519ChaCha20

SESSIONS = (
    (FernetPsk, "The server's key has the name that the client names."),
    (RsaFernetHmac, "The client has the first of the RSA keys."),
    (Aes256GcmPsk, "After the words the client sends JSON, a text in three fragments of which the first ends inside a\n"
                   "character, and a file in three."),
    (Aes128CbcPsk, "The client rekeys after the words."),
    (Aes128CbcPskNoMac, ""),
    (Plaintext, ""),
    (X25519ChaCha20, "The client sends GREASE. After the words both sides rekey at the same time, each with the\n"
                     "other's key share; then the client rekeys again, with the key that came with the server's\n"
                     "epoch 2."),
    (X25519AesGcm, "The same, without GREASE."),
    (RsaSealed, ""),
    (RsaFernetSigned, ""),
    (ToyDh16, ""),
)


def sessions():
    for session, words in SESSIONS:
        yield "\n\n".join(filter(None, (f"#### {session.name}", words, session().make())))


section = f"""## 12 Test vectors

Numbers are in hexadecimal. All that a peer draws at random is given, so that a sender can be tested as well as a
receiver: *seed* is that of OAEP, *salt* that of PSS, *iv* that of a token; the IV of CBC stands in its record. The keys
are throw-away samples.
`scripts/worked-example.py` of this project writes the section.

### 12.1 Sessions

A session of each suite, byte for byte; of a frame the header comes first, in a line of its own. The client says *Hello
Bob, badge 4711 at the north door.*, the server answers *Hello Alice, the badge is valid.*, and both end. The RSA keys,
of the client and then of the server, are

```
{"".join(RsaKey(side).pem for side in SIDES)}```

{chr(10).join(f"{text}{chr(10)}" for text in sessions())}
{refusals()}"""
text = PAGE.read_text()
PAGE.write_text(re.sub(r"## 12 Test vectors\n.*", lambda _: section, text, flags=re.S))
