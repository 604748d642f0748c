/** The op `peers`: lists the stored addresses, as in the lecture, a page at a time. */
import * as z from "zod";
import { peers_page_default, peers_page_max } from "../discovery/limits.ts";
import { defineOp } from "./op.ts";

/** `peers`: reached and unreached addresses take turns, newest first, so that neither crowds the other out. */
export const peers = defineOp({
  name: "peers",
  summary: { en: "List the stored peer addresses.", zh: "列出已登记的节点地址。" },
  args: z.object({
    limit: z.int().min(1).max(peers_page_max).optional()
      .meta({
        description: `Addresses at most; ${peers_page_default} when left out.`,
        zh: `最多列出多少个地址；省略时为 ${peers_page_default} 个。`,
      }),
    after: z.string().optional().meta({
      description: "The last address of the page before, to get the next page.",
      zh: "上一页的最后一个地址，用来取下一页。",
    }),
  }),
  without_args: {},
  response: z.object({ peers: z.array(z.string()) }),
  examples: [
    {
      title: {
        en: "The lecture's first screenshot: nobody is known yet",
        zh: "课件第一张截图：还没有认识的节点",
      },
      request: { op: "peers" },
      answer: { status: 200, error: "OK", response: { peers: [] } },
    },
    {
      title: { en: "The lecture's third screenshot", zh: "课件第三张截图" },
      peers: ["ws://localhost:9000/ws"],
      request: { op: "peers" },
      answer: { status: 200, error: "OK", response: { peers: ["ws://localhost:9000/ws"] } },
    },
    {
      title: {
        en: "The second page of one address each, with an id that comes back",
        zh: "每页一个地址时的第二页，id 原样带回",
      },
      peers: ["ws://a/ws", "ws://b/ws"],
      request: { op: "peers", args: { limit: 1, after: "ws://b/ws" }, id: 7 },
      answer: { status: 200, error: "OK", response: { peers: ["ws://a/ws"] }, id: 7 },
    },
  ],
  cost: ({ limit, after }, { peers }) =>
    peers.pageCost(
      typeof limit === "number" ? limit : peers_page_default,
      typeof after === "string" ? after : undefined,
    ),
  handle: ({ limit, after }, context) => context.peers.page(limit ?? peers_page_default, after),
});
