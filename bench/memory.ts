/**
 * What a node with full tables keeps in memory, beyond an idle Deno server. Linux only.
 *
 * deno run --allow-all bench/memory.ts
 */
import { join } from "node:path";
import { heard_max, near_max, peers_default_max, tried_max } from "../discovery/limits.ts";
import type { PeerRow } from "../storage/peer_row.ts";
import { openSqlite } from "../storage/sqlite.ts";
import { Child } from "./child.ts";
import { deadAddressesOf, fill } from "./fill.ts";
import { usageOf } from "./process_usage.ts";
import { reached, rowOf, triedRows } from "./rows.ts";
import { bench_folder, deno_run } from "./servers.ts";

/** Target: so much more than the bare runtime. */
const target_mib = 80;

/** Runs of each program; the table names the median and the worst. */
const runs = 5;

/** Until the garbage of the start is collected and memory has come to rest. */
const settle_ms = 10_000;

/** Rows within the quotas of the book: as many address groups, IPs and sources as it asks for. */
function fullTables(): PeerRow[] {
  const tried = triedRows();
  const heard = Array.from(
    { length: heard_max },
    (_, n) => rowOf(`ws://${50 + (n >> 12)}.${n & 255}.${n >> 8}.1:9000/ws`, `60.${n >> 8}`, "public"),
  );
  const here = deadAddressesOf(peers_default_max - tried_max - heard_max);
  const near = here.splice(0, near_max).map((addr) => rowOf(addr, "loopback", "loopback", reached));
  const local = here.map((addr) => rowOf(addr, "loopback", "loopback"));
  // A starting node takes over the reached ones and of the rest those that were stored last.
  return [...tried, ...near, ...local, ...heard];
}

/** What a program prints once it is up, and `memory_node.ts` again after its tables have changed. */
const at_rest = /ws:\/\/127\.0\.0\.1:(\d+)\/ws(.*)/;

const settle = () => new Promise((resolve) => setTimeout(resolve, settle_ms));

/** Memory of one program at rest, and what it said about itself. */
async function measure(
  script: string,
  args: readonly string[],
  then?: (port: number) => Promise<void>,
): Promise<{ mib: number; said: string }> {
  const child = new Child({ name: script, command: [...deno_run, join(bench_folder, script), ...args] });
  try {
    let line = await child.line(at_rest);
    await then?.(Number(line[1]));
    while (then !== undefined && !line[2]!.endsWith(` stored ${peers_default_max}`)) {
      line = await child.line(at_rest);
    }
    await settle();
    return { mib: usageOf(child.pid).rss_kib / 1024, said: line[2]!.trim() };
  } finally {
    await child.stop();
  }
}

async function repeated(
  name: string,
  script: string,
  args: () => readonly string[],
  then?: (port: number) => Promise<void>,
): Promise<{ name: string; mib: number[]; said: string }> {
  const mib: number[] = [];
  let said = "";
  for (let run = 0; run < runs; run++) {
    const one = await measure(script, args(), then);
    mib.push(one.mib);
    said = one.said;
  }
  return { name, mib: mib.sort((a, b) => a - b), said };
}

const folder = await Deno.makeTempDir({ prefix: "foxchain_memory_" });
try {
  const full = join(folder, "full.sqlite");
  const storage = openSqlite(full, { rows_max: peers_default_max });
  storage.save(fullTables());
  storage.close();
  let empty = 0;
  const bare = await repeated("bare runtime (idle Deno.serve)", "peers/bare.ts", () => []);
  const rows = [
    await repeated("node, empty tables", "memory_node.ts", () => [join(folder, `${empty++}.sqlite`)]),
    await repeated("node, full tables taken over from its store", "memory_node.ts", () => [full]),
    await repeated(
      "node, to which a local client registers 100,000 addresses while it runs",
      "memory_node.ts",
      () => [join(folder, `${empty++}.sqlite`)],
      (port) => fill(port, deadAddressesOf(peers_default_max)),
    ),
  ];
  const median = (sorted: readonly number[]) => sorted[sorted.length >> 1]!;
  const base = median(bare.mib);
  const cell = (mib: number) => `${mib.toFixed(1)} MiB`;
  console.log(`| program | resident, median of ${runs} | beyond the bare runtime, median | worst | tables |`);
  console.log("| - | -: | -: | -: | - |");
  for (const { name, mib, said } of [bare, ...rows]) {
    const [middle, worst] = [median(mib) - base, mib.at(-1)! - base];
    console.log(`| ${name} | ${cell(median(mib))} | ${cell(middle)} | ${cell(worst)} | ${said} |`);
  }
  const worst = Math.max(...rows.map(({ mib }) => mib.at(-1)!)) - base;
  console.log(
    `\nTarget: at most ${target_mib} MiB beyond; worst ${cell(worst)}: ${
      worst <= target_mib ? "met" : "MISSED"
    }.`,
  );
  Deno.exitCode = worst <= target_mib ? 0 : 1;
} finally {
  await Deno.remove(folder, { recursive: true });
}
