// SPDX-License-Identifier: Apache-2.0
// tls_capture KIND RECORDS CAPTURE KEYS: writes one TLS session between two ends in memory as a capture, and its key log.
//
// KIND is tls12 (AES-128-CBC-SHA256, MAC then encrypt) or tls13 (AES-128-GCM). The ends take turns to send RECORDS records of
// 64 bytes, one a segment, as the chats of `fernwire generate` do. cert.pem and key.pem lie in the working folder.
#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CLIENT, SERVER, PAYLOAD = 64, HEADERS = 54, LONGEST = 20000 };
enum { FIN = 1, SYN = 2, PSH = 8, ACK = 16 };

static FILE *capture, *keys;
static SSL *ends[2];
static const uint16_t ports[2] = {45678, 44330};
static uint32_t sequence[2] = {1000, 5000};
static uint64_t microseconds = 1700000000000000;

static void fail(const char *what) {
    fprintf(stderr, "tls_capture: %s\n", what);
    ERR_print_errors_fp(stderr);
    exit(1);
}

/// The one's complement sum of big-endian words, over what `sum` holds already.
static uint32_t add(const uint8_t *bytes, size_t count, uint32_t sum) {
    for (size_t i = 0; i < count; i++) sum += i % 2 ? bytes[i] : (uint32_t)bytes[i] << 8;
    return sum;
}

static void put_checksum(uint8_t *target, uint32_t sum) {
    while (sum >> 16) sum = (sum & 0xffff) + (sum >> 16);
    target[0] = ~sum >> 8, target[1] = ~sum;
}

static void put16(uint8_t *target, uint16_t value) { value = htons(value), memcpy(target, &value, 2); }
static void put32(uint8_t *target, uint32_t value) { value = htonl(value), memcpy(target, &value, 4); }

/// Writes a segment from `side`, with the checksums of IP and TCP.
static void write_segment(int side, uint8_t flags, const uint8_t *payload, uint32_t count) {
    static uint8_t frame[HEADERS + LONGEST];
    static uint16_t identification;
    uint32_t length = HEADERS + count;
    uint32_t packet[4] = {microseconds / 1000000, microseconds % 1000000, length, length};
    uint8_t *ip = frame + 14, *tcp = ip + 20;
    memset(frame, 0, HEADERS);
    frame[12] = 8;
    ip[0] = 0x45, ip[6] = 0x40, ip[8] = 64, ip[9] = 6;
    put16(ip + 2, 40 + count);
    put16(ip + 4, identification++);
    memcpy(ip + 12, side == CLIENT ? "\xc0\0\2\1\xc0\0\2\2" : "\xc0\0\2\2\xc0\0\2\1", 8);
    put_checksum(ip + 10, add(ip, 20, 0));
    put16(tcp, ports[side]);
    put16(tcp + 2, ports[!side]);
    put32(tcp + 4, sequence[side]);
    put32(tcp + 8, flags & ACK ? sequence[!side] : 0);
    tcp[12] = 0x50, tcp[13] = flags;
    put16(tcp + 14, 0xffff);
    memcpy(tcp + 20, payload, count);
    put_checksum(tcp + 16, add(tcp, 20 + count, add(ip + 12, 8, 6 + 20 + count)));
    sequence[side] += count + (flags & (SYN | FIN) ? 1 : 0);
    microseconds += 1000;
    fwrite(packet, 1, sizeof packet, capture);
    fwrite(frame, 1, length, capture);
}

/// Hands what `side` has written to the other, as one segment each time.
static void carry(int side) {
    static uint8_t bytes[LONGEST];
    int count;
    while ((count = BIO_read(SSL_get_wbio(ends[side]), bytes, sizeof bytes)) > 0) {
        write_segment(side, PSH | ACK, bytes, count);
        BIO_write(SSL_get_rbio(ends[!side]), bytes, count);
    }
}

static void log_keys(const SSL *end, const char *line) {
    if (end == ends[CLIENT]) fprintf(keys, "%s\n", line);
}

static SSL *make_end(int side, int version) {
    SSL_CTX *context = SSL_CTX_new(side == SERVER ? TLS_server_method() : TLS_client_method());
    SSL_CTX_set_min_proto_version(context, version);
    SSL_CTX_set_max_proto_version(context, version);
    SSL_CTX_set_keylog_callback(context, log_keys);
    if (SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256") != 1) fail("no AES-128-GCM");
    if (SSL_CTX_set_cipher_list(context, "ECDHE-RSA-AES128-SHA256") != 1) fail("no AES-128-CBC-SHA256");
    if (side == SERVER && (SSL_CTX_use_certificate_file(context, "cert.pem", SSL_FILETYPE_PEM) != 1 ||
                           SSL_CTX_use_PrivateKey_file(context, "key.pem", SSL_FILETYPE_PEM) != 1))
        fail("cert.pem and key.pem do not lie here");
    SSL *end = SSL_new(context);
    SSL_set_bio(end, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    side == SERVER ? SSL_set_accept_state(end) : SSL_set_connect_state(end);
    return end;
}

int main(int count, char **arguments) {
    if (count != 5) fail("usage: tls_capture tls12|tls13 RECORDS CAPTURE KEYS");
    int version = strcmp(arguments[1], "tls13") == 0 ? TLS1_3_VERSION : TLS1_2_VERSION;
    long records = atol(arguments[2]);
    capture = fopen(arguments[3], "wb");
    keys = fopen(arguments[4], "w");
    if (!capture || !keys) fail("the files cannot be written");
    const uint32_t header[6] = {0xa1b2c3d4, 0x00040002, 0, 0, 262144, 1};
    fwrite(header, 1, sizeof header, capture);
    for (int side = 0; side < 2; side++) ends[side] = make_end(side, version);

    write_segment(CLIENT, SYN, NULL, 0);
    write_segment(SERVER, SYN | ACK, NULL, 0);
    write_segment(CLIENT, ACK, NULL, 0);
    for (int turn = 0; turn < 20; turn++) {
        SSL_do_handshake(ends[turn % 2]);
        carry(turn % 2);
    }
    if (!SSL_is_init_finished(ends[CLIENT]) || !SSL_is_init_finished(ends[SERVER])) fail("the handshake did not end");

    uint8_t sent[PAYLOAD], received[LONGEST];
    for (long record = 0; record < records; record++) {
        int side = record % 2;
        memset(sent, 'x', sizeof sent);
        snprintf((char *)sent, sizeof sent, "message %ld ", record);
        if (SSL_write(ends[side], sent, sizeof sent) != PAYLOAD) fail("a record was not written");
        carry(side);
        if (SSL_read(ends[!side], received, sizeof received) != PAYLOAD || memcmp(sent, received, PAYLOAD))
            fail("a record was not read");
    }
    write_segment(CLIENT, FIN | ACK, NULL, 0);
    write_segment(SERVER, FIN | ACK, NULL, 0);
    write_segment(CLIENT, ACK, NULL, 0);
    if (fclose(capture) || fclose(keys)) fail("the files cannot be written");
}
