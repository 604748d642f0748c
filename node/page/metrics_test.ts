import assert from "node:assert/strict";
import { MemoryStorage } from "../../storage/memory.ts";
import { RawClient } from "../../tests/raw_client.ts";
import { EventReader } from "./event_reader.ts";
import { clients_max, loopback_clients_max } from "../limits.ts";
import { type NetworkOptions, startNode } from "../node.ts";

const start = (network?: NetworkOptions) =>
  startNode({ port: 0, host: "127.0.0.1", storage: new MemoryStorage(), network, agent: "foxchain/test" });

/** Values by name and labels, as a scraper reads them. */
async function scrape(port: number): Promise<Map<string, number>> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get("content-type")!, /^text\/plain; version=0\.0\.4/);
  const lines = (await answer.text()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(lines.map((line) => {
    const at = line.lastIndexOf(" ");
    return [line.slice(0, at), Number(line.slice(at + 1))];
  }));
}

Deno.test("GET /metrics counts requests by op and status, and makes no label of what a stranger sends", async () => {
  const node = start();
  const client = await RawClient.connect(node.port);
  const texts = ['{"op":"time"}', '{"op":"time"}', '{"op":"register"}', '{"op":"no\\"such"}', "5"];
  for (const text of texts) await client.ask(text);
  const values = await scrape(node.port);
  const requests = [...values].filter(([name]) => name.startsWith("foxchain_requests_total"));
  assert.deepEqual(requests, [
    ['foxchain_requests_total{op="time",status="200"}', 2],
    ['foxchain_requests_total{op="register",status="500"}', 1],
    ['foxchain_requests_total{op="unknown",status="404"}', 1],
    ['foxchain_requests_total{op="unknown",status="500"}', 1],
  ]);
  const duration = 'foxchain_request_duration_seconds_bucket{op="time",le="+Inf"}';
  assert.equal(values.get(duration), 2);
  assert.equal(values.get('foxchain_request_duration_seconds_count{op="unknown"}'), 2);
  const received = values.get('foxchain_payload_bytes_total{direction="received"}');
  assert.equal(received, texts.join("").length);
  assert.ok(values.get('foxchain_payload_bytes_total{direction="sent"}')! > received!);
  assert.equal(values.get('foxchain_connections{kind="clients"}'), 1);
  assert.ok(values.get("process_resident_memory_bytes")! > 2 ** 20);
  // A second question gives the same numbers, not twice as many.
  assert.equal((await scrape(node.port)).get('foxchain_requests_total{op="time",status="200"}'), 2);
  client.drop();
  await node.stop();
});

Deno.test("GET /metrics tells connections by direction and addresses by state", async () => {
  const seed = start({});
  const reader = await EventReader.open(seed.port);
  const node = start({ join: [`ws://127.0.0.1:${seed.port}/ws`] });
  await reader.until(({ node }) => node?.counts.tried === 1);
  const values = await scrape(seed.port);
  assert.equal(values.get('foxchain_peers{state="tried"}'), 1);
  assert.ok(values.get('foxchain_connections{kind="inbound"}')! >= 1);
  assert.equal(values.get('foxchain_connections{kind="clients"}'), 0);
  assert.equal(values.get('foxchain_connections{kind="events"}'), 1);
  const info = [...values.keys()].find((name) => name.startsWith("foxchain_build_info"));
  assert.equal(info, `foxchain_build_info{agent="foxchain/test",net="foxchain",deno="${Deno.version.deno}"}`);
  await reader.close();
  await Promise.all([node.stop(), seed.stop()]);
});

Deno.test("GET /metrics.json has the same metrics for the page's charts", async () => {
  const node = start();
  const client = await RawClient.connect(node.port);
  await client.ask('{"op":"time"}');
  const answer = await fetch(`http://127.0.0.1:${node.port}/metrics.json`);
  const metrics: { name: string; type: string; values: { value: number }[] }[] = await answer.json();
  const names = new Set([...(await scrape(node.port)).keys()].map((name) => name.split("{")[0]!));
  for (const { name } of metrics) assert.ok([...names].some((text) => text.startsWith(name)), name);
  const requests = metrics.find(({ name }) => name === "foxchain_requests_total")!;
  assert.deepEqual(requests.values, [{ value: 1, labels: { op: "time", status: 200 } }]);
  client.drop();
  await node.stop();
});

Deno.test("metrics are refused under a name that is not the node's", async () => {
  const node = start();
  const raw = await RawClient.dial(node.port);
  await raw.write("GET /metrics HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
  assert.match(await raw.readHead(), / 421 /);
  raw.drop();
  await node.stop();
});

Deno.test("GET /metrics tells what an operator sets alarms on: the store, the places and the own addresses", async () => {
  const storage = new MemoryStorage();
  const node = startNode({ port: 0, host: "127.0.0.1", storage, network: {} });
  const client = await RawClient.connect(node.port);
  const values = await scrape(node.port);
  assert.equal(values.get("foxchain_store_ready"), 1);
  assert.equal(values.get('foxchain_places_taken{from="loopback"}'), 1);
  assert.equal(values.get('foxchain_places_taken{from="elsewhere"}'), 0);
  assert.equal(values.get('foxchain_places{from="loopback"}'), loopback_clients_max);
  assert.equal(values.get('foxchain_places{from="elsewhere"}'), clients_max);
  assert.equal(values.get('foxchain_own_addresses{scope="loopback"}'), 1);
  assert.equal(values.get('foxchain_own_addresses{scope="public"}'), 0);
  client.drop();
  await node.stop();
});

Deno.test("GET /metrics tells that the store takes no rows", async () => {
  const storage = new MemoryStorage();
  storage.probe = () => {
    throw new Error("disk full");
  };
  const node = startNode({ port: 0, host: "127.0.0.1", storage });
  assert.equal((await scrape(node.port)).get("foxchain_store_ready"), 0);
  await node.stop();
});
