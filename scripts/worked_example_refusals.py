# SPDX-License-Identifier: Apache-2.0
"""Section 12.2: what is refused, and with which alert."""

from worked_example_refused_frames import alerts, client_hellos, headers, identities, key_wraps, server_hellos
from worked_example_refused_keys import ed25519_keys, ed25519_signatures, rsa_keys, toy, x25519_shares
from worked_example_refused_records import files, records, x25519_rekeys


def refusals():
    toy_shares, toy_keys = toy()
    return f"""### 12.2 Refusals

Each block holds inputs of one kind. An entry is a line with a title and the answer; then come its fields, each a name,
` = ` and hexadecimal, which goes on in lines that are indented further. `NN*COUNT` stands for COUNT bytes NN. The
answer is the name of an alert, `-` if nothing is answered and the session is over, or `accepted`. A field that stands
more than once is a sequence: the answer is to the last, and those before it are accepted.

**What a server receives** on a new connection. It speaks fernet-psk alone, with one key, which is named *badges*. (A
hello that is accepted is answered with a server hello.)

{client_hellos()}

{headers()}

{alerts()}

**What a client receives** after its client hello, in which it offered fernet-psk, the key id *badges* and, if it sends
any, GREASE.

{server_hellos()}

**Public keys, shares and signatures.** The RSA keys come in a public_key, the Ed25519 keys and signatures in an
identity.

{rsa_keys()}

{ed25519_keys()}

{ed25519_signatures()}

{x25519_shares()}

{toy_shares}

{toy_keys}

**Payloads of the handshake**: of the server's key_wrap in rsa-fernet-hmac, to a client whose key has 2048 bits; and of
the server's identity in the x25519 suites, inside its protection.

{key_wraps()}

{identities()}

**Record plaintexts**, received in state OPEN of aes256-gcm-psk as the first records of the direction. Each is protected
in the epoch that is current when it is sent. The receiver has not sent its own end of session and does not send it, so
that an end leaves it in PEER_ENDED.

{records()}

{files()}

The same in the x25519 suites, where the receiver has not rekeyed:

{x25519_rekeys()}
"""
