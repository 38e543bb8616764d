# SPDX-License-Identifier: Apache-2.0
meta:
  id: wrapped_lunch
  title: Lunch chat with a wrapped key
  endian: be
  encoding: UTF-8
-wireshark:
  tcp: 7432
  client: [hello, message]
  server: message
-keys:
  server: rsa-private
types:
  hello:
    seq:
      - id: len_session_key
        type: u4
      - id: session_key
        size: len_session_key
        process: rsa_oaep(keys.server, "sha256")
        -keep: session_key
  message:
    seq:
      - id: len_text
        type: u4
      - id: text
        size: len_text
        process: fernet(kept.session_key)
        type: str
