/**
 * Holds idle connections: opens as many as its second argument says to the port of its first, prints `holding` and
 * waits until its standard input ends. Runs under Deno, Node and Bun.
 */
import process from "node:process";
import { openConnection } from "./client.ts";

/** Connections that are opened at the same time: fewer than a listen queue holds. */
const opening_max = 50;

const [port, count] = process.argv.slice(2).map(Number) as [number, number];
for (let open = 0; open < count; open += opening_max) {
  await Promise.all(
    Array.from({ length: Math.min(opening_max, count - open) }, () => openConnection(port)),
  );
}
console.log("holding");
process.stdin.on("end", () => process.exit(0)).resume();
