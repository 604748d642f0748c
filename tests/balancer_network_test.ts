/** Three nodes behind nginx as others of the network meet them: on machines of their own, with public and private addresses. */
import assert from "node:assert/strict";
import { has_redis, redis_note } from "../storage/redis/test_redis.ts";
import { until } from "../node/test_until.ts";
import { balancerConfiguration } from "./balanced_nodes.ts";
import { foxchain, NodeProcess } from "./command.ts";
import { has_namespaces, Namespaces, public_net } from "./namespaces.ts";
import { nginx_note, nginx_path, startNginxWith } from "./nginx.ts";

const must_run = Deno.env.get("CI") === "true" && Deno.build.os === "linux";
const no_namespaces = has_namespaces ? "" : " (NOT RUN: network namespaces need Linux, root and ip)";
const can_run = has_redis && has_namespaces && nginx_path !== undefined;

/** Machines 0, 1 and 2 have the nodes, 3 has nginx and Redis; these two join from outside. */
const joining = [4, 5];
const balancer = 3;
const limit_ms = 90_000;
const dials = { FOXCHAIN_NO_DIAL: "0" };

Deno.test({
  name:
    "nodes that advertise the name of their balancer are one address for others, are joined through it, and outlive " +
    `each other${nginx_note}${redis_note}${no_namespaces}`,
  ignore: !can_run && !must_run,
  async fn() {
    await using parts = new AsyncDisposableStack();
    const folder = await Deno.makeTempDir({ prefix: "foxchain_balanced_" });
    parts.defer(() => Deno.remove(folder, { recursive: true }));
    const places = parts.use(await Namespaces.make(6, public_net));
    const inner = (machine: number) => `10.77.0.${machine + 1}`;
    for (const machine of [0, 1, 2, balancer]) {
      await run([...places.within(machine), "ip", "addr", "add", `${inner(machine)}/24`, "dev", "eth0"]);
    }
    parts.use(await startRedis(places.within(balancer), inner(balancer), folder));
    const entry = `ws://${places.ip(balancer)}/ws`;
    const nodes = [0, 1, 2].map((machine) => `${inner(machine)}:9000`);
    // Without TLS: the certificate of the tests is for localhost.
    const http = balancerConfiguration(443, nodes).replace("127.0.0.1:443 ssl", `${places.ip(balancer)}:80`)
      .replaceAll(/ssl_certificate.*/g, "");
    parts.use(await startNginxWith(() => http, 80, places.within(balancer)));

    const start = async (machine: number, ...options: string[]) => {
      const args = ["serve", "--port", "9000", "--debug", ...options];
      return parts.use(
        await NodeProcess.start(args, { env: dials, within: places.within(machine), cwd: folder }),
      );
    };
    const inside: NodeProcess[] = [];
    for (const machine of [0, 1, 2]) {
      const shared = ["--db", `redis://${inner(balancer)}:6379/0`, "--node-id", `node${machine + 1}`];
      const place = ["--host", inner(machine), "--proxy", inner(balancer), "--advertise", entry];
      const through = machine === 0 ? [] : ["--join", `ws://${nodes[0]}/ws`];
      inside.push(await start(machine, ...shared, ...place, ...through));
    }
    const outside: NodeProcess[] = [];
    for (const machine of joining) {
      outside.push(await start(machine, "--db", `${machine}.sqlite`, "--join", entry));
    }

    const told = (node: NodeProcess, what: string) =>
      node.stderr.split("\n").filter((line) => line.endsWith(`: ${what}`)).length;
    const addresses = joining.map((machine) => `ws://${places.ip(machine)}:9000/ws`);
    await until(
      () => inside.every((node) => addresses.every((addr) => told(node, `Reached ${addr}`) > 0)),
      "each node has reached both that joined, also the one that came to another node",
      limit_ms,
    );
    await until(
      () =>
        outside.every((node, n) =>
          told(node, `Reached ${addresses[1 - n]}`) > 0 && told(node, `Reached ${entry}`) > 0
        ),
      "both that joined have reached each other",
      limit_ms,
    );
    assert.deepEqual(
      inside.map((node) => told(node, `Reached ${entry}`)),
      [0, 0, 0],
      "no node dials the name itself",
    );
    for (const [n, machine] of joining.entries()) {
      const url = `ws://${places.ip(machine)}:9000/ws`;
      const list = async () => {
        const { stdout } = await foxchain(["peers", "--url", url], { within: places.within(machine) });
        return new Set(stdout.trim().split("\n"));
      };
      const known = new Set([entry, addresses[1 - n]!]);
      // What was reached is written to the store a little later.
      await until(async () => (await list()).isSupersetOf(known), "they are listed");
      // The nodes are one address there, and nobody outside was told of their private ones.
      assert.deepEqual(await list(), known);
    }
    // The list is Redis', so it has what the nodes call each other. docs/operations.md says so.
    await until(async () => {
      const { stdout } = await foxchain(["peers", "--url", entry], { within: places.within(joining[0]!) });
      return stdout.includes(`ws://${nodes[0]}/ws`);
    }, "the inner address is listed");

    // nginx led them to different nodes, so one of them at least loses its own.
    for (const node of inside.slice(0, 2)) {
      node.signal("SIGKILL");
      await node.ended;
    }
    const lost = () => outside.map((node) => told(node, `Lost touch with ${entry}`));
    await until(() => lost().some((count) => count > 0), "it is missed", limit_ms);
    await until(
      () => outside.every((node, n) => told(node, `Reached ${entry}`) > lost()[n]!),
      "both are back, through the same name",
      limit_ms,
    );
  },
});

async function run([command, ...args]: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(command!, { args }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
}

/** A Redis server on another machine than this one. */
async function startRedis(within: string[], ip: string, folder: string): Promise<AsyncDisposable> {
  const place = ["--bind", ip, "--port", "6379", "--protected-mode", "no", "--dir", folder];
  const [command, ...args] = [...within, "redis-server", ...place, "--save", "", "--appendonly", "yes"];
  const child = new Deno.Command(command!, { args, stdin: "null", stdout: "null", stderr: "null" }).spawn();
  const [ask, ...how] = [...within, "redis-cli", "-h", ip, "ping"];
  await until(async () => {
    const { stdout } = await new Deno.Command(ask!, { args: how }).output();
    return new TextDecoder().decode(stdout).startsWith("PONG");
  }, "Redis answers");
  return {
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await child.status;
    },
  };
}
