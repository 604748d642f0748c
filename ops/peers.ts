/** The op `peers`: lists the stored addresses, as in the lecture, a page at a time. */
import * as z from "zod";
import { peers_page_default, peers_page_max } from "../discovery/limits.ts";
import { defineOp } from "./op.ts";

/** `peers`: reached and unreached addresses take turns, newest first, so that neither crowds the other out. */
export const peers = defineOp({
  name: "peers",
  summary: "List the stored peer addresses.",
  args: z.object({
    limit: z.int().min(1).max(peers_page_max).optional()
      .describe(`Addresses at most; ${peers_page_default} when left out.`),
    after: z.string().optional().describe("The last address of the page before, to get the next page."),
  }),
  response: z.object({ peers: z.array(z.string()) }),
  examples: [
    {
      title: "The lecture's first screenshot: nobody is known yet",
      request: { op: "peers" },
      answer: { status: 200, error: "OK", response: { peers: [] } },
    },
    {
      title: "The lecture's third screenshot",
      peers: ["ws://localhost:9000/ws"],
      request: { op: "peers" },
      answer: { status: 200, error: "OK", response: { peers: ["ws://localhost:9000/ws"] } },
    },
    {
      title: "The second page of one address each, with an id that comes back",
      peers: ["ws://a/ws", "ws://b/ws"],
      request: { op: "peers", args: { limit: 1, after: "ws://b/ws" }, id: 7 },
      answer: { status: 200, error: "OK", response: { peers: ["ws://a/ws"] }, id: 7 },
    },
  ],
  handle: ({ limit, after }, context) => context.peers.page(limit ?? peers_page_default, after),
});
