/** What no check can end: one long regular expression. The op is off, two of them put all own ops off, others are answered. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { NodeProcess } from "./command.ts";
import { RawClient } from "./raw_client.ts";

/** Two to the power of 40 steps: hours. */
const endless = `/^(a+)+$/.test("a".repeat(40) + "b")`;
const ops: Readonly<Record<string, string>> = {
  "stuck.js": `export default () => ${endless};`,
  "beat.js": `export const every = 1;\nexport const tick = () => ${endless};\nexport default () => "beat";`,
  "count.js": `export default () => "counted";`,
};

Deno.test("a Worker that nothing can end is given up, a second one puts all own ops off, and the lecture's ops go on", async () => {
  const folder = await Deno.makeTempDir({ prefix: "foxchain_lost_" });
  await using stack = new AsyncDisposableStack();
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  for (const file of ["stuck.js", "count.js"]) Deno.writeTextFileSync(join(folder, file), ops[file]!);
  const node = stack.use(await NodeProcess.startWithOps(folder, join(folder, "p.sqlite")));
  await node.written(/loaded as the op stuck/);
  using client = await RawClient.connect(node.port);
  using other = await RawClient.connect(node.port);
  const ask = async (op: string) => JSON.parse(await client.ask(JSON.stringify({ op })));

  const began_ms = performance.now();
  const stuck = ask("stuck");
  // Those who wait behind it are told as well.
  assert.equal(JSON.parse(await other.ask('{"op":"time"}')).status, 200);
  assert.match((await stuck).error, /stuck\.js: It did not answer within 1 s/);
  assert.ok(
    performance.now() - began_ms < 5_000,
    "told after a second and some, not after the whole call's ten",
  );
  await node.written(/A Worker of the op "?stuck"? computes on and can't be ended/);
  assert.match((await ask("stuck")).error, /nothing can end it.*off until the node is started anew/);
  assert.equal((await ask("count")).response, "counted");
  // Saved anew it is not started: each start would take one more processor.
  Deno.writeTextFileSync(join(folder, "stuck.js"), "export default () => 1;");
  await node.written(/stuck\.js: not loaded again until the node is started anew/);
  assert.match((await ask("stuck")).error, /off until the node is started anew/);

  Deno.writeTextFileSync(join(folder, "beat.js"), ops["beat.js"]!);
  await node.written(/all own ops are off until the node is started anew/);
  assert.match((await ask("count")).error, /Two Workers can't be ended: all own ops are off/);
  assert.equal((await ask("time")).status, 200);
});
