/**
 * What it costs an entry point when a node joins: a connection, `hello`, `sample` and the close. Linux only.
 *
 * deno run --allow-all bench/joins.ts
 */
import { join } from "node:path";
import { inbound_max, tried_max } from "../discovery/limits.ts";
import { openSqlite } from "../storage/sqlite.ts";
import { Child } from "./child.ts";
import { openConnection } from "./client.ts";
import { AnswerReader, frameOf } from "./frames.ts";
import { load } from "./machine.ts";
import { median } from "./median.ts";
import { usageOf } from "./process_usage.ts";
import { triedRows } from "./rows.ts";
import { bench_folder, deno_run } from "./servers.ts";

const rounds = 5;
const joins_per_round = 3_000;
/** Joiners at the same time. */
const joining = 32;

/** Says hello and asks for a sample. Returns the connection and the bytes of the last answer. */
async function visit(port: number, number: number) {
  const socket = await openConnection(port);
  const requests = [
    { op: "hello", id: 1, args: { v: 1, net: "foxchain", nonce: `joiner ${number}`, agent: "bench" } },
    { op: "sample", id: 2, args: { want: 16 } },
  ];
  let bytes = 0;
  for (const request of requests) {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const reader = new AnswerReader('{"status":200', (length) => {
      bytes = length;
      resolve();
    });
    const read = (chunk: Uint8Array) => {
      const wrong = reader.read(chunk);
      if (wrong !== undefined) reject(new Error(`unexpected answer: ${wrong}`));
    };
    const ended = () => reject(new Error("closed before the answer"));
    socket.on("data", read).once("close", ended);
    socket.write(frameOf(JSON.stringify(request)));
    await promise;
    socket.off("data", read).off("close", ended);
  }
  return { socket, bytes };
}

/** One round: processor time of the node for each join, joins in a second, and the length of a sample. */
async function round(child: Child, port: number, first: number) {
  const [began_ms, before] = [performance.now(), usageOf(child.pid).cpu_ms];
  let [next, bytes] = [first, 0];
  await Promise.all(Array.from({ length: joining }, async () => {
    while (next < first + joins_per_round) {
      const visited = await visit(port, next++);
      bytes = visited.bytes;
      visited.socket.destroy();
    }
  }));
  const cpu_us = 1000 * (usageOf(child.pid).cpu_ms - before) / joins_per_round;
  return { cpu_us, per_second: joins_per_round / ((performance.now() - began_ms) / 1000), bytes };
}

const folder = await Deno.makeTempDir({ prefix: "foxchain_joins_" });
try {
  const path = join(folder, "full.sqlite");
  const storage = openSqlite(path, { rows_max: tried_max });
  storage.save(triedRows());
  storage.close();
  const child = new Child({ name: "node", command: [...deno_run, join(bench_folder, "node.ts"), path] });
  try {
    const port = Number((await child.line(/ws:\/\/127\.0\.0\.1:(\d+)\/ws/))[1]);
    // All places for peers are taken, as they are at a busy entry point.
    const held = await Promise.all(Array.from({ length: inbound_max }, (_, n) => visit(port, -n - 1)));
    const results = [];
    for (let n = 0; n < rounds; n++) results.push(await round(child, port, n * joins_per_round));
    for (const { socket } of held) socket.destroy();
    console.log(`load ${load()}, ${rounds} rounds of ${joins_per_round} joins, ${joining} at a time`);
    for (const { cpu_us, per_second, bytes } of results) {
      console.log(`${cpu_us.toFixed(0)} µs of processor time, ${per_second.toFixed(0)} joins/s, ${bytes} B`);
    }
    console.log(`median ${median(results.map(({ cpu_us }) => cpu_us)).toFixed(0)} µs`);
  } finally {
    await child.stop();
  }
} finally {
  await Deno.remove(folder, { recursive: true });
}
