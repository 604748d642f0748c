/** A node whose tables are full, for `memory.ts`: prints its URL and how full they are. It dials nobody. */
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
// The stored rows are taken over a few at a time.
let before = -1;
const timer = setInterval(() => {
  const rows = [heard, local, tried, near].reduce((sum, table) => sum + table.rows.length, 0);
  if (rows === before) {
    clearInterval(timer);
    const [h, l, t] = [heard, local, tried].map((table) => table.rows.length);
    console.log(`ws://127.0.0.1:${node.port}/ws heard ${h} local ${l} tried ${t} stored ${node.peers_count}`);
  }
  before = rows;
}, 500);
