/** A page whose node has no place for another reader of its events: it follows it as soon as there is one. */
import { event_streams_max } from "../node/page/limits.ts";
import { until } from "../node/test_until.ts";
import { EventReader } from "../node/page/event_reader.ts";
import { testPage } from "./page.ts";
import { RawClient } from "./raw_client.ts";

testPage(
  "a page that the node had no place for",
  { network: {} },
  async ({ t, browser, page, node, host }) => {
    // Closed, not only left: a page that was left may keep its stream for a while.
    await page.close();
    const readers: EventReader[] = [];
    const context = await browser.newContext({ locale: "en-GB" });
    const late = await context.newPage();

    await t.step("it loads, and says that it does not follow the node", async () => {
      // The place of the page that has gone comes back in a moment.
      await until(async () => {
        const reader = await EventReader.open(node.port).catch(() => undefined);
        if (reader !== undefined) readers.push(reader);
        return readers.length === event_streams_max;
      }, "every place is taken");
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
