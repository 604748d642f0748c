/** README's three nodes, started by its commands, in the page of the first: what a person sees of them in a browser. */
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { NodeProcess } from "./command.ts";
import { addressOf } from "./network.ts";
import { type PageTest, testPage } from "./page.ts";

/** What the picture promises for three nodes: all bubbles and lines are there within this. */
const drawn_within_ms = 20_000;

/** A node that ended is drawn dead within this: its socket breaks at once, and a probe of it takes up to 6 s. */
const dead_within_ms = 7_000;

/** A node that listens again is drawn alive within this. */
const alive_within_ms = 1_000;

/** Nodes of the command line in a folder of their own; a port of 0 is a free one. */
class Started implements AsyncDisposable {
  readonly #folder = Deno.makeTempDirSync({ prefix: "foxchain_three_" });
  readonly #nodes: NodeProcess[] = [];

  async start(db: string, port: number, ...more: string[]): Promise<NodeProcess> {
    const args = ["--port", String(port), "--db", `${this.#folder}/${db}`, ...more];
    const node = await NodeProcess.start(args, { env: { FOXCHAIN_NO_DIAL: "0" } });
    this.#nodes.push(node);
    return node;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const node of this.#nodes) await node[Symbol.asyncDispose]();
    await Deno.remove(this.#folder, { recursive: true });
  }
}

testPage("README's three nodes in the page of the first", {}, showThree);

async function showThree({ t, page, complaints }: PageTest): Promise<void> {
  await using started = new Started();
  const first = await started.start("first.sqlite", 0);
  const join = ["--join", `ws://localhost:${first.port}/ws`];
  await page.goto(`http://localhost:${first.port}/`);
  const panel = page.locator("#network");
  await panel.getByText("No other node yet.").waitFor();
  const second = await started.start("second.sqlite", 0, ...join);
  const third = await started.start("third.sqlite", 0, ...join);
  const start_ms = performance.now();

  await t.step("they are three bubbles and three lines, and nothing was lost", async () => {
    for (const { port } of [second, third]) {
      await bubble(panel, port, "connected").waitFor({ timeout: drawn_within_ms });
    }
    await panel.locator(".graph line.knows").waitFor({ state: "attached", timeout: drawn_within_ms });
    await panel.getByRole("button", { name: "this node" }).waitFor();
    const drawn_ms = performance.now() - start_ms;
    assert.ok(drawn_ms < drawn_within_ms, `${Math.round(drawn_ms)} ms`);
    await isWhole(panel);
  });

  await t.step("the own address that a person registers, under either name, is this node", async () => {
    for (const host of ["localhost", "127.0.0.1"]) {
      const addr = `ws://${host}:${first.port}/ws`;
      await ask(page, { op: "register", args: { addr } });
      const row = page.locator("#peers tbody tr").filter({ has: page.getByText(addr, { exact: true }) });
      await row.getByText("this node", { exact: true }).waitFor();
    }
    await panel.getByRole("button", { name: "this node" }).click();
    const words = await panel.getByRole("group", { name: "About the chosen node" }).innerText();
    for (const host of ["localhost", "127.0.0.1"]) {
      assert.ok(words.includes(`ws://${host}:${first.port}/ws`), words);
    }
    await isWhole(panel);
  });

  await t.step("the others under their other name are no other nodes", async () => {
    const addrs = [second, third].map(({ port }) => `ws://localhost:${port}/ws`);
    await ask(page, { op: "register", args: { addr: addrs } });
    for (const { port } of [second, third]) {
      const node = panel.locator(`.node[aria-label*="${addressOf(port)}"]`);
      await node.click();
      await panel.getByRole("group", { name: "About the chosen node" })
        .getByText(`${addressOf(port)} ws://localhost:${port}/ws`).waitFor({ timeout: 60_000 });
    }
    await isWhole(panel);
  });

  await t.step("a killed one is drawn dead in time, and alive within a second of its return", async () => {
    const back_ms: number[] = [];
    let node = second;
    for (let time = 0; time < 3; time++) {
      const kill_ms = performance.now();
      node.signal("SIGKILL");
      await bubble(panel, second.port, "dead").waitFor();
      const dead_ms = performance.now() - kill_ms;
      assert.ok(dead_ms < dead_within_ms, `dead after ${Math.round(dead_ms)} ms`);
      node = await started.start("second.sqlite", second.port, ...join);
      const listening_ms = performance.now();
      await bubble(panel, second.port, "connected").waitFor();
      back_ms.push(Math.round(performance.now() - listening_ms));
    }
    // The middle one of three: a busy machine may hold one of them up.
    assert.ok(back_ms.toSorted((one, other) => one - other)[1]! < alive_within_ms, `${back_ms} ms`);
    assert.equal(await panel.locator(".node").count(), 3);
  });

  await t.step("the browser had nothing to complain about", () => assert.deepEqual(complaints, []));
}

/** Three nodes, three lines, nothing lost. */
async function isWhole(panel: Locator): Promise<void> {
  assert.equal(await panel.locator(".node").count(), 3);
  assert.equal(await panel.locator(".graph line").count(), 3);
  assert.equal(await panel.locator(".healing").innerText(), "");
}

/** The node at that port, as long as it looks like that. */
function bubble(panel: Locator, port: number, sight: string): Locator {
  return panel.locator(`.node[data-sight=${sight}][aria-label*="${addressOf(port)}"]`);
}

/** Asks over a socket of the page's own browser, as a student's script does. */
async function ask(page: Page, request: object): Promise<void> {
  const status = await page.evaluate(async (text) => {
    const socket = new WebSocket(`ws://${location.host}/ws`);
    await new Promise((resolve) => socket.onopen = resolve);
    socket.send(text);
    const { data } = await new Promise<MessageEvent>((resolve) => socket.onmessage = resolve);
    socket.close();
    return JSON.parse(data).status;
  }, JSON.stringify(request));
  assert.equal(status, 202);
}
