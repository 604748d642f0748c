import assert from "node:assert/strict";
import { Command } from "commander";
import { outbound_default, outbound_max, peers_default_max } from "../discovery/limits.ts";
import { peers_max_max } from "../storage/limits.ts";
import { english } from "./language.ts";
import { addNetworkOptions, type NetworkFlags, networkOptions } from "./network_options.ts";
import { run } from "./program.ts";
import { TestTerminal } from "./test_terminal.ts";

function read(...args: string[]): NetworkFlags {
  const command = addNetworkOptions(new Command(), english).exitOverride().configureOutput({
    writeErr: () => {},
  });
  return command.parse(args, { from: "user" }).opts<NetworkFlags>();
}

Deno.test("a node takes part in the network unless it is told not to", () => {
  assert.deepEqual(networkOptions(read()), {
    join: [],
    advertise: [],
    net: "foxchain",
    outbound: outbound_default,
    peers_max: peers_default_max,
  });
  assert.equal(networkOptions(read("--no-dial")), undefined);
});

Deno.test("--join may be repeated, may hold several, and takes what a person types", () => {
  const { join } = read("--join", "localhost:9001", "--join", "ws://192.168.1.7:9000/ws, 9002");
  assert.deepEqual(join, ["ws://localhost:9001/ws", "ws://192.168.1.7:9000/ws", "ws://localhost:9002/ws"]);
});

const bad: string[][] = [
  ["--join", "http://"],
  ["--join", "ws://a/ws?query"],
  ["--advertise", "ws://user@a/ws"],
  ["--net", " "],
  ["--net", "x".repeat(65)],
  ["--outbound", "0"],
  ["--outbound", `${outbound_max + 1}`],
  ["--find", "9000"],
  ["--find", "join,ask"],
  ["--name", "x".repeat(41)],
  ["--name", "a\nb"],
  ["--name", "\u202eevil"],
  ["--name", " "],
  ["--peers-max", "0"],
  ["--peers-max", `${peers_max_max + 1}`],
];

for (const args of bad) {
  Deno.test(`${args[0]} ${JSON.stringify(args[1]!.slice(0, 20))} is refused`, () => {
    assert.throws(() => read(...args), { code: "commander.invalidArgument" });
  });
}

const good: [string, string, keyof NetworkFlags, unknown][] = [
  ["--net", "x".repeat(64), "net", "x".repeat(64)],
  ["--name", "x".repeat(40), "name", "x".repeat(40)],
  ["--name", "🦊".repeat(40), "name", "🦊".repeat(40)],
  ["--name", " 王小明 ", "name", "王小明"],
  ["--outbound", `${outbound_max}`, "outbound", outbound_max],
  ["--outbound", "1", "outbound", 1],
  ["--peers-max", `${peers_max_max}`, "peersMax", peers_max_max],
];

for (const [flag, text, key, value] of good) {
  Deno.test(`${flag} takes ${text.slice(0, 20)}`, () => assert.equal(read(flag, text)[key], value));
}

Deno.test("--find asks, --find=join joins, and a switch in the variable means the same as none and --find", () => {
  const cases: [string[], NetworkFlags["find"]][] = [
    [[], undefined],
    [["--find"], "ask"],
    [["--find=ask"], "ask"],
    [["--find=join"], "join"],
    [["--find", "--net", "lab"], "ask"],
    [["--find=1"], "ask"],
    [["--find=0"], false],
  ];
  for (const [args, find] of cases) assert.equal(read(...args).find, find, args.join(" "));
});

Deno.test("a node that shall join what it finds and dial nobody is refused; one that only looks is not", async () => {
  const refusal = async (args: string[], env: Record<string, string> = {}) => {
    const terminal = new TestTerminal({ env });
    // A database that can't be opened ends it before it listens.
    const code = await run([...args, "--db", "/no such folder/peers.sqlite"], terminal);
    return [code, terminal.stderr] as const;
  };
  const [code, text] = await refusal(["--find=join", "--no-dial"]);
  assert.equal(code, 2);
  assert.match(
    text,
    /--no-dial and --find=join contradict each other.*\n.*foxchain --find=join, without --no-dial/,
  );
  const [env_code, env_text] = await refusal(["--no-dial"], { FOXCHAIN_FIND: "join" });
  assert.equal(env_code, 2);
  assert.match(env_text, /the variable FOXCHAIN_FIND/);
  assert.equal((await refusal(["--find", "--no-dial"]))[0], 4, "It gets as far as to its database.");
});
