/** The commands that ask a node, against foxchain's own node and against scripted ones. */
import assert from "node:assert/strict";
import { peers_page_max } from "../discovery/limits.ts";
import { run } from "./program.ts";
import { foxchainNode, scriptedNode, type TestNode } from "./test_node.ts";
import { TestTerminal } from "./test_terminal.ts";

async function command(node: TestNode, ...args: string[]): Promise<TestTerminal & { code: number }> {
  const terminal = new TestTerminal();
  const code = await run([...args, "--url", node.url, "--timeout", "10"], terminal);
  return Object.assign(terminal, { code });
}

Deno.test("register, peers and time talk to a node as a student would", async () => {
  await using node = foxchainNode();
  const none = await command(node, "peers");
  assert.deepEqual([none.code, none.stdout], [0, ""]);
  assert.match(none.stderr, /knows no peers yet.*foxchain register/);

  const registered = await command(node, "register", "ws://a:9000/ws", "http://b", "ws://c/?q");
  assert.equal(registered.code, 0);
  assert.match(
    registered.stdout,
    /^accepted {2}ws:\/\/a:9000\/ws\nignored {3}http:\/\/b {2}\(.+\)\nignored {3}ws:/,
  );
  assert.match(registered.stderr, /looks like ws:\/\/HOST:PORT/);

  const one = await command(node, "peers");
  assert.deepEqual([one.code, one.stdout, one.stderr], [0, "ws://a:9000/ws\n", ""]);

  const time = await command(node, "time");
  assert.equal(time.code, 0);
  assert.match(time.stdout, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z {2}\d+(\.\d+)? {2}\S+\n$/);
});

Deno.test("register says how many ignored addresses the node did not list", async () => {
  await using node = foxchainNode();
  const most = await command(node, "register", ...Array.from({ length: 100 }, (_, n) => `x${n}`));
  assert.doesNotMatch(most.stderr, /more/);
  const more = await command(node, "register", ...Array.from({ length: 103 }, (_, n) => `x${n}`));
  assert.equal(more.stdout.trim().split("\n").length, 100);
  assert.match(more.stderr, /^The node ignored 3 more and does not list them\.$/m);
});

Deno.test("--json prints the node's answer as one line", async () => {
  await using node = foxchainNode();
  const registered = await command(node, "register", "ws://a/ws", "--json");
  assert.deepEqual(JSON.parse(registered.stdout).response, { accepted: ["ws://a/ws"], ignored: [] });
  const peers = await command(node, "peers", "--json");
  assert.equal(peers.stdout, '{"status":200,"error":"OK","response":{"peers":["ws://a/ws"]}}\n');
  const everyone = await command(node, "peers", "--all", "--json");
  assert.equal(everyone.stdout, peers.stdout);
  assert.equal(typeof JSON.parse((await command(node, "time", "--json")).stdout).response.time, "number");
});

Deno.test("call sends any op and shows the whole answer", async () => {
  await using node = foxchainNode();
  await command(node, "call", "register", '{"addr": ["ws://a/ws", "ws://b/ws"]}');
  const page = await command(node, "call", "peers", '{"limit": 1}');
  assert.equal(page.code, 0);
  assert.deepEqual(JSON.parse(page.stdout).response, { peers: ["ws://b/ws"] });
  assert.ok(page.stdout.startsWith('{\n  "status": 200,\n'), page.stdout);
  const line = await command(node, "call", "peers", '{"limit": 1}', "--json");
  assert.equal(line.stdout, '{"status":200,"error":"OK","response":{"peers":["ws://b/ws"]}}\n');
});

Deno.test("call takes args without quotes, and each arrives as it was meant", async () => {
  await using node = scriptedNode((request) => `{"status":200,"error":"OK","response":${request}}`);
  const cases: [string[], string][] = [
    [
      ["peers", "limit=5", "after=ws://a:9000/ws"],
      '{"op":"peers","args":{"limit":5,"after":"ws://a:9000/ws"}}',
    ],
    [["register", "addr=ws://a", "addr=ws://b"], '{"op":"register","args":{"addr":["ws://a","ws://b"]}}'],
    [["x", "limit=1.0"], '{"op":"x","args":{"limit":1.0}}'],
    [["x", "null"], '{"op":"x","args":null}'],
    [["x"], '{"op":"x"}'],
  ];
  for (const [words, request] of cases) {
    const { code, stdout } = await command(node, "call", ...words, "--json");
    assert.deepEqual([code, stdout], [0, `{"status":200,"error":"OK","response":${request}}\n`]);
  }
});

Deno.test("call --raw sends its text as it is, also what is no JSON", async () => {
  const received: string[] = [];
  await using scripted = scriptedNode((request) => {
    received.push(request);
    return '{"status":200,"error":"OK"}';
  });
  const texts = ['{"op":', "", " ", "-5", "狐\n\t", '{"op":"time","id":1}'];
  for (const text of texts) assert.equal((await command(scripted, "call", "--raw", text)).code, 0);
  assert.deepEqual(received, texts);
  await using node = foxchainNode();
  const { code, stdout, stderr } = await command(node, "call", "--raw", '{"op":', "--json");
  assert.deepEqual([code, JSON.parse(stdout).error], [1, "Cannot parse request message."]);
  assert.match(
    stderr,
    /^error: the node answered 500: Cannot parse request message\.\nnext: check the arguments/,
  );
});

Deno.test("after a 503 the arguments are right: the advice is to ask later, and where the cause is told", async () => {
  await using node = scriptedNode(() => '{"status":503,"error":"Redis is away."}');
  const { code, stderr } = await command(node, "register", "ws://a/ws");
  assert.equal(code, 1);
  const readyz = `http://127.0.0.1:${node.port}/readyz`;
  assert.match(stderr, /^error: the node answered 503: Redis is away\.\nnext: ask again later; /);
  assert.ok(stderr.includes(readyz), stderr);
});

Deno.test("an op that a student's program does not know leads to that program, not to an op it does not know either", async () => {
  const requests: string[] = [];
  await using node = scriptedNode((request) => {
    requests.push(request);
    return `{"status":404,"error":"Operation is not supported.","response":null}`;
  });
  const asked = await command(node, "time");
  assert.equal(asked.code, 1);
  assert.ok(
    asked.stderr.endsWith(
      '\nnext: look at the program of that node: it does not know the op "time". ' +
        `Ask it what a node of the lecture can: foxchain call peers --url ${node.url}\n`,
    ),
    asked.stderr,
  );
  assert.deepEqual(requests, ['{"op":"time"}', '{"op":"ops"}']);
  assert.match((await command(node, "call", "--raw", "{}")).stderr, /it does not know this op\./);
  requests.length = 0;
  await command(node, "call", "ops");
  assert.deepEqual(requests, ['{"op":"ops"}']);
});

Deno.test("a program that ends the connection over the question about its ops is no foxchain node", async () => {
  await using node = scriptedNode((request) =>
    request.includes("ops") ? "" : '{"status":404,"error":"no","response":null}'
  );
  const { code, stderr } = await command(node, "time");
  assert.equal(code, 1);
  assert.match(stderr, /^error: the node answered 404: no\nnext: look at the program of that node/);
});

Deno.test("register ends with 1 and says why when no address was accepted", async () => {
  await using node = foxchainNode();
  const none = await command(node, "register", "foo", "ws://c/?q", "bar");
  assert.equal(none.code, 1);
  assert.equal(none.stdout.split("\n").length - 1, 3);
  assert.match(
    none.stderr,
    /^error: the node accepted no address: [^\n]+; [^\n]+\.\nnext: foxchain register ws:/,
  );
  const json = await command(node, "register", "foo", "--json");
  assert.deepEqual([json.code, JSON.parse(json.stdout).status], [1, 202]);
  assert.match(json.stderr, /^error: the node accepted no address: /);
  const one = await command(node, "register", "foo", "ws://a");
  assert.equal(one.code, 0);
  assert.equal((await command(node, "register", "ws://a")).code, 0, "known already");
});

Deno.test("a negative answer is data on stdout, a cause on stderr and exit code 1", async () => {
  await using node = foxchainNode();
  const unknown = await command(node, "call", "foo", "--json");
  assert.deepEqual([unknown.code, JSON.parse(unknown.stdout).status], [1, 404]);
  assert.match(
    unknown.stderr,
    /^error: the node answered 404: Operation "foo" is not supported\.\nnext: foxchain call ops/,
  );
  const no_addr = await command(node, "call", "register");
  assert.equal(no_addr.code, 1);
  assert.match(no_addr.stderr, /answered 500: Operation "register" requires/);
});

Deno.test("each asking command ends with 1 when the node says no", async () => {
  await using node = scriptedNode(() => '{"status":500,"error":"No \\u001b[31mway","response":null}');
  for (const args of [["time"], ["peers"], ["peers", "--all"], ["register", "ws://a"], ["call", "x"]]) {
    const plain = await command(node, ...args);
    assert.equal(plain.code, 1, args.join(" "));
    assert.ok(
      plain.stderr.startsWith("error: the node answered 500: No \\u001b[31mway\nnext: "),
      plain.stderr,
    );
    const json = await command(node, ...args, "--json");
    assert.deepEqual([json.code, JSON.parse(json.stdout).status], [1, 500]);
  }
});

Deno.test("a lecture node, which gives no detail of a register, is no error", async () => {
  await using node = scriptedNode(() => '{"status": 202, "error": "Accepted"}');
  const registered = await command(node, "register", "ws://a");
  assert.deepEqual([registered.code, registered.stdout], [0, ""]);
  assert.match(registered.stderr, /^Accepted\. .*'foxchain peers'/);
});

Deno.test("an answer that lacks what its op promises is told, not guessed", async () => {
  const cases: [string, unknown][] = [
    ["time", null],
    ["time", { time: "now" }],
    ["time", { time: 1e300 }],
    ["peers", { peers: "a" }],
    ["peers", { peers: [1] }],
    ["peers", undefined],
  ];
  for (const [name, response] of cases) {
    await using node = scriptedNode(() => JSON.stringify({ status: 200, error: "OK", response }));
    const asked = await command(node, name);
    assert.equal(asked.code, 1);
    assert.match(asked.stderr, /^error: the node's answer is not what this op promises: \{"status":200/);
  }
});

/** A node's `peers` over many addresses; `pages` says whether it knows `limit` and `after`. */
function crowd(size: number, pages: boolean): { readonly node: TestNode; readonly requests: string[] } {
  const everyone = Array.from({ length: size }, (_, index) => `ws://p${index}/ws`);
  const requests: string[] = [];
  const node = scriptedNode((request) => {
    requests.push(request);
    const { args = {} } = JSON.parse(request);
    const begin = pages && args.after ? everyone.indexOf(args.after) + 1 : 0;
    const peers = everyone.slice(begin, pages ? begin + (args.limit ?? 1000) : undefined);
    return JSON.stringify({ status: 200, error: "OK", response: { peers } });
  });
  return { node, requests };
}

Deno.test("peers --all turns pages until one is not full", async () => {
  const cases: [number, boolean, number][] = [
    [0, true, 1],
    [peers_page_max - 1, true, 1],
    [peers_page_max, true, 2],
    [2 * peers_page_max + 1, true, 3],
    [peers_page_max, false, 2],
    [peers_page_max + 1, false, 1],
  ];
  for (const [size, pages, requests_count] of cases) {
    const { node, requests } = crowd(size, pages);
    await using _node = node;
    const { code, stdout } = await command(node, "peers", "--all");
    assert.equal(code, 0);
    assert.equal(stdout.split("\n").length - 1, size);
    assert.equal(requests.length, requests_count, `${size} ${pages}`);
  }
});

Deno.test("peers --limit holds also against a node that does not know limits", async () => {
  for (const pages of [true, false]) {
    const { node, requests } = crowd(5, pages);
    await using _node = node;
    const { stdout } = await command(node, "peers", "--limit", "2");
    assert.equal(stdout, "ws://p0/ws\nws://p1/ws\n");
    assert.deepEqual(requests, ['{"op":"peers","args":{"limit":2}}']);
  }
});

Deno.test("what a node sends can't steer the terminal", async () => {
  const peers = ["ws://a/\u001b[2J", "ws://b/\u009b2J\u202e"];
  await using node = scriptedNode(() => JSON.stringify({ status: 200, error: "OK", response: { peers } }));
  for (const args of [["peers"], ["peers", "--json"], ["call", "peers"], ["call", "peers", "--json"]]) {
    const { stdout } = await command(node, ...args);
    // deno-lint-ignore no-control-regex
    assert.doesNotMatch(stdout, /[\u001b\u009b\u202e]/);
    assert.ok(stdout.includes("\\u009b2J\\u202e"));
  }
});
