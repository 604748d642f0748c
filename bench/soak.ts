/**
 * `deno task soak --minutes M`: a few measured nodes among 20 that come and go, 200 clients, and faults by turns. It writes
 * what memory, descriptors and waits did over the time, as a table, a picture and JSON. Everything stays on 127.0.0.0/8.
 * Ctrl+C ends it early, with what was measured until then.
 */
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describeMachine } from "./machine.ts";
import { type ChildNode, useOf } from "./soak/child_node.ts";
import type { Clients } from "./soak/clients.ts";
import { meet } from "./soak/meet.ts";
import { readSoakOptions, soakObstacle, type SoakOptions } from "./soak/options.ts";
import { soakPage } from "./soak/page.ts";
import { soakPicture } from "./soak/picture.ts";
import type { Happened, Moment, SoakResult } from "./soak/result.ts";
import { clients_of_kind, crowd_nodes, setStage, type Stage } from "./soak/stage.ts";

const look_ms = 10_000;
/** A node of the crowd leaves so often. */
const leave_ms = 60_000;
/** What was measured is saved so often, so that an end by force costs little. */
const save_ms = 600_000;

/** What a soak works with. */
interface SoakRun extends SoakOptions {
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

/** One look at all that is measured. */
async function lookAround({ measured, clients, redis }: Stage, at_s: number): Promise<Moment[]> {
  const moments = await Promise.all(measured.map((node) => look(node, clients, at_s)));
  moments.push({ at_s, node: "machine", load: Deno.loadavg()[0]! });
  if (redis?.pid !== undefined) moments.push({ at_s, node: "redis", use: useOf(redis.pid) });
  return moments;
}

async function soak({ minutes, fault_s, port, stop, save }: SoakRun): Promise<SoakResult> {
  const began = new Date().toISOString();
  const command = `deno task soak --minutes ${minutes} --fault-seconds ${fault_s}`;
  const machine = { ...describeMachine("bun"), command };
  const start_ms = performance.now();
  const at_s = () => Math.round((performance.now() - start_ms) / 1000);
  await using last = new AsyncDisposableStack();
  const stage = await setStage(port, last);
  for (const line of stage.not_run) console.error(`Not run: ${line}.`);

  const moments: Moment[] = [];
  const happened: Happened[] = [];
  const broken: string[] = [];
  const result = (): SoakResult => ({
    began,
    minutes: Math.round(at_s() / 60),
    fault_s,
    machine,
    nodes: stage.nodes,
    clients: clients_of_kind,
    crowd: crowd_nodes,
    not_run: stage.not_run,
    broken,
    happened,
    moments,
  });
  let fault = Promise.resolve();
  let turn = 0;
  const leaves = every(leave_ms / 1000);
  const fails = every(fault_s);
  const saves = every(save_ms / 1000);
  while (at_s() < minutes * 60 && !stop.aborted) {
    await delay(look_ms, undefined, { signal: stop }).catch(() => {});
    const now_s = at_s();
    moments.push(...await lookAround(stage, now_s));
    if (leaves(now_s)) await stage.crowd.leave();
    if (fails(now_s)) {
      const kind = stage.faults[turn++ % stage.faults.length]!;
      await fault;
      fault = meet(kind, at_s(), stop).then(
        (all) => void happened.push(...all),
        (error) => void broken.push(`${kind.name}: ${error}`),
      );
    }
    if (saves(now_s)) await save(result());
  }
  await fault;
  return result();
}

/** Tells whether something is due: once in so many seconds, however late it is asked. */
function every(interval_s: number): (now_s: number) => boolean {
  let next_s = interval_s;
  return (now_s) => {
    if (now_s < next_s) return false;
    next_s += interval_s;
    return true;
  };
}

const options = readSoakOptions(Deno.args);
const fault = "fault" in options ? options.fault : soakObstacle(options);
if ("fault" in options || fault !== undefined) {
  console.error(fault);
  Deno.exit(2);
}
const { out } = options;
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) Deno.addSignalListener(signal, () => stop.abort());

/** Figures with two decimals: a file of hours stays small. */
async function save(result: SoakResult): Promise<string> {
  const name = `soak_${result.began.slice(0, 10)}`;
  const short = (_: string, value: unknown) => typeof value === "number" ? Number(value.toFixed(2)) : value;
  const page = soakPage(result, `${name}.svg`);
  await Deno.writeTextFile(join(out, `${name}.json`), JSON.stringify(result, short));
  await Deno.writeTextFile(join(out, `${name}.svg`), soakPicture(result));
  await Deno.writeTextFile(join(out, `${name}.md`), page);
  return page;
}

const result = await soak({
  ...options,
  stop: stop.signal,
  save: async (result) => void await save(result),
});
console.log(await save(result));
Deno.exit();
