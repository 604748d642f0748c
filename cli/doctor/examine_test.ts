import assert from "node:assert/strict";
import type { Interface } from "../../lan/places.ts";
import { both } from "../language.ts";
import type { NodeAnswer } from "../node_answer.ts";
import { clock_offset_told_s } from "../limits.ts";
import { examine } from "./examine.ts";
import type { NoConnection, Session } from "./session.ts";
import type { DoctorOptions, DoctorWorld } from "./world.ts";

const lan: Interface = { name: "eth0", family: "IPv4", address: "192.168.1.7", netmask: "255.255.255.0" };
const other = "ws://192.168.1.9:9000/ws";
const own = "ws://127.0.0.1:9000/ws";
const own_lan = "ws://192.168.1.7:9000/ws";

/** What a node of a test answers, by op. */
type Answers = Readonly<Record<string, unknown>>;

const foxchain: Answers = {
  hello: { v: 1, net: "lab", nonce: "theirs", seen: "192.168.1.7", ops: [] },
  time: { time: 1_000, time_zone: "CST" },
  verify: { dialable: true },
};
const mine: Answers = { ...foxchain, hello: { v: 1, net: "lab", nonce: "mine", seen: "127.0.0.1", ops: [] } };
const refused: NoConnection = { kind: "refused", cause: both("nothing listens there") };

/** What a test plays, and what became of it. */
interface Played {
  readonly nodes?: Readonly<Record<string, Answers | NoConnection>>;
  readonly options?: Partial<DoctorOptions>;
  readonly world?: Partial<DoctorWorld>;
}

async function examined({ nodes = {}, options = {}, world = {} }: Played) {
  const asked: string[] = [];
  const reachable = new Map(Object.entries(nodes));
  const open = (url: string): Promise<Session | NoConnection> => {
    const node = reachable.get(url) ?? refused;
    if ("kind" in node) return Promise.resolve(node as NoConnection);
    return Promise.resolve({
      kind: "open",
      ms: 3,
      ask(op: string, args?: unknown): Promise<NodeAnswer | undefined> {
        asked.push(`${url} ${op} ${JSON.stringify(args)}`);
        if (Object.keys(node).length === 0) return Promise.resolve(undefined);
        const response = (node as Answers)[op];
        const [status, error] = response === undefined ? [404, "Not supported."] : [200, "OK"];
        return Promise.resolve({ status, error, response, text: "" });
      },
      close: () => {},
    });
  };
  let temporary = 0;
  const found = await examine({
    url: undefined,
    port: 9000,
    host: "::",
    db: "peers.sqlite",
    net: "lab",
    timeout_ms: 5_000,
    ...options,
  }, {
    os: "windows",
    clock: { now_s: () => 1_000, zone: () => "CST" },
    open,
    bind: ({ port }) => ({ addr: { port }, close: () => {} }),
    interfaces: () => [lan],
    startNode() {
      temporary++;
      reachable.set(own, mine);
      return Promise.resolve(() => (temporary--, Promise.resolve()));
    },
    look: () => Promise.resolve({ nodes: [] }),
    tryStore: () => Promise.resolve({}),
    isReady: () => Promise.resolve(true),
    ...world,
  });
  assert.equal(temporary, 0, "What was started for a moment has ended.");
  const states = Object.fromEntries(found.map(({ id, state }) => [id, state]));
  return { found, states, asked };
}

Deno.test("without a URL what needs another node is said to be unknown", async () => {
  const { found, states } = await examined({});
  assert.deepEqual(states, {
    port_free: "ok",
    listening_will: "ok",
    address_likely: "ok",
    database_ok: "ok",
    way_not_asked: "unknown",
    clock_unknown: "unknown",
    reach_not_asked: "unknown",
    here_nobody: "unknown",
  });
  assert.deepEqual(found.map(({ subject }) => subject), [...new Set(found.map(({ subject }) => subject))]);
});

Deno.test("a node of its own that runs is asked for its nonce, and the other node dials that one", async () => {
  const { states, asked } = await examined({
    nodes: { [own]: mine, [own_lan]: mine, [other]: foxchain },
    options: { url: other },
  });
  assert.equal(states.port_node, "ok");
  assert.equal(states.listening_lan, "ok");
  assert.equal(states.reach_yes, "ok");
  assert.ok(asked.includes(`${other} hello {"v":1,"net":"lab","nonce":"mine"}`));
  assert.ok(asked.includes(`${other} verify {"addr":"ws://192.168.1.7:9000/ws"}`));
});

Deno.test("where no node runs one listens for the moment in which the other node dials", async () => {
  const { states } = await examined({ nodes: { [other]: foxchain }, options: { url: other } });
  assert.deepEqual([states.port_free, states.reach_yes], ["ok", "ok"]);
});

const unreached: [os: DoctorWorld["os"], id: string][] = [
  ["windows", "reach_no_windows"],
  ["darwin", "reach_no_darwin"],
  ["linux", "reach_no_linux"],
  ["freebsd", "reach_no"],
];
for (const [os, id] of unreached) {
  Deno.test(`who can't be reached on ${os} is told what to do there`, async () => {
    const nodes = { [other]: { ...foxchain, verify: { dialable: false } } };
    const { states } = await examined({ nodes, options: { url: other }, world: { os } });
    assert.equal(states[id], "finding");
  });
}

Deno.test("who is seen under a foreign address is told of the router or VPN between", async () => {
  const hello = { v: 1, net: "lab", nonce: "theirs", seen: "10.9.9.9", ops: [] };
  const nodes = { [other]: { ...foxchain, hello, verify: { dialable: false } } };
  const { found, states } = await examined({ nodes, options: { url: other } });
  assert.equal(states.reach_translated, "finding");
  assert.equal(found.find(({ id }) => id === "reach_translated")?.values.seen, "10.9.9.9");
});

Deno.test("an own address proves nothing: neither way nor reach is called fine", async () => {
  for (const url of [own, own_lan, "ws://localhost:9000/ws"]) {
    const { states } = await examined({
      nodes: { [own]: mine, [own_lan]: mine, [url]: mine },
      options: { url },
    });
    assert.deepEqual([states.way_own, states.reach_own], ["unknown", "unknown"], url);
  }
});

Deno.test("another node on this computer that has reached it proves nothing either", async () => {
  const url = "ws://192.168.1.7:9001/ws";
  const { states } = await examined({
    nodes: { [own]: mine, [own_lan]: mine, [url]: foxchain },
    options: { url },
  });
  assert.deepEqual([states.way_own, states.reach_own, states.reach_yes], ["unknown", "unknown", undefined]);
});

Deno.test("a node of the lecture can't try to reach, and that is no fault", async () => {
  const { states } = await examined({
    nodes: { [other]: { time: foxchain.time, peers: { peers: [] } } },
    options: { url: other },
  });
  assert.deepEqual([states.way_open, states.clock_same, states.reach_not_spoken], ["ok", "ok", "unknown"]);
});

Deno.test("a node of another network is named as the reason", async () => {
  const hello = { v: 1, net: "other", nonce: "theirs", seen: "192.168.1.7", ops: [] };
  const { states } = await examined({ nodes: { [other]: { ...foxchain, hello } }, options: { url: other } });
  assert.equal(states.reach_other_net, "finding");
});

for (const kind of ["refused", "unreachable", "silent", "no_name", "no_node"] as const) {
  Deno.test(`a dial that ends as ${kind} is told as that, and nothing else is claimed`, async () => {
    const { states } = await examined({
      nodes: { [other]: { kind, cause: both("why") } },
      options: { url: other },
    });
    assert.equal(states[`way_${kind}`], "finding");
    assert.deepEqual([states.clock_unknown, states.reach_not_asked], ["unknown", "unknown"]);
  });
}

Deno.test("a program that takes the connection and answers nothing is told as that", async () => {
  const { states } = await examined({ nodes: { [other]: {} }, options: { url: other } });
  assert.deepEqual([states.way_mute, states.way_open, states.reach_not_asked], [
    "finding",
    undefined,
    "unknown",
  ]);
});

Deno.test("clocks differ from the limit on, in both directions", async () => {
  const cases: [offset_s: number, id: string][] = [
    [clock_offset_told_s, "clock_same"],
    [-clock_offset_told_s, "clock_same"],
    [clock_offset_told_s + 0.01, "clock_differs"],
    [-clock_offset_told_s - 0.01, "clock_differs"],
    [28_800, "clock_differs"],
  ];
  for (const [offset_s, id] of cases) {
    const time = { time: 1_000 + offset_s, time_zone: "CST" };
    const { found } = await examined({ nodes: { [other]: { ...foxchain, time } }, options: { url: other } });
    assert.equal(found.find(({ subject }) => subject === "clock")?.id, id, `${offset_s} s`);
  }
});

Deno.test("a slow way makes the clock's measure less sure, not the clock wrong", async () => {
  let now_s = 1_000;
  const { found } = await examined({
    nodes: { [other]: { ...foxchain, time: { time: 1_000, time_zone: "CST" } } },
    options: { url: other },
    world: { clock: { now_s: () => now_s += 2, zone: () => "CST" } },
  });
  assert.equal(found.find(({ subject }) => subject === "clock")?.state, "finding");
  now_s = 996;
  const { found: sure } = await examined({
    nodes: { [other]: { ...foxchain, time: { time: 1_000, time_zone: "CST" } } },
    options: { url: other },
    world: { clock: { now_s: () => now_s += 2, zone: () => "CST" } },
  });
  assert.equal(sure.find(({ subject }) => subject === "clock")?.state, "ok");
});

Deno.test("a port that another program has, may not be had, or is on no address of this computer", async () => {
  const cases: [Error, string][] = [
    [new Deno.errors.AddrInUse(), "port_taken"],
    [new Deno.errors.PermissionDenied(), "port_forbidden"],
    [new Deno.errors.AddrNotAvailable(), "port_no_address"],
  ];
  for (const [error, id] of cases) {
    const bind = () => {
      throw error;
    };
    // A single address: `::` takes a missing one for a system without IPv6.
    const { states } = await examined({ options: { host: "192.168.1.7" }, world: { bind } });
    assert.equal(states[id], "finding");
  }
  const { states } = await examined({ nodes: { [own]: { kind: "no_node", cause: both("HTTP 404") } } });
  assert.equal(states.port_taken, "finding");
});

Deno.test("a node that listens on this computer alone is told, running or not", async () => {
  const running = await examined({ nodes: { [own]: mine } });
  assert.deepEqual([running.states.port_node, running.states.listening_loopback], ["ok", "finding"]);
  const planned = await examined({ options: { host: "127.0.0.1" } });
  assert.equal(planned.states.listening_loopback, "finding");
});

Deno.test("a database in use is fine where the node that runs says that it can write", async () => {
  const tryStore = () => Promise.resolve({ fault: "in use" as const });
  const ids = async (played: Played) =>
    (await examined(played)).found.find(({ subject }) => subject === "database")?.id;
  const nodes = { [own]: mine, [own_lan]: mine };
  assert.equal(await ids({ nodes, world: { tryStore } }), "database_of_node");
  assert.equal(
    await ids({ nodes, world: { tryStore, isReady: () => Promise.resolve(false) } }),
    "database_in_use",
  );
  assert.equal(await ids({ world: { tryStore } }), "database_in_use");
  assert.equal(await ids({ options: { db: ":memory:" }, world: { tryStore } }), "database_memory");
  const on_server = { options: { db: "redis://h" } };
  assert.equal(await ids({ ...on_server, world: { tryStore } }), "database_server");
  assert.equal(await ids({ ...on_server, nodes, world: { tryStore } }), "database_server_ready");
  const isReady = () => Promise.resolve(false);
  assert.equal(await ids({ ...on_server, nodes, world: { tryStore, isReady } }), "database_server");
});

Deno.test("who is here by mDNS is listed with its network, and silence is no finding", async () => {
  const nodes = [
    { addr: "ws://192.168.1.8:9000/ws", net: "lab", is_leaving: false },
    { addr: "ws://192.168.1.9:9000/ws", net: "else", is_leaving: false },
  ];
  const { found } = await examined({ world: { look: () => Promise.resolve({ nodes }) } });
  assert.equal(found.at(-1)?.values.list, "ws://192.168.1.8:9000/ws, ws://192.168.1.9:9000/ws (--net else)");
  const look = () => Promise.resolve({ nodes: [], fault: "another program has UDP port 5353 for itself" });
  const { states } = await examined({ world: { look } });
  assert.equal(states.here_unable, "unknown");
});
