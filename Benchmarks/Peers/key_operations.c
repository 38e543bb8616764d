// SPDX-License-Identifier: Apache-2.0
// key_operations HANDSHAKES [rsa KEY]: does the key operations of both sides of a handshake, and prints microseconds of CPU a handshake.
// Of the suites x25519-ed25519-…, without a client's identity: each side makes an X25519 key and derives the secret, the server signs, the
// client checks. Of rsa-fernet-hmac: the server reads and checks the client's public key, and encrypts two secrets to it, which the
// client decrypts; KEY is its private key in PEM.
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void must(int is_right) {
    if (!is_right) abort();
}

static EVP_PKEY *generate(int type) {
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_id(type, NULL);
    must(context && EVP_PKEY_keygen_init(context) == 1 && EVP_PKEY_keygen(context, &key) == 1);
    EVP_PKEY_CTX_free(context);
    return key;
}

/// Reads the other side's public key from its 32 bytes, as they come over the wire, and derives the secret.
static void derive(EVP_PKEY *own, EVP_PKEY *other, unsigned char secret[32]) {
    unsigned char bytes[32];
    size_t count = sizeof bytes;
    must(EVP_PKEY_get_raw_public_key(other, bytes, &count) == 1);
    EVP_PKEY *peer = EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, NULL, bytes, count);
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(own, NULL);
    must(EVP_PKEY_derive_init(context) == 1 && EVP_PKEY_derive_set_peer(context, peer) == 1);
    must(EVP_PKEY_derive(context, secret, &count) == 1 && count == 32);
    EVP_PKEY_CTX_free(context);
    EVP_PKEY_free(peer);
}

static void sign_and_check(EVP_PKEY *identity, const unsigned char transcript[32]) {
    unsigned char signature[64];
    size_t count = sizeof signature;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    must(EVP_DigestSignInit(context, NULL, NULL, NULL, identity) == 1);
    must(EVP_DigestSign(context, signature, &count, transcript, 32) == 1);
    EVP_MD_CTX_reset(context);
    must(EVP_DigestVerifyInit(context, NULL, NULL, NULL, identity) == 1);
    must(EVP_DigestVerify(context, signature, count, transcript, 32) == 1);
    EVP_MD_CTX_free(context);
}

static void exchange(EVP_PKEY *identity) {
    unsigned char secrets[2][32];
    EVP_PKEY *client = generate(EVP_PKEY_X25519), *server = generate(EVP_PKEY_X25519);
    derive(client, server, secrets[0]);
    derive(server, client, secrets[1]);
    must(memcmp(secrets[0], secrets[1], 32) == 0);
    sign_and_check(identity, secrets[0]);
    EVP_PKEY_free(client);
    EVP_PKEY_free(server);
}

static EVP_PKEY_CTX *oaep(EVP_PKEY *key, int (*begin)(EVP_PKEY_CTX *)) {
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new(key, NULL);
    must(context && begin(context) == 1 && EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1);
    must(EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256()) == 1);
    return context;
}

static void wrap(EVP_PKEY *client) {
    unsigned char secret[32] = "a secret", wrapped[1024], opened[1024], *der = NULL;
    int length = i2d_PUBKEY(client, &der);
    const unsigned char *place = der;
    EVP_PKEY *offered = d2i_PUBKEY(NULL, &place, length);
    EVP_PKEY_CTX *check = EVP_PKEY_CTX_new(offered, NULL);
    must(EVP_PKEY_public_check(check) == 1);
    EVP_PKEY_CTX_free(check);
    for (int number = 0; number < 2; number++) {
        EVP_PKEY_CTX *encryption = oaep(offered, EVP_PKEY_encrypt_init), *decryption = oaep(client, EVP_PKEY_decrypt_init);
        size_t count = sizeof wrapped, plain = sizeof opened;
        must(EVP_PKEY_encrypt(encryption, wrapped, &count, secret, sizeof secret) == 1);
        must(EVP_PKEY_decrypt(decryption, opened, &plain, wrapped, count) == 1 && plain == sizeof secret);
        EVP_PKEY_CTX_free(encryption);
        EVP_PKEY_CTX_free(decryption);
    }
    EVP_PKEY_free(offered);
    OPENSSL_free(der);
}

static EVP_PKEY *private_key(const char *path) {
    FILE *file = fopen(path, "r");
    must(file != NULL);
    EVP_PKEY *key = PEM_read_PrivateKey(file, NULL, NULL, NULL);
    must(key != NULL);
    fclose(file);
    return key;
}

int main(int count, char **arguments) {
    long handshakes = count > 1 ? atol(arguments[1]) : 2000;
    int is_rsa = count > 3;
    EVP_PKEY *key = is_rsa ? private_key(arguments[3]) : generate(EVP_PKEY_ED25519);
    struct timespec begin, end;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
    for (long handshake = 0; handshake < handshakes; handshake++) {
        if (is_rsa) wrap(key);
        else exchange(key);
    }
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
    printf("%.2f\n", ((end.tv_sec - begin.tv_sec) * 1e6 + (end.tv_nsec - begin.tv_nsec) / 1e3) / handshakes);
}
