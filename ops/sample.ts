/** The op `sample`: two nodes exchange addresses they reached lately; it is their keep-alive as well. */
import * as z from "zod";
import { sample_give_max, sample_gone_max, sample_news_max, sample_want_max } from "../discovery/limits.ts";
import { defineOp } from "./op.ts";

const addr = z.string().max(256);
const age = z.int().min(0).describe("Seconds since it was reached.");

/** `sample` serves only what this node reached itself lately; what it is told buys a place in the book or a probe. */
export const sample = defineOp({
  name: "sample",
  summary: "Exchange a few addresses of living nodes.",
  args: z.object({
    want: z.int().min(0).max(sample_want_max).default(sample_want_max).describe("Addresses wanted at most."),
    give: z.array(z.tuple([addr, age])).max(sample_give_max).optional().describe(
      "Addresses given, with ages.",
    ),
    gone: z.array(addr).max(sample_gone_max).optional().describe("Addresses lately found dead."),
  }),
  response: z.object({
    peers: z.array(addr).max(sample_want_max),
    ages: z.array(age).max(sample_want_max),
    news: z.array(addr).max(sample_news_max).optional().describe(
      "Addresses announced since the last sample.",
    ),
  }),
  examples: [
    {
      title: "Nobody was reached yet",
      request: { op: "sample", id: 2, args: { want: 16, give: [["ws://a.example:9000/ws", 120]] } },
      answer: { status: 200, error: "OK", response: { peers: [], ages: [] }, id: 2 },
    },
    {
      title: "Too many wanted",
      request: { op: "sample", args: { want: 17 } },
      answer: {
        status: 500,
        error: 'Operation "sample" got unfit "args": want: Too big: expected number to be <=16',
        response: null,
      },
    },
  ],
  handle: (args, { membership }) => {
    const { peers, ages, news } = membership.sample(args);
    return { peers: [...peers], ages: [...ages], ...(news === undefined ? {} : { news: [...news] }) };
  },
});
