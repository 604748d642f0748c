/**
 * A node without the command line, for the load. It differs from the default one in two things: its store takes more
 * rows, because a round registers more than the default, and nobody answers its dials, because a benchmark must not
 * call the addresses it made up. Arguments: the database file; `plain` for a node that takes no part in the network.
 */
import { dial_timeout_ms } from "../discovery/limits.ts";
import { configureLogging } from "../node/logging.ts";
import { startNode } from "../node/node.ts";
import { openSqlite } from "../storage/sqlite.ts";

const encoder = new TextEncoder();
configureLogging({
  format: "text",
  debug: false,
  color: false,
  write: (line) => Deno.stderr.writeSync(encoder.encode(line)),
});
const storage = openSqlite(Deno.args[0]!, { rows_max: 10_000_000 });
const dial = () =>
  new Promise<never>((_, reject) => setTimeout(() => reject(new Error("nobody answers")), dial_timeout_ms));
const network = Deno.args[1] === "plain" ? undefined : { dial };
const { port } = startNode({ port: 0, host: "127.0.0.1", storage, network });
console.log(`ws://127.0.0.1:${port}/ws`);
