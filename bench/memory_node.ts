/** A node for `memory.ts`: prints its URL and how full its tables are whenever they have come to rest. It dials nobody. */
import { startNode } from "../node/node.ts";
import { openSqlite } from "../storage/sqlite.ts";

const [db] = Deno.args;
const node = startNode({
  port: 0,
  host: "127.0.0.1",
  storage: openSqlite(db!),
  network: { dial: () => Promise.reject(new Error("This node dials nobody.")) },
});
const { heard, local, tried, near } = node.membership!.book;
// Stored rows are taken over a few at a time.
let before = "";
let printed = "";
setInterval(() => {
  const [h, l, t, n] = [heard, local, tried, near].map((table) => table.rows.length);
  const line = `heard ${h} local ${l} tried ${t} near ${n} stored ${node.peers_count}`;
  if (line === before && line !== printed) console.log(`ws://127.0.0.1:${node.port}/ws ${printed = line}`);
  before = line;
}, 500);
