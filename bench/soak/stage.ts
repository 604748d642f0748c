/** Everything that a soak runs: measured nodes, the crowd around them, clients, a disk and Redis. */
import { join } from "node:path";
import { has_redis, TestRedis } from "../../storage/redis/test_redis.ts";
import { mountSmallDisk, smallDiskObstacle } from "../../storage/small_disk.ts";
import { ChildNode } from "./child_node.ts";
import { Clients } from "./clients.ts";
import { Crowd } from "./crowd.ts";
import { type Fault, faults } from "./faults.ts";
import { answersAfter_ms } from "./meet.ts";
import type { MeasuredNode } from "./result.ts";

/** Nodes that come and go. */
export const crowd_nodes = 20;

/** Clients of all measured nodes together. */
export const clients_of_kind = { lecture: 140, trackers: 40, pages: 20 };

/** Room for the database of hours. */
const disk_mib = 64;

/** What runs. */
export interface Stage {
  readonly measured: readonly ChildNode[];
  readonly nodes: readonly MeasuredNode[];
  readonly crowd: Crowd;
  readonly clients: Clients;
  readonly redis: TestRedis | undefined;
  readonly faults: readonly Fault[];
  /** Faults that this machine does not allow, with the cause. */
  readonly not_run: readonly string[];
}

/**
 * Starts all of it.
 *
 * @param port The first of some ports in a row.
 * @param last Ends all of it.
 * @throws {Error} A node does not start.
 */
export async function setStage(port: number, last: AsyncDisposableStack): Promise<Stage> {
  const folder = await Deno.makeTempDir({ prefix: "foxchain_soak_" });
  last.defer(() => Deno.remove(folder, { recursive: true }));
  const obstacle = smallDiskObstacle();
  const disk = obstacle === undefined ? last.use(mountSmallDisk(disk_mib)) : undefined;
  const redis = has_redis ? last.use(await TestRedis.start()) : undefined;

  const steady = new ChildNode("steady", port, folder, join(disk?.folder ?? folder, "steady.sqlite"), []);
  const join_steady = ["--join", steady.url];
  const killed = new ChildNode("killed", port + 1, folder, join(folder, "killed.sqlite"), join_steady);
  const shared = redis === undefined ? [] : [
    new ChildNode("shared", port + 2, folder, redis.url, join_steady),
    new ChildNode("twin", port + 3, folder, redis.url, join_steady),
  ];
  const measured = [steady, killed, ...shared];
  for (const node of measured) {
    node.start();
    last.defer(() => node.end("SIGTERM"));
  }
  for (const node of measured) {
    if (await answersAfter_ms(node) === undefined) {
      throw new Error(`${node.name} did not start within a minute.`);
    }
  }
  const urls = measured.map(({ url }) => url);
  const crowd = last.use(new Crowd(crowd_nodes, folder, port + measured.length, urls));
  crowd.start();
  // Most clients ask `shared`.
  const nodes = measured.map(({ name }): MeasuredNode => ({
    name,
    store: shared.some((node) => node.name === name) ? "Redis" : "SQLite",
    share: name === "shared" ? 2 : 1,
  }));
  const places = nodes.map((node, n) => ({ ...node, port: measured[n]!.port }));
  return {
    measured,
    nodes,
    crowd,
    clients: last.use(new Clients({ nodes: places, ...clients_of_kind })),
    redis,
    faults: faults({ steady, killed: [killed, ...shared.slice(1)], shared, disk, redis }),
    not_run: [
      ...obstacle === undefined ? [] : [`disk full: ${obstacle}`],
      ...redis === undefined ? ["Redis away, and nodes over Redis: there is no redis-server here"] : [],
    ],
  };
}
