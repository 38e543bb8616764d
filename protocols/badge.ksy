# SPDX-License-Identifier: Apache-2.0
# Reference system 0: one client sends one message and closes, in plaintext or as a Fernet token under a pre-shared key.
meta:
  id: badge
  title: Badge check-in
  encoding: UTF-8
-wireshark:
  tcp: [9090]
  unit: connection
  client: [sealed, plain]
-keys:
  badge: fernet
types:
  sealed:
    doc: A check-in as a Fernet token.
    seq:
      - id: token
        size-eos: true
        process: fernet(keys.badge)
        type: str
        -payload: true
        -note:
          - "The token has no time to live here: whoever replays it is let in"
          - The length of the token tells that of the message to 16 bytes
          - The time at which the token was made stands in it in the clear
          - "Nothing says how long a message is: a receiver that reads 1024 bytes cuts a longer token"
  plain:
    doc: A check-in that anyone can read.
    seq:
      - id: text
        size-eos: true
        type: str
        valid:
          expr: _.length > 12 and _.substring(0, 12) == "BadgeNumber:"
        -payload: true
        -note: Nothing is encrypted, and nothing says who sent this
