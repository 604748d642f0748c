/** The systems that a release has an executable for. */

/** One of them. */
export interface Target {
  /** As `deno compile --target` wants it. */
  readonly triple: string;
  readonly os: typeof Deno.build.os;
  /** Name of the executable. */
  readonly file: string;
}

/** Name in file names -> target. */
export const targets: ReadonlyMap<string, Target> = new Map<string, Target>([
  ["linux-x64", { triple: "x86_64-unknown-linux-gnu", os: "linux", file: "foxchain" }],
  ["linux-arm64", { triple: "aarch64-unknown-linux-gnu", os: "linux", file: "foxchain" }],
  ["macos-x64", { triple: "x86_64-apple-darwin", os: "darwin", file: "foxchain" }],
  ["macos-arm64", { triple: "aarch64-apple-darwin", os: "darwin", file: "foxchain" }],
  ["windows-x64", { triple: "x86_64-pc-windows-msvc", os: "windows", file: "foxchain.exe" }],
]);

/**
 * The target by its name; without one, the system this runs on.
 *
 * @throws {Error} There is no such target; names those there are.
 *
 * @example
 * ```ts
 * import { targetOf } from "./targets.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(targetOf("windows-x64").file, "foxchain.exe");
 * assert.throws(() => targetOf("amiga"), /linux-x64/);
 * ```
 */
export function targetOf(name: string = thisSystem()): Target {
  const target = targets.get(name);
  if (target === undefined) {
    throw new Error(`No target ${name}. There are: ${[...targets.keys()].join(", ")}.`);
  }
  return target;
}

function thisSystem(): string {
  return [...targets].find(([, { triple }]) => triple === Deno.build.target)?.[0] ?? Deno.build.target;
}
