/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "replay.h"

#include <epan/stats_tree.h>
#include <epan/strutil.h>
#include <wsutil/str_util.h>

/* Statistics: a tree of what is counted, with what it is counted under below it. */

/* Callbacks carry no pointer of ours; there is one dissector with statistics. */
static wh_host *keeper;

/* All that a unit counts goes out at once: Wireshark holds a limited number of taps for each packet. */
void wh_tap_statistics(wh_replay_state *state)
{
    if (state->is_tallied) {
        return;
    }
    state->is_tallied = true;
    wh_plan *plan = wmem_new(state->pinfo->pool, wh_plan);
    *plan = *state->plan;
    tap_queue_packet(state->host->statistics_tap, state->pinfo, plan);
}

static void count(stats_tree *tree, packet_info *pinfo, const wh_plan *plan, const dk_step *step)
{
    if (step->field >= keeper->declaration.statistic_count) {
        return;
    }
    const char *title = keeper->declaration.statistics[step->field];
    int amount = (int)MIN(step->value, (uint64_t)INT_MAX);
    const char *name = format_text(pinfo->pool, (const void *)(plan->bytes + step->text_offset), step->text_length);
    int parent = increase_stat_node(tree, title, 0, TRUE, amount);
    increase_stat_node(tree, name, parent, FALSE, amount);
}

static tap_packet_status take(
    stats_tree *tree, packet_info *pinfo, epan_dissect_t *dissection _U_, const void *tapped, tap_flags_t flags _U_)
{
    const wh_plan *plan = tapped;
    for (size_t i = 0; i < plan->step_count; i++) {
        if (plan->steps[i].kind == DK_TALLY) {
            count(tree, pinfo, plan, &plan->steps[i]);
        }
    }
    return TAP_PACKET_REDRAW;
}

static void begin(stats_tree *tree)
{
    for (size_t i = 0; i < keeper->declaration.statistic_count; i++) {
        stats_tree_create_node(tree, keeper->declaration.statistics[i], 0, STAT_DT_INT, TRUE);
    }
}

void wh_register_statistics(wh_host *host)
{
    const wh_declaration *declared = &host->declaration;
    if (declared->statistic_count == 0 || keeper) {
        return;
    }
    keeper = host;
    host->statistics_tap = register_tap(declared->filter);
    stats_tree_register_plugin(declared->filter, declared->filter, declared->short_name, 0, take, begin, NULL);
}
