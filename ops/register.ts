/** The op `register`: stores peer addresses, exactly as in the lecture. */
import * as z from "zod";
import { ignored_listed_max } from "../discovery/limits.ts";
import { addresses_per_token } from "./cost.ts";
import { defineOp } from "./op.ts";

const addresses = () => z.union([z.string(), z.array(z.string())], "must be a string or a list of strings");

/** In the lecture anything but a text or a list is accepted and ignored. */
const lenientAddresses = () =>
  z.unknown().transform((value) => typeof value === "string" || Array.isArray(value) ? value : []).pipe(
    addresses(),
  );

/** `register` with a string or a list. 202 once the addresses are on disk; an address that nobody could dial is ignored. */
export const register = defineOp({
  name: "register",
  summary: { en: "Store one peer address or a list of them.", zh: "登记一个节点地址，或一组地址。" },
  args: z.object({
    addr: lenientAddresses().meta({
      description: "An address that begins with ws:// or wss://, or a list of them.",
      zh: "以 ws:// 或 wss:// 开头的一个地址，或一组地址。",
    }),
    detail: z.boolean().optional().meta({
      description: "Also answer which addresses were accepted and which ignored, and why.",
      zh: "同时告诉哪些地址已登记，哪些被忽略以及原因。",
    }),
  }),
  response: z.object({
    accepted: z.array(z.string()),
    ignored: z.array(z.object({ addr: z.string(), reason: z.string() })).max(ignored_listed_max)
      .meta({
        description: `The first ${ignored_listed_max} texts that were ignored, in their order.`,
        zh: `被忽略的前 ${ignored_listed_max} 段文字，按原来的顺序。`,
      }),
    ignored_more: z.int().min(1).optional().meta({
      description: "How many others were ignored; left out where all are listed.",
      zh: "另外还有多少段被忽略；全部列出时没有这一项。",
    }),
  }).optional(),
  success: 202,
  examples: [
    {
      title: { en: "The lecture's second screenshot: one address", zh: "课件第二张截图：一个地址" },
      request: { op: "register", args: { addr: "ws://localhost:9000/ws" } },
      answer: { status: 202, error: "Accepted" },
    },
    {
      title: { en: "A list, with the fate of each address", zh: "一组地址，并说明每个的结果" },
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
      title: { en: "Without an address", zh: "没有地址" },
      request: { op: "register" },
      answer: {
        status: 500,
        error: 'Operation "register" requires the following "args": "addr"',
        response: null,
      },
    },
  ],
  cost: ({ addr }) => Array.isArray(addr) ? Math.ceil(addr.length / addresses_per_token) : 1,
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
