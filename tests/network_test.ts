/** Real nodes in a real network on this machine: they find each other, lose half of themselves, and heal. */
import { sample_ms } from "../discovery/limits.ts";
import { steadyClock } from "../node/steady_clock.ts";
import { until } from "../node/test_until.ts";
import { addressOf, component, held, knows, type Member, neighbours, TestNetwork } from "./network.ts";
import { RawClient } from "./raw_client.ts";

/** Enough for a machine four times as slow as one on which all of it takes seconds. */
const limit_ms = 60_000;

const in_processes = 10;
const in_this_process = 10;

Deno.test(`20 nodes join through one, lose the ${in_processes} that are killed, and heal`, async () => {
  await using network = new TestNetwork();
  // Ten times as fast: keep-alives and samples that take a minute take six seconds.
  const clock = steadyClock(10);
  const seed = network.start({ clock });
  for (let more = 1; more < in_this_process; more++) network.start({ clock, join: [seed.addr] });
  const { members } = network;
  const processes = await Promise.all(Array.from({ length: in_processes }, () => network.spawn(seed.addr)));
  const doomed = processes.map(({ port }) => addressOf(port));
  const all = [...members.map(({ addr }) => addr), ...doomed];

  await until(() => members.every((one) => knowsAll(one, all)), "all know all", limit_ms);
  await until(
    async () => {
      const lists = await Promise.all(processes.map(({ port }) => peersOf(port)));
      return lists.every((list, index) => all.every((addr) => addr === doomed[index] || list.includes(addr)));
    },
    "the processes know all",
    // These run at real speed. An announcement misses about one node in six; it reads the news in its next sample.
    limit_ms + 2 * sample_ms,
  );
  await until(() => members.every((one) => held(one).length >= 6), "all hold connections", limit_ms);
  await until(() => component(members).isSupersetOf(new Set(all)), "one component", limit_ms);

  for (const process of processes) process.signal("SIGKILL");
  await Promise.all(processes.map(({ ended }) => ended));
  await until(
    () => members.every((one) => neighbours(one).every((addr) => !doomed.includes(addr))),
    "the dead are noticed",
    limit_ms,
  );
  await until(
    () => members.every((one) => held(one).length >= 6) && component(members).size === in_this_process,
    "the survivors are one",
    limit_ms,
  );
  // The target, 10 minutes at ten times the speed, is the median over those who serve a dead address. The last may need an
  // hour: deaths are told to whom one dialled, so a node that nobody dialled hears of none, and its own feelers come to it.
  await until(
    async () => {
      const samples = await Promise.all(members.map(sampleOf));
      const served = samples.flat().filter((addr) => doomed.includes(addr)).length;
      return samples.every((sample) => sample.length > 0) && served <= members.length * doomed.length / 2;
    },
    "of all that could serve the dead, half no longer do",
    60_000,
  );
});

function knowsAll(member: Member, addresses: readonly string[]): boolean {
  return addresses.every((addr) => addr === member.addr || knows(member, addr));
}

async function peersOf(port: number): Promise<string[]> {
  using client = await RawClient.connect(port);
  return JSON.parse(await client.ask('{"op":"peers"}')).response.peers;
}

/** What a stranger who says hello is served. */
async function sampleOf({ node }: Member): Promise<string[]> {
  using client = await RawClient.connect(node.port);
  await client.ask('{"op":"hello","id":1,"args":{"v":1,"net":"foxchain","nonce":"stranger"}}');
  return JSON.parse(await client.ask('{"op":"sample","id":2,"args":{"want":16}}')).response.peers;
}
