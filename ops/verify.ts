/** The op `verify`: a node asks to be dialled back, to learn whether others can reach it. */
import * as z from "zod";
import { defineOp } from "./op.ts";

/** `verify` dials only the asker's own IP, and says false for every kind of failure alike: it is no port scanner. */
export const verify = defineOp({
  name: "verify",
  summary: {
    en: "Dial the asker back at an address and say whether it was reached there.",
    zh: "请对方回拨一个地址，看它能不能连上。",
  },
  args: z.object({
    addr: z.string().max(256).meta({
      description: "An address on the asker's own IP.",
      zh: "在请求方自己 IP 上的一个地址。",
    }),
  }),
  response: z.object({ dialable: z.boolean() }),
  examples: [
    {
      title: { en: "Somebody else's address is never dialled", zh: "从不连接别人的地址" },
      request: { op: "verify", id: 4, args: { addr: "ws://203.0.113.7:9000/ws" } },
      answer: { status: 200, error: "OK", response: { dialable: false }, id: 4 },
    },
  ],
  network: true,
  handle({ addr }, { network, dialBack }) {
    const back = network.run(
      "verify",
      (membership, now_ms, link) => membership.beginVerify(now_ms, link, addr),
    );
    if (back === undefined) return { dialable: false };
    const end = (nonce: string | undefined) =>
      network.resume((membership, now_ms) => ({ dialable: membership.endVerify(now_ms, back, nonce) }));
    return dialBack(back).then(end, () => end(undefined));
  },
});
