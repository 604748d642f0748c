/**
 * How long it takes until a node lists what was registered on another one over the same Redis, at more than 1,000 registers a second.
 * Needs redis-server.
 *
 * deno run --allow-all bench/redis_news.ts
 */
import assert from "node:assert/strict";
import { measureNewsDelays, quantile } from "../tests/news_delay.ts";
import { listed, RedisNodes } from "../tests/redis_nodes.ts";
import { describeMachine, load } from "./machine.ts";

const rounds = 3;
const plan = { registers_per_second: 1_100, duration_s: 20, connections: 50 };
const shares = [0.5, 0.9, 0.99, 1];

const { cpu, cores, kernel, disk_sync_us, deno, commit, date } = describeMachine("bun");
console.log(`${cpu}, ${cores} cores, Linux ${kernel}, Deno ${deno}, commit ${commit}, ${date}`);
console.log(`4 KiB on the disk in ${disk_sync_us} µs; appendonly yes, appendfsync always`);
console.log(
  `${plan.registers_per_second} a second for ${plan.duration_s} s, ${plan.connections} connections\n`,
);
console.log(
  "| round | registers a second | from the answer: p50, p90, p99, most | from the request: the same | load |",
);
console.log("| - | -: | - | - | -: |");
for (let round = 1; round <= rounds; round++) {
  await using nodes = await RedisNodes.start();
  const [told, listing] = [await nodes.node("told"), await nodes.node("listing")];
  const { registers, duration_ms, from_answer_ms, from_request_ms } = await measureNewsDelays({
    ...plan,
    told: told.port,
    listing: listing.port,
  });
  const [one, other] = await Promise.all([listed(told.port), listed(listing.port)]);
  assert.deepEqual([one.length, new Set(one).size], [registers, registers]);
  assert.deepEqual(one.toSorted(), other.toSorted());
  const [answer, request] = [from_answer_ms, from_request_ms]
    .map((values) => shares.map((share) => `${quantile(values, share).toFixed(0)} ms`).join(", "));
  const per_second = Math.round(registers / (duration_ms / 1_000));
  console.log(`| ${round} | ${per_second} | ${answer} | ${request} | ${load().toFixed(1)} |`);
}
