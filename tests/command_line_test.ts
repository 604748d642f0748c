/** The command line as a process of its own: exit codes, streams, environment, signals, two nodes side by side. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { command, denoArgs, foxchain, neutralEnvironment, NodeProcess } from "./command.ts";
import { has_tornado, LectureProcess } from "./lecture_process.ts";
import { until } from "../node/test_until.ts";

import { RawClient } from "./raw_client.ts";
import { within, withNode } from "./test_node.ts";

const here = ["--host", "127.0.0.1", "--port", "0"];
const stop_limit_ms = 3_000;

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "foxchain-command-line-" });
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a wrong command line ends with 2, a cause and the next command, all on stderr", async () => {
  const cases: [string[], RegExp][] = [
    [
      ["--prot"],
      /^error: unknown option '--prot'\n\(Did you mean --port\?\)\nnext: foxchain serve --help\n$/,
    ],
    [["pers"], /^error: unknown command 'pers'\n\(Did you mean peers\?\)\nnext: foxchain --help\n$/],
    [["-r", "redis.db"], /^error: [^\n]*--db redis\.sqlite\n$/],
    [
      ["--tls-cert", "c.pem"],
      /^error: --tls-cert is given and --tls-key is not: [^\n]*\nnext: foxchain --tls-cert/,
    ],
    [["call", "peers", "{"], /^error: [^\n]*It is not JSON, and [^\n]*\nnext: foxchain call --help\n$/],
  ];
  for (const [args, message] of cases) {
    const { code, stdout, stderr } = await foxchain(args);
    assert.deepEqual([code, stdout], [2, ""], stderr);
    assert.match(stderr, message);
  }
});

Deno.test("help and version are data on stdout", async () => {
  for (const args of [["--help"], ["--version"], ["version", "--json"]]) {
    const { code, stdout, stderr } = await foxchain(args);
    assert.deepEqual([code, stderr], [0, ""]);
    assert.notEqual(stdout, "");
  }
});

Deno.test("a missing permission is told by its flag, not by a stack trace", async () => {
  const { code, stdout, stderr } = await foxchain([], { permissions: [] });
  assert.deepEqual([code, stdout], [2, ""]);
  assert.match(
    stderr,
    /^error: Deno was not allowed to do this\. Requires env access [^\n]*\nnext: deno task start/,
  );
});

Deno.test("a node tells its free port, serves, remembers, and writes nothing on stdout", async () => {
  await inFolder(async (cwd) => {
    const url = (node: NodeProcess) => ["--url", `localhost:${node.port}`];
    {
      await using node = await NodeProcess.start(here, { cwd });
      assert.notEqual(node.port, 0);
      assert.match(node.stderr, new RegExp(`node +ws://127\\.0\\.0\\.1:${node.port}/ws\n`));
      const registered = await foxchain(["register", "ws://a/ws", "http://b", ...url(node)]);
      assert.equal(registered.code, 0);
      assert.match(registered.stdout, /^accepted {2}ws:\/\/a\/ws\nignored {3}http:\/\/b {2}\(.+\)\n$/);
      const unknown = await foxchain(["call", "foo", "--json", ...url(node)]);
      assert.deepEqual([unknown.code, JSON.parse(unknown.stdout).status], [1, 404]);
      assert.match(unknown.stderr, /^error: the node answered 404: .*\nnext: foxchain call ops/);
      node.signal("SIGTERM");
      assert.deepEqual([(await node.ended).code, (await node.ended).stdout], [0, ""]);
    }
    await using again = await NodeProcess.start(here, { cwd });
    assert.match(again.stderr, /peers +1 in peers\.sqlite\n/);
    const { code, stdout, stderr } = await foxchain(["peers", ...url(again)]);
    assert.deepEqual([code, stdout, stderr], [0, "ws://a/ws\n", ""]);
  });
});

Deno.test("flags win over variables, variables over defaults", async () => {
  await inFolder(async (cwd) => {
    const env = { FOXCHAIN_PORT: "0", FOXCHAIN_HOST: "127.0.0.1", FOXCHAIN_DB: "from_variable.sqlite" };
    for (
      const [args, file] of [[[], "from_variable.sqlite"], [["--db", "flag.sqlite"], "flag.sqlite"]] as const
    ) {
      await using node = await NodeProcess.start(args, { cwd, env });
      assert.ok(node.stderr.includes(`peers 0 in ${file}\n`), node.stderr);
      assert.ok((await Deno.stat(join(cwd, file))).isFile);
    }
    const bad = await foxchain([], { cwd, env: { ...env, FOXCHAIN_PORT: "http" } });
    assert.equal(bad.code, 2);
    assert.match(
      bad.stderr,
      /^error: the environment variable FOXCHAIN_PORT has the value "http"\..*\nnext: .*--port/,
    );
  });
});

Deno.test("a node that nobody runs, or that never answers, ends with 3", async () => {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  const silent = await foxchain(["time", "--url", `127.0.0.1:${listener.addr.port}`, "--timeout", "0.2"]);
  listener.close();
  const refused = await foxchain(["time", "--url", `127.0.0.1:${listener.addr.port}`]);
  for (const [{ code, stdout, stderr }, cause] of [[silent, "within 0.2 s"], [refused, "refused"]] as const) {
    assert.deepEqual([code, stdout], [3, ""]);
    assert.ok(stderr.includes(cause) && stderr.includes("\nnext: "), stderr);
  }
});

Deno.test("a taken port and a database in use are named, end with 4, and harm nobody", async () => {
  await inFolder(async (cwd) => {
    await using first = await NodeProcess.start(here, { cwd });
    const port = `${first.port}`;
    const taken = await foxchain(["--host", "127.0.0.1", "--port", port, "--db", "second.sqlite"], { cwd });
    assert.deepEqual([taken.code, taken.stdout], [4, ""]);
    assert.match(
      taken.stderr,
      new RegExp(`^error: port ${port} is already in use[^\n]*\nnext: foxchain --port \\d+ `),
    );
    const in_use = await foxchain(here, { cwd });
    assert.deepEqual([in_use.code, in_use.stdout], [4, ""]);
    const [, next = ""] =
      /^error: peers\.sqlite is in use by another process\.\nnext: stop the other node, or [^:]*: foxchain (.*)\n$/
        .exec(in_use.stderr) ?? [];
    assert.match(next, /^--port 0 --db peers-2\.sqlite --host 127\.0\.0\.1$/);
    await using second = await NodeProcess.start(next.split(" "), { cwd });
    const third = await foxchain(["--host", "127.0.0.1", "--port", port, "--db", "peers-2.sqlite"], { cwd });
    const [, proposed_port, proposed_db] =
      /or start a second one: foxchain --port (\d+) --db (\S+)/.exec(third.stderr) ?? [];
    assert.equal(proposed_db, "peers-3.sqlite", third.stderr);
    assert.ok(proposed_port !== port && Number(proposed_port) !== second.port, third.stderr);
    assert.equal((await foxchain(["time", "--url", port])).code, 0);
  });
});

Deno.test({
  name: "a student's program that throws, or lacks an op, is where its asker is sent",
  ignore: !has_tornado && Deno.env.get("CI") !== "true",
  async fn() {
    await using student = new LectureProcess("unfinished");
    await until(() => student.port > 0, "it listens", 10_000);
    const url = ["--url", `127.0.0.1:${student.port}`];
    const thrown = await foxchain(["time", ...url]);
    assert.equal(thrown.code, 3);
    assert.match(thrown.stderr, /did not answer: .*\nnext: look at the window of that node's program/);
    const lacks = await foxchain(["call", "foo", ...url]);
    assert.equal(lacks.code, 1);
    assert.match(
      lacks.stderr,
      /^error: the node answered 404: .*\nnext: look at the program of that node: it does not/,
    );
    assert.equal((await foxchain(["peers", ...url])).code, 0);
  },
});

Deno.test("a file that is no database, or a folder that is not there, ends with 4", async () => {
  await inFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "essay.txt"), "My essay. ".repeat(100));
    for (
      const [db, cause] of [["essay.txt", "is not a peer store"], [
        "no/such/folder.sqlite",
        "can't be opened",
      ]]
    ) {
      const { code, stderr } = await foxchain([...here, "--db", db!], { cwd });
      assert.equal(code, 4);
      assert.ok(stderr.startsWith(`error: ${db} ${cause}`) && stderr.includes("\nnext: "), stderr);
      assert.ok(!stderr.includes("    at "), stderr);
    }
    assert.equal(await Deno.readTextFile(join(cwd, "essay.txt")), "My essay. ".repeat(100));
  });
});

/** A request whose body never ends. It is answered at once, and must not hold a stopping server up. */
async function endlessRequest(port: number): Promise<RawClient> {
  const client = await RawClient.dial(port);
  await client.write("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf");
  // Once a later connection is answered, the node has seen this one.
  using other = await RawClient.connect(port);
  await other.ask('{"op":"time"}');
  return client;
}

const stop_signals: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? []
  : ["SIGTERM", "SIGINT", "SIGHUP"];

for (const name of stop_signals) {
  Deno.test(`${name} closes sockets with 1001 and ends with 0 within 3 s, also with a client that hangs`, async () => {
    await using node = await NodeProcess.start([...here, "--db", ":memory:"]);
    using hanging = await RawClient.connect(node.port);
    using _endless = await endlessRequest(node.port);
    const began_ms = performance.now();
    node.signal(name);
    assert.equal(await hanging.readClose(), 1001);
    const { code, stdout } = await within(stop_limit_ms, "the end", node.ended);
    assert.deepEqual([code, stdout], [0, ""]);
    assert.ok(performance.now() - began_ms < stop_limit_ms);
  });
}

Deno.test({
  name: "a second Ctrl+C ends a stopping node at once",
  ignore: Deno.build.os === "windows",
  async fn() {
    await using node = await NodeProcess.start([...here, "--db", ":memory:"]);
    // It never answers the close, so the node waits for it until its own time limit. A client that answers would let the
    // node end in good order before the second signal comes.
    using _hanging = await RawClient.connect(node.port);
    node.signal("SIGINT");
    await node.written(/Stopping: /);
    node.signal("SIGINT");
    assert.equal((await within(1_000, "the end", node.ended)).code, 130);
  },
});

Deno.test("a reader that goes early, as head does, is no error", async () => {
  await withNode(async (node) => {
    using client = await RawClient.connect(node.port);
    const addr = Array.from({ length: 5_000 }, (_, index) => `ws://peer${index}.example/ws`);
    await client.ask(JSON.stringify({ op: "register", args: { addr } }));
    const child = command(["peers", "--all", "--url", `127.0.0.1:${node.port}`]).spawn();
    await child.stdout.cancel();
    const stderr = await new Response(child.stderr).text();
    assert.deepEqual([(await child.status).code, stderr], [0, ""]);
  });
});

Deno.test("a node with a certificate speaks https and wss, and its own certificate can be trusted", async () => {
  const [cert, key] = ["cert", "key"].map((part) => fixture(`localhost_${part}.pem`)) as [string, string];
  await using node = await NodeProcess.start([
    ...here,
    "--db",
    ":memory:",
    "--tls-cert",
    cert,
    "--tls-key",
    key,
  ]);
  assert.match(node.stderr, /page +https:\/\/127\.0\.0\.1:\d+\/\n[^]* +node +wss:\/\/127/);
  const url = ["--url", `https://localhost:${node.port}/`];
  const trusted = await foxchain(["time", ...url], { env: { DENO_CERT: cert } });
  assert.equal(trusted.code, 0, trusted.stderr);
  const untrusted = await foxchain(["time", ...url]);
  assert.equal(untrusted.code, 3);
  assert.match(untrusted.stderr, /its certificate is not trusted .*DENO_CERT/);
});

function fixture(name: string): string {
  return fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
}

Deno.test({
  name: "colours appear on a terminal only, and not with NO_COLOR",
  // The tool that plays a terminal takes other flags elsewhere.
  ignore: Deno.build.os !== "linux",
  async fn() {
    const line = [Deno.execPath(), ...denoArgs(["pers"])].map((arg) => `'${arg}'`).join(" ");
    const onTerminal = async (env: Record<string, string>) => {
      const script = new Deno.Command("script", {
        args: ["--quiet", "--return", "--command", line, "/dev/null"],
        clearEnv: true,
        env: { ...neutralEnvironment(), TERM: "xterm", ...env },
      });
      const { code, stdout } = await script.output();
      assert.equal(code, 2);
      return new TextDecoder().decode(stdout);
    };
    assert.ok((await onTerminal({})).includes("\x1b[31merror:\x1b[0m"));
    assert.ok(!(await onTerminal({ NO_COLOR: "1" })).includes("\x1b["));
    assert.ok(!(await foxchain(["pers"])).stderr.includes("\x1b"));
  },
});
