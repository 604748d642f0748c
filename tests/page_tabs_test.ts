/** Many tabs of one node in one browser. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import type { Node } from "../node/node.ts";
import { testPage, watch } from "./page.ts";
import { streams, until } from "./page_streams.ts";
import { RawClient } from "./raw_client.ts";

/** A browser opens six connections to a host; each stream of its own would hold one. */
const tabs_count = 8;

testPage("eight tabs of one node", { network: {} }, async ({ t, browser, page, node, host }) => {
  await page.goto("about:blank");
  const context = await browser.newContext({ locale: "en-GB" });
  const complaints: (readonly string[])[] = [];
  const tabs: Page[] = [];

  await t.step("each tab loads", async () => {
    while (tabs.length < tabs_count) {
      const tab = await context.newPage();
      complaints.push(watch(tab).complaints);
      tabs.push(tab);
      await tab.goto(`http://${host}/`);
      await tab.getByText("Connected to").waitFor();
    }
  });

  await t.step("they share one stream, and all hear what happens", async () => {
    await register(node, "ws://a.example:9000/ws");
    for (const tab of tabs) await shows(tab, "ws://a.example:9000/ws");
    assert.equal(await streams(node), 1);
  });

  await t.step("one that watches messages has a stream for that, and the others go on", async () => {
    await tabs[3]!.locator("#network").getByRole("button", { name: "Show messages" }).click();
    await register(node, "ws://b.example:9000/ws");
    for (const tab of tabs) await shows(tab, "ws://b.example:9000/ws");
    assert.equal(await streams(node), 2);
  });

  await t.step("a tab that is reloaded hears on, and closed tabs give the streams back", async () => {
    await tabs[5]!.reload();
    await shows(tabs[5]!, "ws://b.example:9000/ws");
    for (const tab of tabs.splice(1)) await tab.close();
    await until(async () => await streams(node) === 1);
    await register(node, "ws://c.example:9000/ws");
    await shows(tabs[0]!, "ws://c.example:9000/ws");
    assert.deepEqual(complaints.flat(), []);
  });
  await context.close();
});

async function shows(tab: Page, addr: string): Promise<void> {
  await tab.locator("#peers").getByText(addr).first().waitFor();
}

async function register(node: Node, addr: string): Promise<void> {
  const client = await RawClient.connect(node.port);
  await client.ask(JSON.stringify({ op: "register", args: { addr } }));
  client.drop();
}
