import assert from "node:assert/strict";
import { command_answer_bytes_max } from "./limits.ts";
import { Client } from "./client.ts";
import { Failure } from "./failure.ts";
import { run } from "./program.ts";
import { freePort } from "../tests/test_place.ts";
import { scriptedNode, tcpServer, type TestNode } from "./test_node.ts";
import { TestTerminal } from "./test_terminal.ts";

Deno.test("what hinders a connection or an answer is told in words, with exit code 3", async () => {
  const gone: TestNode = { port: freePort(), url: "", [Symbol.asyncDispose]: () => Promise.resolve() };
  const web_server = () => tcpServer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi");
  const cases: [() => TestNode, string, string][] = [
    [() => gone, "ws", "nothing listens there (connection refused)."],
    [web_server, "ws", "it answered HTTP 200, so there is no WebSocket at this address."],
    [
      () => tcpServer("SSH-2.0-OpenSSH\r\n"),
      "ws",
      "does not speak HTTP; a node with --tls-cert is reached by wss://.",
    ],
    [() => tcpServer(), "ws", "no connection came about within 0.3 s."],
    [() => scriptedNode(() => "{}"), "wss", "use ws:// instead of wss://."],
    [() => scriptedNode(() => undefined), "ws", "did not answer: no answer came within 0.3 s."],
    [() => scriptedNode(() => ""), "ws", "did not answer: it closed the connection with code 1013 (full)."],
    [() => scriptedNode(() => "Welcome!"), "ws", "what came back is no answer of a node."],
    [() => scriptedNode(() => '{"op":"peers"}'), "ws", "what came back is no answer of a node."],
  ];
  for (const [start, scheme, message] of cases) {
    await using node = start();
    const terminal = new TestTerminal();
    const code = await run(
      ["time", "--url", `${scheme}://127.0.0.1:${node.port}`, "--timeout", "0.3"],
      terminal,
    );
    assert.ok(terminal.stderr.includes(message), `${message}: ${terminal.stderr}`);
    assert.match(terminal.stderr, /\nnext: .+\n$/);
    assert.equal(code, 3);
    assert.equal(terminal.stdout, "");
  }
});

Deno.test("no answer leads to the window of the program that owes it; a full node to another try", async () => {
  const window = "next: look at the window of that node's program: an error there tells why";
  const cases: [(socket: WebSocket) => void, string][] = [
    [() => {}, `${window}; else wait longer with --timeout 30\n`],
    [(socket) => socket.close(), "next: try again, or name another node with --url\n"],
    [(socket) => socket.close(1013, "full"), "next: try again, or name another node with --url\n"],
    [(socket) => socket.close(4011), "next: try again, or name another node with --url\n"],
    [(socket) => socket.send("Traceback"), `${window}, or name another node with --url\n`],
  ];
  for (const [answer, next] of cases) {
    const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
      const { socket, response } = Deno.upgradeWebSocket(request);
      socket.onmessage = () => answer(socket);
      return response;
    });
    const terminal = new TestTerminal();
    const code = await run(["time", "--url", `127.0.0.1:${server.addr.port}`, "--timeout", "0.3"], terminal);
    assert.equal(code, 3);
    assert.ok(terminal.stderr.endsWith(next), terminal.stderr);
    await server.shutdown();
  }
});

Deno.test("a name that nobody has is told as such", async () => {
  const terminal = new TestTerminal();
  assert.equal(await run(["time", "--url", "ws://no-such-host.invalid:9000"], terminal), 3);
  assert.match(terminal.stderr, /no host of that name|could not be looked up/);
});

Deno.test("a client asks several questions over one connection, in order", async () => {
  await using node = scriptedNode((request) => `{"status":200,"error":"OK","response":${request}}`);
  await using client = await Client.connect(node.url, 5_000);
  for (const question of ['{"n":1}', '{"n":2}']) {
    assert.deepEqual((await client.request(question)).response, JSON.parse(question));
  }
});

Deno.test("an answer up to the limit is read, a longer one is refused", async () => {
  const shell = '{"status":200,"error":""}';
  const answer = (bytes: number) => shell.replace('""', `"${"x".repeat(bytes - shell.length)}"`);
  await using node = scriptedNode((bytes) => answer(Number(bytes)));
  await using client = await Client.connect(node.url, 20_000);
  assert.equal((await client.request(`${command_answer_bytes_max}`)).text.length, command_answer_bytes_max);
  await assert.rejects(client.request(`${command_answer_bytes_max + 1}`), (error) => {
    assert.ok(error instanceof Failure);
    assert.match(error.message, /longer than this command takes/);
    return true;
  });
});

Deno.test("--timeout and not the default of 10 s says how long a connection and an answer are waited for", async () => {
  for (const start of [() => tcpServer(), () => scriptedNode(() => undefined)]) {
    await using node = start();
    const began_ms = performance.now();
    assert.equal(await run(["time", "--url", node.url, "--timeout", "0.2"], new TestTerminal()), 3);
    const waited_ms = performance.now() - began_ms;
    assert.ok(waited_ms >= 200 && waited_ms < 5_000, `${waited_ms} ms`);
  }
});
