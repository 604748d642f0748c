/** The limits of the page stand in relations. A limit that is changed alone breaks one of these. */
import assert from "node:assert/strict";
import { address_characters_max, block_max_s } from "../../discovery/limits.ts";
import { clients_max, idle_timeout_s, readiness_kept_ms, unread_bytes_max } from "../limits.ts";
import * as limits from "./limits.ts";
import { drawKey } from "./steering_key.ts";

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;

/** A change with all that it may hold; each row and event is taken for 500 bytes. */
const change_bytes_max = 500 *
  (limits.peers_shown_max + limits.events_in_change_max + limits.traffic_in_change_max);

/** The smaller is no more than the larger. */
const relations: readonly (readonly [why: string, smaller: number, larger: number])[] = [
  [
    "strangers' streams leave some to this computer",
    limits.event_streams_elsewhere_max + 8,
    limits.event_streams_max,
  ],
  ["streams are a small part of the places", limits.event_streams_max * 16, clients_max],
  ["a change is a part of the events that are kept", limits.events_in_change_max, limits.events_kept_max],
  ["a change is a part of the rows that wait", limits.peers_shown_max, limits.peers_changed_max],
  [
    "the rows that wait are told within a few changes, before a reader is dropped",
    limits.peers_changed_max,
    limits.peers_shown_max * limits.changes_unread_max,
  ],
  [
    "an open page has the store written no more often than anybody may by /readyz",
    readiness_kept_ms,
    limits.store_probe_again_ms,
  ],
  [
    "a return is seen sooner than an outage of a file",
    limits.store_probe_again_ms,
    limits.store_probe_ms / 4,
  ],
  ["a probe comes with a look", limits.store_look_ms, limits.store_probe_again_ms],
  [
    "a refused register is shown over several looks and probes",
    2 * (limits.store_look_ms + limits.store_probe_again_ms),
    limits.store_refusal_shown_ms,
  ],
  ["changes are told several times between two comments", 4 * limits.change_ms, limits.event_keep_alive_ms],
  [
    "a silent stream is heard of within the time after which the idle are closed",
    2 * limits.event_keep_alive_ms,
    1000 * idle_timeout_s,
  ],
  ["a change stays below what one connection may leave unread", change_bytes_max, unread_bytes_max],
  // A character outside of ASCII may be written as six bytes.
  [
    "the longest address fits a control",
    bytes({ addr: "", seconds: block_max_s }) + 6 * address_characters_max,
    limits.control_bytes_max,
  ],
  ["a code fits the body that hands it over", bytes({ code: drawKey() }), limits.code_bytes_max],
  ["a key with a line end fits its file", drawKey().length + 2, limits.key_file_bytes_max - 1],
];

for (const [why, smaller, larger] of relations) {
  Deno.test(`limits of the page: ${why}`, () => assert.ok(smaller <= larger, `${smaller} <= ${larger}`));
}
