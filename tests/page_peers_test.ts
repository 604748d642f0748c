/** The panel of peers in a real browser: it follows real nodes, steers them, and shows strangers' strings as text. */
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { startNode } from "../node/node.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { testPage } from "./page.ts";
import { RawClient } from "./raw_client.ts";

/** Addresses of strangers that a page which trusts them would run. */
const hostile = [
  "ws://a/<img/src=x/onerror=alert(1)>",
  "ws://b/<script>alert(2)</script>",
  "ws://c/javascript:alert(3)",
];

const nickname = `javascript:alert(4)//"><img src=x onerror=alert(5)>`;

/** What the page promises: changes show within a second, without reload. */
const within_ms = 1_000;

function rowOf(page: Page, addr: string): Locator {
  return page.locator("#peers tbody tr").filter({ has: page.getByText(addr, { exact: true }) });
}

async function addresses(page: Page): Promise<string[]> {
  return await page.locator("#peers .address").allInnerTexts();
}

async function register(port: number, addr: string | readonly string[]): Promise<void> {
  using client = await RawClient.connect(port);
  await client.ask(JSON.stringify({ op: "register", args: { addr } }));
}

async function listed(port: number): Promise<string[]> {
  using client = await RawClient.connect(port);
  return JSON.parse(await client.ask('{"op":"peers"}')).response.peers;
}

testPage("the peers of a plain lecture node", {}, async ({ t, page, node, complaints }) => {
  const peers = page.locator("#peers");

  await t.step("while there are none it says how they come, and drafts the request", async () => {
    await peers.getByText("No peers yet.").waitFor();
    await peers.getByRole("button", { name: "Write a register request" }).click();
    await page.waitForFunction(() => document.getElementById("console")!.contains(document.activeElement));
    assert.equal(await peers.getByRole("table").isVisible(), false);
  });

  await t.step("an address that somebody registers appears within a second, without reload", async () => {
    await page.evaluate(() => Object.assign(globalThis, { not_reloaded: true }));
    await register(node.port, "ws://new.example:9000/ws");
    await rowOf(page, "ws://new.example:9000/ws").waitFor({ timeout: within_ms });
    assert.equal(await page.evaluate(() => "not_reloaded" in globalThis), true);
    await peers.getByText("Showing 1 of 1 addresses.").waitFor();
  });

  await t.step("markup and script URLs of strangers are text", async () => {
    await register(node.port, hostile);
    for (const addr of hostile) await rowOf(page, addr).waitFor();
    assert.equal(await peers.locator("img, script, a").count(), 0);
  });

  await t.step("a nickname is text, is cut at 40 characters, survives a reload and is found", async () => {
    await rowOf(page, hostile[0]!).getByRole("button", { name: /^name/ }).click();
    const field = page.getByLabel(`Nickname for ${hostile[0]}`);
    await field.pressSequentially(nickname);
    await field.press("Enter");
    await page.reload();
    const shown = rowOf(page, hostile[0]!).locator(".nickname");
    await shown.waitFor();
    assert.equal(await shown.innerText(), nickname.slice(0, 40));
    await peers.getByLabel("Filter").fill("JAVASCRIPT:alert(4)");
    await peers.getByText("Showing 1 of 4 addresses.").waitFor();
    await peers.getByLabel("Filter").fill("");
    assert.equal(await peers.locator("img, script, a").count(), 0);
  });

  await t.step("the keyboard sorts by a column and turns the order", async () => {
    const header = peers.getByRole("columnheader", { name: "Address" });
    const button = header.getByRole("button");
    await button.press("Enter");
    await peers.locator('th[aria-sort="ascending"]', { hasText: "Address" }).waitFor();
    const ascending = await addresses(page);
    assert.deepEqual(ascending, [...hostile, "ws://new.example:9000/ws"]);
    await button.press("Space");
    await peers.locator('th[aria-sort="descending"]', { hasText: "Address" }).waitFor();
    assert.deepEqual(await addresses(page), ascending.toReversed());
  });

  await t.step("an open editor keeps its text and the focus when the table changes", async () => {
    await rowOf(page, "ws://new.example:9000/ws").getByRole("button", { name: /^name/ }).press("Enter");
    const field = page.getByLabel("Nickname for ws://new.example:9000/ws");
    await field.fill("half a na");
    await register(node.port, ["ws://aaa.example:9000/ws", "ws://zzz.example:9000/ws"]);
    await rowOf(page, "ws://zzz.example:9000/ws").waitFor();
    await rowOf(page, "ws://aaa.example:9000/ws").waitFor();
    assert.equal(await field.inputValue(), "half a na");
    assert.equal(await field.evaluate((element) => element === document.activeElement), true);
    await field.press("Escape");
    const button = rowOf(page, "ws://new.example:9000/ws").getByRole("button", { name: /^name/ });
    assert.equal(await button.evaluate((element) => element === document.activeElement), true);
  });

  await t.step("what the node refuses is told in its own words", async () => {
    await rowOf(page, hostile[1]!).getByRole("button", { name: "Dial now" }).click();
    const refusal = "This node takes part in no network (--no-dial), so there is nothing to steer.";
    await rowOf(page, hostile[1]!).getByText(refusal).waitFor();
  });

  await t.step("nothing ran, and the browser complains of nothing but that refusal", () => {
    assert.deepEqual(complaints.filter((text) => !text.includes("409")), []);
    assert.equal(complaints.length, 1);
  });
});

testPage(
  "the peers of a node in a network",
  { network: { outbound: 0 } },
  async ({ t, page, node, complaints }) => {
    const peers = page.locator("#peers");
    const agent = "second/1.0 <b>bold</b>";
    const other = startNode({ port: 0, host: "127.0.0.1", storage: new MemoryStorage(), network: {}, agent });
    const other_addr = `ws://127.0.0.1:${other.port}/ws`;
    // Nobody listens there.
    const dead = "ws://127.0.0.1:1/ws";

    try {
      await t.step("'dial now' connects with a second node", async () => {
        await peers.getByText("No peers yet.").waitFor();
        await register(node.port, [other_addr, dead]);
        await rowOf(page, other_addr).waitFor({ timeout: within_ms });
        await rowOf(page, other_addr).getByRole("button", { name: "Dial now" }).click();
        await rowOf(page, other_addr).getByText("⇄ connected").waitFor();
        await rowOf(page, other_addr).getByText(agent, { exact: true }).waitFor();
        await peers.getByRole("button", { name: "connected 1" }).click();
        await peers.getByText("Showing 1 of").waitFor();
        assert.deepEqual(await addresses(page), [other_addr]);
        await peers.getByRole("button", { name: /^all/ }).click();
      });

      await t.step("'forget' asks first, and can be taken back with the keyboard", async () => {
        const forget = rowOf(page, dead).getByRole("button", { name: "Forget" });
        await forget.press("Enter");
        await page.keyboard.press("Escape");
        await forget.waitFor();
        assert.equal(await forget.evaluate((element) => element === document.activeElement), true);
        assert.ok((await listed(node.port)).includes(dead));
      });

      await t.step("'forget' removes the address from the table and from the store", async () => {
        const stored = node.peers_count;
        await rowOf(page, dead).getByRole("button", { name: "Forget" }).click();
        await rowOf(page, dead).getByRole("button", { name: "Yes, forget" }).click();
        await rowOf(page, dead).waitFor({ state: "detached", timeout: within_ms });
        assert.equal(node.peers_count, stored - 1);
        assert.ok(!(await listed(node.port)).includes(dead));
      });

      await t.step("nothing to complain about", () => assert.deepEqual(complaints, []));
    } finally {
      await other.stop();
    }
  },
);
