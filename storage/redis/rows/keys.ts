/** The names of what a network has in Redis. One hash tag keeps them together, so that one MULTI may write them all. */

/** Names of keys. */
export interface RedisKeys {
  /** Hash: address key -> JSON of what all nodes know of it. */
  readonly peers: string;
  /** Sorted set: address key -> when any node last heard of it, in milliseconds since 1970. */
  readonly heard: string;
  /** Stream: what was written to the two, for the other nodes. */
  readonly news: string;
  /** Hash: address key -> JSON of what this node alone knows of it. */
  readonly own: string;
  /** Text that this node writes every second; it ends a minute after the node. */
  readonly alive: string;
  /** Text: version of the data model. */
  readonly format: string;
}

/** Version of the data model. */
export const format_version = "1";

/** What each key must be, where it is there. */
export const key_types = {
  peers: "hash",
  heard: "zset",
  news: "stream",
  own: "hash",
  alive: "string",
  format: "string",
} as const satisfies Record<keyof RedisKeys, string>;

/**
 * The keys of one node in one network.
 *
 * @example
 * ```ts
 * import { keysOf } from "./keys.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(keysOf("lab {2}", "a-9000").own, "{foxchain:lab%20%7B2%7D}:own:a-9000");
 * ```
 */
export function keysOf(net: string, node_id: string): RedisKeys {
  const tag = `{foxchain:${encodeURIComponent(net)}}`;
  return {
    peers: `${tag}:peers`,
    heard: `${tag}:heard`,
    news: `${tag}:news`,
    own: `${tag}:own:${node_id}`,
    alive: `${tag}:alive:${node_id}`,
    format: `${tag}:format`,
  };
}
