/**
 * A node without the command line, for the load: it differs in its row limit only, because a round registers more
 * addresses than a store may keep otherwise. Argument: the database file.
 */
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
const { port } = startNode({ port: 0, host: "127.0.0.1", storage });
console.log(`ws://127.0.0.1:${port}/ws`);
