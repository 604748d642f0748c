/** A block that a person orders in the page, in a real browser over real nodes: it holds under every name of the node. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { until } from "../node/test_until.ts";
import { NodeProcess } from "./command.ts";
import { addressOf } from "./network.ts";
import { type PageTest, testPage } from "./page.ts";
import { RawClient } from "./raw_client.ts";

testPage("a node that is blocked in the page", { network: {} }, block);

async function block({ t, page, node, complaints }: PageTest): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "foxchain_block_" });
  const args = ["--port", "0", "--db", `${folder}/other.sqlite`, "--join", `ws://localhost:${node.port}/ws`];
  await using other = await NodeProcess.start([...args, "--debug"], { env: { FOXCHAIN_NO_DIAL: "0" } });
  const panel = page.locator("#network");
  const bubble = (sight: string) =>
    panel.locator(`.node[data-sight=${sight}][aria-label*="${addressOf(other.port)}"]`);
  const by_name = `ws://localhost:${other.port}/ws`;
  const named = page.locator("#peers tbody tr").filter({ has: page.getByText(by_name, { exact: true }) });

  await t.step("by the address under which it is connected: every connection ends", async () => {
    await bubble("connected").click();
    await panel.getByRole("button", { name: "10 min" }).click();
    await bubble("blocked").waitFor();
    assert.deepEqual(peersOf(node), []);
  });

  await watchConnections(page);

  await t.step("it is not dialled under another name either, also where a person orders that", async () => {
    using client = await RawClient.connect(node.port);
    await client.ask(JSON.stringify({ op: "register", args: { addr: by_name } }));
    await named.waitFor();
    await named.getByRole("button", { name: "Dial now" }).click();
    await until(
      () => node.membership!.book.get(by_name)?.contact?.last_try_s !== undefined,
      "it was dialled",
      20_000,
    );
  });

  await t.step("what it dials itself is refused, under either name of this node", async () => {
    using client = await RawClient.connect(other.port);
    const addr = [addressOf(node.port), `ws://localhost:${node.port}/ws`];
    await client.ask(JSON.stringify({ op: "register", args: { addr } }));
    for (const host of ["127.0.0.1", "localhost"]) {
      await other.written(new RegExp(`Closed by the other end with 1013: ws://${host}:${node.port}/ws`));
    }
  });

  await t.step("all the while the page showed no connection with it", async () => {
    assert.deepEqual(await page.evaluate("connections_seen"), []);
    assert.deepEqual(peersOf(node), []);
  });

  await t.step("unblocked it is back", async () => {
    await panel.getByRole("button", { name: "Unblock" }).click();
    await bubble("connected").waitFor({ timeout: 90_000 });
  });

  await t.step("the browser had nothing to complain about", () => assert.deepEqual(complaints, []));
  await Deno.remove(folder, { recursive: true });
}

/** Notes every node but this one that is drawn as connected from now on. */
async function watchConnections(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen: (string | null)[] = [];
    Object.assign(globalThis, { connections_seen: seen });
    const note = () => {
      for (const node of document.querySelectorAll("#network .node[data-sight=connected]")) {
        seen.push(node.getAttribute("aria-label"));
      }
    };
    new MutationObserver(note).observe(document.querySelector("#network .graph")!, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ["data-sight"],
    });
    note();
  });
}

/** What a node holds with others; clients are none, nor is a peer that is told to go. */
function peersOf(node: PageTest["node"]): string[] {
  return [...node.membership!.links.values()]
    .filter((link) => link.kind !== "client" && link.role !== "overflow").map(({ kind }) => kind);
}
