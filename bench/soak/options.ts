/** What `deno task soak` is told, checked before anything starts: a mistake must not show after two hours. */
import { join } from "node:path";
import { parseArgs } from "node:util";

/** How a soak is run. */
export interface SoakOptions {
  readonly minutes: number;
  /** A fault comes so often. */
  readonly fault_s: number;
  /** The first of {@linkcode ports_taken} ports in a row. */
  readonly port: number;
  /** Folder of the result. */
  readonly out: string;
}

/** Measured nodes and the crowd around them, each on a port of its own. */
export const ports_taken = 24;

/** Faults that come closer together would not be over before the next. */
const fault_min_s = 30;

/**
 * Reads the command line.
 *
 * @returns Why not, as a sentence.
 *
 * @example
 * ```ts
 * import { readSoakOptions } from "./options.ts";
 * import assert from "node:assert/strict";
 *
 * const options = readSoakOptions(["--minutes", "5", "--out", "/tmp"]);
 * assert.deepEqual(options, { minutes: 5, fault_s: 150, port: 24_000, out: "/tmp" });
 * ```
 */
export function readSoakOptions(args: string[]): SoakOptions | { readonly fault: string } {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        minutes: { type: "string", default: "120" },
        "fault-seconds": { type: "string", default: "150" },
        port: { type: "string", default: "24000" },
        out: { type: "string", default: join(import.meta.dirname!, "..", "results") },
      },
    }));
  } catch (error) {
    return { fault: (error as Error).message };
  }
  const minutes = Number(values.minutes);
  if (!(minutes >= 1 && minutes <= 24 * 60)) {
    return { fault: `--minutes takes 1 to 1440, not ${values.minutes}.` };
  }
  const fault_s = Number(values["fault-seconds"]);
  if (!(fault_s >= fault_min_s && fault_s <= 3600)) {
    return { fault: `--fault-seconds takes ${fault_min_s} to 3600, not ${values["fault-seconds"]}.` };
  }
  const port = Number(values.port);
  const port_max = 65_536 - ports_taken;
  if (!(Number.isInteger(port) && port >= 1 && port <= port_max)) {
    return {
      fault:
        `--port takes 1 to ${port_max}, not ${values.port}: ${ports_taken} ports from there on are used.`,
    };
  }
  return { minutes, fault_s, port, out: values.out };
}

/**
 * Why a soak can't run here, as a sentence; undefined when it can.
 *
 * @param os As `Deno.build.os` names it.
 */
export function soakObstacle({ port, out }: SoakOptions, os: string = Deno.build.os): string | undefined {
  if (os !== "linux") return "A soak needs Linux: it reads memory and descriptors from /proc.";
  try {
    if (!Deno.statSync(out).isDirectory) return `--out ${out} is no folder.`;
  } catch {
    return `--out ${out} does not exist. Make the folder first.`;
  }
  for (let n = port; n < port + ports_taken; n++) {
    try {
      Deno.listen({ hostname: "127.0.0.1", port: n }).close();
    } catch {
      return `Port ${n} can't be used. Is another soak running? Choose other ports by --port.`;
    }
  }
  return undefined;
}
