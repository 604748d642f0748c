/** The page of one of three nodes behind nginx: all that it asks for must come from one and the same node. */
import assert from "node:assert/strict";
import { EventReader } from "../node/page/event_reader.ts";
import { has_redis, redis_note } from "../storage/redis/test_redis.ts";
import { BalancedNodes, type BalancedOptions } from "./balanced_nodes.ts";
import { findChromium, withChromium } from "./chromium.ts";
import { nginx_note, nginx_path } from "./nginx.ts";
import { watch } from "./page.ts";

const must_run = Deno.env.get("CI") === "true" && Deno.build.os === "linux";
const note = `${nginx_note}${redis_note}`;
const ignore = (nginx_path === undefined || !has_redis) && !must_run;
const chromium_path = findChromium();
const no_chromium = chromium_path === undefined ? " (NOT RUN: no chromium)" : "";

/** What an operator would write first: everything goes to any node. */
const spread: BalancedOptions = {
  replaced: [["location / { return 404; }", "location / { proxy_pass http://foxchain; }"]],
};

/** Asks six times whether the key of the second node fits, and which node the events tell of. */
async function look(all: BalancedNodes, place: string): Promise<{ fits: Set<boolean>; nodes: Set<number> }> {
  const fits = new Set<boolean>();
  const nodes = new Set<number>();
  for (let count = 0; count < 6; count++) {
    const init = { method: "POST", headers: { "x-foxchain-key": all.key(1) } };
    fits.add(JSON.parse((await all.fetch(`${place}key`, init)).text).fits);
  }
  for (let count = 0; count < 6; count++) {
    const reader = await EventReader.of(await all.open(`${place}events`));
    const { node } = await reader.snapshot();
    nodes.add(node.port);
    await reader.close();
  }
  return { fits, nodes };
}

Deno.test({
  name:
    `a page whose requests go to any node is told of another one and can't steer; below /node2/ it is whole${note}`,
  ignore,
  async fn() {
    await using all = await BalancedNodes.start(spread);
    const ports = all.nodes.map(({ port }) => port);
    assert.deepEqual(await look(all, "/"), { fits: new Set([true, false]), nodes: new Set(ports) });
    assert.deepEqual(await look(all, "/node2/"), { fits: new Set([true]), nodes: new Set([ports[1]]) });
  },
});

Deno.test({
  name: `a visitor of / gets the page of one node, and that of another when it is gone${note}${no_chromium}`,
  ignore: ignore || (chromium_path === undefined && !must_run),
  async fn() {
    await using all = await BalancedNodes.start();
    await withChromium(chromium_path!, async (browser) => {
      const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: "en-GB" });
      const page = await context.newPage();
      page.setDefaultTimeout(30_000);
      const { complaints, urls } = watch(page);
      await page.goto(`https://${all.host}/`);
      const first = new URL(page.url()).pathname;
      assert.match(first, /^\/node[123]\/$/);
      const number = Number(first[5]) - 1;
      await page.getByText(`Connected to wss://${all.host}${first}ws`).waitFor();
      await page.goto(`${page.url()}#key=${all.key(number)}`);
      await page.reload();
      await page.getByText(`Connected to wss://${all.host}${first}ws`).waitFor();
      assert.deepEqual(complaints, []);
      assert.deepEqual(
        urls.filter((url) => !new URL(url).pathname.startsWith(first) && !url.endsWith("/")),
        [],
      );

      all.nodes[number]!.signal("SIGKILL");
      await all.nodes[number]!.ended;
      await page.goto(`https://${all.host}${first}`);
      const second = new URL(page.url()).pathname;
      assert.match(second, /^\/node[123]\/$/);
      assert.notEqual(second, first);
      await page.getByText(`Connected to wss://${all.host}${second}ws`).waitFor();
      await context.close();
    });
  },
});
