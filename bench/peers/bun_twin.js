/**
 * The same service as a good engineer would write it for Bun: every lecture op with the node's address rules,
 * bun:sqlite in WAL mode with synchronous=FULL, one commit per turn of the event loop, a prepared `peers` answer.
 * Argument: the database file.
 */
import { Database } from "bun:sqlite";

const address_characters_max = 256;
const peers_page_default = 1000;
const peers_page_max = 10_000;
const unparsable = '{"status":500,"error":"Cannot parse request message.","response":null';
const unsupported = '{"status":500,"error":"Message body is not supported.","response":null';
const time_zone = "UTC";

const database = new Database(process.argv[2], { create: true, strict: true });
database.run("PRAGMA locking_mode = EXCLUSIVE");
database.run("PRAGMA synchronous = FULL");
database.run("PRAGMA journal_mode = WAL");
database.run(
  `CREATE TABLE IF NOT EXISTS peers (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, addr TEXT NOT NULL,
     heard_ms INTEGER NOT NULL) STRICT`,
);
const begin = database.prepare("BEGIN");
const commit = database.prepare("COMMIT");
const rollback = database.prepare("ROLLBACK");
const insert = database.prepare(
  "INSERT INTO peers (key, addr, heard_ms) VALUES (?, ?, ?) ON CONFLICT (key) DO NOTHING",
);
const first_page = database.prepare("SELECT addr FROM peers ORDER BY id DESC LIMIT ?");
const next_page = database.prepare(
  "SELECT addr FROM peers WHERE id < (SELECT id FROM peers WHERE key = ?) ORDER BY id DESC LIMIT ?",
);

/** The canonical form of an address that somebody could dial, else undefined. */
function keyOf(addr) {
  if (typeof addr !== "string" || addr.length > address_characters_max) return undefined;
  // deno-lint-ignore no-control-regex
  if (!/^wss?:\/\/[^/:@]/.test(addr) || /[\s\\#?\u0000-\u001f\u007f-\u009f]/.test(addr)) return undefined;
  const url = URL.parse(addr);
  return url === null || url.port === "0" || url.username !== "" ? undefined : url.href;
}

let waiting = [];
let prepared;

function register({ addr }, id, socket) {
  if (addr === undefined) {
    return failure(500, 'Operation "register" requires the following "args": "addr"', id);
  }
  if (waiting.length === 0) {
    begin.run();
    setImmediate(commitTurn);
  }
  const heard_ms = Date.now();
  for (const text of Array.isArray(addr) ? addr : [addr]) {
    const key = keyOf(text);
    if (key !== undefined && insert.run(key, text, heard_ms).changes > 0) prepared = undefined;
  }
  waiting.push({ socket, text: `{"status":202,"error":"Accepted"${idField(id)}}` });
  return undefined;
}

function commitTurn() {
  const done = waiting;
  waiting = [];
  try {
    commit.run();
    for (const { socket, text } of done) socket.send(text);
  } catch (error) {
    if (database.inTransaction) rollback.run();
    prepared = undefined;
    for (const { socket } of done) socket.send(failure(500, `The store refuses writes: ${error.message}`));
  }
}

function peers({ limit = peers_page_default, after }, id) {
  if (after !== undefined) return success(page(next_page.values(keyOf(after) ?? "", limit)), id);
  if (limit !== peers_page_default) {
    return success(page(first_page.values(Math.min(limit, peers_page_max))), id);
  }
  prepared ??= success(page(first_page.values(limit)));
  return id === undefined ? prepared : `${prepared.slice(0, -1)}${idField(id)}}`;
}

function page(rows) {
  return { peers: rows.map(([addr]) => addr) };
}

function time(_args, id) {
  return success({ time: (performance.timeOrigin + performance.now()) / 1000, time_zone }, id);
}

const ops = new Map(Object.entries({ register, peers, time, ops: describe }));

function describe(_args, id) {
  return success({ ops: [...ops.keys()].map((name) => ({ name })) }, id);
}

function success(response, id) {
  return `{"status":200,"error":"OK","response":${JSON.stringify(response)}${idField(id)}}`;
}

function failure(status, error, id) {
  return JSON.stringify({ status, error, response: null, id });
}

function idField(id) {
  return id === undefined ? "" : `,"id":${JSON.stringify(id)}`;
}

/** The answer, or undefined where it follows later. */
function answer(text, socket) {
  let message;
  try {
    message = JSON.parse(text);
  } catch {
    return unparsable + "}";
  }
  if (typeof message !== "object" || message === null || message.op === undefined) return unsupported + "}";
  const { op, args, id } = message;
  const handle = ops.get(op);
  if (handle === undefined) return failure(404, `Operation "${op}" is not supported.`, id);
  try {
    return handle(typeof args === "object" && args !== null ? args : {}, id, socket);
  } catch (error) {
    return failure(500, `Internal error: ${error.message}`, id);
  }
}

const server = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  fetch(request, server) {
    const { pathname } = new URL(request.url);
    if (pathname === "/healthz") return new Response("ok\n");
    if (pathname !== "/ws") return new Response("Not here.\n", { status: 404 });
    return server.upgrade(request) ? undefined : new Response("Connect with a WebSocket.\n", { status: 426 });
  },
  websocket: {
    perMessageDeflate: false,
    idleTimeout: 120,
    maxPayloadLength: 1024 * 1024,
    backpressureLimit: 4 * 1024 * 1024,
    closeOnBackpressureLimit: true,
    message(socket, data) {
      const text = answer(data, socket);
      if (text !== undefined) socket.send(text);
    },
  },
});
console.log(`ws://127.0.0.1:${server.port}/ws`);
