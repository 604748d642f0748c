/** A page whose node has no place for another reader of its events: it follows it as soon as there is one. */
import assert from "node:assert/strict";
import { event_streams_max } from "../node/page/limits.ts";
import { EventReader } from "../node/page/event_reader.ts";
import { testPage } from "./page.ts";
import { RawClient } from "./raw_client.ts";

testPage(
  "a page that the node had no place for",
  { network: {} },
  async ({ t, browser, page, node, host }) => {
    await page.goto("about:blank");
    const readers: EventReader[] = [];
    const context = await browser.newContext({ locale: "en-GB" });
    const late = await context.newPage();

    await t.step("it loads, and says that it does not follow the node", async () => {
      for (let tries = 0; readers.length < event_streams_max && tries < 1_000; tries++) {
        // The place of the page that has gone comes back in a moment.
        const reader = await EventReader.open(node.port).catch(() => undefined);
        if (reader !== undefined) readers.push(reader);
      }
      assert.equal(readers.length, event_streams_max);
      await late.goto(`http://${host}/`);
      await late.locator("#network").getByText("The node has stopped telling").waitFor();
    });

    await t.step("it shows what happens once a place is free, without a reload", async () => {
      await readers.pop()!.close();
      using client = await RawClient.connect(node.port);
      await client.ask('{"op":"register","args":{"addr":"ws://a.example:9000/ws"}}');
      await late.locator("#peers").getByText("ws://a.example:9000/ws").first().waitFor();
    });
    await context.close();
    for (const reader of readers) await reader.close();
  },
);
