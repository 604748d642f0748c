/** The op `verify`: a node asks to be dialled back, to learn whether others can reach it. */
import * as z from "zod";
import { defineOp } from "./op.ts";

/** `verify` dials only the asker's own IP, and says false for every kind of failure alike: it is no port scanner. */
export const verify = defineOp({
  name: "verify",
  summary: "Dial the asker back at an address and say whether it was reached there.",
  args: z.object({ addr: z.string().max(256).describe("An address on the asker's own IP.") }),
  response: z.object({ dialable: z.boolean() }),
  examples: [
    {
      title: "Somebody else's address is never dialled",
      request: { op: "verify", id: 4, args: { addr: "ws://203.0.113.7:9000/ws" } },
      answer: { status: 200, error: "OK", response: { dialable: false }, id: 4 },
    },
  ],
  handle({ addr }, { membership, dialBack }) {
    const back = membership.beginVerify(addr);
    if (back === undefined) return { dialable: false };
    return dialBack(back).then(
      (nonce) => ({ dialable: membership.endVerify(back, nonce) }),
      () => ({ dialable: membership.endVerify(back, undefined) }),
    );
  },
});
