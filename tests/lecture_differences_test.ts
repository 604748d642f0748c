/** Holds what the reference says about HTTP and closes, of this node and of the lecture's program, to both. */
import assert from "node:assert/strict";
import * as close_codes from "../discovery/close_codes.ts";
import { has_tornado, LectureProcess } from "./lecture_process.ts";
import { readDocument, root_url } from "./markdown.ts";
import { until } from "../node/test_until.ts";

import { RawClient, upgradeRequest } from "./raw_client.ts";
import { within, withNode } from "./test_node.ts";

const limit_ms = 20_000;
const must_run = Deno.env.get("CI") === "true";

/** What is sent, and the status that this node and the lecture's program answer. */
const requests: readonly (readonly [string, (port: number) => string, number, number])[] = [
  ["an upgrade", (port) => upgradeRequest(port), 101, 101],
  ["an upgrade as JDK 11 to 18 send it", (port) => upgradeRequest(port, { "Content-Length": "0" }), 400, 101],
  ["an upgrade that asks for a subprotocol", (port) => asksFor(port, "chat"), 101, 101],
  ["a plain GET", () => "GET /ws HTTP/1.1\r\nHost: localhost\r\n\r\n", 426, 400],
  ["a plain POST", () => "POST /ws HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n", 426, 405],
];

function asksFor(port: number, protocol: string): string {
  return upgradeRequest(port, { "Sec-WebSocket-Protocol": protocol });
}

async function headOf(port: number, request: string): Promise<string> {
  using client = await RawClient.dial(port);
  await client.write(request);
  return await within(limit_ms, "the answer", client.readHead());
}

Deno.test("requests that are no usual upgrade get the status of the reference, and no subprotocol is chosen", async () => {
  await withNode(async ({ port }) => {
    for (const [what, request, status] of requests) {
      const head = await headOf(port, request(port));
      assert.match(head, new RegExp(`^HTTP/1\\.1 ${status} `), what);
      assert.doesNotMatch(head, /^sec-websocket-protocol:/im);
    }
  });
});

Deno.test({
  name: `the lecture's program answers them as the reference says${
    has_tornado ? "" : " (NOT RUN: no tornado)"
  }`,
  ignore: !has_tornado && !must_run,
  fn: async () => {
    await using lecture = new LectureProcess();
    await until(() => lecture.port > 0, "it listens", limit_ms);
    for (const [what, request, , status] of requests) {
      const head = await headOf(lecture.port, request(lecture.port));
      assert.match(head, new RegExp(`^HTTP/1\\.1 ${status} `), what);
    }
  },
});

Deno.test("an address with white space inside or a line break at its end gets 202, and is not stored", async () => {
  await withNode(async ({ port }) => {
    using client = await RawClient.connect(port);
    const addr = [
      "ws://a b:9000/ws",
      "ws://a:9000/w s",
      "ws://a:9000/ws\n",
      "ws://a:9000/ws\r\n",
      "ws://a:9000/ws\t",
    ];
    const register = JSON.stringify({ op: "register", args: { addr }, id: "x" });
    assert.deepEqual(JSON.parse(await client.ask(register)), { status: 202, error: "Accepted", id: "x" });
    const { response } = JSON.parse(await client.ask('{"op":"peers"}'));
    assert.deepEqual(response, { peers: [] });
  });
});

for (const path of ["docs/reference.md", "docs/reference.zh-CN.md"]) {
  Deno.test(`${path} names the codes with which clients are closed`, async () => {
    const sources = ["node/sockets/clients.ts", "node/sockets/connection.ts"].map((file) =>
      new URL(file, root_url)
    );
    const code = (await Promise.all(sources.map((url) => Deno.readTextFile(url)))).join();
    const used = new Set(
      Object.entries(close_codes).filter(([name]) => new RegExp(`\\.close\\(${name},`).test(code))
        .map(([, number]) => String(number)),
    );
    assert.ok(used.size > 3);
    const item = readDocument(path).split(/\n(?=- )/).find((text) => text.includes("1012"))!;
    assert.deepEqual(new Set(item.match(/1\d{3}/g)), used);
  });
}
