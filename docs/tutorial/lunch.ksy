# SPDX-License-Identifier: Apache-2.0
meta:
  id: lunch
  title: Lunch chat
  endian: be
  encoding: UTF-8
-wireshark:
  tcp: 7431
-keys:
  lunch: fernet
seq:
  - id: len_text
    type: u4
  - id: text
    size: len_text
    process: fernet(keys.lunch)
    type: str
