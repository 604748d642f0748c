/** Nodes on machines of their own that find each other by multicast DNS, and what they say where they can't. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { found_per_sender_max, search_ms } from "../lan/limits.ts";
import { permissions } from "../tools/permissions.ts";
import { NodeProcess } from "./command.ts";
import { has_namespaces, Namespaces } from "./namespaces.ts";

const must_run = Deno.env.get("CI") === "true";
const note = has_namespaces ? "" : " (NOT RUN: network namespaces need Linux, root and ip)";

/** Starts a node on a machine, with the permissions that a user's has. */
type Start = (machine: number, ...flags: string[]) => Promise<NodeProcess>;

function test(name: string, body: (places: Namespaces, start: Start) => Promise<void>): void {
  Deno.test({
    name: name + note,
    ignore: !has_namespaces && !must_run,
    async fn() {
      assert.ok(has_namespaces, "CI must run this test, as root");
      await using places = await Namespaces.make(2);
      const folder = await Deno.makeTempDir({ prefix: "foxchain_find_" });
      await using made = new AsyncDisposableStack();
      made.defer(() => Deno.remove(folder, { recursive: true }));
      await body(places, async (machine, ...flags) => {
        const db = join(folder, `${crypto.randomUUID()}.sqlite`);
        return made.use(
          await NodeProcess.start(["--db", db, ...flags], {
            env: { FOXCHAIN_NO_DIAL: "0" },
            within: places.within(machine),
            permissions: permissions([Deno.build.os], true),
          }),
        );
      });
    },
  });
}

/** What a node's log says of the local network. */
const lan = (node: NodeProcess) => node.stderr.split("\n").filter((line) => line.includes("foxchain·lan"));

/** Stops a node as Ctrl+C does; says how long that took. */
async function stop(node: NodeProcess): Promise<number> {
  const start_ms = performance.now();
  node.signal("SIGINT");
  assert.equal((await node.ended).code, 0, node.stderr);
  return performance.now() - start_ms;
}

test(
  "two machines without a default route find each other, and --find=join joins",
  async (_places, start) => {
    const first = await start(0, "--find");
    const start_ms = performance.now();
    const second = await start(1, "--find=join", "--debug");
    const listened_ms = performance.now();
    await second.written(/Joins through ws:\/\/10\.77\.0\.1:9000\/ws/);
    console.log(
      `Found ${Math.round(performance.now() - listened_ms)} ms after it listened, ` +
        `${Math.round(performance.now() - start_ms)} ms after its start.`,
    );
    await second.written(/Reached ws:\/\/10\.77\.0\.1:9000\/ws/);
    await first.written(/Found on the local network: ws:\/\/10\.77\.0\.2:9000\/ws/);
    assert.equal(lan(first).length, 1, first.stderr);
    assert.ok(await stop(second) < 2_500);
  },
);

test("a node of another network is not found, nor one that was not told to be", async (_places, start) => {
  await start(0, "--find", "--net", "other");
  await start(0, "--port", "9001");
  const second = await start(1, "--find=join");
  await second.written(/Nobody of the network foxchain answered/);
  assert.equal(lan(second).length, 1, second.stderr);
});

test("where the network drops multicast the log says one line, and nothing hangs", async (places, start) => {
  for (const machine of [0, 1]) await places.multicast(machine, "off");
  const nodes = [await start(0, "--find"), await start(1, "--find=join")];
  for (const node of nodes) {
    const health = await askHealth(places, nodes.indexOf(node));
    assert.equal(health, "ok\n", "It answers while it looks.");
    await node.written(/the network carries no multicast/);
    assert.equal(lan(node).length, 1, node.stderr);
    assert.ok(await stop(node) < search_ms);
  }
});

test(
  "where another program has port 5353 for itself the log says one line, and the node works",
  async (places, start) => {
    // Without reuseAddr, as some programs have it.
    const script = 'import { createSocket } from "node:dgram"; const socket = createSocket("udp4"); ' +
      'socket.bind(5353, () => console.log("bound")); for await (const _ of Deno.stdin.readable); socket.close();';
    const [program, ...args] = [...places.within(0), Deno.execPath(), "eval", script];
    await using taken = new Deno.Command(program!, { args, stdin: "piped", stdout: "piped" }).spawn();
    const reader = taken.stdout.getReader();
    assert.equal((await reader.read()).done, false, "It has the port.");
    const node = await start(0, "--find=join");
    await node.written(/UDP port 5353/);
    assert.equal(await askHealth(places, 0), "ok\n");
    assert.equal(lan(node).length, 1, node.stderr);
    await stop(node);
    await taken.stdin.close();
    await reader.cancel();
  },
);

test("on a machine without a cable the log says one line, and the node works", async (places, start) => {
  await places.unplug(0);
  const node = await start(0, "--find");
  await node.written(/Can't look for nodes on the local network/);
  assert.equal(await askHealth(places, 0), "ok\n");
  await stop(node);
  assert.equal(lan(node).length, 1, node.stderr);
});

test("a hostile neighbour can name itself up to eight times, and nothing else", async (places, start) => {
  const node = await start(0, "--find");
  const script = new URL("fixtures/hostile_neighbour.ts", import.meta.url).pathname;
  const [program, ...args] = [
    ...places.within(1),
    Deno.execPath(),
    "run",
    "--allow-all",
    script,
    places.ip(1),
  ];
  const { success, stderr } = await new Deno.Command(program!, { args }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  await node.written(/Found on the local network: ws:\/\/10\.77\.0\.2:9008\/ws/);
  assert.equal(await askHealth(places, 0), "ok\n");
  await stop(node);
  const expected = Array.from(
    { length: found_per_sender_max },
    (_, index) => `ws://10.77.0.2:${9001 + index}/ws`,
  );
  const found = lan(node).map((line) => /Found on the local network: (\S+?)\. /.exec(line)?.[1] ?? line);
  assert.deepEqual(found, expected);
});

/** What a node on a machine answers to `/healthz`. */
async function askHealth(places: Namespaces, machine: number): Promise<string> {
  const [program, ...args] = [
    ...places.within(machine),
    Deno.execPath(),
    "eval",
    'const r = await fetch("http://127.0.0.1:9000/healthz"); console.log((await r.text()).trim())',
  ];
  const { stdout } = await new Deno.Command(program!, { args }).output();
  return new TextDecoder().decode(stdout);
}
