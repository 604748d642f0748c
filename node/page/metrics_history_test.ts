import assert from "node:assert/strict";
import { MemoryStorage } from "../../storage/memory.ts";
import { RawClient } from "../../tests/raw_client.ts";
import { Meter } from "../meter.ts";
import { startNode } from "../node.ts";
import { history_every_ms, history_samples_max } from "./limits.ts";
import { MetricsHistory } from "./metrics_history.ts";

function historyOf(meter: Meter): MetricsHistory {
  const counts = { heard: 0, tried: 0, good: 0, suspect: 0, stale: 0, listed: 0 };
  const node = { agent: "a", net: null, addresses: [], port: 9000, started_ms: 0, outbound: 0, counts };
  return new MetricsHistory({
    meter,
    node: () => ({ ...node, connections: { out: 0, in: 0 } }),
    clients: () => 0,
    streams: () => 0,
    restarts: () => new Map(),
    memory: () => ({ rss: 1, heapUsed: 1 }),
  });
}

const requests = (metrics: unknown) =>
  (metrics as { name: string; values: { value: number }[] }[])
    .find(({ name }) => name === "foxchain_requests_total")!.values.map(({ value }) => value);

Deno.test("a sample keeps what was counted then, whatever is counted later", async () => {
  const meter = new Meter();
  const history = historyOf(meter);
  meter.answered("time", '{"status":200}', 0.001);
  history.sample(1_000);
  meter.answered("time", '{"status":200}', 0.001);
  history.sample(11_000);
  const told = await history.read();
  assert.deepEqual(told.map(({ at_ms, metrics }) => [at_ms, requests(metrics)]), [[1_000, [1]], [11_000, [
    2,
  ]]]);
});

Deno.test("five minutes are kept, and no more", async () => {
  const history = historyOf(new Meter());
  for (let n = 0; n <= history_samples_max; n++) history.sample(n * history_every_ms);
  const told = await history.read();
  assert.equal(told.length, history_samples_max);
  assert.equal(told.at(-1)!.at_ms - told[0]!.at_ms, 5 * 60_000);
});

Deno.test("GET /metrics/history.json tells the past of a node, from its start on", async () => {
  const node = startNode({ port: 0, host: "127.0.0.1", storage: new MemoryStorage() });
  using client = await RawClient.connect(node.port);
  await client.ask('{"op":"time"}');
  const answer = await fetch(`http://127.0.0.1:${node.port}/metrics/history.json`);
  const told = await answer.json();
  assert.equal(told.length, 1);
  assert.deepEqual(requests(told[0].metrics), []);
  await node.stop();
});
