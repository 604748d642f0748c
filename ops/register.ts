/** The op `register`: stores peer addresses, exactly as in the lecture. */
import * as z from "zod";
import { ignored_listed_max } from "../discovery/limits.ts";
import { defineOp } from "./op.ts";

const addresses = z.union([z.string(), z.array(z.string())], "must be a string or a list of strings");

/** In the lecture anything but a text or a list is accepted and ignored. */
const lenientAddresses = z.unknown().transform((value) =>
  typeof value === "string" || Array.isArray(value) ? value : []
).pipe(addresses);

/** `register` with a string or a list. 202 once the addresses are on disk; what nobody could dial is ignored. */
export const register = defineOp({
  name: "register",
  summary: "Store one peer address or a list of them.",
  args: z.object({
    addr: lenientAddresses.describe("An address that begins with ws:// or wss://, or a list of them."),
    detail: z.boolean().optional().describe(
      "Also answer which addresses were accepted and which ignored, and why.",
    ),
  }),
  response: z.object({
    accepted: z.array(z.string()),
    ignored: z.array(z.object({ addr: z.string(), reason: z.string() })).max(ignored_listed_max)
      .describe(`The first ${ignored_listed_max} texts that were ignored, in their order.`),
    ignored_more: z.int().min(1).optional().describe(
      "How many others were ignored; left out where all are listed.",
    ),
  }).optional(),
  success: 202,
  examples: [
    {
      title: "The lecture's second screenshot: one address",
      request: { op: "register", args: { addr: "ws://localhost:9000/ws" } },
      answer: { status: 202, error: "Accepted" },
    },
    {
      title: "A list, with the fate of each address",
      request: {
        op: "register",
        args: { addr: ["ws://a.example:9000/ws", "http://b.example"], detail: true },
      },
      answer: {
        status: 202,
        error: "Accepted",
        response: {
          accepted: ["ws://a.example:9000/ws"],
          ignored: [{ addr: "http://b.example", reason: "does not begin with ws:// or wss://" }],
        },
      },
    },
    {
      title: "Without an address",
      request: { op: "register" },
      answer: {
        status: 500,
        error: 'Operation "register" requires the following "args": "addr"',
        response: null,
      },
    },
  ],
  async handle({ addr, detail }, context) {
    const registration = await context.peers.register(
      typeof addr === "string" ? [addr] : addr,
      context.source,
    );
    if (!detail) return undefined;
    const { accepted, ignored } = registration;
    const more = ignored.length - ignored_listed_max;
    return {
      accepted: [...accepted],
      ignored: ignored.slice(0, ignored_listed_max),
      ...(more > 0 ? { ignored_more: more } : {}),
    };
  },
});
