# SPDX-License-Identifier: Apache-2.0
# Reference system 1: a request and its reply. In its first part RSA encrypts the messages themselves; in its second part RSA
# encrypts a Fernet key. Both are on one port, and the size of a message tells them apart.
meta:
  id: rsa_messages
  title: RSA messages, with and without Fernet
  encoding: UTF-8
-wireshark:
  tcp: [10001]
  unit: turn
  client: [request]
  server: [reply]
-keys:
  server: rsa-private
  client: rsa-private
  signer: rsa-public
types:
  request:
    seq:
      - id: message
        size-eos: true
        type:
          switch-on: _io.size == 512
          cases:
            true: signed_message
            false: signed_token
    -note:
      - "No forward secrecy: whoever learns the server's private key reads all that was recorded"
      - "No defence against replay: nothing in the message is new each time"
  signed_message:
    doc: Part 1. The client encrypts the message to the server, and signs the plaintext.
    seq:
      - id: text
        size: 256
        process: rsa_oaep(keys.server, "sha256")
        type: str
        -payload: true
      - id: signature
        size: 256
        -check: rsa_pss(keys.signer, "sha256", text)
        -note: "The signature is of the plaintext: whoever guesses the plaintext can test the guess"
  signed_token:
    doc: Part 2. The client makes a Fernet key, encrypts it to the server, and signs the token.
    seq:
      - id: session_key
        size: 256
        process: rsa_oaep(keys.server, "sha256")
        -keep: session_key
        -note: "The signature does not cover the wrapped key: another one can take its place"
      - id: token
        size: _io.size - 512
        process: fernet(kept.session_key)
        type: str
        -payload: true
      - id: signature
        size: 256
        -check: rsa_pss(keys.signer, "sha256", _raw_token)
  reply:
    seq:
      - id: message
        size-eos: true
        type:
          switch-on: _io.size == 256
          cases:
            true: unsigned_message
            false: token
  unsigned_message:
    doc: Part 1. The server encrypts the reply to the client.
    seq:
      - id: text
        size: 256
        process: rsa_oaep(keys.client, "sha256")
        type: str
        -payload: true
        -note: "The reply is not signed: anyone who has the client's public key can make one"
  token:
    doc: Part 2. The reply is a token under the key that the client made.
    seq:
      - id: token
        size-eos: true
        process: fernet(kept.session_key)
        type: str
        -payload: true
