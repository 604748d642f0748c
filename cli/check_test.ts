import assert from "node:assert/strict";
import { join } from "node:path";
import { lectureAnswers, scriptedWorld } from "../check/test_world.ts";
import { isWhole } from "../check/evidence.ts";
import type { World } from "../check/world.ts";
import { sha256 } from "./check_files.ts";
import { SocketWorld } from "./check_world.ts";
import { run } from "./program.ts";
import { freePort } from "../tests/test_place.ts";
import { scriptedNode, tcpServer, type TestNode } from "./test_node.ts";
import { TestTerminal } from "./test_terminal.ts";

/** A node that answers as the lecture's program does; the clock is this computer's. */
function lectureNode(change: (text: string, answer: string) => string = (_text, answer) => answer): TestNode {
  const world: World = { ...scriptedWorld({}), wall_ms: () => performance.timeOrigin + performance.now() };
  const answers = lectureAnswers(() => world);
  return scriptedNode((text) => change(text, answers(text)));
}

Deno.test("all points are exit code 0, and each check is a line", async () => {
  await using node = lectureNode();
  const terminal = new TestTerminal();
  assert.equal(await run(["check", node.url, "--zone", "CST"], terminal), 0);
  assert.equal(terminal.stdout.match(/^[123] ✓ /gm)?.length, 14);
  assert.match(terminal.stdout, /^Points: 100 of 100/m);
  assert.ok(!terminal.stdout.includes("\u001b"));
});

Deno.test("missing points are exit code 1, with what was sent, got and wanted, in the language that was asked for", async () => {
  await using node = lectureNode((_text, answer) => answer.replace("peers", "peer"));
  for (
    const [lang, next, ...labels] of [
      ["en", "next: ", "sent", "got", "wanted", "hint"],
      ["zh", "下一步：", "发送", "收到", "应为", "提示"],
    ]
  ) {
    const terminal = new TestTerminal({ terminals: ["stdout"] });
    assert.equal(await run(["check", node.url, "--lang", lang!], terminal), 1);
    for (const label of labels) {
      assert.match(terminal.stdout, new RegExp(`^    ${label}: `, "m"));
    }
    assert.match(terminal.stdout, /`peer`.*`peers`/);
    assert.ok(terminal.stdout.includes("\u001b[7m"), "the first difference is marked");
    assert.ok(terminal.stderr.includes(`\n${next}`));
  }
});

Deno.test("--json prints one line, and the files of --report and --junit are written", async () => {
  await using node = lectureNode();
  const folder = await Deno.makeTempDir();
  try {
    const terminal = new TestTerminal();
    const [junit, report] = [join(folder, "check.xml"), join(folder, "deep", "result")];
    const args = [
      "check",
      node.url,
      "--json",
      "--junit",
      junit,
      "--report",
      report,
      "--seed",
      "s",
      "--stage",
      "1,3",
    ];
    assert.equal(await run(args, terminal), 0);
    const lines = terminal.stdout.split("\n");
    assert.equal(lines.length, 2);
    const { points, seed, stages } = JSON.parse(lines[0]!);
    assert.deepEqual([points, seed, stages], [65, "s", [1, 3]]);
    assert.match(await Deno.readTextFile(junit), /^<\?xml[\s\S]*<testsuite [\s\S]*<\/testsuites>\n$/);
    assert.match(await Deno.readTextFile(join(report, "report.html")), /^<!DOCTYPE html>/);
    assert.match(await Deno.readTextFile(join(report, "report.md")), /^# /);
    assert.ok(await isWhole(await Deno.readTextFile(join(report, "evidence.json")), sha256));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a folder that can't be written is exit code 4, after the result was printed", async () => {
  await using node = lectureNode();
  const file = await Deno.makeTempFile();
  try {
    const terminal = new TestTerminal();
    assert.equal(await run(["check", node.url, "--stage", "3", "--report", join(file, "no")], terminal), 4);
    assert.match(terminal.stdout, /Points: 30 of 30/);
    assert.match(terminal.stderr, /can't be written.*\nnext: /);
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("a port where nothing listens is exit code 3: not judged, and no zero", async () => {
  const terminal = new TestTerminal();
  assert.equal(await run(["check", `127.0.0.1:${freePort()}`], terminal), 3);
  assert.match(terminal.stdout, /100 points are not judged: they are neither won nor lost/);
});

Deno.test("a wrong option is exit code 2", async () => {
  const cases: [string[], RegExp][] = [
    [["--stage", "4"], /A stage is 1, 2 or 3/],
    [["--stage", ""], /A stage is 1, 2 or 3/],
    [["--zone", "China"], /An abbreviation looks like CST/],
    [["--lang", "fr"], /Allowed choices are en, zh/],
    [["ftp://a"], /A node's address looks like/],
    [["--report", ""], /must not be empty/],
  ];
  for (const [args, message] of cases) {
    const terminal = new TestTerminal();
    assert.equal(await run(["check", ...args], terminal), 2, args.join(" "));
    assert.match(terminal.stderr, message);
  }
});

/** What becomes of a try to connect. */
async function opened(node: TestNode, scheme = "ws"): Promise<string> {
  await using world = new SocketWorld(`${scheme}://127.0.0.1:${node.port}/ws`);
  return (await world.open(300)).kind;
}

Deno.test("the world tells apart a port that is free, silent, no HTTP, HTTP without WebSocket, and a node", async () => {
  const gone: TestNode = { port: freePort(), url: "", [Symbol.asyncDispose]: () => Promise.resolve() };
  assert.equal(await opened(gone), "refused");
  const cases: [() => TestNode, string][] = [
    [() => tcpServer(), "late"],
    [() => tcpServer("SSH-2.0-OpenSSH\r\n"), "no_http"],
    [() => tcpServer("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"), "http"],
    [() => scriptedNode(() => ""), "open"],
  ];
  for (const [start, kind] of cases) {
    await using node = start();
    assert.equal(await opened(node), kind);
  }
});

Deno.test("messages come one at a time to those that ask", async () => {
  await using node = scriptedNode((text) => text);
  await using world = new SocketWorld(node.url);
  const connected = await world.open(5_000);
  assert.ok(connected.kind === "open");
  const { line } = connected;
  assert.deepEqual(await line.ask("a", 5_000), { kind: "text", text: "a" });
  assert.deepEqual(await line.ask("b", 5_000), { kind: "text", text: "b" });
  assert.deepEqual(line.unread(), []);
  line.close();
  assert.equal((await line.ask("c", 5_000)).kind, "closed");
});
