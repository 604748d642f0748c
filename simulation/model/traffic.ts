/** What a node and the whole network send, in bytes per second. One number is fitted: the bytes of one `sample`. */
import {
  announce_fanout,
  feeler_ms,
  inbound_max,
  outbound_default,
  redial_ms,
  sample_ms,
  spread_rate,
} from "../../discovery/limits.ts";
import { payload_fitted, type Run } from "./measured.ts";

/** Payload of one `hello` and its answer, as in docs/protocol.md with addresses of usual length. */
export const hello_bytes = 300;

/** Payload of one `announce` and its answer, the same. */
export const announce_bytes = 135;

/** Added to each message on the wire, and to its acknowledgement: the estimate of the scenario `idle-cost`. */
export const message_wire_bytes = 98;

/** Feelers and redials of one node, per second. */
const probes_per_second = 1000 / feeler_ms + 1000 / redial_ms;

/** Payload per second of feelers and redials: each is sent by one node and received by another. */
const probes_bytes = 2 * hello_bytes * probes_per_second;

/** Bytes of one `sample` and its answer that fit the runs best (least squares: the mean of what each run says). */
export function fittedSample(runs: readonly Run[] = payload_fitted): number {
  const exchanges_per_second = 2 * outbound_default * 1000 / sample_ms;
  const each = runs.map(({ value }) => (value - probes_bytes) / exchanges_per_second);
  return each.reduce((sum, bytes) => sum + bytes, 0) / each.length;
}

/** Payload of the mean node, sent and received, while nobody joins: the same for every size. */
export function idlePayload(sample_bytes: number): number {
  return 2 * outbound_default * sample_bytes * 1000 / sample_ms + probes_bytes;
}

/** Payload of a node with all inbound places taken, as an entry point has. */
export function busiestPayload(sample_bytes: number): number {
  return (outbound_default + inbound_max) * sample_bytes * 1000 / sample_ms + probes_bytes;
}

/** What announcements add to the mean node. At most `spread_rate` are passed on. */
export function announcePayload(heard_per_second: number): number {
  return 2 * announce_fanout * announce_bytes * Math.min(heard_per_second, spread_rate.per_second);
}

/** What they add to the estimate on the wire: two messages for each that is passed on, received by its neighbours. */
export function announceWire(heard_per_second: number): number {
  const passed_on = Math.min(heard_per_second, spread_rate.per_second);
  return announcePayload(heard_per_second) + 2 * announce_fanout * passed_on * 2 * message_wire_bytes;
}
