/** A node that listens on every address, on systems that hand IPv4 to `::`, that do not, and that have no IPv6. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { foxchain, NodeProcess } from "./command.ts";
import { has_namespaces, Namespaces } from "./namespaces.ts";
import { until } from "../node/test_until.ts";

import { within } from "./test_node.ts";

const must_run = Deno.env.get("CI") === "true";
const note = has_namespaces ? "" : " (NOT RUN: network namespaces need Linux, root and ip)";
const port = 9000;
const [here, neighbour] = [0, 1];
const descriptors_max = 128;
const silent_connections = 400;
/** An attack ends when its descriptors do, and the neighbour waits 150 ms after the first restart. */
const limit_ms = 10_000;

const systems: readonly (readonly [string, string, string, readonly string[]])[] = [
  ["whose :: takes IPv4 as well", "bindv6only", "0", ["127.0.0.1", "[::1]"]],
  ["whose :: takes IPv6 only", "bindv6only", "1", ["127.0.0.1", "[::1]"]],
  ["that has no IPv6", "conf/all/disable_ipv6", "1", ["127.0.0.1"]],
];

for (const [system, switched, value, hosts] of systems) {
  Deno.test({
    name: `on a system ${system} a node is reached at ${hosts.join(" and ")} and from its network${note}`,
    ignore: !has_namespaces && !must_run,
    async fn() {
      assert.ok(has_namespaces, "CI must run this test, as root");
      await using places = await Namespaces.make(2);
      const within_here = places.within(here);
      await run([...within_here, "sh", "-c", `echo ${value} > /proc/sys/net/ipv6/${switched}`]);
      const limited = [...within_here, "sh", "-c", `ulimit -n ${descriptors_max}; exec "$0" "$@"`];
      const args = ["serve", "--port", `${port}`, "--db", ":memory:", "--no-dial"];
      await using node = await NodeProcess.start(args, { within: limited });

      const reached = async () => {
        for (const host of hosts) await time(host, within_here);
        await time(places.ip(here), places.within(neighbour));
      };
      await reached();
      const second = await foxchain(["--port", `${port}`, "--db", ":memory:"], { within: within_here });
      assert.equal(second.code, 4);
      assert.match(second.stderr, /^error: port 9000 is already in use/);

      const attack = silence(places.ip(here), places.within(neighbour));
      await within(limit_ms, "the restart", node.written(/The server starts anew \("?descriptors/));
      await attack.stdin.close();
      await attack.status;
      await reached();

      node.signal("SIGTERM");
      assert.equal((await within(limit_ms, "the stop", node.ended)).code, 0);
    },
  });
}

/** A local program or a neighbour asks for the time, as a user would. */
async function time(host: string, from: readonly string[]): Promise<void> {
  const url = `ws://${host}:${port}/ws`;
  await until(
    async () => (await foxchain(["time", "--url", url], { within: from })).code === 0,
    url,
    limit_ms,
  );
}

/** A neighbour that takes every descriptor. */
function silence(host: string, from: readonly string[]): Deno.ChildProcess {
  const script = fileURLToPath(new URL("./fixtures/silent_connections.ts", import.meta.url));
  const [first, ...rest] = [...from, Deno.execPath(), "run", "--quiet", "--allow-net", script];
  return new Deno.Command(first!, {
    args: [...rest, host, `${port}`, `${silent_connections}`],
    stdin: "piped",
    stdout: "null",
    stderr: "inherit",
  }).spawn();
}

async function run([first, ...args]: readonly string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(first!, { args, stderr: "piped" }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
}
