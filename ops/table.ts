/** The list of every op. A Map, so that `constructor` and `__proto__` are unknown ops; explicit, so that it bundles. */
import type { Op } from "./op.ts";
import { announce } from "./announce.ts";
import { hello } from "./hello.ts";
import { describeOps } from "./ops.ts";
import { peers } from "./peers.ts";
import { register } from "./register.ts";
import { sample } from "./sample.ts";
import { time } from "./time.ts";
import { verify } from "./verify.ts";

/** Op by name. To add one: write its file and put it into this list. */
export const table: ReadonlyMap<string, Op> = new Map(
  [
    register,
    peers,
    time,
    hello,
    sample,
    announce,
    verify,
    describeOps(() => table.values()),
  ].map((op) => [op.name, op]),
);
