import assert from "node:assert/strict";
import { Command } from "commander";
import { outbound_default, outbound_max, peers_default_max } from "../discovery/limits.ts";
import { peers_max_max } from "../storage/limits.ts";
import { addNetworkOptions, type NetworkFlags, networkOptions } from "./network_options.ts";

function read(...args: string[]): NetworkFlags {
  const command = addNetworkOptions(new Command()).exitOverride().configureOutput({ writeErr: () => {} });
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
  ["--outbound", `${outbound_max}`, "outbound", outbound_max],
  ["--outbound", "1", "outbound", 1],
  ["--peers-max", `${peers_max_max}`, "peersMax", peers_max_max],
];

for (const [flag, text, key, value] of good) {
  Deno.test(`${flag} takes ${text.slice(0, 20)}`, () => assert.equal(read(flag, text)[key], value));
}
