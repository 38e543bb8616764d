/* SPDX-License-Identifier: Apache-2.0 */
#include "dissector_kit.h"

/* Both sides of the language border count on this size. */
_Static_assert(sizeof(dk_step) == 32, "dk_step has no hidden growth");
