/** After every mistake that an op can have, the node is idle again soon: nothing goes on computing behind its back. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { until } from "../node/test_until.ts";
import { NodeProcess } from "./command.ts";
import { has_proc } from "./node_process.ts";
import { mistakes } from "./own_ops_mistakes.ts";
import { RawClient } from "./raw_client.ts";

/** How soon, after each of them. */
const idle_after_ms = 3_000;
/** One look at the processor's time, and the part of one processor below which a node counts as idle. */
const look_ms = 500;
const idle_part = 0.3;

/**
 * Time in which the threads of a process ran or wanted to, in milliseconds: on a busy machine one that computes gets only
 * some of what it asks for.
 */
function wantedTime_ms(pid: number): number {
  let wanted_ms = 0;
  for (const { name } of Deno.readDirSync(`/proc/${pid}/task`)) {
    try {
      const [ran_ns, waited_ns] = Deno.readTextFileSync(`/proc/${pid}/task/${name}/schedstat`).split(" ").map(
        Number,
      );
      wanted_ms += (ran_ns! + waited_ns!) / 1e6;
    } catch (error) {
      // The thread has ended since the folder was listed.
      if (!(error instanceof Deno.errors.NotFound) && !String(error).includes("No such process")) throw error;
    }
  }
  return wanted_ms;
}

Deno.test({
  name: `3 s after each mistake of an op the processor is idle${has_proc ? "" : " (NOT RUN: needs /proc)"}`,
  ignore: !has_proc,
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "foxchain_idle_" });
    await using stack = new AsyncDisposableStack();
    stack.defer(() => Deno.remove(folder, { recursive: true }));
    for (const [name, [text]] of Object.entries(mistakes)) {
      Deno.writeTextFileSync(join(folder, `${name}.ts`), text);
    }
    // One that is no mistake in its answer, and leaves a timer behind.
    Deno.writeTextFileSync(
      join(folder, "timer.ts"),
      "export default () => { setInterval(() => { for (let n = 0; n < 1e7; n++); }, 0); return 1; };",
    );
    const node = stack.use(await NodeProcess.startWithOps(folder, join(folder, "p.sqlite")));
    await node.written(/loaded as the op timer/);
    await node.written(/loop_at_once\.ts:1:\d+: It computed for longer than 1 s/);
    using client = await RawClient.connect(node.port);
    const calls = [
      ["timer", /"response":1/] as const,
      ...Object.entries(mistakes).map(([name, [, told]]) => [name, told] as const),
    ];
    for (const [name, told] of calls) {
      const answer = await client.ask(JSON.stringify({ op: name }));
      assert.match(answer, new RegExp(told.source.replaceAll("count\\.ts", `${name}\\.ts`)), name);
      const answered_ms = performance.now();
      let used_ms = wantedTime_ms(node.pid);
      let looked_ms = answered_ms;
      await until(
        () => {
          const passed_ms = performance.now() - looked_ms;
          if (passed_ms < look_ms) return false;
          const before_ms = used_ms;
          used_ms = wantedTime_ms(node.pid);
          looked_ms += passed_ms;
          return (used_ms - before_ms) / passed_ms < idle_part;
        },
        `the processor is idle after ${name}`,
        idle_after_ms + look_ms,
      );
    }
    assert.match(await client.ask('{"op":"time"}'), /"status":200/);
  },
});
