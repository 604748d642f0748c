import assert from "node:assert/strict";
import { HandClock } from "../hand_clock.ts";
import { memory_judged_ms, memory_watch_ms, quarantine_waits_ms } from "../limits.ts";
import { MemoryWatch } from "./memory_watch.ts";

/** A watch of 1,000 MiB whose memory the test sets; a restart leaves what `kept_mib` says. */
function watched() {
  const clock = new HandClock();
  const memory = { rss_mib: 50, heap_mib: 0, kept_mib: 50, silent: [] as string[] };
  const log: string[] = [];
  const restarts: string[] = [];
  const asked_ms: number[] = [];
  let collections = 0;
  const watch = new MemoryWatch({
    max_bytes: () => 1_000 * 2 ** 20,
    clock,
    log: {
      info: (message, properties) =>
        log.push(message.replaceAll(/\{(\w+)\}/g, (_, key) => `${properties?.[key]}`)),
      warn: () => {},
      debug: () => {},
      fault: (_, error) => {
        throw error;
      },
    },
    restart(detail) {
      restarts.push(detail);
      memory.rss_mib = memory.kept_mib;
      return Promise.resolve();
    },
    silentSources(duration_ms) {
      asked_ms.push(duration_ms);
      return new Set(memory.silent);
    },
    sample: () => ({ rss_bytes: memory.rss_mib * 2 ** 20, heap_bytes: memory.heap_mib * 2 ** 20 }),
    collect() {
      collections++;
      memory.rss_mib -= memory.heap_mib;
      memory.heap_mib = 0;
    },
  });
  const fill = async (rss_mib: number, rise_ms = memory_watch_ms) => {
    memory.rss_mib = rss_mib;
    clock.pass(rise_ms);
    // What follows a restart runs in the next turn.
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { watch, clock, memory, log, restarts, asked_ms, fill, collections: () => collections };
}

const stranger = { ip: "203.0.113.7", scope: "public" } as const;

Deno.test("full memory has the server start anew, with a word on how much it is", async () => {
  const { watch, restarts, fill, asked_ms } = watched();
  await fill(749);
  assert.deepEqual(restarts, []);
  await fill(750, 100);
  assert.deepEqual(restarts, ["750 of 1000 MiB are in use"]);
  // Half was full at the look before that.
  assert.deepEqual(asked_ms, [memory_watch_ms + 100]);
  watch.end();
});

Deno.test("suspects of a second trip are kept away, local and private callers never", async () => {
  const { watch, clock, memory, log, restarts, fill } = watched();
  memory.silent = ["203.0.113.7", "2600:1:2::/48"];
  await fill(800);
  assert.equal(watch.admits(stranger), true);
  assert.deepEqual(log, []);
  await fill(800);
  assert.equal(restarts.length, 2);
  assert.match(log.join("\n"), /^Memory was full again: 2 public sources that said nothing have to wait$/);
  assert.equal(watch.admits(stranger), false);
  assert.equal(watch.admits({ ip: "2600:1:2:ffff::9", scope: "public" }), false);
  assert.equal(watch.admits({ ip: "198.51.100.4", scope: "public" }), true);
  assert.equal(watch.admits({ ip: "203.0.113.7", scope: "private" }), true);
  assert.equal(watch.admits({ ip: "203.0.113.7", scope: "loopback" }), true);
  clock.pass(quarantine_waits_ms[0]!);
  assert.equal(watch.admits(stranger), true);
  watch.end();
});

Deno.test("garbage is collected first, and where that is enough nobody is disconnected", async () => {
  const { watch, memory, restarts, fill, collections } = watched();
  memory.heap_mib = 400;
  await fill(800);
  assert.deepEqual([collections(), restarts.length], [1, 0]);
  memory.heap_mib = 400;
  await fill(800);
  assert.deepEqual([collections(), restarts.length], [1, 1]);
  watch.end();
});

Deno.test("memory of the node's own is said once, and nobody is suspected for it", async () => {
  const { watch, memory, log, restarts, fill } = watched();
  memory.silent = ["203.0.113.7"];
  await fill(800);
  memory.kept_mib = 800;
  await fill(800);
  assert.equal(watch.admits(stranger), false);
  await fill(800, memory_judged_ms);
  for (let look = 0; look < 10; look++) await fill(800);
  assert.equal(restarts.length, 2);
  assert.match(log.at(-1)!, /^The node itself takes 800 MiB: .*--memory-max \(now 1000\)$/);
  assert.equal(log.filter((line) => line.startsWith("The node itself")).length, 1);
  assert.equal(watch.admits(stranger), true);
  watch.end();
});

Deno.test("a watch that has ended leaves no timer", () => {
  const { watch, clock } = watched();
  assert.equal(clock.timers, 1);
  watch.end();
  assert.equal(clock.timers, 0);
});
