/** The subcommand `serve` in the process of the test: what it prints, and how it stops. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openSqlite } from "../storage/sqlite.ts";
import { rows } from "../storage/test_rows.ts";
import { run } from "./program.ts";
import { tcpServer } from "./test_node.ts";
import { TestTerminal, type TestTerminalParts } from "./test_terminal.ts";

const here = ["--host", "127.0.0.1", "--port", "0", "--db", ":memory:"];

function pathOf(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}

/** Runs a node until its log says that it listens, plays the requests, and waits for its end. */
async function serve(
  args: string[],
  parts: TestTerminalParts = {},
  whileListening: (terminal: TestTerminal, port: number) => void | Promise<void> = () => {},
): Promise<TestTerminal & { code: number }> {
  const listening = Promise.withResolvers<void>();
  const terminal = new TestTerminal({
    ...parts,
    onNote: (line) => line.includes("Listening on port") && listening.resolve(),
  });
  const ended = run(args, terminal);
  await Promise.race([listening.promise, ended]);
  const port = Number(/Listening on port: (\d+)|"port":(\d+)/.exec(terminal.stderr)?.slice(1).find(Boolean));
  await whileListening(terminal, port);
  terminal.ask("SIGTERM");
  return Object.assign(terminal, { code: await ended });
}

Deno.test("a start prints the page, the node, the LAN and the peers on stderr, and nothing on stdout", async () => {
  const interfaces = [{
    name: "eth0",
    family: "IPv4",
    address: "192.168.1.7",
  }] as Deno.NetworkInterfaceInfo[];
  const { code, stdout, stderr } = await serve(["--port", "0", "--db", ":memory:"], { interfaces });
  assert.equal(code, 0);
  assert.equal(stdout, "");
  const port = /Listening on port: (\d+)/.exec(stderr)?.[1];
  assert.notEqual(port, "0");
  for (
    const line of [
      `  page  http://localhost:${port}/\n`,
      `  node  ws://localhost:${port}/ws\n`,
      `  LAN   ws://192.168.1.7:${port}/ws\n`,
      "  peers 0 in :memory:\n",
    ]
  ) assert.ok(stderr.includes(line), `${line} in ${stderr}`);
});

Deno.test("a start in Chinese has its names in one column, and its hints in Chinese", async () => {
  const interfaces = [{
    name: "eth0",
    family: "IPv4",
    address: "192.168.1.7",
  }] as Deno.NetworkInterfaceInfo[];
  const { stderr } = await serve(["--port", "0", "--db", ":memory:"], { interfaces, language: "zh-CN" });
  const port = /Listening on port: (\d+)/.exec(stderr)?.[1];
  for (
    const line of [
      `  网页   http://localhost:${port}/\n`,
      "  控制   用终端上显示的链接：这个节点不保存密钥\n",
      `  节点   ws://localhost:${port}/ws\n`,
      `  局域网 ws://192.168.1.7:${port}/ws\n`,
      "  地址   :memory: 里有 0 个\n",
      "  按 Ctrl+C 停止。\n",
    ]
  ) assert.ok(stderr.includes(line), `${line} in ${stderr}`);
});

Deno.test("--log json writes nothing but JSON lines, and the first one says where the node is", async () => {
  const { stderr } = await serve([...here, "--log", "json"]);
  const [first, ...others] = stderr.trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.equal(first.message, `Listening on port: ${first.properties.port}`);
  assert.equal(first.properties.node, `ws://127.0.0.1:${first.properties.port}/ws`);
  assert.equal(first.properties.peers, 0);
  assert.ok(others.length > 0);
});

Deno.test("lines that the log lost are told in the log's own form", async () => {
  for (
    const [format, said] of [["text", /\[INF\] foxchain·log: 7 lines are/], ["json", /"lines":7\}/]] as const
  ) {
    const { stderr } = await serve([...here, "--log", format], {}, (terminal) => terminal.lose(7));
    assert.match(stderr, said);
  }
});

Deno.test("every flag has a variable", async () => {
  const env = {
    FOXCHAIN_HOST: "127.0.0.1",
    FOXCHAIN_PORT: "0",
    FOXCHAIN_DB: ":memory:",
    FOXCHAIN_LOG: "json",
    FOXCHAIN_DEBUG: "1",
    FOXCHAIN_OPEN: "yes",
    FOXCHAIN_TLS_CERT: pathOf("../tests/fixtures/localhost_cert.pem"),
    FOXCHAIN_TLS_KEY: pathOf("../tests/fixtures/localhost_key.pem"),
  };
  const opened: string[] = [];
  const runProgram = (_name: string, args: readonly string[]) =>
    Promise.resolve(opened.push(args.at(-1)!) > 0);
  const { code, stderr } = await serve([], { env, runProgram });
  const { properties } = JSON.parse(stderr.split("\n")[0]!);
  assert.equal(code, 0);
  assert.equal(opened.length, 1);
  assert.ok(opened[0]!.startsWith(`https://127.0.0.1:${properties.port}/#code=`));
  assert.equal(properties.node, `wss://127.0.0.1:${properties.port}/ws`);
});

Deno.test("--open opens the page; failing to is only a warning", async () => {
  const { code, stderr } = await serve([...here, "--open"], { runProgram: () => Promise.resolve(false) });
  assert.equal(code, 0);
  assert.match(
    stderr,
    /warning: the browser did not open\. Open the page by hand: http:\/\/127\.0\.0\.1:\d+\/\n/,
  );
});

Deno.test("a taken port is named, with what to try next and exit code 4", async () => {
  await using taken = tcpServer();
  const { code, stderr } = await serve([...here, "--port", `${taken.port}`]);
  assert.equal(code, 4);
  assert.ok(stderr.startsWith(`error: port ${taken.port} is already in use`), stderr);
  assert.match(
    stderr,
    /\nnext: foxchain --port \d+ --db :memory: --host 127\.0\.0\.1, or --port 0 for any free port\n$/,
  );
});

Deno.test("--no-dial and --join are refused together, wherever each comes from, and a node is not started", async () => {
  const seed = "ws://127.0.0.1:9/ws";
  const cases: [string[], Record<string, string>, RegExp][] = [
    [
      ["--no-dial", "--join", seed],
      {},
      /^error: --no-dial and --join contradict .*\nnext: foxchain --join ws:/,
    ],
    [["--join", seed], { FOXCHAIN_NO_DIAL: "1" }, /the variable FOXCHAIN_NO_DIAL and --join contradict/],
    [["--no-dial"], { FOXCHAIN_JOIN: seed }, /--no-dial and the variable FOXCHAIN_JOIN contradict/],
  ];
  for (const [args, env, message] of cases) {
    const { code, stderr } = await serve([...here, ...args], { env });
    assert.equal(code, 2, stderr);
    assert.match(stderr, message);
    assert.ok(!stderr.includes("Listening"));
  }
  const dials = await serve([...here, "--join", seed], { env: { FOXCHAIN_NO_DIAL: "0" } });
  assert.equal(dials.code, 0);
});

Deno.test("a file that is no certificate is told as such", async () => {
  const page = pathOf("../deno.json");
  const { code, stderr } = await serve([...here, "--tls-cert", page, "--tls-key", page]);
  assert.equal(code, 2);
  assert.match(
    stderr,
    /^error: --tls-cert and --tls-key can't be used: No certificates found.*\.\nnext: check /,
  );
});

Deno.test("each signal that asks a process to end stops the node in good order", async () => {
  for (const request of ["SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"] as const) {
    const { code, stderr } = await serve(here, {}, (terminal) => terminal.ask(request));
    assert.equal(code, 0);
    assert.ok(stderr.includes(`Stopping: ${request}`), stderr);
  }
});

Deno.test("a first signal stops the node, only a second Ctrl+C ends the process at once", async () => {
  const { code, exits, listened, stderr } = await serve(here, {}, (terminal) => {
    terminal.ask("SIGINT");
    assert.deepEqual(terminal.exits, []);
    terminal.ask("SIGTERM");
    assert.deepEqual(terminal.exits, []);
    terminal.ask("SIGINT");
    assert.deepEqual(terminal.exits, [130]);
  });
  assert.deepEqual([code, exits, listened], [0, [130], false]);
  assert.equal(stderr.match(/Stopping/g)?.length, 1);
});

Deno.test("the banner has colours on a terminal only", async () => {
  const plain = await serve(here, { terminals: ["stdout"] });
  assert.ok(!plain.stderr.includes("\x1b"));
  const colored = await serve(here, { terminals: ["stderr"] });
  assert.ok(colored.stderr.includes("\x1b[1mFOXCHAIN\x1b[0m"));
});

Deno.test("a --peers-max below what is stored is said at the start, and costs no address", async () => {
  const folder = await Deno.makeTempDir();
  const db = join(folder, "peers.sqlite");
  try {
    const before = openSqlite(db);
    await before.register(rows(3));
    before.close();
    const flags = ["--host", "127.0.0.1", "--port", "0", "--db", db, "--no-dial"];
    const over = await serve([...flags, "--peers-max", "2"]);
    assert.match(
      over.stderr,
      /holds 3 addresses, more than --peers-max 2: all stay, and no new one is taken/,
    );
    const even = await serve([...flags, "--peers-max", "3"]);
    assert.doesNotMatch(even.stderr, /more than --peers-max/);
    const after = openSqlite(db);
    assert.equal(after.count(), 3);
    after.close();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

for (
  const [args, env, expected_mb] of [
    [["--memory-max", "2000"], { FOXCHAIN_MEMORY_MAX: "3000" }, 2_000],
    [[], { FOXCHAIN_MEMORY_MAX: "3000" }, 3_000],
  ] as const
) {
  Deno.test(`a node may take ${expected_mb} MB when it is started so, and its metrics say it`, async () => {
    const flags = ["--host", "127.0.0.1", "--port", "0", "--db", ":memory:", "--no-dial"];
    let metrics = "";
    await serve([...flags, ...args], { env }, async (_, port) => {
      metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    });
    assert.ok(metrics.includes(`\nfoxchain_memory_max_bytes ${expected_mb * 2 ** 20}\n`), metrics);
  });
}
