/** Right nodes on a slow machine, and late ones: nothing may be found that is not there. */
import assert from "node:assert/strict";
import type { Report } from "../check/result.ts";
import { runChecks } from "../check/run.ts";
import { SocketWorld } from "../cli/check_world.ts";
import { startNode } from "../node/node.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { has_tornado, LectureProcess } from "./lecture_process.ts";
import { denoNode, wsNode } from "./right_nodes.ts";
import { LateAndSlow, starve } from "./slow_machine.ts";
import { startTestNode } from "./test_node.ts";

async function check(port: number, seed: string): Promise<Report> {
  const url = `ws://127.0.0.1:${port}/ws`;
  await using world = new SocketWorld(url);
  return await runChecks(world, { url, seed, agent: "test" });
}

function assertRight({ checks, points, verdict }: Report, name: string): void {
  const found = checks.flatMap(({ id, findings }) => findings.map(({ cause }) => `${id}: ${cause}`));
  assert.deepEqual([verdict, points, found], ["complete", 100, []], name);
}

async function lecturePort(lecture: LectureProcess): Promise<number> {
  while (lecture.port === 0) await new Promise((resolve) => setImmediate(resolve));
  return lecture.port;
}

Deno.test({
  name:
    "five right nodes that start 8 s late, with each packet torn and slow, get 100 points each and no remark",
  ignore: !has_tornado,
}, async () => {
  const plain = startTestNode();
  const networked = startNode({
    port: 0,
    host: "127.0.0.1",
    storage: new MemoryStorage(),
    network: { outbound: 0 },
  });
  try {
    await using lecture = new LectureProcess();
    await using ws = await wsNode();
    await using deno = denoNode();
    const ports = {
      lecture: await lecturePort(lecture),
      plain: plain.port,
      networked: networked.port,
      ws: Number(new URL(ws.url).port),
      deno: Number(new URL(deno.url).port),
    };
    await using ways = new AsyncDisposableStack();
    const checks = Object.entries(ports).map(async ([name, port]) => {
      const way = ways.use(new LateAndSlow(port, 8_000, 40));
      const report = await check(way.port, name);
      assertRight(report, name);
      assert.ok(report.took_ms > 8_000 && report.took_ms < 20_000, `${name}: ${report.took_ms} ms`);
    });
    await Promise.all(checks);
  } finally {
    await Promise.all([plain.stop(), networked.stop()]);
  }
});

Deno.test({
  name: "the lecture's program that gets a fifth of its time gets 100 points and no remark",
  ignore: !has_tornado,
}, async () => {
  await using lecture = new LectureProcess();
  const port = await lecturePort(lecture);
  const endStarving = starve(lecture, 20, 80);
  try {
    assertRight(await check(port, "starved"), "starved");
  } finally {
    endStarving();
  }
});
