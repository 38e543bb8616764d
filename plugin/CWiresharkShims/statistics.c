/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan.h"

#include <epan/stats_tree.h>
#include <epan/strutil.h>
#include <wsutil/str_util.h>

/* Statistics of PDUs: a tree with a node for each statistic, and below it a node for each text that it counts under. */

void wh_tap_own(const wh_replay_state *state)
{
    wh_tapped_pdu *made = wmem_new(state->pinfo->pool, wh_tapped_pdu);
    *made = (wh_tapped_pdu){
        state->host, wmem_memdup(state->pinfo->pool, state->plan, sizeof *state->plan), tvb_reported_length(state->pdu)};
    tap_queue_packet(state->host->own_tap, state->pinfo, made);
}

static void count(stats_tree *tree, packet_info *pinfo, const wh_tapped_pdu *made, const dk_step *step)
{
    const dk_declaration *declared = &made->host->declaration;
    const dk_plan *plan = made->plan;
    const char *title = NULL;
    for (size_t i = 0; i < declared->statistic_count; i++) {
        if (declared->statistics[i].number == step->field) {
            title = declared->statistics[i].title;
        }
    }
    if (!title || step->text_length == 0) {
        return;
    }
    int amount = (int)MIN(step->value, (uint64_t)INT_MAX);
    const char *name = format_text(pinfo->pool, (const void *)(plan->bytes + step->text_offset), step->text_length);
    int parent = increase_stat_node(tree, title, 0, TRUE, amount);
    increase_stat_node(tree, name, parent, FALSE, amount);
}

static tap_packet_status take(
    stats_tree *tree, packet_info *pinfo, epan_dissect_t *dissection _U_, const void *tapped, tap_flags_t flags _U_)
{
    const wh_tapped_pdu *made = tapped;
    for (size_t i = 0; i < made->plan->step_count; i++) {
        if (made->plan->steps[i].kind == DK_STEP_TICK) {
            count(tree, pinfo, made, &made->plan->steps[i]);
        }
    }
    return TAP_PACKET_REDRAW;
}

static void begin(const wh_host *host, stats_tree *tree)
{
    for (size_t i = 0; i < host->declaration.statistic_count; i++) {
        stats_tree_create_node(tree, host->declaration.statistics[i].title, 0, STAT_DT_INT, TRUE);
    }
}

#define BEGIN(slot)                                                                                                    \
    static void begin_##slot(stats_tree *tree) { begin(wh_hosts[slot], tree); }
WH_EACH_SLOT(BEGIN)

void wh_register_statistics(wh_host *host)
{
#define FUNCTION(slot) begin_##slot,
    static const stat_tree_init_cb functions[] = {WH_EACH_SLOT(FUNCTION)};
    const dk_declaration *declared = &host->declaration;
    if (declared->statistic_count == 0) {
        return;
    }
    stats_tree_register_plugin(declared->filter, declared->filter, declared->short_name, 0, take, functions[host->slot], NULL);
}
