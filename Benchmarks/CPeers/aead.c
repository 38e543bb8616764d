// SPDX-License-Identifier: Apache-2.0
#include "peers.h"
#include <openssl/evp.h>
#include <stdlib.h>

struct peer_aead {
    EVP_CIPHER_CTX *encryption, *decryption;
};

peer_aead *peer_aead_new(int is_chacha, const uint8_t key[32]) {
    peer_aead *aead = calloc(1, sizeof *aead);
    const EVP_CIPHER *cipher = is_chacha ? EVP_chacha20_poly1305() : EVP_aes_256_gcm();
    aead->encryption = EVP_CIPHER_CTX_new();
    aead->decryption = EVP_CIPHER_CTX_new();
    EVP_EncryptInit_ex(aead->encryption, cipher, NULL, key, NULL);
    EVP_DecryptInit_ex(aead->decryption, cipher, NULL, key, NULL);
    return aead;
}

long peer_aead_seal(peer_aead *aead, const uint8_t nonce[12], const uint8_t *associated, size_t associated_count,
                    const uint8_t *plaintext, size_t count, uint8_t *sealed) {
    int written;
    EVP_EncryptInit_ex(aead->encryption, NULL, NULL, NULL, nonce);
    EVP_EncryptUpdate(aead->encryption, NULL, &written, associated, associated_count);
    EVP_EncryptUpdate(aead->encryption, sealed, &written, plaintext, count);
    EVP_EncryptFinal_ex(aead->encryption, sealed + count, &written);
    EVP_CIPHER_CTX_ctrl(aead->encryption, EVP_CTRL_AEAD_GET_TAG, PEER_TAG, sealed + count);
    return count + PEER_TAG;
}

long peer_aead_open(peer_aead *aead, const uint8_t nonce[12], const uint8_t *associated, size_t associated_count,
                    const uint8_t *sealed, size_t count, uint8_t *plaintext) {
    int written;
    if (count < PEER_TAG) return -1;
    count -= PEER_TAG;
    EVP_DecryptInit_ex(aead->decryption, NULL, NULL, NULL, nonce);
    EVP_DecryptUpdate(aead->decryption, NULL, &written, associated, associated_count);
    EVP_DecryptUpdate(aead->decryption, plaintext, &written, sealed, count);
    EVP_CIPHER_CTX_ctrl(aead->decryption, EVP_CTRL_AEAD_SET_TAG, PEER_TAG, (void *)(sealed + count));
    return EVP_DecryptFinal_ex(aead->decryption, plaintext + count, &written) == 1 ? (long)count : -1;
}
