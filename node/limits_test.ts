/** The limits stand in relations. A limit that is changed alone breaks one of these. */
import assert from "node:assert/strict";
import * as protocol from "../discovery/limits.ts";
import { kib } from "../discovery/units.ts";
import { costOfText } from "../ops/cost.ts";
import * as limits from "./limits.ts";
import { type Relation, testRelations } from "../discovery/test_relations.ts";

/** Quotes, comma and one address. */
const listed_bytes_max = protocol.address_characters_max + 3;
const messages = limits.message_bytes_max;
const waits_ms = limits.quarantine_waits_ms;

/** The smaller is less than the larger. */
const below: readonly Relation[] = [
  ["a stranger's message is shorter than a neighbour's", messages.public, messages.private],
  [
    "one unread connection is a small part of what may be unread",
    limits.unread_bytes_max * 16,
    limits.unread_total_bytes_max,
  ],
  [
    "what a usual answer leaves unread is spared, a full connection is not",
    limits.unread_spared_bytes_max,
    limits.unread_bytes_max,
  ],
  [
    "refused texts and ready pages leave a small node its work",
    limits.refused_text_garbage_max + limits.prepared_pages_characters_max,
    limits.memory_max_min_bytes * 3 / 4 - limits.memory_at_rest_bytes,
  ],
  // Places.
  ["one IP leaves places to others", limits.clients_per_ip_max, limits.clients_max / 4],
  ["places are short before they are gone, not always", limits.spare_places_min, limits.clients_max / 8],
  ["peers take a part of the places", protocol.inbound_max, limits.clients_max / 8],
  [
    "one source's unopened sockets are a part of its places",
    limits.lost_sockets_limit.unopened_max,
    limits.clients_per_ip_max,
  ],
  [
    "unopened sockets of this computer are a part of its places",
    limits.lost_sockets_local_limit.unopened_max,
    limits.loopback_clients_max,
  ],
  // Rates.
  [
    "a neighbour may ask more than a stranger",
    limits.lecture_ops_rate.per_second,
    limits.private_ops_rate.per_second,
  ],
  [
    "network ops are a small part of what one source may ask",
    protocol.network_ops_rate.burst,
    limits.lecture_ops_rate.burst,
  ],
  [
    "a few refusals are fewer than close a connection",
    limits.refused_few_rate.burst,
    limits.refused_rate.burst,
  ],
  [
    "one connection's refusals are fewer than a source's",
    limits.refused_rate.burst,
    limits.refused_source_rate.burst,
  ],
  // Times.
  [
    "all addresses of a name are tried within one dial",
    limits.dial_attempts_max * limits.dial_attempt_delay_ms,
    protocol.dial_timeout_ms,
  ],
  ["close frames are out before the server is back", limits.restart_close_ms, limits.restart_pause_min_ms],
  ["the pause before a restart grows", limits.restart_pause_min_ms, limits.restart_pause_max_ms],
  ["the close frames of a restart fit into a shutdown", limits.restart_close_ms, limits.shutdown_grace_ms],
  [
    "strangers close clients that are silent for longer than the idle time-out",
    limits.idle_timeout_s,
    limits.silence_spared_from_strangers_s,
  ],
  // Memory.
  [
    "the least that may be said is less than what is taken unsaid",
    limits.memory_max_min_bytes,
    limits.memory_max_default_bytes,
  ],
  [
    "memory is looked at more often where it is nearly full",
    limits.memory_watch_near_ms,
    limits.memory_watch_ms,
  ],
  ["a restart is judged before the next one may come", limits.memory_judged_ms, limits.memory_own_pause_ms],
  // Quarantine.
  ["the pause between returns shrinks", limits.quarantine_gap_min_ms, limits.quarantine_gap_ms],
  ["a first offender is calm before it is blamed", limits.quarantine_calm_ms, limits.quarantine_watch_ms],
  [
    "those that are blamed together came back within the watch",
    limits.quarantine_span_ms,
    limits.quarantine_watch_ms,
  ],
  [
    "a rise that holds others back is not yet one that is blamed",
    limits.quarantine_rise_bytes,
    limits.quarantine_calm_bytes,
  ],
  // The store.
  ["one write is a part of what may wait", limits.rows_written_at_once, limits.unwritten_rows_max],
  ["one turn takes a part of the stored rows", limits.rows_loaded_at_once, limits.rows_loaded_max / 10],
];

/** The smaller is no more than the larger. */
const within: readonly Relation[] = [
  [
    "one default page of the longest addresses fits one message between nodes",
    protocol.peers_page_default * listed_bytes_max,
    messages.loopback,
  ],
  [
    "the longest page of the longest addresses can be kept ready",
    protocol.peers_page_max * listed_bytes_max,
    limits.prepared_pages_characters_max,
  ],
  [
    "the longest page of the longest addresses stalls no reader that reads",
    protocol.peers_page_max * listed_bytes_max,
    limits.unread_bytes_max,
  ],
  ["the longest message fits the back-log", messages.private, limits.backlog_bytes_max],
  ["the back-log fits under what may be unread", limits.backlog_bytes_max, limits.unread_bytes_max],
  [
    "all places of strangers, spared as they are, fit what may be unread",
    limits.clients_max * limits.unread_spared_bytes_max,
    limits.unread_total_bytes_max,
  ],
  [
    "what may be unread is a sixth of what a node at rest leaves",
    limits.unread_total_bytes_max * 6,
    limits.memory_max_default_bytes - limits.memory_at_rest_bytes,
  ],
  [
    "the longest message of a stranger can be paid for",
    costOfText(" ".repeat(messages.public)),
    limits.lecture_ops_rate.burst,
  ],
  [
    "the longest message of a neighbour can be paid for",
    costOfText(" ".repeat(messages.private)),
    limits.private_ops_rate.burst,
  ],
  [
    "a node at rest fills half of the least memory",
    2 * limits.memory_at_rest_bytes,
    limits.memory_max_min_bytes,
  ],
  ["each source with a place can be a suspect", limits.clients_max, limits.suspects_max],
  ["each source with a place has a rate of its own", limits.clients_max, limits.rate_buckets_max],
  ["a suspect is remembered for as long as it waits", Math.max(...waits_ms), limits.quarantine_memory_ms],
  [
    "all rows of the tables may wait for a store that can't be written",
    limits.rows_loaded_max,
    limits.unwritten_rows_max,
  ],
  ["a full store can be emptied", protocol.peers_default_max, limits.unwritten_removals_max],
  [
    "the reserve has room for each dial, the store's three files and two listening sockets",
    protocol.dials_at_once_max + 3 + 2,
    limits.descriptor_reserve_size,
  ],
];

testRelations("limits of the sockets", below, within);

Deno.test("each wait of a suspect is longer than the one before", () =>
  assert.deepEqual(waits_ms, [...new Set(waits_ms)].sort((a, b) => a - b)));

Deno.test("a stranger's message is as long as discovery/limits_test.ts takes it for", () =>
  assert.equal(messages.public, 64 * kib));
