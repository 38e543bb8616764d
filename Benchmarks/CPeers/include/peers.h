/* SPDX-License-Identifier: Apache-2.0 */
/* What FernwireCrypto does, in plain C on OpenSSL: contexts are kept, random IVs drawn many at a time, base64 read from tables. */
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { PEER_FERNET_OVERHEAD = 1 + 8 + 16 + 32, PEER_TAG = 16 };

/* The number of characters of `count` bytes, with padding. */
size_t peer_base64url_encode(const uint8_t *bytes, size_t count, uint8_t *text);
/* The number of bytes, or -1: only canonical text is taken. Writes up to two bytes more than it returns. */
long peer_base64url_decode(const uint8_t *text, size_t count, uint8_t *bytes);

/* HMAC-SHA256 under one key. */
typedef struct peer_hmac peer_hmac;
peer_hmac *peer_hmac_new(const uint8_t *key, size_t count);
void peer_hmac_make(peer_hmac *, const uint8_t *bytes, size_t count, uint8_t mac[32]);

/* Fernet under one key of 32 bytes. */
typedef struct peer_fernet peer_fernet;
peer_fernet *peer_fernet_new(const uint8_t key[32]);
/* The number of characters of the token. */
size_t peer_fernet_seal(peer_fernet *, const uint8_t *plaintext, size_t count, uint64_t timestamp, uint8_t *token);
/* The number of bytes of the plaintext, or -1 for a token that is refused. */
long peer_fernet_open(peer_fernet *, const uint8_t *token, size_t count, uint8_t *plaintext);

/* AES-256-GCM or ChaCha20-Poly1305 under one key. Both return the number of bytes that they wrote; open -1 for a wrong tag. */
typedef struct peer_aead peer_aead;
peer_aead *peer_aead_new(int is_chacha, const uint8_t key[32]);
long peer_aead_seal(peer_aead *, const uint8_t nonce[12], const uint8_t *associated, size_t associated_count,
                    const uint8_t *plaintext, size_t count, uint8_t *sealed);
long peer_aead_open(peer_aead *, const uint8_t nonce[12], const uint8_t *associated, size_t associated_count,
                    const uint8_t *sealed, size_t count, uint8_t *plaintext);
