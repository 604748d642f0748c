/** What the bundle loads before its first answer. Each module of node that it does not need makes every start slower. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { bundle } from "../tools/bundle.ts";
import { staticImports } from "../tools/lazy_modules.ts";
import { NodeProcess } from "./command.ts";

const noting_program = fileURLToPath(new URL("fixtures/noting_loads.mjs", import.meta.url));

Deno.test("before its first answer the bundle loads no module of node but SQLite and what commander extends", async () => {
  const folder = await Deno.makeTempDir({ prefix: "foxchain_loads_" });
  try {
    const env = { PROGRAM: `${folder}/foxchain.mjs`, LOADS: `${folder}/loads.txt` };
    const loads = async () => (await Deno.readTextFile(env.LOADS)).split("\n").filter((name) => name !== "");
    await Deno.writeTextFile(env.LOADS, "");
    await bundle(env.PROGRAM);
    const text = await Deno.readTextFile(env.PROGRAM);
    assert.deepEqual(staticImports(text), ["node:events", "node:sqlite"]);
    await Deno.writeTextFile(
      env.PROGRAM,
      text.replaceAll(/\bimport\(("node:[^"]+")\)/g, "import(noteLoad($1))"),
    );
    const serve = ["--port", "0", "--host", "127.0.0.1", "--db", `${folder}/peers.sqlite`];
    // The second start: the first one makes the file of the store, for which it looks at the folder.
    for (const starts of [1, 2]) {
      await Deno.writeTextFile(env.LOADS, "");
      await using node = await NodeProcess.start(serve, { program: noting_program, env });
      const socket = await connect(node.port);
      assert.match(await ask(socket, { op: "peers" }), /^\{"status":200,"error":"OK"/);
      if (starts === 2) assert.deepEqual(await loads(), []);
      // A register is committed by setImmediate, and the page is packed: what is loaded is indeed noted.
      await ask(socket, { op: "register", args: { addr: "ws://a.example/ws" } });
      assert.ok((await loads()).includes("setImmediate"));
      await (await fetch(`http://127.0.0.1:${node.port}/`)).text();
      assert.ok((await loads()).includes("node:zlib"));
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
