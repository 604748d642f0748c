/** The op `announce`: the address of a new node runs through the network, from neighbour to neighbour. */
import * as z from "zod";
import { announce_hops_max } from "../discovery/limits.ts";
import { defineOp } from "./op.ts";

/** `announce` is sent on to a few neighbours, once per address; the answer says only that it was read. */
export const announce = defineOp({
  name: "announce",
  summary: { en: "Spread the address of a new node.", zh: "传播一个新节点的地址。" },
  args: z.object({
    addr: z.string().max(256),
    age: z.int().min(0).meta({
      description: "Seconds since the node announced itself.",
      zh: "距节点宣布自己过去的秒数。",
    }),
    hops: z.int().min(0).max(announce_hops_max).meta({
      description: "Times it was sent on.",
      zh: "已被转发的次数。",
    }),
  }),
  response: z.object({}).optional(),
  examples: [
    {
      title: { en: "A node makes itself known", zh: "节点宣布自己" },
      request: { op: "announce", id: 3, args: { addr: "ws://203.0.113.7:9000/ws", age: 0, hops: 0 } },
      answer: { status: 200, error: "OK", id: 3 },
    },
  ],
  network: true,
  handle: (args, { network }) =>
    network.run("announce", (membership, now_ms, link) => {
      membership.announce(now_ms, link, args);
      return undefined;
    }),
});
