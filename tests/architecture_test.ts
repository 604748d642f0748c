/** Holds the arrows of docs/architecture.md: which room of the repository may import from which. */
import assert from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { deno } from "../tools/deno.ts";
import { sourceFiles } from "../tools/source_files.ts";

/** Room -> what its files may import from other rooms. Types of an allowed room are always allowed. */
const arrows: Record<string, RegExp> = {
  "main.ts": /^cli\//,
  // A command puts the parts together, so it alone picks the kind of store. It hands the example ops out as text.
  cli: /^((lan|node|ops|storage|discovery|simulation|roster|check|examples)\/|deno\.json$)/,
  // The interfaces, the form of a row, and a store for a student's examples; never SQLite.
  node:
    /^((ops|discovery|check)\/|storage\/(storage|peer_row|limits|op_values|memory_op_values)\.ts$|static\/(assets|board_messages|live_messages)\.ts$)/,
  // It runs beside a node and shares its clock; no node knows of it.
  lan: /^(discovery\/|node\/(hand_clock|steady_clock|membership\/lan_address)\.ts$)/,
  ops: /^discovery\//,
  simulation: /^((ops|discovery)\/|storage\/(memory|storage|page|peer_row)\.ts$)/,
  // Types, the one file of limits, and what the stored form of a row is made of.
  storage: /^discovery\//,
  // What an address is, what a text in two languages is, and no more.
  roster: /^discovery\/(address\/address|words)\.ts$/,
  discovery: /^$/,
  // The command line, the page and the class board judge by the same checks.
  check: /^$/,
  // The checks, class lists, and the names of close codes.
  static: /^(check\/|roster\/|discovery\/close_codes\.ts$)/,
};

/** What storage/ may run, not only name, of discovery/. */
const storage_code = /^discovery\/(limits|units|book\/(entry|limits)|address\/(scope|limits))\.ts$/;

/** Other programs may write what storage/redis/ reads: it looks whether that is an address. */
const server_code = /^discovery\/address\/group\.ts$/;

interface Import {
  readonly from: string;
  readonly to: string;
  readonly types_only: boolean;
}

/** True when an import goes along an arrow. */
function allowed({ from, to, types_only }: Import): boolean {
  const room = roomOf(from);
  if (room === roomOf(to)) return true;
  if (room === "storage" && !types_only) {
    return storage_code.test(to) || (from.startsWith("storage/redis/") && server_code.test(to));
  }
  return arrows[room]?.test(to) ?? false;
}

function roomOf(path: string): string {
  return path.split("/")[0]!;
}

/** Every import between files of ours, seen from the rooms. */
function imports(): Promise<Import[]> {
  return importsOf([...sourceFiles()].filter((path) => roomOf(path) in arrows));
}

/** Every import of some files, and of what they import, between files of ours. */
async function importsOf(files: readonly string[]): Promise<Import[]> {
  const root = pathToFileURL(Deno.cwd() + "/").href;
  const entry = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(entry, files.map((path) => `import ${JSON.stringify(root + path)};\n`).join(""));
  const { stdout } = await deno(["info", "--json", "--no-lock", "--config", "deno.json", entry], {
    quiet: true,
  });
  await Deno.remove(entry);
  const { modules } = JSON.parse(stdout) as { modules: Module[] };
  const ours = (url: string | undefined) => url?.startsWith(root) ? url.slice(root.length) : undefined;
  return modules.flatMap(({ specifier, dependencies = [] }) => {
    const from = ours(specifier);
    if (from === undefined) return [];
    return dependencies.flatMap(({ code, type }) => {
      const to = ours(code?.specifier ?? type?.specifier);
      return to === undefined ? [] : [{ from, to, types_only: code === undefined }];
    });
  });
}

/** A part of what `deno info --json` prints. */
interface Module {
  readonly specifier: string;
  readonly dependencies?: readonly { code?: { specifier?: string }; type?: { specifier?: string } }[];
}

Deno.test("imports go along the arrows: main, cli, node, ops, discovery", async () => {
  const found = await imports();
  const seen = new Set(found.map(({ from, to }) => `${roomOf(from)} -> ${roomOf(to)}`));
  for (
    const arrow of ["main.ts -> cli", "cli -> node", "node -> ops", "ops -> discovery", "node -> static"]
  ) {
    assert.ok(seen.has(arrow), `The test sees ${arrow}.`);
  }
  assert.deepEqual(found.filter((one) => !allowed(one)), []);
});

/** Room of node/ -> what its files may import from node/ beside what lies there openly. {@linkcode joining} join the rooms. */
const node_rooms: Record<string, RegExp> = {
  "node/sockets/": /^node\/(sockets\/)?[^/]+$/,
  "node/membership/": /^node\/((membership|sockets)\/)?[^/]+$/,
  "node/page/": /^node\/((page|sockets)\/)?[^/]+$/,
  // It needs nothing of a node but what it is handed.
  "node/own_ops/": /^node\/own_ops\/[^/]+$/,
  "node/": /^node\/[^/]+$/,
};

/** Whether an import keeps to what these rooms allow. */
function keepsTo(rooms: Record<string, RegExp>, { from, to }: Pick<Import, "from" | "to">): boolean {
  return rooms[from.replace(/[^/]+$/, "")]!.test(to);
}

/** Room of storage/redis/ -> what its files may import from storage/redis/. */
const redis_rooms: Record<string, RegExp> = {
  "storage/redis/server/": /^storage\/redis\/server\//,
  "storage/redis/sentinel/": /^storage\/redis\/(sentinel|server)\//,
  "storage/redis/rows/": /^storage\/redis\/(rows|server)\//,
  "storage/redis/": /^storage\/redis\//,
};

Deno.test("in storage/redis/, rows and sentinels know the server, which knows neither", async () => {
  const found = (await imports()).filter(({ from, to }) =>
    from.startsWith("storage/redis/") && to.startsWith("storage/redis/") &&
    !/(^|\/)test_|_test\.ts$/.test(from)
  );
  const rooms = new Set(found.map(({ from }) => from.replace(/[^/]+$/, "")));
  assert.deepEqual([...rooms].sort(), Object.keys(redis_rooms).sort());
  assert.deepEqual(found.filter((one) => !keepsTo(redis_rooms, one)), []);
});

/** Files of node/ that join its rooms. No other file of node/ may import them. */
const joining = /^node\/(node(_parts|_routes|_options)?|app)\.ts$/;

/** True when an import within node/ keeps to its room. Tests may put rooms together. */
function staysInRoom({ from, to }: Pick<Import, "from" | "to">): boolean {
  if (!to.startsWith("node/") || /_test\.ts$/.test(from) || joining.test(from)) return true;
  if (joining.test(to)) return false;
  return keepsTo(node_rooms, { from, to });
}

Deno.test("in node/, membership and page know sockets, which knows neither; few files join them", async () => {
  const found = (await imports()).filter(({ from }) => from.startsWith("node/"));
  assert.ok(found.some(({ from, to }) => from.startsWith("node/page/") && to.startsWith("node/sockets/")));
  assert.deepEqual(found.filter((one) => !staysInRoom(one)), []);
  for (
    const [from, to] of [
      ["node/sockets/clients.ts", "node/membership/membership_host.ts"],
      ["node/page/live_feed.ts", "node/membership/write_behind.ts"],
      ["node/meter.ts", "node/page/metrics.ts"],
      ["node/sockets/caller.ts", "node/app.ts"],
    ] as const
  ) assert.ok(!staysInRoom({ from, to }), `${from} -> ${to}`);
});

const refused: [string, string, boolean][] = [
  ["discovery/address/address.ts", "ops/op.ts", true],
  ["ops/peers.ts", "node/node.ts", true],
  ["ops/peers.ts", "storage/storage.ts", false],
  ["node/node.ts", "storage/sqlite.ts", false],
  ["node/node.ts", "cli/output.ts", true],
  ["storage/sqlite.ts", "discovery/membership.ts", false],
  ["simulation/network.ts", "storage/sqlite.ts", false],
  ["simulation/network.ts", "node/node.ts", true],
  ["main.ts", "node/node.ts", false],
  ["check/run.ts", "discovery/limits.ts", false],
  ["check/run.ts", "cli/output.ts", true],
  ["node/node.ts", "lan/finder.ts", true],
  ["lan/finder.ts", "node/node.ts", true],
  ["unknown_room/a.ts", "discovery/address/address.ts", false],
];

for (const [from, to, types_only] of refused) {
  Deno.test(`allowed() refuses that ${from} imports ${to}`, () =>
    assert.ok(!allowed({ from, to, types_only })));
}

/** Folders inside a room, and files on which all others of a room stand. They are rooms of their own. */
const inner_rooms: readonly [room: string, paths: RegExp][] = [
  ["discovery/address/", /^discovery\/address\//],
  ["discovery/book/", /^discovery\/book\//],
  ["discovery/state/", /^discovery\/state\//],
  ["discovery's limits", /^discovery\/limits\.ts$/],
  ["discovery's ground", /^discovery\/(units|bucket|recent|close_codes)\.ts$/],
];

function innerRoomOf(path: string): string {
  return inner_rooms.find(([, paths]) => paths.test(path))?.[0] ?? roomOf(path);
}

/** The first circle of arrows; undefined where there is none. */
function circleIn(arrows: Iterable<readonly [from: string, to: string]>): string[] | undefined {
  const next = new Map<string, Set<string>>();
  for (const [from, to] of arrows) {
    if (from !== to) next.set(from, (next.get(from) ?? new Set()).add(to));
  }
  const done = new Set<string>();
  const walk = (at: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(at)) return [...way.slice(way.indexOf(at)), at];
    if (done.has(at)) return undefined;
    for (const to of next.get(at) ?? []) {
      const circle = walk(to, [...way, at]);
      if (circle !== undefined) return circle;
    }
    done.add(at);
  };
  for (const from of next.keys()) {
    const circle = walk(from, []);
    if (circle !== undefined) return circle;
  }
}

Deno.test("no files import each other in a circle, types included", async () => {
  const found = await importsOf([...sourceFiles()]);
  assert.ok(found.length > 1500, "The test sees the imports.");
  assert.ok(found.some(({ from }) => roomOf(from) === "bench"), "It sees the benchmarks, too.");
  assert.equal(circleIn(found.map(({ from, to }) => [from, to] as const)), undefined);
});

Deno.test("no rooms import each other in a circle, types included", async () => {
  const found = await imports();
  const rooms = found.map(({ from, to }) => [innerRoomOf(from), innerRoomOf(to)] as const);
  for (const [room] of inner_rooms) assert.ok(rooms.some(([, to]) => to === room), `The test sees ${room}.`);
  assert.equal(circleIn(rooms), undefined);
});

Deno.test("circleIn() finds a circle of two and of three, and none in a tree", () => {
  assert.deepEqual(circleIn([["a", "b"], ["b", "a"]]), ["a", "b", "a"]);
  assert.deepEqual(circleIn([["x", "a"], ["a", "b"], ["b", "c"], ["c", "a"]]), ["a", "b", "c", "a"]);
  assert.equal(circleIn([["a", "b"], ["a", "c"], ["b", "d"], ["c", "d"], ["d", "d"]]), undefined);
});

/** Clock, randomness, timers, sockets and files come to the protocol core as arguments. */
const impure =
  /\bDeno\.|\bnode:|\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bcrypto\.|\bset(Timeout|Interval)\b|\bperformance\b|\bfetch\(|\bWebSocket\b|\bTemporal\.Now\b/;

Deno.test("discovery/ has no clock, randomness, timer, socket or file of its own", async () => {
  const files = [...sourceFiles()].filter((path) => roomOf(path) === "discovery");
  assert.ok(files.length > 3);
  for (const path of files) {
    const code = (await Deno.readTextFile(path)).replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
    assert.doesNotMatch(code, impure, path);
  }
});

Deno.test("check/ has no clock, randomness, timer, socket or file of its own", async () => {
  // Its hints speak of WebSocket; only to make one is forbidden.
  const forbidden = new RegExp(impure.source.replace("|\\bWebSocket\\b", "|\\bnew WebSocket\\b"));
  assert.notEqual(forbidden.source, impure.source);
  const files = [...sourceFiles()].filter((path) => roomOf(path) === "check");
  assert.ok(files.length > 3);
  for (const path of files) {
    const code = (await Deno.readTextFile(path)).replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
    assert.doesNotMatch(code, forbidden, path);
  }
});

Deno.test("only page_storage.ts touches the browser's storage, which may throw", async () => {
  const touching: string[] = [];
  for (const path of sourceFiles("static/")) {
    const text = await Deno.readTextFile(path);
    if (/\b(localStorage|sessionStorage|indexedDB|document\.cookie|cookieStore|caches)\b/.test(text)) {
      touching.push(path);
    }
  }
  assert.deepEqual(touching, ["static/src/page/page_storage.ts"]);
});
