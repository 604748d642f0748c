/** The op `time`: the homework of the lecture. */
import * as z from "zod";
import { defineOp } from "./op.ts";

/** `time`: seconds since 1970 with a sub-millisecond fraction, and the abbreviation of the node's time zone. */
export const time = defineOp({
  name: "time",
  summary: { en: "Tell the node's time and time zone.", zh: "告诉节点的时间和时区。" },
  args: z.object({}),
  response: z.object({
    time: z.number().meta({
      description: "Seconds since 1970-01-01T00:00:00Z.",
      zh: "从 1970-01-01T00:00:00Z 起的秒数。",
    }),
    time_zone: z.string().meta({
      description: "Abbreviation of the zone at this moment, e.g. CST.",
      zh: "此刻的时区缩写，例如 CST。",
    }),
  }),
  examples: [
    {
      title: { en: "The lecture's example", zh: "课件里的例子" },
      request: { op: "time" },
      answer: { status: 200, error: "OK", response: { time: 1617786770.954288, time_zone: "CST" } },
    },
  ],
  handle(_args, { clock }) {
    const time = clock.now_s();
    const zone = clock.zone(time);
    if (typeof zone === "string") return { time, time_zone: zone };
    return zone.then((time_zone) => ({ time, time_zone }));
  },
});
