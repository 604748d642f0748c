/** What a message costs between the socket and the socket: `deno bench bench/dispatch_bench.ts`. */
import assert from "node:assert/strict";
import { SystemClock } from "../node/system_clock.ts";
import { dispatch } from "../ops/dispatch.ts";
import { testContext } from "../ops/test_context.ts";
import { addressesOf } from "./fill.ts";

const clock = new SystemClock();
await clock.zone(clock.now_s());
const context = testContext({ clock });
const thousand = testContext();
await thousand.peers.register(addressesOf(1_000), thousand.source);

/** Fails at once where a message is not answered as it should be: else a wrong answer would be a fast one. */
async function bench(name: string, message: string, status: number, to = context): Promise<void> {
  assert.equal(JSON.parse(await dispatch(message, to).text).status, status);
  Deno.bench(name, async () => {
    const { text } = dispatch(message, to);
    if (typeof text !== "string") await text;
  });
}

await bench("time", '{"op":"time"}', 200);
await bench("time, with an id", '{"op":"time","id":7}', 200);
await bench("peers, 1,000 stored, prepared", '{"op":"peers"}', 200, thousand);
await bench("peers, 1,000 stored, with an id", '{"op":"peers","id":7}', 200, thousand);
await bench("peers, 1,000 stored, another limit", '{"op":"peers","args":{"limit":999}}', 200, thousand);
await bench("an unknown op", '{"op":"foo"}', 404);
await bench("what is not JSON", '{"op":', 500);
await bench(
  "register, one known address, in memory",
  '{"op":"register","args":{"addr":"ws://peer-1.example:9000/ws"}}',
  202,
  thousand,
);

let next = 0;
Deno.bench("register, one new address, in memory", async () => {
  const message = `{"op":"register","args":{"addr":"ws://host-${next++ % 90_000}.example:9000/ws"}}`;
  await dispatch(message, context).text;
});
