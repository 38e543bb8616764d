# SPDX-License-Identifier: Apache-2.0
# Reference system 2: a chat, in plaintext or encrypted. The client sends its RSA public key; the server encrypts keys to it; then
# come messages, of which each turn is one. Three forms of encrypted messages are known.
meta:
  id: chat
  title: Chat with RSA-wrapped keys
  encoding: UTF-8
-wireshark:
  tcp: [1111]
  unit: turn
  client: [hello, message]
  server: [key_pair_pkcs1, key_pair_oaep, two_keys, aes_key, message]
-keys:
  client: rsa-private
types:
  hello:
    seq:
      - id: beginning
        contents: "-----BEGIN "
      - id: public_key
        doc: The client's public key in PEM.
        size-eos: true
        type: str
        -note: "Nothing says whose key this is: a man in the middle can send its own"
  key_pair_pkcs1:
    seq:
      - id: wrapped
        size: 256
        process: rsa_pkcs1(keys.client)
        type: key_pair
  key_pair_oaep:
    seq:
      - id: wrapped
        size: 256
        process: rsa_oaep(keys.client, "sha256")
        type: key_pair
  key_pair:
    doc: A Fernet key and an HMAC key.
    seq:
      - id: fernet_key
        size: 44
        -keep: fernet
      - id: separator
        contents: "||"
      - id: mac_key
        size-eos: true
        -keep: mac
  two_keys:
    seq:
      - id: fernet_key
        size: 256
        process: rsa_oaep(keys.client, "sha256")
        -keep: fernet
      - id: mac_key
        size: 256
        process: rsa_oaep(keys.client, "sha256")
        -keep: mac
  aes_key:
    seq:
      - id: key
        size: 256
        process: rsa_oaep(keys.client, "sha1")
        -keep: aes
  message:
    seq:
      - id: body
        size-eos: true
        type:
          switch-on: form
          cases:
            '"token and hexadecimal MAC"': token_and_hex
            '"token and MAC"': token_and_mac
            '"text"': text
            '"blocks"': blocks
    instances:
      all:
        pos: 0
        size-eos: true
        -hidden: true
      beginning:
        pos: 0
        size: '_io.size < 6 ? _io.size : 6'
        -hidden: true
      is_token:
        -hidden: true
        value: beginning == [0x67, 0x41, 0x41, 0x41, 0x41, 0x41]
      form:
        value: 'is_token ? (is_text(all) ? "token and hexadecimal MAC" : "token and MAC") : is_text(all) ? "text" : "blocks"'
    -note: "Messages have no numbers: one that is dropped, repeated or moved goes unnoticed"
  text:
    seq:
      - id: text
        size-eos: true
        type: str
        -payload: true
        -note: Nothing is encrypted, and nothing says who sent this
  token_and_hex:
    seq:
      - id: token
        size: '_io.size - 64 - (has_bar ? 1 : 0)'
        process: fernet(kept.fernet)
        type: str
        -payload: true
      - id: bar
        contents: "|"
        if: has_bar
      - id: mac
        size: 64
        process: hex
        -check: hmac("sha256", kept.mac, _raw_token)
    instances:
      before_mac:
        pos: _io.size - 65
        size: 1
        -hidden: true
      has_bar:
        -hidden: true
        value: before_mac == [0x7c]
  token_and_mac:
    seq:
      - id: token
        size: _io.size - 32
        process: fernet(kept.fernet)
        type: str
        -payload: true
      - id: mac
        size: 32
        -check: hmac("sha256", kept.mac, _raw_token)
  blocks:
    doc: AES-128-CBC and a hash of the ciphertext.
    seq:
      - id: iv
        size: 16
      - id: ciphertext
        size: _io.size - 48
        process: aes_cbc(kept.aes, iv)
        type: str
        -payload: true
      - id: hash
        size: 32
        -check: sha256(_raw_ciphertext)
