// SPDX-License-Identifier: Apache-2.0
#include "peers.h"
#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
// Two characters for each 12 bits; and for each character its six bits at each of four places, with the highest bit set if it is
// none.
static char pairs[4096][2];
static uint32_t places[4][256];

__attribute__((constructor)) static void fill(void) {
    for (int bits = 0; bits < 4096; bits++) pairs[bits][0] = alphabet[bits >> 6], pairs[bits][1] = alphabet[bits & 63];
    memset(places, 0xff, sizeof places);
    for (uint32_t value = 0; value < 64; value++)
        for (int place = 0; place < 4; place++) places[place][(uint8_t)alphabet[value]] = value << (18 - 6 * place);
}

size_t peer_base64url_encode(const uint8_t *bytes, size_t count, uint8_t *text) {
    uint8_t *target = text;
    for (; count >= 3; count -= 3, bytes += 3, target += 4) {
        uint32_t group = (uint32_t)bytes[0] << 16 | bytes[1] << 8 | bytes[2];
        memcpy(target, pairs[group >> 12], 2);
        memcpy(target + 2, pairs[group & 4095], 2);
    }
    if (count) {
        uint32_t group = (uint32_t)bytes[0] << 16 | (count > 1 ? bytes[1] << 8 : 0);
        memcpy(target, pairs[group >> 12], 2);
        target[2] = count > 1 ? alphabet[group >> 6 & 63] : '=';
        target[3] = '=';
        target += 4;
    }
    return target - text;
}

long peer_base64url_decode(const uint8_t *text, size_t count, uint8_t *bytes) {
    if (count % 4) return -1;
    if (!count) return 0;
    int pads = text[count - 1] != '=' ? 0 : text[count - 2] != '=' ? 1 : 2;
    const uint8_t *last = text + count - (pads ? 4 : 0);
    uint8_t *target = bytes;
    uint32_t invalid = 0;
    for (; text < last; text += 4, target += 3) {
        uint32_t group = places[0][text[0]] | places[1][text[1]] | places[2][text[2]] | places[3][text[3]];
        invalid |= group;
        target[0] = group >> 16, target[1] = group >> 8, target[2] = group;
    }
    if (pads) {
        uint32_t group = places[0][text[0]] | places[1][text[1]] | (pads == 1 ? places[2][text[2]] : 0);
        invalid |= group | (group & (pads == 1 ? 0xff : 0xffff) ? 1u << 31 : 0);
        target[0] = group >> 16, target[1] = group >> 8;
        target += 3 - pads;
    }
    return invalid >> 31 ? -1 : target - bytes;
}
