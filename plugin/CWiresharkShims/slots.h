/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WH_SLOTS_H
#define WH_SLOTS_H

/* Many of Wireshark's callbacks carry no pointer of ours, so that each dissector needs functions of its own: one for each
 * slot. A plugin has at most as many dissectors as there are slots, and wh_add_dissector refuses more. */

enum { WH_MOST_DISSECTORS = 32 };

#define WH_EACH_SLOT(F)                                                                                                \
    F(0) F(1) F(2) F(3) F(4) F(5) F(6) F(7) F(8) F(9) F(10) F(11) F(12) F(13) F(14) F(15)                              \
    F(16) F(17) F(18) F(19) F(20) F(21) F(22) F(23) F(24) F(25) F(26) F(27) F(28) F(29) F(30) F(31)

#endif
