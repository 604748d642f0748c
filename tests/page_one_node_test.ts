/** Real nodes, as the page of one of them draws them: one running node is one bubble, and what is open comes first. */
import assert from "node:assert/strict";
import { EventReader } from "../node/page/event_reader.ts";
import type { Change, LiveEvent, Snapshot } from "../static/live_messages.ts";
import { lastHealing } from "../static/src/network/healing.ts";
import { makePicture, type Picture } from "../static/src/network/picture.ts";
import { LiveState } from "../static/src/page/live_state.ts";
import { type Member, TestNetwork } from "./network.ts";
import { RawClient } from "./raw_client.ts";

/** What a page would draw of a node, kept fresh by its stream. */
class Watched implements AsyncDisposable {
  readonly #live = new LiveState();
  readonly #reading: Promise<void>;
  #reader: EventReader | undefined;
  #wake = () => {};

  constructor(readonly member: Member) {
    this.#reading = this.#read();
  }

  async #read(): Promise<void> {
    this.#reader = await EventReader.open(this.member.node.port);
    for (let next = await this.#reader.next(); next !== undefined; next = await this.#reader.next()) {
      if (next.event === "snapshot") this.#live.restart(JSON.parse(next.data) as Snapshot);
      else this.#live.apply(JSON.parse(next.data) as Change);
      this.#wake();
    }
  }

  get picture(): Picture {
    return makePicture(this.#live, Date.now());
  }

  get events(): readonly LiveEvent[] {
    return this.#live.events;
  }

  /** Addresses of the other nodes in the picture, and how each looks. */
  get others(): string[] {
    return this.picture.nodes.slice(1).map(({ addr, sight }) => `${addr} ${sight}`).sort();
  }

  /** Waits for news until it is so. */
  async until(what: string, holds: () => boolean, limit_ms = 20_000): Promise<void> {
    const end = setTimeout(() => this.#wake(), limit_ms);
    const end_ms = performance.now() + limit_ms;
    while (!holds()) {
      assert.ok(performance.now() < end_ms, `not within ${limit_ms} ms: ${what}; ${this.others.join(" | ")}`);
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
    clearTimeout(end);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#reader?.close();
    await this.#reading;
  }
}

Deno.test("three nodes are three bubbles, under whatever names they joined, and nothing is lost", async () => {
  await using network = new TestNetwork();
  const first = network.start({});
  const { port } = first.node;
  await using watched = new Watched(first);
  const more: Member[] = [];
  // One after the other, as a person starts them.
  for (const count of [1, 2]) {
    more.push(network.start({ join: [`ws://localhost:${port}/ws`] }));
    const connected = () => watched.others.filter((other) => other.endsWith(" connected")).length;
    await watched.until("it is connected", () => connected() === count);
  }
  const expected = more.map(({ addr }) => `${addr} connected`).sort();
  await watched.until("three bubbles", () => `${watched.others}` === `${expected}`);
  using client = await RawClient.connect(port);
  for (const host of ["localhost", "127.0.0.1"]) {
    for (const { node } of [first, ...more]) {
      await client.ask(JSON.stringify({ op: "register", args: { addr: `ws://${host}:${node.port}/ws` } }));
    }
  }
  await watched.until(
    "the own name is this node's",
    () => watched.picture.nodes[0]!.keys.includes(`ws://localhost:${port}/ws`),
  );
  const keys = () => watched.picture.nodes.slice(1).flatMap(({ keys }) => keys);
  await watched.until(
    "every name was dialled",
    () => watched.picture.nodes.length === 3 && keys().length === 4,
    60_000,
  );
  assert.deepEqual(watched.others, expected);
  assert.equal(lastHealing(watched.events, Date.now(), true), undefined);
});

Deno.test("a node that ends is drawn dead, and alive within a second of its return", async () => {
  await using network = new TestNetwork();
  const first = network.start({});
  const second = network.start({ join: [first.addr] }, "second.sqlite");
  network.start({ join: [first.addr] });
  await using watched = new Watched(first);
  await watched.until("it is connected", () => watched.others.includes(`${second.addr} connected`));
  await network.stop(second);
  await watched.until("it is dead", () => watched.others.includes(`${second.addr} dead`), 6_000);
  assert.equal(lastHealing(watched.events, Date.now(), true)?.lost, second.addr);
  network.start({ join: [first.addr] }, "second.sqlite", second.node.port);
  const start_ms = performance.now();
  await watched.until("it is back", () => watched.others.includes(`${second.addr} connected`));
  const back_ms = performance.now() - start_ms;
  assert.ok(back_ms < 1_000, `${Math.round(back_ms)} ms`);
});

Deno.test("a console that says hello and leaves is no lost peer", async () => {
  await using network = new TestNetwork();
  const first = network.start({});
  await using watched = new Watched(first);
  await watched.until("the page is told", () => watched.picture.nodes.length === 1);
  {
    using client = await RawClient.connect(first.node.port);
    const args = { v: 1, net: "foxchain", nonce: "console", agent: "console" };
    await client.ask(JSON.stringify({ op: "hello", args }));
    await watched.until("it is seen", () => watched.picture.nodes.length === 2);
  }
  await watched.until("it is gone", () => watched.events.some(({ kind }) => kind === "left"));
  assert.equal(lastHealing(watched.events, Date.now(), true), undefined);
});
