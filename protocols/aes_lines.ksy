# SPDX-License-Identifier: Apache-2.0
# Reference system 3: a request and its reply, each the base64 of an IV and an AES-128-CBC ciphertext under a pre-shared key.
meta:
  id: aes_lines
  title: AES-CBC in base64
  encoding: UTF-8
-wireshark:
  tcp: [5000]
  unit: turn
  client: [line]
  server: [line]
-keys:
  shared:
    kind: aes-128
    text: Sixteen byte key
types:
  line:
    seq:
      - id: message
        size-eos: true
        process: base64
        type: sealed
  sealed:
    seq:
      - id: iv
        size: 16
      - id: ciphertext
        size-eos: true
        process: aes_cbc(keys.shared, iv)
        type: str
        -payload: true
        -note:
          - The key stands in the source of the program
          - The program does not check the padding
          - "No MAC: who flips a bit of the IV flips that bit of the plaintext, and nobody notices"
