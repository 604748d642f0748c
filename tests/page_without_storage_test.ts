/** The page in a browser that blocks cookies, and with them all storage and shared workers. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { messages } from "./console.ts";
import { testPage } from "./page.ts";
import { streamsBecome } from "./page_streams.ts";
import { RawClient } from "./raw_client.ts";

/** Chromium's 'block all cookies'. */
const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };

testPage(
  "with cookies blocked",
  { network: {}, preferences },
  async ({ t, page, node, host, complaints }) => {
    await t.step("the browser really forbids it", async () => {
      assert.match(
        await page.evaluate(() => {
          try {
            return `it has ${localStorage.length} texts`;
          } catch (error) {
            return String(error);
          }
        }),
        /SecurityError|Access is denied/,
      );
    });

    await t.step("the console talks to the node, and the lab ticks its step off", async () => {
      await page.getByText(`Connected to ws://${host}/ws`).waitFor();
      await page.locator("#composer").getByRole("button", { name: "peers" }).click();
      await page.keyboard.press("Control+Enter");
      assert.equal(JSON.parse((await messages(page, "#1")).answer).status, 200);
      await page.locator("#lab .steps li.done").nth(1).waitFor();
    });

    await t.step("the page follows the node's events", async () => {
      const client = await RawClient.connect(node.port);
      await client.ask('{"op":"register","args":{"addr":"ws://a.example:9000/ws"}}');
      client.drop();
      await page.locator("#peers").getByText("ws://a.example:9000/ws").first().waitFor();
    });

    await t.step("a nickname lasts as long as the page", async () => {
      const peers = page.locator("#peers");
      await peers.getByRole("button", { name: /^name/ }).first().click();
      await page.keyboard.type("Ada");
      await page.keyboard.press("Enter");
      await peers.locator(".nickname").getByText("Ada").waitFor();
    });

    await t.step("a report is written", async () => {
      await page.locator("#lab").getByRole("button", { name: "Report" }).click();
      await page.locator("#report_name").fill("Ada");
      await page.keyboard.press("Escape");
      await page.locator("#lab").getByRole("button", { name: "Report" }).click();
      assert.equal(await page.locator("#report_name").inputValue(), "Ada");
      await page.keyboard.press("Escape");
    });

    await t.step("the language is switched by the address", async () => {
      await page.locator("#language").click();
      await page.getByText(`已连接到 ws://${host}/ws`).waitFor();
      assert.deepEqual(complaints, []);
    });
  },
);

testPage("a tab without a shared stream", { network: {}, preferences }, async ({ t, page, node }) => {
  await page.getByText("Connected to").waitFor();
  await page.evaluate(() => {
    Object.assign(globalThis, { is_hidden: false });
    Object.defineProperty(document, "hidden", { get: () => (globalThis as unknown as Hiding).is_hidden });
  });

  await t.step("has a stream of its own", () => streamsBecome(node, 1));

  await t.step("gives it back while it is hidden, so that a seventh tab loads", async () => {
    await hide(page, true);
    await streamsBecome(node, 0);
  });

  await t.step("is shown, and knows what happened meanwhile", async () => {
    const client = await RawClient.connect(node.port);
    await client.ask('{"op":"register","args":{"addr":"ws://a.example:9000/ws"}}');
    client.drop();
    await hide(page, false);
    await page.locator("#peers").getByText("ws://a.example:9000/ws").first().waitFor();
  });
});

interface Hiding {
  is_hidden: boolean;
}

/** A browser without a screen never hides a tab. */
async function hide(page: Page, is_hidden: boolean): Promise<void> {
  await page.evaluate((is_hidden) => {
    Object.assign(globalThis, { is_hidden });
    document.dispatchEvent(new Event("visibilitychange"));
  }, is_hidden);
}
