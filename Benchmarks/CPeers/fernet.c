// SPDX-License-Identifier: Apache-2.0
#include "peers.h"
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

struct peer_hmac {
    EVP_MAC_CTX *context;
};

struct peer_fernet {
    peer_hmac *hmac;
    EVP_CIPHER_CTX *encryption, *decryption;
    uint8_t ivs[64][16];
    int next_iv;
    uint8_t *scratch;
    size_t capacity;
};

peer_hmac *peer_hmac_new(const uint8_t *key, size_t count) {
    peer_hmac *hmac = calloc(1, sizeof *hmac);
    EVP_MAC *algorithm = EVP_MAC_fetch(NULL, "HMAC", NULL);
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, "SHA256", 0), OSSL_PARAM_construct_end()};
    hmac->context = EVP_MAC_CTX_new(algorithm);
    EVP_MAC_free(algorithm);
    EVP_MAC_init(hmac->context, key, count, parameters);
    return hmac;
}

void peer_hmac_make(peer_hmac *hmac, const uint8_t *bytes, size_t count, uint8_t mac[32]) {
    size_t written;
    EVP_MAC_init(hmac->context, NULL, 0, NULL);
    EVP_MAC_update(hmac->context, bytes, count);
    EVP_MAC_final(hmac->context, mac, &written, 32);
}

peer_fernet *peer_fernet_new(const uint8_t key[32]) {
    peer_fernet *fernet = calloc(1, sizeof *fernet);
    fernet->hmac = peer_hmac_new(key, 16);
    fernet->encryption = EVP_CIPHER_CTX_new();
    fernet->decryption = EVP_CIPHER_CTX_new();
    EVP_EncryptInit_ex(fernet->encryption, EVP_aes_128_cbc(), NULL, key + 16, NULL);
    EVP_DecryptInit_ex(fernet->decryption, EVP_aes_128_cbc(), NULL, key + 16, NULL);
    fernet->next_iv = 64;
    return fernet;
}

static uint8_t *scratch(peer_fernet *fernet, size_t count) {
    if (count > fernet->capacity) {
        free(fernet->scratch);
        fernet->scratch = malloc(count);
        fernet->capacity = count;
    }
    return fernet->scratch;
}

size_t peer_fernet_seal(peer_fernet *fernet, const uint8_t *plaintext, size_t count, uint64_t timestamp, uint8_t *token) {
    uint8_t *bytes = scratch(fernet, PEER_FERNET_OVERHEAD + count + 16);
    int written, final;
    bytes[0] = 0x80;
    for (int i = 0; i < 8; i++) bytes[1 + i] = timestamp >> (56 - 8 * i);
    if (fernet->next_iv == 64) {
        if (RAND_bytes(fernet->ivs[0], sizeof fernet->ivs) != 1) abort();
        fernet->next_iv = 0;
    }
    memcpy(bytes + 9, fernet->ivs[fernet->next_iv++], 16);
    EVP_EncryptInit_ex(fernet->encryption, NULL, NULL, NULL, bytes + 9);
    EVP_EncryptUpdate(fernet->encryption, bytes + 25, &written, plaintext, count);
    EVP_EncryptFinal_ex(fernet->encryption, bytes + 25 + written, &final);
    size_t length = 25 + written + final;
    peer_hmac_make(fernet->hmac, bytes, length, bytes + length);
    return peer_base64url_encode(bytes, length + 32, token);
}

long peer_fernet_open(peer_fernet *fernet, const uint8_t *token, size_t count, uint8_t *plaintext) {
    uint8_t *bytes = scratch(fernet, count + 2), mac[32];
    long length = peer_base64url_decode(token, count, bytes) - 32;
    int written, final;
    if (length < 25 + 16 || bytes[0] != 0x80 || (length - 25) % 16) return -1;
    peer_hmac_make(fernet->hmac, bytes, length, mac);
    if (CRYPTO_memcmp(mac, bytes + length, 32)) return -1;
    EVP_DecryptInit_ex(fernet->decryption, NULL, NULL, NULL, bytes + 9);
    EVP_DecryptUpdate(fernet->decryption, plaintext, &written, bytes + 25, length - 25);
    if (EVP_DecryptFinal_ex(fernet->decryption, plaintext + written, &final) != 1) return -1;
    return written + final;
}
