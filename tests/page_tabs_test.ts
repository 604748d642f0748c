/** Many tabs of one node in one browser. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import type { RunningNode } from "../node/node.ts";
import { entry, messageField, messages, numbers } from "./console.ts";
import { testPage, watch } from "./page.ts";
import { streams, streamsBecome } from "./page_streams.ts";
import { RawClient } from "./raw_client.ts";

/** A browser opens six connections to a host; each stream of its own would hold one. */
const tabs_count = 8;

testPage("eight tabs of one node", { network: {} }, async ({ t, browser, page, node, host }) => {
  // Closed and not only left: Chromium keeps a page that was left, and its stream, for a while.
  await page.close();
  await streamsBecome(node, 0);
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
    await streamsBecome(node, 1);
    await register(node, "ws://c.example:9000/ws");
    await shows(tabs[0]!, "ws://c.example:9000/ws");
    assert.deepEqual(complaints.flat(), []);
  });
  await context.close();
});

async function shows(tab: Page, addr: string): Promise<void> {
  await tab.locator("#peers").getByText(addr).first().waitFor();
}

async function register(node: RunningNode, addr: string): Promise<void> {
  const client = await RawClient.connect(node.port);
  await client.ask(JSON.stringify({ op: "register", args: { addr } }));
  client.drop();
}

testPage("two tabs of one browser", { network: {} }, async ({ t, browser, page, host }) => {
  await page.close();
  const context = await browser.newContext({ locale: "en-GB" });
  const one = await openTab();
  const two = await openTab();

  async function openTab(): Promise<Page> {
    const tab = await context.newPage();
    await tab.goto(`http://${host}/`);
    await tab.getByText("Connected to").waitFor();
    return tab;
  }

  async function send(tab: Page, text: string): Promise<void> {
    await messageField(tab).fill(text);
    await messageField(tab).press("Control+Enter");
  }

  await t.step("each shows what the other sent, and the numbers go on", async () => {
    await send(one, '{"op":"peers"}');
    await messages(one, "#1");
    await messages(two, "#1");
    await send(two, '{"op":"time"}');
    await messages(two, "#2");
    await messages(one, "#2");
    assert.deepEqual(await numbers(one), ["#2", "#1"]);
  });

  await t.step("what both send at the same moment is kept, also after both are reloaded", async () => {
    await Promise.all([send(one, '{"op":"a"}'), send(two, '{"op":"b"}')]);
    for (const tab of [one, two]) {
      await tab.waitForFunction(() => document.querySelectorAll("#exchanges li").length === 4);
    }
    await Promise.all([one.reload(), two.reload()]);
    for (const tab of [one, two]) {
      const requests = await tab.locator("#exchanges").innerText();
      for (const op of ["peers", "time", "a", "b"]) assert.match(requests, new RegExp(`"${op}"`));
    }
  });

  await t.step("what is pinned or deleted in one is so in the other, and each keeps its draft", async () => {
    await entry(one, "#1").getByRole("button", { name: "Pin" }).click();
    await two.locator("#exchanges [aria-pressed=true]").waitFor();
    await entry(two, "#2").getByRole("button", { name: "Delete" }).click();
    await entry(one, "#2").waitFor({ state: "detached" });
    await messageField(one).fill("draft of one");
    await messageField(two).fill("draft of two");
    await one.reload();
    assert.equal(await messageField(one).inputValue(), "draft of one");
  });

  await t.step("the lab counts what was done in either", async () => {
    const done = (tab: Page) => tab.locator("#lab .steps li.done").count();
    await send(two, "{oops");
    await one.waitForFunction(() => document.querySelectorAll("#lab .steps li.done").length >= 4);
    assert.equal(await done(one), await done(two));
  });
  await context.close();
});
