/** The limits stand in relations. A limit that is changed alone breaks one of these. */
import assert from "node:assert/strict";
import * as limits from "./limits.ts";
import { type Relation, testRelations } from "./test_relations.ts";
import { hour_ms } from "./units.ts";

/** The smaller is less than the larger. */
const below: readonly Relation[] = [
  // Quotas: one that is as large as its table protects nothing.
  [
    "one liar's share of heard is a part of the table",
    limits.heard_per_source_group_max,
    limits.heard_max / 8,
  ],
  ["one /16 fills a part of one liar's share", limits.heard_per_group_max, limits.heard_per_source_group_max],
  [
    "one IP, at its widest, fills a part of a group's quota",
    limits.wide_factor * limits.tried_per_ip_max,
    limits.tried_per_group_max,
  ],
  [
    "one group's quota of tried is a small part of half the table",
    limits.tried_per_group_max * 8,
    limits.tried_max / 2,
  ],
  ["waiting newcomers are far fewer than incumbents", limits.pending_evictions_max * 16, limits.tried_max],
  [
    "one source, at its widest, leaves inbound places to others",
    limits.wide_factor * limits.inbound_per_ip_max,
    limits.inbound_max,
  ],
  [
    "some inbound peers are spared by neither age nor latency",
    limits.protected_age + limits.protected_latency,
    limits.inbound_max,
  ],
  ["some outbound slots are drawn anew", limits.anchors_max + limits.oldest_max, limits.outbound_default],
  // What a table holds.
  [
    "the rows in memory are a part of what the store may hold",
    limits.heard_max + limits.local_max + limits.tried_max + limits.near_max,
    limits.peers_default_max,
  ],
  [
    "the budgets remember more IPs than a day of feelers dials",
    24 * hour_ms / limits.feeler_ms,
    limits.ip_memory_max,
  ],
  [
    "what waits for a feeler is remembered as probed for longer",
    limits.probes_waiting_max,
    limits.probes_remembered_max,
  ],
  // Pages of `peers`. That one fits a message is asserted beside the limit of messages.
  [
    "a page that nobody limited is shorter than the longest",
    limits.peers_page_default,
    limits.peers_page_max,
  ],
  ["the longest page is a part of the store", limits.peers_page_max, limits.peers_default_max],
  // Time-outs nest: the inner one ends before the outer one asks what became of it.
  [
    "a dial and its hello end before the next feeler",
    limits.dial_timeout_ms + limits.hello_timeout_ms,
    limits.feeler_ms,
  ],
  [
    "a dead neighbour is noticed before its next sample would be due",
    limits.keep_alives_missed_max * limits.keep_alive_timeout_ms,
    limits.sample_ms,
  ],
  [
    "an inbound peer may be late with its sample before it is asked",
    limits.sample_ms,
    limits.inbound_silence_ms,
  ],
  [
    "two questions to a lecture node never wait at once",
    limits.keep_alives_missed_max * limits.keep_alive_timeout_ms,
    limits.lecture_ping_ms,
  ],
  ["an overflow peer has time for its sample", limits.overflow_linger_ms, limits.overflow_ms],
  ["an overflow peer's hello may be slow", limits.hello_timeout_ms, limits.overflow_ms],
  [
    "a lecture node's place is kept longer where nobody else tells of it",
    limits.lecture_kept_ms,
    limits.lecture_kept_max_ms,
  ],
  [
    "a full node is asked again sooner where it is the only one",
    limits.full_node_short_pause_s,
    limits.full_node_pause_s,
  ],
  [
    "a lecture node's announcement goes less far than a node's own",
    limits.announce_hops_max - limits.lecture_announce_hops,
    limits.announce_hops_max,
  ],
  ["a node's own announcement is heard again sooner", limits.announced_pause_ms, limits.announced_kept_ms],
  // Death and oblivion.
  ["the pause after a failure grows", limits.backoff_min_s, limits.backoff_max_s],
  ["what is fresh is fresher than what a small network serves", limits.served_s, limits.served_few_s],
  ["an address is stale before it is forgotten", limits.stale_failures, limits.forget_failures_min],
  ["a feeler refreshes an address before it is no longer served", limits.feeler_recent_s, limits.served_s],
  [
    "an unreached IP is tried twice before it is forgotten",
    1.5 * limits.unreached_ip_pause_s,
    limits.unreached_ip_memory_s,
  ],
];

/** The smaller may be as large as the larger. */
const at_most: readonly Relation[] = [
  [
    "an address is tried again before it is forgotten unreached",
    limits.unreached_ip_memory_s,
    limits.forget_unreached_s,
  ],
  [
    "the operator's dial finds room where the node's own dials fill theirs",
    limits.dials_at_once_max + 1,
    limits.operator_dials_at_once_max,
  ],
  ["dials of one IP in an hour keep the pause", limits.ip_dials_per_hour_max * limits.ip_dial_pause_s, 3600],
  ["slots are filled in one burst", limits.outbound_default, limits.slot_dial_rate.burst],
  ["the gift of one sample fits the burst of learning", limits.sample_give_max, limits.learn_rate.burst],
  ["hello, sample and verify fit the burst of network ops", 3, limits.network_ops_rate.burst],
  [
    "a lecture node's announcement reaches more nodes than are to hold it",
    2 * limits.lecture_holders_min,
    limits.announce_fanout ** (limits.announce_hops_max - limits.lecture_announce_hops + 1),
  ],
  ["an announcement is remembered while it travels", limits.announce_patience_ms, limits.announced_pause_ms],
  ["a default of outbound connections may be asked for", limits.outbound_default, limits.outbound_max],
];

testRelations("limits", below, at_most);

Deno.test("limits: every limit is a number or a rate above zero", () => {
  for (const [name, value] of Object.entries(limits)) {
    const numbers = typeof value === "number" ? [value] : Object.values(value);
    for (const number of numbers) assert.ok(number > 0, name);
  }
});
