/** The op `sample`: two nodes exchange addresses they reached lately; it is their keep-alive as well. */
import * as z from "zod";
import { sample_give_max, sample_gone_max, sample_news_max, sample_want_max } from "../discovery/limits.ts";
import { defineOp } from "./op.ts";

const addr = () => z.string().max(256);
const age = () =>
  z.int().min(0).meta({
    description: "Seconds since it was reached.",
    zh: "距上次连通过去的秒数。",
  });

/** `sample` serves only what this node reached itself lately; what it is told buys a place in the book or a probe. */
export const sample = defineOp({
  name: "sample",
  summary: { en: "Exchange a few addresses of living nodes.", zh: "交换几个在线节点的地址。" },
  args: z.object({
    want: z.int().min(0).max(sample_want_max).default(sample_want_max).meta({
      description: "Addresses wanted at most.",
      zh: "最多要多少个地址。",
    }),
    give: z.array(z.tuple([addr(), age()])).max(sample_give_max).optional().meta({
      description: "Addresses given, with ages.",
      zh: "送出的地址，各带距上次连通的秒数。",
    }),
    gone: z.array(addr()).max(sample_gone_max).optional().meta({
      description: "Addresses lately found dead.",
      zh: "最近发现已失效的地址。",
    }),
  }),
  response: z.object({
    peers: z.array(addr()).max(sample_want_max),
    ages: z.array(age()).max(sample_want_max),
    news: z.array(addr()).max(sample_news_max).optional().meta({
      description: "Addresses announced since the last sample.",
      zh: "上次 sample 之后宣布的地址。",
    }),
    gone: z.array(addr()).max(sample_gone_max).optional().meta({
      description: "Addresses lately found dead.",
      zh: "最近发现已失效的地址。",
    }),
  }),
  examples: [
    {
      title: { en: "Nobody was reached yet", zh: "还没有连通过任何节点" },
      request: { op: "sample", id: 2, args: { want: 16, give: [["ws://a.example:9000/ws", 120]] } },
      answer: { status: 200, error: "OK", response: { peers: [], ages: [] }, id: 2 },
    },
    {
      title: { en: "Too many wanted", zh: "要得太多" },
      request: { op: "sample", args: { want: 17 } },
      answer: {
        status: 500,
        error: 'Operation "sample" got unfit "args": want: Too big: expected number to be <=16',
        response: null,
      },
    },
  ],
  network: true,
  handle: (args, { network }) =>
    network.run("sample", (membership, now_ms, link) => {
      const { peers, ages, news, gone } = membership.sample(now_ms, link, args);
      return {
        peers: [...peers],
        ages: [...ages],
        ...(news === undefined ? {} : { news: [...news] }),
        ...(gone === undefined ? {} : { gone: [...gone] }),
      };
    }),
});
