/** Who may steer, in real browsers: one user has the link, another has not, directly and behind a proxy and a tunnel. */
import assert from "node:assert/strict";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { findChromium, withChromium } from "./chromium.ts";
import { nginx_note, nginx_path, startNginx, startNginxWith } from "./nginx.ts";
import { watch } from "./page.ts";
import { RawClient } from "./raw_client.ts";
import { bare, documented, Steered, victim } from "./steered_node.ts";
import { openTunnel } from "./tunnel.ts";

const chromium_path = findChromium();
const no_chromium = chromium_path === undefined ? " (NOT RUN: no chromium)" : "";
const must_run = Deno.env.get("CI") === "true" && Deno.build.os === "linux";

const hint = /^.*You can look, and not steer\. .*‘foxchain key --url (\S+)’/;

/** Another user: a profile of its own, so nothing that the first one was given. */
async function visit(
  browser: Browser,
  url: string,
  work: (page: Page, complaints: string[]) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> {
  const context = await browser.newContext({
    locale: "en-GB",
    viewport: { width: 1280, height: 800 },
    ...options,
  });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    const { complaints } = watch(page);
    await page.goto(url);
    await page.locator("#peers tbody tr").first().waitFor();
    await work(page, complaints);
  } finally {
    await context.close();
  }
}

/** Without ports, which differ from run to run. */
const named = (url: string) => url.replaceAll(/:\d+/g, ":PORT");

/** Registers addresses at a node, for which a page that may steer has buttons. */
async function fill({ node }: Steered): Promise<void> {
  using client = await RawClient.connect(node.port);
  for (let port = 9001; port <= 9009; port++) {
    await client.ask(JSON.stringify({ op: "register", args: { addr: `ws://a${port}.example/ws` } }));
  }
}

const buttons = (page: Page) => page.locator("#peers tbody").getByRole("button", { name: "Forget" });

/** Looks, finds no way to steer, and is refused where it orders nevertheless. */
async function onlyLooks(page: Page): Promise<void> {
  await page.locator("#peers").getByText(hint).waitFor();
  const place = new URL(".", page.url()).href;
  assert.equal(hint.exec(await page.locator("#peers").getByText(hint).innerText())![1], place);
  assert.equal(await buttons(page).count(), 0);
  const status = await page.evaluate(async (addr) => {
    const answer = await fetch("control/dial", { method: "POST", body: JSON.stringify({ addr }) });
    return answer.status;
  }, victim);
  // Behind a bare nginx the page's origin is foreign, too.
  assert.ok([401, 403].includes(status), `${status}`);
}

/** Forgets an address, and still can do so after a reload. */
async function steers(page: Page, complaints: string[]): Promise<void> {
  await buttons(page).first().waitFor();
  const last = buttons(page).nth(await buttons(page).count() - 1);
  await buttons(page).first().click();
  await page.getByRole("button", { name: "Yes, forget" }).click();
  await last.waitFor({ state: "detached" });
  await page.reload();
  await buttons(page).first().waitFor();
  assert.deepEqual(complaints, []);
}

Deno.test({
  name: `in Chromium one user steers with the link, another without it only looks${
    nginx_note || no_chromium
  }`,
  ignore: (nginx_path === undefined || chromium_path === undefined) && !must_run,
  async fn(t) {
    assert.ok(chromium_path !== undefined && nginx_path !== undefined, "CI must run this test");
    await using steered = new Steered();
    const { node, key, dialled } = steered;
    await fill(steered);
    await using plain = await startNginx(bare(node.port));
    await using proxy = await startNginxWith((port) => documented(port, node.port));
    await using tunnel = openTunnel(node.port);
    const direct = [`http://localhost:${node.port}/`, `http://127.0.0.1:${node.port}/`];
    const through_tunnel = `http://localhost:${tunnel.port}/`;

    await withChromium(chromium_path, async (browser) => {
      for (const url of [...direct, through_tunnel, `http://localhost:${plain.port}/`]) {
        const way = url === through_tunnel
          ? "the tunnel"
          : direct.includes(url)
          ? named(url)
          : "a bare nginx";
        await t.step(`without the link nobody steers at ${way}`, () => visit(browser, url, onlyLooks));
      }
      assert.deepEqual(dialled, []);
      for (const url of [...direct, through_tunnel, `https://localhost:${proxy.port}/fox/`]) {
        const way = url === through_tunnel ? "the tunnel" : named(url);
        await t.step(
          `with the link one steers at ${way}`,
          () =>
            visit(browser, `${url}?lang=en#key=${key.text}`, async (page, complaints) => {
              assert.equal(page.url(), `${url}?lang=en`);
              await steers(page, complaints);
            }, { ignoreHTTPSErrors: true }),
        );
      }
      await t.step(
        "a bare nginx changes the page's Host: with the link it says so, and has no button",
        () =>
          visit(browser, `http://localhost:${plain.port}/#key=${key.text}`, async (page) => {
            await page.locator("#peers").getByText("a proxy in front of the node changes the name").waitFor();
            assert.equal(await buttons(page).count(), 0);
          }),
      );
    });
  },
});

Deno.test({
  name: `in Chromium a code steers once, and a key is kept for one origin and profile${no_chromium}`,
  ignore: chromium_path === undefined && !must_run,
  async fn(t) {
    assert.ok(chromium_path !== undefined, "CI must run this test");
    await using steered = new Steered();
    const { key } = steered;
    await fill(steered);
    const own = `http://localhost:${steered.node.port}/`;

    await withChromium(chromium_path, async (browser) => {
      await t.step("a code steers once: the second user who tries it is told so", async () => {
        const link = `${own}#code=${key.drawCode()}`;
        await visit(browser, link, async (page, complaints) => {
          assert.equal(page.url(), own);
          await steers(page, complaints);
        });
        await visit(browser, link, async (page) => {
          await page.locator("#peers").getByText("The link was refused: it works once").waitFor();
          assert.equal(await buttons(page).count(), 0);
        });
      });

      await t.step(
        "the link opened in a page that is there already gives it the key, for its origin",
        () =>
          visit(browser, own, async (page) => {
            await onlyLooks(page);
            await page.goto(`${own}#key=${key.text}`);
            await buttons(page).first().waitFor();
            assert.equal(page.url(), own);
            await page.goto(own.replace("localhost", "127.0.0.1"));
            await onlyLooks(page);
          }),
      );

      await t.step(
        "where cookies are blocked the key holds until the page is left",
        () =>
          visit(browser, own, async (page) => {
            await page.addInitScript(() => {
              const get = () => {
                throw new DOMException("blocked", "SecurityError");
              };
              Object.defineProperty(globalThis, "localStorage", { get });
            });
            await page.goto(`${own}?lang=en#key=${key.text}`);
            await buttons(page).first().waitFor();
            await page.reload();
            await page.locator("#peers").getByText(hint).waitFor();
          }),
      );
    });
  },
});
