/**
 * `deno task soak --minutes M`: two measured nodes among 20 that come and go, 200 clients, and faults by turns. It writes
 * what memory, descriptors and waits did over the time, as a table, a picture and JSON. Everything stays on 127.0.0.0/8.
 * Ctrl+C ends it early, with what was measured until then.
 */
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { mountSmallDisk, smallDiskObstacle } from "../storage/small_disk.ts";
import { describeMachine } from "./machine.ts";
import { Acknowledged } from "./soak/acknowledged.ts";
import { ChildNode } from "./soak/child_node.ts";
import { Clients } from "./soak/clients.ts";
import { Crowd } from "./soak/crowd.ts";
import { type Fault, faults } from "./soak/faults.ts";
import { soakPage } from "./soak/page.ts";
import { soakPicture } from "./soak/picture.ts";
import type { Happened, Moment, SoakResult } from "./soak/result.ts";

const look_ms = 10_000;
const crowd_nodes = 20;
/** Room for the database of hours. */
const disk_mib = 64;
/** A node of the crowd leaves so often, and a fault comes so often. */
const leave_ms = 60_000;
const fault_ms = 180_000;
/** After a fault its node must answer again within this; a soak goes on where it does not, and says so. */
const patience_ms = 60_000;

/** Waits until a node answers; undefined when patience ended first. */
async function answersAfter_ms({ port }: ChildNode): Promise<number | undefined> {
  const start_ms = performance.now();
  while (performance.now() - start_ms < patience_ms) {
    try {
      const { ok, body } = await fetch(`http://127.0.0.1:${port}/healthz`, {
        signal: AbortSignal.timeout(1_000),
      });
      await body?.cancel();
      if (ok) return performance.now() - start_ms;
    } catch {
      await delay(50);
    }
  }
  return undefined;
}

/** Brings one fault about and looks what it left. */
async function meet(fault: Fault, at_s: number): Promise<Happened> {
  const kept = new Acknowledged();
  await kept.register(fault.node.port);
  await fault.run();
  const back_ms = await answersAfter_ms(fault.node);
  const missing = back_ms === undefined ? undefined : await kept.missing(fault.node.port);
  return { at_s, fault: fault.name, node: fault.node.name, back_ms, missing };
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

/** @param stop Ends it early, with what was measured until then. */
async function soak(minutes: number, port: number, stop: AbortSignal): Promise<SoakResult> {
  const began = new Date();
  const machine = describeMachine("bun");
  const start_ms = performance.now();
  const at_s = () => Math.round((performance.now() - start_ms) / 1000);
  const folder = await Deno.makeTempDir({ prefix: "foxchain_soak_" });
  const obstacle = smallDiskObstacle();
  await using last = new AsyncDisposableStack();
  last.defer(() => Deno.remove(folder, { recursive: true }));
  using disk = obstacle === undefined ? mountSmallDisk(disk_mib) : undefined;
  const steady = new ChildNode("steady", port, join(disk?.folder ?? folder, "steady.sqlite"), []);
  const killed = new ChildNode("killed", port + 1, join(folder, "killed.sqlite"), ["--join", steady.url]);
  const measured = [steady, killed];
  await using ends = new AsyncDisposableStack();
  for (const node of measured) {
    node.start();
    ends.defer(() => node.end("SIGTERM"));
  }
  for (const node of measured) await answersAfter_ms(node);
  await using crowd = new Crowd(crowd_nodes, folder, port + 2, measured.map(({ url }) => url));
  crowd.start();
  await using clients = new Clients({ nodes: measured, lecture: 140, trackers: 40, pages: 20 });

  const moments: Moment[] = [];
  const happened: Happened[] = [];
  const kinds = faults(steady, killed, disk);
  let fault = Promise.resolve();
  let next_leave_s = leave_ms / 1000;
  let next_fault_s = fault_ms / 1000;
  const loads: number[] = [];
  while (at_s() < minutes * 60 && !stop.aborted) {
    await delay(look_ms, undefined, { signal: stop }).catch(() => {});
    moments.push(...await Promise.all(measured.map((node) => look(node, clients, at_s()))));
    loads.push(Deno.loadavg()[0]!);
    if (at_s() >= next_leave_s) {
      next_leave_s += leave_ms / 1000;
      await crowd.leave();
    }
    if (at_s() >= next_fault_s) {
      next_fault_s += fault_ms / 1000;
      const kind = kinds[happened.length % kinds.length]!;
      await fault;
      fault = meet(kind, at_s()).then((one) => void happened.push(one));
    }
  }
  await fault;
  return {
    began: began.toISOString(),
    minutes: Math.round(at_s() / 60),
    machine,
    load_average: { least: Math.min(...loads), most: Math.max(...loads) },
    clients: { lecture: 140, trackers: 40, pages: 20 },
    crowd: crowd_nodes,
    not_run: obstacle === undefined ? [] : [`disk full: ${obstacle}`],
    happened,
    moments,
  };
}

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "120" },
    port: { type: "string", default: "24000" },
    out: { type: "string", default: join(import.meta.dirname!, "results") },
  },
});
const minutes = Number(values.minutes);
if (!(minutes >= 1 && minutes <= 24 * 60)) {
  console.error(`--minutes takes 1 to 1440, not ${values.minutes}`);
  Deno.exit(2);
}
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, () => stop.abort());
const result = await soak(minutes, Number(values.port), stop.signal);
const name = `soak_${result.began.slice(0, 10)}`;
await Deno.writeTextFile(join(values.out, `${name}.json`), JSON.stringify(result));
await Deno.writeTextFile(join(values.out, `${name}.svg`), soakPicture(result));
await Deno.writeTextFile(join(values.out, `${name}.md`), soakPage(result, `${name}.svg`));
console.log(soakPage(result, `${name}.svg`));
Deno.exit();
