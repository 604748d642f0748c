/** The op `hello`: two nodes tell each other who they are. Without it a connection speaks only the lecture's ops. */
import * as z from "zod";
import { defineOp } from "./op.ts";

const label = z.string().max(64);

/** `hello`, first on every connection between nodes; it opens the connection for requests in both directions. */
export const hello = defineOp({
  name: "hello",
  summary: "Introduce a node; afterwards both ends may send requests.",
  args: z.object({
    v: z.int().min(1).describe("Version of the protocol."),
    net: label.describe("Name of the network; a label, not a password."),
    nonce: label.min(1).describe("Drawn per start; whoever reads its own has reached itself."),
    addr: z.string().max(256).optional().describe("Address under which the sender can be dialled."),
    agent: label.optional().describe("Program and version."),
  }),
  response: z.object({
    v: z.int().min(1),
    net: label,
    nonce: label.min(1),
    seen: label.describe("IP from which the request came."),
    agent: label.optional(),
    ops: z.array(label).max(64).describe("Network ops that are answered."),
  }),
  examples: [
    {
      title: "A node says hello",
      request: {
        op: "hello",
        id: 1,
        args: { v: 1, net: "foxchain", nonce: "9f2c", agent: "foxchain/1.0.0" },
      },
      answer: {
        status: 200,
        error: "OK",
        response: {
          v: 1,
          net: "foxchain",
          nonce: "77ab",
          seen: "127.0.0.1",
          agent: "foxchain/1.0.0",
          ops: ["sample", "announce", "verify"],
        },
        id: 1,
      },
    },
    {
      title: "Without a nonce",
      request: { op: "hello", args: { v: 1, net: "foxchain" } },
      answer: {
        status: 500,
        error: 'Operation "hello" requires the following "args": "nonce"',
        response: null,
      },
    },
  ],
  handle: (args, { membership }) => {
    const { ops, ...reply } = membership.hello(args);
    return { ...reply, ops: [...ops] };
  },
});
