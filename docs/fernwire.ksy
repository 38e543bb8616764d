# SPDX-License-Identifier: Apache-2.0
#
# PROTOCOL.md is normative; this is the part of it that can be said of one frame alone. Members have the names of
# Wireshark's filters, so that a length is `suites_length` and not `len_suites`, as the language's style guide would have
# it: `.as<u2>` keeps the check from saying so. FernwireDescriptionTests holds this file to the schemas from which client,
# server and dissector are made.
meta:
  id: fernwire
  title: The Fernwire protocol, version 1
  license: Apache-2.0
  ks-version: '0.11'
  endian: be
  bit-endian: be
  encoding: UTF-8
doc: |
  Fernwire carries messages between one client and one server over a reliable byte stream, normally TCP. A connection
  carries, in each direction, a sequence of frames without gaps. A frame is a header of 32 bytes and then `length` bytes
  of payload.

  `valid` says what a side MUST refuse, as far as the frame itself shows it. Not said here is what takes the frames
  before it, the suite or a key; that no suite, key id or extension comes twice, and that not all suites are GREASE;
  that text is UTF-8, and that a file's name has no `/`, `\` and control characters; and whether a key is acceptable.

  A frame does not name its suite. The payload of a protected one is therefore bytes here; the types that are named
  after suites say what form they have, for whoever knows the suite.
doc-ref: PROTOCOL.md
-wireshark:
  tcp: [9090]
  unit: parsed

seq:
  - id: magic
    type: u4
    valid: 0xfe524e57
    doc: FE 52 4E 57 (0xFE, then "RNW"). 0xFE occurs in no base64 and in no UTF-8 text.
  - id: version
    type: u1
    valid: 1
    doc: |
      1. The client hello, the server hello and an alert frame always have version 1. Magic, version, type, direction
      and length stand at the same place in every version, and all else may differ in another one.
  - id: type
    type: u1
    enum: message_type
    doc: |
      Message type. A side MUST NOT send a value that is not listed, but for a private one; the payload of a frame of
      such a type is bytes here, so that the frames behind it are found.
  - id: flags
    type: flags
    valid:
      expr: |
        not _.protected or (type != message_type::client_hello and type != message_type::server_hello
        and type != message_type::finished and type != message_type::alert)
    doc: A suite may declare that some of its flights are protected. Neither hellos, finished nor alert frames ever are.
  - id: direction
    type: u1
    enum: direction
    valid:
      in-enum: true
    doc: 0 client to server, 1 server to client. A value above 1 is neither.
  - id: epoch
    type: u4
    valid:
      expr: |
        type.to_i < 0x20 or type == message_type::alert ? _ == 0 : type != message_type::record or _ > 0
    doc: |
      Key epoch under which the payload is protected; 0 during the handshake and in alert frames. The first epoch of
      each direction's records is 1.
  - id: session_id
    type: u8
    valid:
      expr: |
        type == message_type::client_hello ? _ == 0 : type == message_type::alert or _ != 0
    doc: |
      Chosen by the server, random and not 0. The client hello has session id 0, and so has every alert that is sent
      before a server hello was sent or received. Every later frame, in both directions, carries the same id, except for
      the alert frame of a client that fails over the server hello.
  - id: sequence
    type: u8
    doc: Number of this frame in its direction, from 0, over all frame types and epochs. It is never reset.
  - id: length
    type: u4
    valid:
      max: 65536
    doc: Payload bytes that follow; at most 65,536.
  - id: payload
    size: length.as<u4>
    type:
      # 0 is no type: what is protected has no form that is known here.
      switch-on: 'flags.protected ? 0 : type.to_i'
      cases:
        0x01: client_hello
        0x02: server_hello
        0x03: public_key
        0x04: key_wrap
        0x05: key_share
        0x06: signature
        0x07: identity
        0x0f: finished
        0x20: record
        0x30: alert
    doc: |
      What the type says, or bytes. A payload that ends before its last field, or has bytes left over after it, is
      malformed, whatever stands in its fields.

types:
  flags:
    doc: Bit 0 (0x01) is *protected*; bits 1 to 7 are reserved and sent as 0.
    doc-ref: PROTOCOL.md, section 2
    seq:
      - id: reserved
        type: b7
        valid: 0
        doc: Sent as 0.
      - id: protected
        type: b1
        doc: |
          Set exactly when the payload was made by the suite's record protection. The suite plaintext has no protection,
          and its records do not have the flag.

  # The handshake.

  client_hello:
    doc: What the client offers.
    doc-ref: PROTOCOL.md, section 3.1
    seq:
      - id: random
        size: 32
        doc: Random, new for each connection.
      - id: suites_length
        type: u2
        valid:
          expr: _ >= 2 and _ <= 2 * 64 and _ % 2 == 0
        doc: Bytes of suites offered, which are 1 to 64.
      - id: suites
        type: suites
        size: suites_length.as<u2>
        doc: Suites offered, preferred first; 1 to 64 of them, none twice. At least one MUST NOT be a GREASE value.
      - id: key_ids_length
        type: u2
        doc: Bytes of key ids.
      - id: key_ids
        type: key_ids
        size: key_ids_length.as<u2>
        valid:
          expr: _.key_id.size <= 16
        doc: Names of the pre-shared keys that the client holds; 0 to 16 of them, none twice.
      - id: extensions_length
        type: u2
        doc: Bytes of extensions.
      - id: extensions
        type: extensions
        size: extensions_length.as<u2>
        valid:
          expr: _.extension.size <= 32 and _io.eof
        doc: At most 32, no type twice.

  server_hello:
    doc: What the server chose. The session id that it chose stands in the header.
    doc-ref: PROTOCOL.md, section 3.2
    seq:
      - id: random
        size: 32
        doc: As the client's.
      - id: suite
        type: u2
        enum: suite
        valid:
          expr: (_.to_i & 0x0f0f) != 0x0a0a or (_.to_i >> 8) != (_.to_i & 0xff)
        doc: One of those offered, but no GREASE value. The server MUST NOT change the suite after that.
      - id: key_id_length
        type: u1
        doc: Bytes of the key id.
      - id: key_id
        type: str
        size: key_id_length.as<u1>
        doc: |
          The one of the client's key ids whose key the server takes; empty when it takes none of them. In suites
          without a pre-shared key it is empty.
      - id: extensions_length
        type: u2
        doc: Bytes of extensions.
      - id: extensions
        type: extensions
        size: extensions_length.as<u2>
        valid:
          expr: _.extension.size <= 32 and _io.eof
        doc: At most 32, no type twice, only types that the client offered.

  suites:
    doc: The suites that a client offers.
    doc-ref: PROTOCOL.md, section 3.1
    seq:
      - id: suite
        type: u2
        enum: suite
        repeat: eos
        doc: A server MUST disregard suites that it does not know, whatever their value.

  key_ids:
    doc: The names of a client's pre-shared keys.
    doc-ref: PROTOCOL.md, section 3.1
    seq:
      - id: key_id
        type: key_id
        repeat: eos

  key_id:
    doc: |
      A key id is a name that people gave the key. It MUST NOT be computed from the key, and it is sent in the clear.
    doc-ref: PROTOCOL.md, section 3.1
    seq:
      - id: key_id_length
        type: u1
        valid:
          min: 1
        doc: Bytes of the key id, 1 to 255.
      - id: key_id
        type: str
        size: key_id_length.as<u1>
        doc: It SHOULD be UTF-8; peers compare it byte for byte.

  extensions:
    doc: The extensions of a hello.
    doc-ref: PROTOCOL.md, section 3.1
    seq:
      - id: extension
        type: extension
        repeat: eos

  extension:
    doc: A typed addition to a hello. A server MUST disregard extensions whose type it does not know.
    doc-ref: PROTOCOL.md, section 3.1
    seq:
      - id: type
        type: u2
        enum: extension_type
        valid:
          expr: |
            _root.type != message_type::server_hello
            or (_.to_i & 0x0f0f) != 0x0a0a or (_.to_i >> 8) != (_.to_i & 0xff)
        doc: What the extension is for. A server MUST NOT answer a GREASE value.
      - id: length
        type: u2
        doc: Bytes of the extension.
      - id: data
        size: length.as<u2>
        type:
          switch-on: type
          cases:
            extension_type::versions: versions
        doc: As the type says.

  versions:
    doc: |
      Of a client one version for each that it speaks, preferred first; 1 to 255 of them, none twice. Of a server the
      one that it chose. A server that speaks version 1 only disregards the extension, whatever its data.
    doc-ref: PROTOCOL.md, section 3.10
    seq:
      - id: version
        type: u1
        repeat: eos

  public_key:
    doc: A side's public key.
    doc-ref: PROTOCOL.md, section 3.3
    seq:
      - id: kind
        type: u1
        enum: key_kind
        doc: Key kind; a kind other than the suite's is bad_key.
      - id: length
        type: u2
        valid:
          expr: kind != key_kind::toy_rsa or _ == 6
        doc: Bytes of the public key.
      - id: der
        -orig-id: key
        size: length.as<u2>
        valid:
          expr: _io.eof
        doc: |
          For RSA the DER of a SubjectPublicKeyInfo (RFC 5280) with rsaEncryption, and nothing after it; for toy_rsa `e
          u16 ‖ N u32`.

  key_wrap:
    doc: Secrets, each encrypted to the session's public key.
    doc-ref: PROTOCOL.md, section 3.4
    seq:
      - id: wraps_length
        type: u2
        doc: Bytes of wrapped keys.
      - id: wraps
        type: wraps
        size: wraps_length.as<u2>
        valid:
          expr: |
            _.wrap.size >= 1 and _.wrap.size <= 2 and _.wrap.first.kind == secret_kind::fernet_key
            and (_.wrap.size == 1 or _.wrap.last.kind == secret_kind::mac_secret) and _io.eof
        doc: |
          The keys, in the order that the suite says: a Fernet key, and in rsa-fernet-hmac then a MAC secret. A list of
          other kinds, order or count is malformed.

  wraps:
    doc: The secrets of a key wrap.
    doc-ref: PROTOCOL.md, section 3.4
    seq:
      - id: wrap
        type: wrap
        repeat: eos

  wrap:
    doc: One secret, encrypted to the public key.
    doc-ref: PROTOCOL.md, section 3.4
    seq:
      - id: kind
        type: u1
        enum: secret_kind
        valid:
          in-enum: true
        doc: Secret kind.
      - id: length
        type: u2
        doc: Bytes of the RSA ciphertext, which is exactly as long as the RSA modulus.
      - id: wrapped
        size: length.as<u2>
        doc: |
          The RSA-OAEP encryption (RFC 8017, SHA-256 for hash and MGF1) of the secret's 32 bytes to the public key of
          the session, with the label "fernwire fernet key" or "fernwire mac secret" by kind.

  key_share:
    doc: A side's public value of the key agreement.
    doc-ref: PROTOCOL.md, section 3.5
    seq:
      - id: kind
        type: u1
        enum: share_kind
        doc: Share kind; a kind other than the suite's is bad_key.
      - id: length
        type: u2
        valid:
          expr: 'kind == share_kind::x25519 ? _ == 32 : kind != share_kind::toy_dh16 or _ == 2'
        doc: Bytes of the key share; one of another length than the suite's is bad_key.
      - id: share
        size: length.as<u2>
        valid:
          expr: _io.eof
        doc: The sender's public value, as the suite says.

  signature:
    doc: A signature over the handshake so far, with the key that the sender showed.
    doc-ref: PROTOCOL.md, section 3.6
    seq:
      - id: signature
        size-eos: true
        doc: As the suite says. An RSA-PSS signature is as long as the modulus.

  identity:
    doc: Who a side is, and the proof of it. In all suites that have it, it is under protection.
    doc-ref: PROTOCOL.md, section 3.7
    seq:
      - id: kind
        type: u1
        enum: key_kind
        doc: Key kind; 0 (*none*) for a client that does not say who it is.
      - id: length
        type: u2
        valid:
          expr: 'kind == key_kind::none ? _ == 0 : kind != key_kind::ed25519 or _ == 44'
        doc: Bytes of the public key. Kind 0 with a key is malformed, and an Ed25519 key has exactly 44 bytes.
      - id: der
        -orig-id: key
        size: length.as<u2>
        doc: The DER of a SubjectPublicKeyInfo, and nothing after it; empty for kind 0.
      - id: signature_length
        type: u2
        valid:
          expr: 'kind == key_kind::none ? _ == 0 : kind != key_kind::ed25519 or _ == 64'
        doc: |
          Bytes of the signature. Kind 0 with a signature is malformed, and a signature by an Ed25519 key has 64 bytes.
      - id: signature
        size: signature_length.as<u2>
        valid:
          expr: _io.eof
        doc: |
          By that key, over `context("client identity" or "server identity") ‖ transcript_hash ‖ key`; empty for kind 0.

  finished:
    doc: The proof that its sender knows the secret and saw the same transcript.
    doc-ref: PROTOCOL.md, section 3.8
    seq:
      - id: verify_data
        size-eos: true
        doc: As the suite says; 32 bytes in all suites but rsa-sealed, where it is a signature.

  alert:
    doc: The last word of a side that gives up, as a frame's payload and as the content of a record.
    doc-ref: PROTOCOL.md, section 8
    seq:
      - id: code
        type: u2
        enum: alert_code
        valid:
          expr: _io.eof
        doc: Why the session failed. An alert code that is not known means a failure of unknown kind.

  # Records. A payload without protection is a record plaintext.

  record:
    doc: A record plaintext, as the suite plaintext sends it and the others protect it.
    doc-ref: PROTOCOL.md, section 4
    seq:
      - id: content_type
        type: u1
        enum: content_type
        valid:
          expr: |
            _ == content_type::text or _ == content_type::json or _ == content_type::binary or _ == content_type::file
            or _ == content_type::rekey or _ == content_type::alert or _ == content_type::end_of_session
            or (_.to_i >= 0x20 and _.to_i <= 0x3f)
        doc: |
          Content type. 0x20–0x3F are control that may be ignored: a receiver that does not know the value disregards
          the record, whatever its content. Any other value that it does not know is malformed.
      - id: fragment
        type: u1
        enum: fragment
        valid:
          expr: 'is_control ? _ == fragment::whole : _.to_i <= 3'
        doc: 0 whole message, 1 first, 2 middle, 3 last. Control content is always whole.
      - id: message_id
        type: u8
        valid:
          expr: is_control == (_ == 0)
        doc: 1 for the first message of a direction, then one more for each; 0 for control content.
      - id: reply_to
        type: u8
        valid:
          expr: not is_control or _ == 0
        doc: |
          Message id of the other direction's message that this one answers, 0 if none and for control content. What it
          names is not checked.
      - id: content
        size-eos: true
        type:
          switch-on: content_type
          cases:
            content_type::file: file
            content_type::rekey: rekey
            content_type::alert: alert
            content_type::end_of_session: end_of_session
        valid:
          expr: _io.size <= 18 + 16384 and (content_type != content_type::end_of_session or _io.size == 18)
        doc: |
          As the content type says; at most 16,384 bytes. Text and JSON are UTF-8, but a fragment may end inside a
          character.
    instances:
      is_control:
        -hidden: true
        value: content_type.to_i >= 0x10 and content_type.to_i <= 0x3f or content_type.to_i >= 0xc0
        doc: Whether the content is control, which is always whole and belongs to no message.
      begins_message:
        -hidden: true
        value: fragment == fragment::whole or fragment == fragment::first
        doc: Whether it is the whole or first fragment of a message.

  file:
    doc: A piece of a file. In the whole or first fragment, and only there, the head of the file follows the offset.
    doc-ref: PROTOCOL.md, section 4.1
    seq:
      - id: offset
        type: u8
        valid:
          expr: _ == 0 or not _parent.begins_message
        doc: |
          The place in the file of the fragment's first data byte. Offsets begin at 0 and follow one another without
          gap.
      - id: size
        type: u8
        if: _parent.begins_message
        doc: Bytes of the whole file.
      - id: sha256
        size: 32
        if: _parent.begins_message
        doc: SHA-256 of the whole file.
      - id: name_length
        type: u2
        if: _parent.begins_message
        valid:
          expr: _ >= 1 and _ <= 255
        doc: Bytes of the name, 1 to 255.
      - id: name
        type: str
        size: name_length.as<u2>
        if: _parent.begins_message
        valid:
          expr: _ != "." and _ != ".."
        doc: |
          Name of the file: UTF-8, 1 to 255 bytes, without `/`, `\` and control characters (Unicode category Cc), and
          neither `.` nor `..`.
      - id: media_type_length
        type: u2
        if: _parent.begins_message
        doc: Bytes of the media type.
      - id: media_type
        type: str
        size: media_type_length.as<u2>
        if: _parent.begins_message
        doc: UTF-8, may be empty.
      - id: data
        size-eos: true
        valid:
          expr: |
            _parent.fragment == fragment::whole ? _.length == size
            : _parent.fragment != fragment::first or _.length <= size
        doc: This fragment's part of the file. The data of all fragments together have `size` bytes.

  rekey:
    doc: |
      Each side rekeys its own direction. Every later frame of that direction is in the next epoch. Sequence numbers go
      on.
    doc-ref: PROTOCOL.md, section 4.2
    seq:
      - id: next_epoch
        type: u4
        doc: The epoch of the record that says so, and 1.
      - id: material_length
        type: u2
        valid:
          any-of: [0, 36]
        doc: Bytes of key material.
      - id: material
        size: material_length.as<u2>
        valid:
          expr: _io.eof
        doc: Empty unless the suite says otherwise; in the x25519 suites `public bytes[32] ‖ peer epoch u32`.

  end_of_session:
    doc: The last record of its direction, except that an alert may follow. It has no content.
    doc-ref: PROTOCOL.md, section 4.3
    seq: []

  # What a suite's protection makes of a record plaintext, and of a flight that the suite protects.

  fernet_psk_record:
    doc: A Fernet token of what fernet_psk_plaintext says.
    doc-ref: PROTOCOL.md, section 6.1
    seq:
      - id: token
        type: str
        encoding: ASCII
        size-eos: true
        valid:
          expr: _.length % 4 == 0
        doc: Fernet token, in base64url.

  fernet_psk_plaintext:
    doc: What the token of a fernet-psk record has inside.
    doc-ref: PROTOCOL.md, section 6.1
    seq:
      - id: header
        size: 32
        doc: The frame's own header.
      - id: record
        type: record
        size-eos: true

  rsa_fernet_hmac_record:
    doc: A Fernet token of the record plaintext, and a MAC.
    doc-ref: PROTOCOL.md, section 6.2
    seq:
      - id: token
        type: str
        encoding: ASCII
        size: _io.size - 32
        valid:
          expr: _.length % 4 == 0
        doc: Fernet token, in base64url.
      - id: mac
        size: 32
        doc: HMAC of the frame header and the token.

  aes256_gcm_psk_record:
    doc: AES-256-GCM of the record plaintext, with the frame header as associated data.
    doc-ref: PROTOCOL.md, section 6.3
    seq:
      - id: ciphertext
        size: _io.size - 16
        doc: The record plaintext, encrypted.
      - id: tag
        size: 16
        doc: Authenticates header and ciphertext.

  aes128_cbc_psk_record:
    doc: AES-128-CBC with PKCS#7 padding of the content and then the 18 bytes before it in the record plaintext.
    doc-ref: PROTOCOL.md, section 6.4
    seq:
      - id: iv
        size: 16
        doc: Random, new for each record.
      - id: ciphertext
        size: _io.size - 16 - 32
        valid:
          expr: _.length >= 16 and _.length % 16 == 0
        doc: The record plaintext, its content first, encrypted.
      - id: mac
        size: 32
        doc: HMAC of the frame header, the IV and the ciphertext.

  aes128_cbc_psk_nomac_record:
    doc: As in aes128-cbc-psk, without the MAC.
    doc-ref: PROTOCOL.md, section 6.5
    seq:
      - id: iv
        size: 16
        doc: Random, new for each record.
      - id: ciphertext
        size-eos: true
        valid:
          expr: _.length >= 16 and _.length % 16 == 0
        doc: The record plaintext, its content first, encrypted.

  x25519_ed25519_chacha20poly1305_record:
    doc: ChaCha20-Poly1305 of the record plaintext or of an identity, with the frame header as associated data.
    doc-ref: PROTOCOL.md, section 6.7
    seq:
      - id: ciphertext
        size: _io.size - 16
        doc: The record plaintext, encrypted.
      - id: tag
        size: 16
        doc: Authenticates header and ciphertext.

  x25519_ed25519_aes256gcm_record:
    doc: AES-256-GCM of the record plaintext or of an identity, with the frame header as associated data.
    doc-ref: PROTOCOL.md, section 6.7
    seq:
      - id: ciphertext
        size: _io.size - 16
        doc: The record plaintext, encrypted.
      - id: tag
        size: 16
        doc: Authenticates header and ciphertext.

  rsa_sealed_record:
    doc: RSA-OAEP of the record plaintext to the receiver, and the sender's signature.
    doc-ref: PROTOCOL.md, section 6.8
    seq:
      - id: ciphertext_length
        type: u2
        doc: Bytes of the ciphertext.
      - id: ciphertext
        size: ciphertext_length.as<u2>
        doc: RSA-OAEP to the receiver (SHA-256 for hash and MGF1, label "fernwire record") of the record plaintext.
      - id: signature
        size-eos: true
        doc: |
          RSA-PSS by the sender of `context("record signature") ‖ session_hash ‖ frame header ‖ length ‖ ciphertext`.

  rsa_fernet_signed_record:
    doc: A Fernet token of the record plaintext, and the sender's signature.
    doc-ref: PROTOCOL.md, section 6.9
    seq:
      - id: token_length
        type: u2
        doc: Bytes of the token.
      - id: token
        type: str
        encoding: ASCII
        size: token_length.as<u2>
        valid:
          expr: _.length % 4 == 0
        doc: Fernet token, in base64url.
      - id: signature
        size-eos: true
        doc: RSA-PSS by the sender of `context("record signature") ‖ session_hash ‖ frame header ‖ length ‖ token`.

  toy_dh16_record:
    doc: The record plaintext under a toy cipher, and a toy signature. For looking at how it breaks.
    doc-ref: PROTOCOL.md, section 6.10
    seq:
      - id: plaintext_length
        type: u2
        doc: That of the record plaintext.
      - id: ciphertext
        size: _io.size - 2 - 3
        valid:
          expr: _.length == (plaintext_length + 3) / 4 * 4
        doc: |
          The record plaintext, with 0 to 3 NUL bytes before it to make whole blocks of 4 bytes, encrypted block by
          block.
      - id: signature
        size: 3
        doc: h^d mod N.

  fernet_token:
    doc: What a Fernet token's base64url stands for.
    doc-ref: PROTOCOL.md, section 5
    seq:
      - id: version
        type: u1
        valid: 0x80
        doc: 0x80 for Fernet.
      - id: timestamp
        type: u8
        doc: The sender's clock, in the clear, in seconds. Receivers of records do not judge it.
      - id: iv
        size: 16
        doc: Initialisation vector of AES-128-CBC.
      - id: ciphertext
        size: _io.size - 1 - 8 - 16 - 32
        valid:
          expr: _.length >= 16 and _.length % 16 == 0
        doc: AES-128-CBC ciphertext with PKCS#7 padding.
      - id: hmac
        size: 32
        doc: It covers everything before it.

enums:
  message_type:
    0x01: client_hello
    0x02: server_hello
    0x03: public_key
    0x04: key_wrap
    0x05: key_share
    0x06: signature
    0x07: identity
    0x0f: finished
    0x20: record
    0x30: alert
  direction:
    0: client_to_server
    1: server_to_client
  # 0x0a0a and its like mean nothing; a client offers one of them so that no server gets used to known values alone.
  suite:
    0x0001: plaintext
    0x0002: fernet_psk
    0x0003: rsa_sealed
    0x0004: rsa_fernet_signed
    0x0005: rsa_fernet_hmac
    0x0006: aes128_cbc_psk
    0x0007: aes128_cbc_psk_nomac
    0x0008: toy_dh16
    0x0009: aes256_gcm_psk
    0x000a: x25519_ed25519_chacha20poly1305
    0x000b: x25519_ed25519_aes256gcm
    0x0a0a: grease_0a0a
    0x1a1a: grease_1a1a
    0x2a2a: grease_2a2a
    0x3a3a: grease_3a3a
    0x4a4a: grease_4a4a
    0x5a5a: grease_5a5a
    0x6a6a: grease_6a6a
    0x7a7a: grease_7a7a
    0x8a8a: grease_8a8a
    0x9a9a: grease_9a9a
    0xaaaa: grease_aaaa
    0xbaba: grease_baba
    0xcaca: grease_caca
    0xdada: grease_dada
    0xeaea: grease_eaea
    0xfafa: grease_fafa
  extension_type:
    0x0001: versions
    0x0a0a: grease_0a0a
    0x1a1a: grease_1a1a
    0x2a2a: grease_2a2a
    0x3a3a: grease_3a3a
    0x4a4a: grease_4a4a
    0x5a5a: grease_5a5a
    0x6a6a: grease_6a6a
    0x7a7a: grease_7a7a
    0x8a8a: grease_8a8a
    0x9a9a: grease_9a9a
    0xaaaa: grease_aaaa
    0xbaba: grease_baba
    0xcaca: grease_caca
    0xdada: grease_dada
    0xeaea: grease_eaea
    0xfafa: grease_fafa
  content_type:
    0x01: text
    0x02: json
    0x03: binary
    0x04: file
    0x10: rekey
    0x11: alert
    0x12: end_of_session
  fragment:
    0: whole
    1: first
    2: middle
    3: last
  key_kind:
    0: none
    1: rsa
    2: ed25519
    3: toy_rsa
  share_kind:
    1: x25519
    2: toy_dh16
  secret_kind:
    1: fernet_key
    2: mac_secret
  alert_code:
    1: {id: unexpected_message, doc: 'A message of a type, or a flag, that has no place in this state.'}
    2: {id: malformed, doc: A payload does not have its form.}
    3: {id: unsupported_version, doc: "The header's version is not 1, nor the one that was chosen."}
    4: {id: frame_too_large, doc: "The header's length is above 65,536."}
    5: {id: no_common_suite, doc: The server speaks none of the suites offered.}
    6: {id: unknown_key, doc: The server has none of the keys named.}
    7: {id: illegal_parameter, doc: A value that was not on offer.}
    8: {id: bad_key, doc: A public key or a share that is not acceptable.}
    9: {id: handshake_failed, doc: 'Verify data do not match, or a signature does not verify.'}
    10: {id: reflected, doc: "A frame with the receiver's own direction."}
    11: {id: wrong_session, doc: Another session id.}
    12: {id: wrong_sequence, doc: Not exactly the next sequence number.}
    13: {id: wrong_epoch, doc: Not the current key epoch.}
    14: {id: bad_record, doc: A record failed its check.}
    15: {id: message_too_large, doc: "A message above the receiver's limit."}
    16: {id: timed_out, doc: 'The handshake took too long, or the session was idle for too long.'}
    17: {id: going_away, doc: The program is being stopped.}
    18: {id: internal_error, doc: None of the others.}
    19: {id: identity_required, doc: 'A side did not say who it is, and must.'}
    20: {id: identity_refused, doc: Other keys are known for the peer than the one that it showed.}
    21: {id: identity_unknown, doc: "The peer's key is not known to this side, and nobody has accepted it yet."}
    22: {id: busy, doc: 'This side has reached a limit (sessions, memory, work) and cannot serve the session now.'}
