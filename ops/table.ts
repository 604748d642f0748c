/** The list of every op. A Map, so that `constructor` and `__proto__` are unknown ops; explicit, so that it bundles. */
import type { Op } from "./op.ts";
import { announce } from "./announce.ts";
import { defineHello } from "./hello.ts";
import { describeOps } from "./ops.ts";
import { peers } from "./peers.ts";
import { register } from "./register.ts";
import { sample } from "./sample.ts";
import { time } from "./time.ts";
import { verify } from "./verify.ts";

/** The list. To add an op: write its file and put it here. */
const ops: readonly Op[] = [
  register,
  peers,
  time,
  defineHello(() => network_ops),
  sample,
  announce,
  verify,
];

/** Names of the ops by which nodes find each other. */
const network_ops = ops.filter(({ network }) => network).map(({ name }) => name);

/** Op by name. */
export const table = tableOf(ops);

/** Op by name of a node that behaves like a plain lecture node. */
export const lectureTable = tableOf(ops.filter(({ network }) => !network));

/**
 * The table of one node: all ops, some left out, and others beside them or in their places.
 *
 * @param own Ops that students wrote.
 * @param without Names of ops that the node is to have only if a student wrote them.
 *
 * @example
 * ```ts
 * import { tableWith } from "./table.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(tableWith([], ["time"]).has("time"), false);
 * ```
 */
export function tableWith(own: readonly Op[], without: readonly string[] = []): ReadonlyMap<string, Op> {
  return tableOf([...ops.filter(({ name }) => !without.includes(name)), ...own]);
}

function tableOf(ops: readonly Op[]): ReadonlyMap<string, Op> {
  const table: ReadonlyMap<string, Op> = new Map(
    [...ops, describeOps(() => table.values())].map((op) => [op.name, op]),
  );
  return table;
}
