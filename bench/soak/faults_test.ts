import assert from "node:assert/strict";
import { statfsSync } from "node:fs";
import { until } from "../../node/test_until.ts";
import { durable, has_redis, redis_note, TestRedis } from "../../storage/redis/test_redis.ts";
import { mountSmallDisk, smallDiskObstacle } from "../../storage/small_disk.ts";
import { freePort } from "../../tests/test_place.ts";
import { freshAddress } from "./acknowledged.ts";
import { Asker, isRefusal } from "./asker.ts";
import { ChildNode } from "./child_node.ts";
import { faults } from "./faults.ts";
import { answersAfter_ms, meet } from "./meet.ts";

async function untilRefused(port: number): Promise<void> {
  using asker = new Asker(port);
  const isRefused = async () => {
    const answer = await asker.ask("register", { addr: freshAddress() });
    return answer !== undefined && isRefusal(answer);
  };
  await until(isRefused, "a register is refused", 60_000, 0);
}

const never = new AbortController().signal;

Deno.test("a soak without disk and Redis has the faults that are left, each for the nodes it meets", () => {
  const [steady, killed] = ["steady", "killed"].map((name) => new ChildNode(name, 1, "/", "/x", []));
  const kinds = faults({ steady: steady!, killed: [killed!], shared: [] });
  assert.deepEqual(kinds.map(({ name, nodes }) => [name, nodes.map((node) => node.name)]), [
    ["kill -9, back after 5 s", ["killed"]],
    ["paused for 10 s", ["steady"]],
  ]);
});

Deno.test({
  name: `two nodes over one Redis list what each acknowledged before and while Redis was killed${redis_note}`,
  ignore: !has_redis,
  async fn() {
    const folder = await Deno.makeTempDir();
    await using last = new AsyncDisposableStack();
    last.defer(() => Deno.remove(folder, { recursive: true }));
    const redis = last.use(await TestRedis.start(durable));
    const shared = ["one", "two"].map((name) =>
      new ChildNode(name, freePort(), folder, redis.url, ["--no-dial"])
    );
    for (const node of shared) {
      node.start();
      last.defer(() => node.end());
    }
    for (const node of shared) assert.notEqual(await answersAfter_ms(node), undefined);
    const kinds = faults({ steady: shared[0]!, killed: [], shared, redis });
    const kind = kinds.find(({ name }) => name.startsWith("Redis killed"))!;
    // It lasts until both nodes have refused something.
    const end = async () => {
      await Promise.all(shared.map(({ port }) => untilRefused(port)));
      await kind.end();
    };
    const happened = await meet({ ...kind, lasts_ms: 0, end }, 5, never);
    assert.deepEqual(happened.map(({ node, missing }) => ({ node, missing })), [
      { node: "one", missing: 0 },
      { node: "two", missing: 0 },
    ]);
    for (const { acknowledged, accepts_ms, back_ms } of happened) {
      assert.ok(acknowledged >= 2 * 20 + 2);
      assert.notEqual(accepts_ms, undefined);
      assert.notEqual(back_ms, undefined);
    }
  },
});

Deno.test("a fault that can't be brought about is told, and nobody asks any more", async () => {
  const node = new ChildNode("gone", freePort(), "/", "/x", []);
  const fault = {
    name: "x",
    nodes: [],
    lasts_ms: 0,
    begin: () => Promise.reject(new Error("no such process")),
    end: () => node.end(),
  };
  await assert.rejects(meet(fault, 0, never), /no such process/);
});

const obstacle = smallDiskObstacle();

Deno.test({
  name: `a filled disk has not one byte left, and all again when it is freed${
    obstacle === undefined ? "" : ` [${obstacle}]`
  }`,
  ignore: obstacle !== undefined,
  fn() {
    using disk = mountSmallDisk();
    Deno.writeTextFileSync(`${disk.folder}/odd`, "x".repeat(5_000));
    const left = () => statfsSync(disk.folder).bavail;
    const before = left();
    disk.fill();
    assert.equal(left(), 0);
    assert.throws(() => Deno.writeTextFileSync(`${disk.folder}/more`, "x"), /No space left/);
    disk.free();
    assert.equal(left(), before);
  },
});
