/** The op `announce`: the address of a new node runs through the network, from neighbour to neighbour. */
import * as z from "zod";
import { announce_hops_max } from "../discovery/limits.ts";
import { defineOp } from "./op.ts";

/** `announce` is sent on to a few neighbours, once per address; the answer says only that it was read. */
export const announce = defineOp({
  name: "announce",
  summary: "Spread the address of a new node.",
  args: z.object({
    addr: z.string().max(256),
    age: z.int().min(0).describe("Seconds since the node announced itself."),
    hops: z.int().min(0).max(announce_hops_max).describe("Times it was sent on."),
  }),
  response: z.object({}).optional(),
  examples: [
    {
      title: "A node makes itself known",
      request: { op: "announce", id: 3, args: { addr: "ws://203.0.113.7:9000/ws", age: 0, hops: 0 } },
      answer: { status: 200, error: "OK", id: 3 },
    },
  ],
  handle: (args, { membership }) => {
    membership.announce(args);
    return undefined;
  },
});
