/** The address of a node as a person types it, and the default one. */

export { nodeUrl } from "../roster/node_url.ts";

/** Where a node listens unless it is told otherwise. */
export const default_node_url = "ws://localhost:9000/ws";
