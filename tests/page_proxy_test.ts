/** The page behind a real nginx, below a path and compressed: nothing in it knows where it lies. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { EventReader } from "../node/page/event_reader.ts";
import { startNode } from "../node/node.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { messages } from "./console.ts";
import { nginx_note, nginx_path, startNginx } from "./nginx.ts";
import { testPage, watch } from "./page.ts";

const ignore = nginx_path === undefined && !(Deno.env.get("CI") === "true" && Deno.build.os === "linux");

/** What docs/install.md shows, with compression of everything. */
function proxied(port: number, more = ""): string {
  return `proxy_pass http://127.0.0.1:${port}/;
    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $connection_upgrade;
    proxy_set_header X-Forwarded-For $remote_addr;
    gzip on; gzip_types *; gzip_proxied any; gzip_min_length 1;
    ${more}`;
}

Deno.test({ name: `events pass nginx with gzip at once${nginx_note}`, ignore }, async () => {
  const node = startNode({ port: 0, host: "127.0.0.1", storage: new MemoryStorage(), network: {} });
  const held = "proxy_ignore_headers X-Accel-Buffering;";
  await using nginx = await startNginx(
    `location /fox/ { ${proxied(node.port)} } location /held/ { ${proxied(node.port, held)} }`,
  );
  try {
    let is_held = true;
    // The control: where nginx does not read the header, it holds back even the snapshot.
    const control = fetch(`http://127.0.0.1:${nginx.port}/held/events`).then(async (answer) => {
      is_held = false;
      await answer.body?.cancel();
    }, () => {});
    const answer = await fetch(`http://127.0.0.1:${nginx.port}/fox/events`);
    assert.equal(answer.headers.get("content-encoding"), "gzip");
    const reader = await EventReader.of(answer);
    await reader.snapshot();
    await register(node.port, "ws://a.example:9000/ws");
    await reader.until(({ peers }) => peers?.some(({ addr }) => addr === "ws://a.example:9000/ws") === true);
    assert.equal(is_held, true, "Without the header nginx would hold the events back.");
    await reader.close();
    await node.stop();
    await control;
  } finally {
    await node.stop();
  }
});

async function register(port: number, addr: string): Promise<void> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`);
  const closed = new Promise((resolve) => socket.onclose = resolve);
  await new Promise((opened) => socket.onopen = opened);
  const answered = new Promise((resolve) => socket.onmessage = resolve);
  socket.send(JSON.stringify({ op: "register", args: { addr } }));
  await answered;
  socket.close();
  await closed;
}

if (ignore) Deno.test({ name: `the page below a path of nginx${nginx_note}`, ignore, fn: () => {} });
else {
  testPage("the page below a path of nginx", { network: {} }, async ({ t, browser, node }) => {
    await using nginx = await startNginx(`location /fox/ { ${proxied(node.port)} }`);
    const host = `localhost:${nginx.port}`;
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: "en-GB" });
    const { complaints, urls } = watch(page);
    await page.goto(`http://${host}/fox/`);

    await t.step("connects to the WebSocket beside it and talks to it", async () => {
      await page.getByText(`Connected to ws://${host}/fox/ws`).waitFor();
      await page.locator("#composer").getByRole("button", { name: "peers" }).click();
      await page.keyboard.press("Control+Enter");
      assert.equal(JSON.parse((await messages(page, "#1")).answer).status, 200);
      await page.getByRole("button", { name: `Register ws://${host}/fox/ws` }).waitFor();
    });

    await t.step("follows the node's events", async () => {
      await register(node.port, "ws://b.example:9000/ws");
      await page.locator("#peers").getByText("ws://b.example:9000/ws").first().waitFor();
    });

    await t.step("loads every part", async () => {
      await page.locator("#network").scrollIntoViewIfNeeded();
      await page.locator("#network .node").first().waitFor();
      await page.locator("#lab").getByRole("button", { name: "Report" }).click();
      await page.locator("#lab_report").waitFor();
      await page.keyboard.press("Escape");
      const charts = page.waitForResponse((answer) => answer.url().endsWith("/static/inspector.js"));
      await page.locator("#inspector").scrollIntoViewIfNeeded();
      assert.equal((await charts).status(), 200);
      for (const part of ["editor.js", "report.js", "font/foxchain_pixel.woff2", "favicon.svg"]) {
        assert.ok(urls.includes(`http://${host}/fox/static/${part}`), part);
      }
    });

    await t.step("asks for nothing outside of its path, and every link leads somewhere", async () => {
      const outside = urls.filter((url) =>
        new URL(url).host !== host || !new URL(url).pathname.startsWith("/fox/")
      );
      assert.deepEqual(outside, []);
      await assertLinks(page);
      await page.getByRole("link", { name: "Protocol", exact: true }).click();
      await page.waitForURL(`http://${host}/fox/docs?lang=en`);
      await assertLinks(page);
    });

    assert.deepEqual(complaints, []);
    await page.close();
  });
}

async function assertLinks(page: Page): Promise<void> {
  const links = await page.locator("a[href]").evaluateAll((all) =>
    all.map((a) => (a as HTMLAnchorElement).href)
  );
  assert.ok(links.length > 3);
  for (const link of new Set(links.map((link) => link.replace(/#.*/, "")))) {
    const answer = await fetch(link);
    await answer.body?.cancel();
    assert.equal(answer.status, 200, link);
  }
}
