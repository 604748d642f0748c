/**
 * `deno task soak --minutes M`: a few measured nodes among 20 that come and go, 200 clients, and faults by turns. It writes
 * what memory, descriptors and waits did over the time, as a table, a picture and JSON. Everything stays on 127.0.0.0/8.
 * Ctrl+C ends it early, with what was measured until then.
 */
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { has_redis, TestRedis } from "../storage/redis/test_redis.ts";
import { mountSmallDisk, smallDiskObstacle } from "../storage/small_disk.ts";
import { describeMachine } from "./machine.ts";
import { ChildNode, useOf } from "./soak/child_node.ts";
import { Clients } from "./soak/clients.ts";
import { Crowd } from "./soak/crowd.ts";
import { faults } from "./soak/faults.ts";
import { answersAfter_ms, meet } from "./soak/meet.ts";
import { soakPage } from "./soak/page.ts";
import { soakPicture } from "./soak/picture.ts";
import type { Happened, MeasuredNode, Moment, SoakResult } from "./soak/result.ts";

const look_ms = 10_000;
const crowd_nodes = 20;
const crowd_clients = { lecture: 140, trackers: 40, pages: 20 };
/** Room for the database of hours. */
const disk_mib = 64;
/** A node of the crowd leaves so often. */
const leave_ms = 60_000;
/** What was measured is saved so often, so that an end by force costs little. */
const save_ms = 600_000;

/** How a soak is run. */
interface SoakOptions {
  readonly minutes: number;
  readonly fault_s: number;
  /** The first of some ports in a row. */
  readonly port: number;
  /** Ends it early, with what was measured until then. */
  readonly stop: AbortSignal;
  save(result: SoakResult): Promise<void>;
}

/** One look at a node. */
async function look(node: ChildNode, clients: Clients, at_s: number): Promise<Moment> {
  const start_ms = performance.now();
  const healthz_ms = await fetch(`http://127.0.0.1:${node.port}/healthz`, {
    signal: AbortSignal.timeout(look_ms / 2),
  })
    .then(async ({ body }) => {
      await body?.cancel();
      return performance.now() - start_ms;
    }, () => undefined);
  return { at_s, node: node.name, use: node.use(), healthz_ms, clients: clients.take(node.name) };
}

async function soak({ minutes, fault_s, port, stop, save }: SoakOptions): Promise<SoakResult> {
  const began = new Date();
  const command = `deno task soak --minutes ${minutes} --fault-seconds ${fault_s}`;
  const machine = { ...describeMachine("bun"), command };
  const start_ms = performance.now();
  const at_s = () => Math.round((performance.now() - start_ms) / 1000);
  await using last = new AsyncDisposableStack();
  const folder = await Deno.makeTempDir({ prefix: "foxchain_soak_" });
  last.defer(() => Deno.remove(folder, { recursive: true }));
  const obstacle = smallDiskObstacle();
  const disk = obstacle === undefined ? last.use(mountSmallDisk(disk_mib)) : undefined;
  const redis = has_redis ? last.use(await TestRedis.start()) : undefined;

  const steady = new ChildNode("steady", port, folder, join(disk?.folder ?? folder, "steady.sqlite"), []);
  const join_steady = ["--join", steady.url];
  const killed = new ChildNode("killed", port + 1, folder, join(folder, "killed.sqlite"), join_steady);
  const shared = redis === undefined ? [] : [
    new ChildNode("shared", port + 2, folder, redis.url, join_steady),
    new ChildNode("twin", port + 3, folder, redis.url, join_steady),
  ];
  const measured = [steady, killed, ...shared];
  for (const node of measured) {
    node.start();
    last.defer(() => node.end("SIGTERM"));
  }
  for (const node of measured) await answersAfter_ms(node);
  const urls = measured.map(({ url }) => url);
  const crowd = last.use(new Crowd(crowd_nodes, folder, port + measured.length, urls));
  crowd.start();
  // Most clients ask `shared`.
  const nodes = measured.map(({ name }): MeasuredNode => {
    const store = shared.some((node) => node.name === name) ? "Redis" : "SQLite";
    return { name, store, share: name === "shared" ? 2 : 1 };
  });
  const clients = last.use(
    new Clients({ nodes: nodes.map((node, n) => ({ ...node, port: measured[n]!.port })), ...crowd_clients }),
  );

  const moments: Moment[] = [];
  const happened: Happened[] = [];
  const broken: string[] = [];
  const result = (): SoakResult => ({
    began: began.toISOString(),
    minutes: Math.round(at_s() / 60),
    fault_s,
    machine,
    nodes,
    clients: crowd_clients,
    crowd: crowd_nodes,
    not_run: [
      ...obstacle === undefined ? [] : [`disk full: ${obstacle}`],
      ...redis === undefined ? ["Redis away, and nodes over Redis: there is no redis-server here"] : [],
    ],
    broken,
    happened,
    moments,
  });
  for (const line of result().not_run) console.error(`Not run: ${line}.`);
  const kinds = faults({ steady, killed: [killed, ...shared.slice(1)], shared, disk, redis });
  let fault = Promise.resolve();
  let turn = 0;
  let next_leave_s = leave_ms / 1000;
  let next_fault_s = fault_s;
  let next_save_s = save_ms / 1000;
  while (at_s() < minutes * 60 && !stop.aborted) {
    await delay(look_ms, undefined, { signal: stop }).catch(() => {});
    const now_s = at_s();
    moments.push(...await Promise.all(measured.map((node) => look(node, clients, now_s))));
    moments.push({ at_s: now_s, node: "machine", load: Deno.loadavg()[0]! });
    if (redis?.pid !== undefined) moments.push({ at_s: now_s, node: "redis", use: useOf(redis.pid) });
    if (now_s >= next_leave_s) {
      next_leave_s += leave_ms / 1000;
      await crowd.leave();
    }
    if (now_s >= next_fault_s) {
      next_fault_s += fault_s;
      const kind = kinds[turn++ % kinds.length]!;
      await fault;
      fault = meet(kind, at_s(), stop).then(
        (all) => void happened.push(...all),
        (error) => void broken.push(`${kind.name}: ${error}`),
      );
    }
    if (now_s >= next_save_s) {
      next_save_s += save_ms / 1000;
      await save(result());
    }
  }
  await fault;
  return result();
}

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "120" },
    "fault-seconds": { type: "string", default: "150" },
    port: { type: "string", default: "24000" },
    out: { type: "string", default: join(import.meta.dirname!, "results") },
  },
});
const minutes = Number(values.minutes);
if (!(minutes >= 1 && minutes <= 24 * 60)) {
  console.error(`--minutes takes 1 to 1440, not ${values.minutes}`);
  Deno.exit(2);
}
const fault_s = Number(values["fault-seconds"]);
if (!(fault_s >= 30 && fault_s <= 3600)) {
  console.error(`--fault-seconds takes 30 to 3600, not ${values["fault-seconds"]}`);
  Deno.exit(2);
}
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, () => stop.abort());

/** Figures with two decimals: a file of hours stays small. */
async function save(result: SoakResult): Promise<string> {
  const name = `soak_${result.began.slice(0, 10)}`;
  const short = (_: string, value: unknown) => typeof value === "number" ? Number(value.toFixed(2)) : value;
  const page = soakPage(result, `${name}.svg`);
  await Deno.writeTextFile(join(values.out, `${name}.json`), JSON.stringify(result, short));
  await Deno.writeTextFile(join(values.out, `${name}.svg`), soakPicture(result));
  await Deno.writeTextFile(join(values.out, `${name}.md`), page);
  return page;
}

const result = await soak({
  minutes,
  fault_s,
  port: Number(values.port),
  stop: stop.signal,
  save: async (result) => void await save(result),
});
console.log(await save(result));
Deno.exit();
