import assert from "node:assert/strict";
import { HandClock } from "../node/hand_clock.ts";
import { found_joined_max, search_ms } from "../lan/limits.ts";
import type { LinkEvents } from "../lan/link.ts";
import { type DnsRecord, serviceRecords } from "../lan/service.ts";
import { findNodes, type FindOptions } from "./find_nodes.ts";
import { english, languageOf } from "./language.ts";
import { Output } from "./output.ts";
import { TestTerminal, type TestTerminalParts } from "./test_terminal.ts";

const interfaces = [
  { name: "lo", family: "IPv4", address: "127.0.0.1", netmask: "255.0.0.0" },
  { name: "eth0", family: "IPv4", address: "192.168.1.7", netmask: "255.255.255.0" },
] as Deno.NetworkInterfaceInfo[];

/** A search in a network that a test plays. */
function search(options: Partial<FindOptions> = {}, parts: TestTerminalParts = {}) {
  const terminal = new TestTerminal({ interfaces, ...parts });
  const clock = new HandClock();
  const lines: string[] = [];
  const dialled: string[] = [];
  const sent: (readonly DnsRecord[])[] = [];
  let events: LinkEvents | undefined;
  const write = (message: string, values: Record<string, unknown> = {}) =>
    lines.push(message.replaceAll(/\{(\w+)\}/g, (_, name) => String(values[name])));
  const end = findNodes({
    mode: "ask",
    host: "::",
    port: 9000,
    tls: false,
    net: "lab",
    asks: true,
    dial: (addr) => void dialled.push(addr),
    ...options,
  }, {
    terminal,
    output: new Output(terminal, languageOf([], terminal)),
    say: english,
    log: { info: write, warn: () => {}, debug: () => {}, fault: () => "" },
    clock,
    random: () => 0,
    open(_place, on) {
      events = on;
      return {
        query: () => {},
        respond: (records) => void sent.push(records),
        close: () => Promise.resolve(),
      };
    },
  });
  const hears = (ip: string, net = "lab") => {
    const own = { instance: "b2", port: 9000, tls: false, net };
    events!.packet({ type: "response", answers: serviceRecords(own, ip) }, ip);
  };
  /** Lets the search end, and what the person typed be read. */
  const pass = async () => {
    clock.pass(search_ms);
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
  };
  return { terminal, lines, dialled, sent, hears, pass, end, fault: (cause: string) => events!.fault(cause) };
}

Deno.test("on a terminal the found nodes are listed, and the chosen ones are joined", async () => {
  const { terminal, lines, dialled, hears, pass, end } = search({}, { typed: ["7", "what?", "2"] });
  hears("192.168.1.8");
  hears("192.168.1.9");
  assert.deepEqual([lines, dialled], [[], []]);
  await pass();
  assert.match(
    terminal.stderr,
    /1 {2}ws:\/\/192\.168\.1\.8:9000\/ws\n {2}2 {2}ws:\/\/192\.168\.1\.9:9000\/ws\n/,
  );
  assert.equal(terminal.stderr.split("Numbers from 1 to 2").length, 3, "It asks again, twice.");
  assert.deepEqual(dialled, ["ws://192.168.1.9:9000/ws"]);
  await end();
});

Deno.test("a Chinese person is asked in Chinese, and may answer so", async () => {
  const { terminal, dialled, hears, pass, end } = search({}, { typed: ["哪个", "全部"], language: "zh-CN" });
  hears("192.168.1.8");
  hears("192.168.1.9");
  await pass();
  assert.match(terminal.stderr, /^在局域网里找到：\n {2}1 {2}ws:/);
  assert.match(terminal.stderr, /\n通过哪个加入？输入数字（1 或 1,2）、all（全部），/);
  assert.match(terminal.stderr, /\n1 到 2 的数字，用逗号分开；/);
  assert.equal(dialled.length, 2);
  await end();
});

for (const [what, typed] of [["presses Enter", [""]], ["ends the input", []]] as const) {
  Deno.test(`a person who ${what} joins nobody`, async () => {
    const { dialled, hears, pass, end } = search({}, { typed });
    hears("192.168.1.8");
    await pass();
    assert.deepEqual(dialled, []);
    await end();
  });
}

Deno.test("without a terminal nodes are only listed, also where the log is for a program", async () => {
  for (const [options, parts] of [[{}, {}], [{ asks: false }, { typed: ["all"] }]] as const) {
    const { terminal, lines, dialled, hears, pass, end } = search(options, parts);
    hears("192.168.1.8");
    await pass();
    assert.match(lines.join("\n"), /^Found on the local network: ws:\/\/192\.168\.1\.8:9000\/ws\..*$/);
    assert.deepEqual([terminal.stderr, dialled], ["", []]);
    await end();
  }
});

Deno.test("--find=join joins what is found, up to as many as a node holds", async () => {
  const { dialled, hears, pass, end } = search({ mode: "join" });
  for (let host = 10; host < 60; host++) hears(`192.168.1.${host}`);
  await pass();
  assert.equal(dialled.length, found_joined_max);
  assert.equal(dialled[0], "ws://192.168.1.10:9000/ws");
  await end();
});

Deno.test("a node that can't be dialled takes no place of another", async () => {
  let asked = 0;
  const { lines, hears, end } = search({
    mode: "join",
    dial: () => ++asked < 40 ? "It is blocked." : undefined,
  });
  for (let host = 10; host < 60; host++) hears(`192.168.1.${host}`);
  assert.equal(lines.length, found_joined_max);
  await end();
});

Deno.test("nobody of another network is listed or joined", async () => {
  const { lines, dialled, hears, pass, end } = search({ mode: "join" });
  hears("192.168.1.8", "other");
  await pass();
  assert.equal(lines.length, 1);
  assert.match(lines[0]!, /^Nobody of the network lab answered/);
  assert.deepEqual(dialled, []);
  await end();
});

Deno.test("where the system refuses there is one line, and none that nobody answered", async () => {
  const { lines, fault, pass, end } = search();
  for (let time = 0; time < 5; time++) fault("another program has UDP port 5353 for itself");
  await pass();
  assert.equal(lines.length, 1);
  assert.match(lines[0]!, /UDP port 5353.*--join URL works all the same/);
  await end();
});

Deno.test("a node that listens on this computer alone looks, and tells nobody of itself", async () => {
  for (const host of ["127.0.0.1", "localhost", "[::1]"]) {
    const { lines, sent, hears, pass, end } = search({ host });
    hears("192.168.1.8");
    await pass();
    assert.equal(lines.length, 1);
    await end();
    assert.deepEqual(sent, [], host);
  }
  for (const host of ["::", "0.0.0.0", "192.168.1.7"]) {
    const { sent, pass, end } = search({ host });
    await pass();
    await end();
    assert.ok(sent.length > 0, host);
    assert.match(JSON.stringify(sent[0]), /url=ws:\/\/192\.168\.1\.7:9000\/ws/);
  }
});

Deno.test("what a node tells of itself names neither the computer nor the person", async () => {
  const { sent, pass, end } = search();
  await pass();
  await end();
  const text = JSON.stringify(sent);
  assert.match(text, /fox-[0-9a-f]{8}/);
  assert.ok(!text.includes(Deno.hostname()));
});
