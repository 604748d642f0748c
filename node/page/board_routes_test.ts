import assert from "node:assert/strict";
import type { BoardView } from "../../static/board_messages.ts";
import { type AppHost, createApp } from "../app.ts";
import { type Board } from "./board_routes.ts";
import { board_order_bytes_max } from "./limits.ts";
import { SteeringKey } from "./steering_key.ts";

const key = new SteeringKey();
const view: BoardView = {
  version: 7,
  now_ms: 1,
  names_only: false,
  students: [{ id: 1, name: "张三", presence: "offline", since_ms: null }],
};
const orders: (number | undefined)[] = [];
const board: Board = {
  view: () => view,
  detail: (id, language) =>
    id === 1
      ? {
        id,
        name: `张三 ${language}`,
        number: "2021001",
        class_name: "",
        url: "",
        shared_with: [],
        failures: [],
      }
      : undefined,
  order(id) {
    orders.push(id);
    return id === 99 ? undefined : { begun: 1, left_out: 0 };
  },
};

function ask(path: string, init: RequestInit = {}, with_board = true): Promise<Response> {
  const live: AppHost["live"] = {
    key,
    events: () => new Response(),
    metrics: () => Promise.reject(new Error("nobody asks")),
    history: () => Promise.resolve([]),
    steering: () => undefined,
    ...(with_board ? { board } : {}),
  };
  const app = createApp({
    host_names: [],
    upgrade: () => new Response(),
    probe: () => {},
    fault: () => "",
    live,
  });
  const remoteAddr = { transport: "tcp" as const, hostname: "127.0.0.1", port: 50000 };
  const headers = { host: "localhost:9000", ...init.headers };
  return Promise.resolve(
    app.request(new Request(`http://localhost:9000${path}`, { ...init, headers }), undefined, { remoteAddr }),
  );
}

const with_key = { headers: { "x-foxchain-key": key.text } };
const paths = ["/board/state", "/board/students/1", "/board/check"];

Deno.test("without the key, with a wrong one and from a foreign page nothing of the class is told or ordered", async () => {
  for (const path of paths) {
    const method = path.endsWith("check") ? "POST" : "GET";
    for (
      const headers of [
        {},
        { "x-foxchain-key": "guessed" },
        { "x-foxchain-key": key.text, origin: "http://evil.example" },
      ] as Record<string, string>[]
    ) {
      const answer = await ask(path, { method, headers, ...(method === "POST" ? { body: "{}" } : {}) });
      assert.ok(answer.status === 401 || answer.status === 403, path);
      assert.doesNotMatch(await answer.text(), /张三|2021001/);
    }
  }
  assert.deepEqual(orders, []);
  const page = await ask("/board");
  assert.equal(page.status, 200);
  assert.doesNotMatch(await page.text(), /张三/);
});

Deno.test("with the key the state is told once per version, and is kept by no cache", async () => {
  const told = await ask("/board/state", with_key);
  assert.deepEqual([told.status, await told.json()], [200, view]);
  assert.equal(told.headers.get("cache-control"), "no-store");
  assert.equal((await ask("/board/state?since=7", with_key)).status, 204);
  assert.equal((await ask("/board/state?since=6", with_key)).status, 200);
});

Deno.test("a student is told in the asked language, and one that is not there is refused in a sentence", async () => {
  const detail = await ask("/board/students/1?lang=zh", with_key);
  assert.equal((await detail.json()).name, "张三 zh");
  for (const id of ["2", "x", "-1"]) {
    const answer = await ask(`/board/students/${id}`, with_key);
    assert.equal(answer.status, 404);
    assert.match((await answer.json()).error, /student/);
  }
});

Deno.test("an order names one student or all; anything else is refused, and so is one byte too many", async () => {
  const order = (body: string) => ask("/board/check", { ...with_key, method: "POST", body });
  assert.deepEqual(await (await order("{}")).json(), { begun: 1, left_out: 0 });
  assert.deepEqual(await (await order('{"id": 1}')).json(), { begun: 1, left_out: 0 });
  assert.deepEqual(orders.splice(0), [undefined, 1]);
  for (const body of ["", "[", "5", '{"id": "1"}', '{"id": 1.5}']) {
    assert.equal((await order(body)).status, 400, body);
  }
  assert.equal((await order('{"id": 99}')).status, 404);
  const filled = (bytes: number) => `{}${" ".repeat(bytes - 2)}`;
  assert.equal((await order(filled(board_order_bytes_max))).status, 200);
  assert.equal((await order(filled(board_order_bytes_max + 1))).status, 413);
});

Deno.test("a node without a board has none of this, and its page no link to it", async () => {
  for (const path of ["/board", "/static/board.js", "/static/board.css", "/board/state"]) {
    assert.equal((await ask(path, with_key, false)).status, 404, path);
    assert.equal((await ask(path, with_key)).status, 200, path);
  }
  const link = /href="board"/;
  assert.doesNotMatch(await (await ask("/", {}, false)).text(), link);
  assert.match(await (await ask("/")).text(), link);
});
