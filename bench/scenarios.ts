/** What the servers are asked under load. */
import { addressesOf } from "./fill.ts";
import type { ServerName } from "./servers.ts";
import type { LoadPlan } from "./load.ts";

/** One row of the results, before the number of connections. */
export interface Scenario {
  readonly name: string;
  /** Addresses that are registered beforehand. */
  readonly stored: number;
  /** On a Redis server whose log is on disk before it answers (appendfsync always). */
  readonly redis?: true;
  readonly load: Pick<LoadPlan, "request" | "list" | "expect">;
  readonly servers: readonly ServerName[];
}

/** Connections that ask at the same time. */
export const connection_counts = [1, 50] as const;

const address = '"ws://host-{n}.example:9000/ws"';
const accepted = '{"status":202,"error":"Accepted"}';

/** Registers on a Redis server, beside the lecture's program on the same one. */
const on_redis = { redis: true, servers: ["foxchain", "lecture"] } as const;

/** Every scenario, in the order of the report. */
export const scenarios: readonly Scenario[] = [
  {
    name: "time",
    stored: 0,
    load: { request: '{"op":"time"}', expect: "{" },
    servers: ["foxchain", "before", "bare", "node ws", "bun twin"],
  },
  ...[0, 1_000, 10_000].map((stored): Scenario => ({
    name: `peers, ${stored.toLocaleString("en")} stored`,
    stored,
    load: {
      request: '{"op":"peers"}',
      expect: '{"status":200,"error":"OK","response":{"peers":[' + (stored > 0 ? '"ws://' : "]}}"),
    },
    servers: ["foxchain", "before", "bare", "node ws", "bun twin"],
  })),
  {
    name: "register, one new address",
    stored: 0,
    load: { request: `{"op":"register","args":{"addr":${address}}}`, expect: accepted },
    servers: ["foxchain", "before", "bun twin"],
  },
  {
    name: "register, lists of 100 new addresses",
    stored: 0,
    load: {
      request: '{"op":"register","args":{"addr":[{list}]}}',
      list: { item: address, length: 100 },
      expect: accepted,
    },
    servers: ["foxchain", "before", "bun twin"],
  },
  {
    // What a tracker does every 30 s.
    name: "register, a list of 100 known addresses",
    stored: 1_000,
    load: {
      request: JSON.stringify({ op: "register", args: { addr: addressesOf(100) } }),
      expect: accepted,
    },
    servers: ["foxchain", "before", "bun twin"],
  },
  ...[0, 10_000].map((stored): Scenario => ({
    name: `on Redis, register, one new address, ${stored.toLocaleString("en")} stored`,
    stored,
    load: { request: `{"op":"register","args":{"addr":${address}}}`, expect: accepted },
    ...on_redis,
  })),
  {
    name: "on Redis, register, lists of 100 new addresses, 0 stored",
    stored: 0,
    load: {
      request: '{"op":"register","args":{"addr":[{list}]}}',
      list: { item: address, length: 100 },
      expect: accepted,
    },
    ...on_redis,
  },
  {
    // The best that the lecture's program can do: its list never has more than this one.
    name: "on Redis, register, one known address",
    stored: 0,
    load: { request: '{"op":"register","args":{"addr":"ws://host.example:9000/ws"}}', expect: accepted },
    ...on_redis,
  },
];
