/** What the bundle loads before its first answer. What that does not need makes every start slower. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { describeOp } from "../ops/ops.ts";
import { table } from "../ops/table.ts";
import { bundle } from "../tools/bundle.ts";
import { staticImports } from "../tools/lazy_modules.ts";
import { NodeProcess } from "./command.ts";

const noting_program = fileURLToPath(new URL("fixtures/noting_loads.mjs", import.meta.url));

Deno.test("before its first answer the bundle starts no zod, and loads of node only SQLite and what commander extends", async () => {
  const folder = await Deno.makeTempDir({ prefix: "foxchain_loads_" });
  try {
    const env = { PROGRAM: `${folder}/foxchain.mjs`, LOADS: `${folder}/loads.txt` };
    const loads = async () => (await Deno.readTextFile(env.LOADS)).split("\n").filter((name) => name !== "");
    await Deno.writeTextFile(env.LOADS, "");
    await bundle(env.PROGRAM);
    const text = await Deno.readTextFile(env.PROGRAM);
    assert.deepEqual(staticImports(text), ["node:events", "node:sqlite"]);
    const noted = text
      .replaceAll(/\bimport\(("node:[^"]+")\)/g, "import(noteLoad($1))")
      .replace(/"npm:zod@[^"/]+\/index\.js"\(\) \{/, '$& noteLoad("zod");');
    await Deno.writeTextFile(env.PROGRAM, noted);
    const serve = ["--port", "0", "--host", "127.0.0.1", "--db", `${folder}/peers.sqlite`];
    // The second start: the first one makes the file of the store, for which it looks at the folder.
    for (const starts of [1, 2]) {
      await Deno.writeTextFile(env.LOADS, "");
      await using node = await NodeProcess.start(serve, { program: noting_program, env });
      const socket = await connect(node.port);
      assert.match(await ask(socket, { op: "peers" }), /^\{"status":200,"error":"OK"/);
      if (starts === 2) assert.deepEqual(await loads(), []);
      // A register has args, and setImmediate commits it; the page is packed. So what is loaded is indeed noted.
      await ask(socket, { op: "register", args: { addr: "ws://a.example/ws" } });
      assert.ok((await loads()).includes("setImmediate"));
      assert.ok((await loads()).includes("zod"));
      await (await fetch(`http://127.0.0.1:${node.port}/`)).text();
      assert.ok((await loads()).includes("node:zlib"));
      const { response } = JSON.parse(await ask(socket, { op: "ops" }));
      for (const told of response.ops) assert.deepEqual(told, describeOp(table.get(told.name)!));
      const closed = new Promise((resolve) => socket.onclose = resolve);
      socket.close();
      await closed;
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

async function connect(port: number): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`);
  await new Promise((opened, failed) => (socket.onopen = opened, socket.onerror = failed));
  return socket;
}

async function ask(socket: WebSocket, request: unknown): Promise<string> {
  const answer = new Promise<MessageEvent>((resolve) => socket.onmessage = resolve);
  socket.send(JSON.stringify(request));
  return (await answer).data;
}
