/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DISSECTOR_PLAN_H
#define DISSECTOR_PLAN_H

#include <stdint.h>

/* What a dissector wants drawn, as flat data: written by Swift, replayed by C once no Swift frame is on the stack. */

typedef enum dk_step_kind : uint8_t {
    DK_FIELD,          /* a leaf: field at offset, length of source */
    DK_SUBTREE,        /* the same, and what follows up to DK_END goes below it; inferred if length is 0 */
    DK_PROTOCOL,       /* the dissector's own tree over offset, length of source; until DK_END */
    DK_END,            /* ends the innermost DK_SUBTREE or DK_PROTOCOL */
    DK_GENERATED_UINT, /* an inferred field of an integer, frame number or duration: value; highlights offset, length */
    DK_GENERATED_TEXT, /* an inferred string field: text_offset, text_length of the plan's bytes */
    DK_LABEL,          /* appends text (of the plan's bytes) to the innermost tree's label */
    DK_EXPERT,         /* expert note `field`, put on what was last added, or on the tree that DK_END just ended; with
                          text of its own, of the plan's bytes, if text_length > 0 */
    DK_SOURCE,         /* text_offset, text_length of the plan's bytes become the next source, named by `field` */
    DK_INFO,           /* appends text (of the plan's bytes) to the Info column */
    DK_FOLLOW,         /* offset, length of source are what a side said; the server, if value is 1 */
    DK_OBJECT,         /* what follows is of the object for export that value and offset together name */
    DK_OBJECT_NAME,    /* it begins here: text (of the plan's bytes) is its name, value its size in bytes */
    DK_OBJECT_TYPE,    /* text (of the plan's bytes) is its type */
    DK_CHUNK,          /* offset, length of source are the object's bytes from value on */
    DK_TALLY,          /* statistic `field` counts value more under text (of the plan's bytes) */
    DK_RESPONSE,       /* an answer of kind `field`, value nanoseconds after its request */
    DK_HAND_ON,        /* offset, length of source go to the dissector that stands in table `field` under text (of the
                          plan's bytes), or under value if there is none; unless an earlier one of the unit took its own */
} dk_step_kind;

typedef struct dk_step {
    dk_step_kind kind;
    uint8_t source;       /* 0: the unit itself; n: the n-th DK_SOURCE of this plan */
    uint16_t field;       /* index into the declaration's fields, expert notes, source names, tables, statistics or kinds of
                             answer, by kind */
    uint32_t offset;      /* bytes */
    uint32_t length;      /* bytes */
    uint32_t text_offset; /* bytes, into the plan's bytes */
    uint32_t text_length; /* bytes */
    uint64_t value;
} dk_step;

#endif
