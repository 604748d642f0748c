/** The inspector in a real browser: what a real node counts, in words and as charts that were loaded when they were seen. */
import assert from "node:assert/strict";
import { testPage } from "./page.ts";
import { RawClient } from "./raw_client.ts";

testPage("the inspector", {}, async ({ t, page, node, complaints, urls }) => {
  const inspector = page.locator("#inspector");
  const asked = (path: string) => urls.filter((url) => new URL(url).pathname === path).length;

  await t.step("nothing is loaded or asked for before it is seen", async () => {
    await page.getByText("Connected to").waitFor();
    assert.deepEqual([asked("/static/inspector.js"), asked("/metrics.json")], [0, 0]);
  });

  await t.step("seen, it counts the requests of others, in words", async () => {
    await inspector.scrollIntoViewIfNeeded();
    await inspector.getByText("Versions: ").waitFor();
    using client = await RawClient.connect(node.port);
    // Asked between two readings, whenever those are.
    const stop = new AbortController();
    const asking = (async () => {
      while (!stop.signal.aborted) await client.ask('{"op":"time"}');
    })();
    try {
      const by_op = inspector.getByRole("figure").filter({ hasText: "Requests by op" });
      await by_op.getByText(/^time [\d,.]+\/s$/).waitFor();
      await inspector.getByRole("img", {
        name: /Requests by status, last five minutes\. Now: 200 [\d,.]+\/s/,
      })
        .waitFor();
      await inspector.getByRole("img", { name: /Time to answer.*mean [\d,.]+ ms/ }).waitFor();
      await inspector.getByRole("img", { name: /Memory.*whole process [\d.]+ MB/ }).waitFor();
    } finally {
      stop.abort();
      await asking;
    }
  });

  await t.step("each chart with something to show is drawn, as wide as its place", async () => {
    const drawn = inspector.locator(".plot canvas");
    await drawn.first().waitFor();
    const widths = await inspector.locator(".plot").evaluateAll((plots) =>
      plots.filter((plot) => plot.querySelector("canvas")).map((plot) => [
        plot.clientWidth,
        plot.querySelector("canvas")!.clientWidth,
      ])
    );
    assert.ok(widths.length >= 5);
    for (const [place, canvas] of widths) assert.equal(canvas, place);
    assert.equal(asked("/static/inspector.js"), 1);
  });

  await t.step("a chart follows the page's width and the system's colours", async () => {
    const plot = inspector.locator(".plot").first();
    const picture = () => plot.locator("canvas").evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
    const before = await picture();
    await page.emulateMedia({ colorScheme: "dark" });
    await page.waitForFunction(
      ([before]) => document.querySelector<HTMLCanvasElement>("#inspector canvas")!.toDataURL() !== before,
      [before],
    );
    await page.setViewportSize({ width: 390, height: 844 });
    await page.waitForFunction(() => {
      const plot = document.querySelector("#inspector .plot")!;
      return plot.querySelector("canvas")!.clientWidth === plot.clientWidth && plot.clientWidth < 390;
    });
  });

  await t.step("nothing to complain about", () => assert.deepEqual(complaints, []));

  await t.step("where its part can't be had it says so, and tries again when it is seen again", async () => {
    await page.route("**/static/inspector.js", (route) => route.abort());
    await page.reload();
    await inspector.scrollIntoViewIfNeeded();
    await inspector.getByText("This part could not be loaded from the node.").waitFor();
    assert.match(complaints.splice(0).join(), /net::ERR_FAILED/);
    await page.unroute("**/static/inspector.js");
    await page.evaluate(() => scrollTo(0, 0));
    await page.waitForFunction(() =>
      document.querySelector("#inspector")!.getBoundingClientRect().top > 1_300
    );
    await inspector.scrollIntoViewIfNeeded();
    await inspector.getByText("Versions: ").waitFor();
  });
});
