/** The URLs under which a running node is reached. */
import { isEveryInterface } from "../node/sockets/places.ts";

/** Where a node is. */
export interface NodeUrls {
  /** The page, for a browser on this computer. */
  readonly page: string;
  /** The WebSocket, for a client on this computer. */
  readonly node: string;
  /** The WebSocket, for the computers around; undefined when the node does not listen there. */
  readonly lan?: string;
}

/**
 * The URLs of a node that listens.
 *
 * @param place.lan_ip This computer's address in its local network, if it has one.
 *
 * @example
 * ```ts
 * import { nodeUrls } from "./node_urls.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(nodeUrls({ host: "::", port: 9000, tls: false, lan_ip: "192.168.1.7" }), {
 *   page: "http://localhost:9000/",
 *   node: "ws://localhost:9000/ws",
 *   lan: "ws://192.168.1.7:9000/ws",
 * });
 * ```
 */
export function nodeUrls(
  { host, port, tls, lan_ip }: { host: string; port: number; tls: boolean; lan_ip?: string },
): NodeUrls {
  const everywhere = isEveryInterface(host);
  const place = `${everywhere ? "localhost" : bracketed(host)}:${port}`;
  const [http, ws] = tls ? ["https", "wss"] : ["http", "ws"];
  const urls = { page: `${http}://${place}/`, node: `${ws}://${place}/ws` };
  return everywhere && lan_ip !== undefined ? { ...urls, lan: `${ws}://${lan_ip}:${port}/ws` } : urls;
}

function bracketed(host: string): string {
  return host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
}
