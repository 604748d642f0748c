/** The page says in both languages that its node's store takes no writes, and the notice goes by itself. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { has_redis, redis_note } from "../storage/redis/test_redis.ts";
import { violations } from "./axe.ts";
import { findChromium, withChromium } from "./chromium.ts";
import { watch } from "./page.ts";
import { RedisNodes } from "./redis_nodes.ts";

const chromium_path = findChromium();
const must_run = Deno.env.get("CI") === "true" && Deno.build.os === "linux";
const no_chromium = chromium_path === undefined ? " (NOT RUN: no chromium)" : "";

/** What a person reads. */
const said = {
  en:
    /^New addresses are not kept\. Redis at redis:\/\/127\.0\.0\.1:\d+\/0 does not answer.*register is answered with/s,
  zh:
    /^无法保存新地址。 redis:\/\/127\.0\.0\.1:\d+\/0 的 Redis 没有回答（\d+ 毫秒内没有应答）.*register 会得到错误应答/s,
} as const;
const noted = { en: /^Store: Redis keeps no log/, zh: /^存储：Redis 没有写日志/ } as const;

Deno.test({
  name:
    `pages in both languages show that Redis takes no writes while it is stopped, twice${redis_note}${no_chromium}`,
  ignore: (!has_redis || chromium_path === undefined) && !must_run,
  async fn() {
    await using nodes = await RedisNodes.start([]);
    const node = await nodes.node("a");
    await withChromium(chromium_path!, async (browser) => {
      const pages = new Map<"en" | "zh", Page>();
      const watched: ReturnType<typeof watch>[] = [];
      for (const [language, colorScheme, width] of [["en", "dark", 1280], ["zh", "light", 320]] as const) {
        const context = await browser.newContext({
          viewport: { width, height: 800 },
          bypassCSP: true, // for axe
          reducedMotion: "reduce",
          colorScheme,
        });
        const page = await context.newPage();
        page.setDefaultTimeout(30_000);
        watched.push(watch(page));
        await page.goto(`http://127.0.0.1:${node.port}/?lang=${language}`);
        await page.locator("[data-state=open] #state").waitFor();
        pages.set(language, page);
      }
      const loaded = watched.flatMap(({ urls }) => urls).filter((url) => url.includes("store_notice"));
      assert.deepEqual(loaded, [], "it is no part of the first load");

      for (const _outage of [1, 2]) {
        nodes.redis.signal("SIGSTOP");
        for (const [language, page] of pages) {
          const notice = page.locator("#store_notice");
          await notice.waitFor();
          assert.match(await notice.innerText(), said[language]);
          assert.equal(await notice.getAttribute("role"), "alert");
          assert.deepEqual(await violations(page), []);
          const { y } = (await notice.boundingBox())!;
          assert.ok(y < 300, `it begins at ${y}`);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
          assert.ok(!wide, "nothing scrolls sideways");
        }
        nodes.redis.signal("SIGCONT");
        for (const page of pages.values()) await page.locator("#store_notice").waitFor({ state: "hidden" });
      }

      nodes.redis.signal("SIGSTOP");
      const english = pages.get("en")!;
      await english.locator("#store_notice").waitFor();
      await english.reload(); // a page that opens during the outage
      await english.locator("#store_notice").waitFor();
      nodes.redis.signal("SIGCONT");
      await english.locator("#store_notice").waitFor({ state: "hidden" });

      for (const [language, page] of pages) {
        await page.locator("#inspector").scrollIntoViewIfNeeded();
        const note = page.locator("#inspector .store_note");
        await note.waitFor();
        assert.match(await note.innerText(), noted[language]);
      }
      assert.deepEqual(watched.flatMap(({ complaints }) => complaints), []);

      // A node that is gone tells nothing: what it told last may be over.
      nodes.redis.signal("SIGSTOP");
      await english.locator("#store_notice").waitFor();
      node.signal("SIGTERM");
      await node.ended;
      await english.locator("#store_notice").waitFor({ state: "hidden" });
      nodes.redis.signal("SIGCONT");
      for (const page of pages.values()) await page.context().close();
    });
  },
});
