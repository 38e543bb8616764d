// SPDX-License-Identifier: Apache-2.0
// A library to preload into tshark under `callgrind --instr-atstart=no`. Counting begins when the first packet is read: tshark's
// start, a billion instructions, is neither counted nor slowed down. And the seeds of Wireshark's hash tables are always the same:
// random ones change what a record takes by a percent.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <valgrind/callgrind.h>

typedef int read_packet(void *file, void *packet, void *buffer, int *error, char **detail, int64_t *offset);

int wtap_read(void *file, void *packet, void *buffer, int *error, char **detail, int64_t *offset) {
    static read_packet *original;
    if (!original) {
        original = (read_packet *)dlsym(RTLD_NEXT, "wtap_read");
        CALLGRIND_START_INSTRUMENTATION;
    }
    return original(file, packet, buffer, error, detail, offset);
}

uint32_t g_random_int(void) { return 0x9e3779b9; }
