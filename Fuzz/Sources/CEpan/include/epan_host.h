/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FERNWIRE_EPAN_HOST_H
#define FERNWIRE_EPAN_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Wireshark's dissection engine in this process, with the plugin linked into it. */

/* A packet that begins with its IP header. */
typedef struct eh_packet {
    const uint8_t *bytes;
    uint32_t captured_length;
    uint32_t length; /* on the wire; at least captured_length */
} eh_packet;

/* Begins, once, with the settings of the folder that WIRESHARK_CONFIG_DIR names, and `preferences`, each as tshark's -o takes it.
 * Returns whether that worked. */
bool eh_begin(const char *const *preferences, size_t count);

/* Opens a capture, dissects its packets in order, then all of them again, with all taps, and closes it. The trees are made if
 * `has_trees`, on the second pass in any case. */
void eh_dissect(const eh_packet *packets, size_t count, bool has_trees);

/* What the plugin's own tables and lists took in so far: those who fuzz see whether they fuzz it. */
typedef struct eh_counts {
    uint64_t followed, exported, responses, conversations;
} eh_counts;
eh_counts eh_counted(void);

#endif
