# SPDX-License-Identifier: Apache-2.0
# Reference system 4: commands and replies behind two digits of length. Diffie-Hellman of 16 bits, RSA of 18 bits and a cipher of
# 16 bits are broken from the capture alone: this needs no key.
meta:
  id: toy_commands
  title: Toy cipher with Diffie-Hellman
  encoding: ASCII
-wireshark:
  tcp: [8820]
  unit: parsed
  client: [share, exponent, modulus, message]
  server: [share, exponent, modulus, message]
types:
  share:
    doc: The public value of Diffie-Hellman with P = 65521 and G = 3.
    seq:
      - {id: length, type: str, size: 2}
      - {id: digits, type: str, size: length.to_i}
    instances:
      share:
        value: digits.to_i
        -keep: share
        -note: "3 has the order 5460 modulo 65521: a key has 12.4 bits, and a search takes less than a millisecond"
  exponent:
    doc: The public exponent of RSA.
    seq:
      - {id: length, type: str, size: 2}
      - {id: digits, type: str, size: length.to_i}
    instances:
      exponent:
        value: digits.to_i
        -keep: exponent
  modulus:
    doc: The modulus of RSA, of two primes of 9 bits.
    seq:
      - {id: length, type: str, size: 2}
      - {id: digits, type: str, size: length.to_i}
    instances:
      modulus:
        value: digits.to_i
        -keep: modulus
        -note: The modulus has 18 bits, and its factors are found at once
  message:
    seq:
      - {id: length, type: str, size: 2}
      - id: text
        size: length.to_i - 3
        process: toy_block(key)
        type: str
        encoding: UTF-8
        -payload: true
      - id: signature
        size: 3
        -check: toy_rsa(kept.own.exponent, kept.own.modulus, text)
        -note: "The hash has 16 bits and counts little but the last characters: others have the same signature"
    instances:
      key:
        doc: What both sides agreed on, found by trying all exponents.
        value: dh_broken(65521, 3, kept.client.share, kept.server.share)
        -note: The key was found by trying all that it can be
