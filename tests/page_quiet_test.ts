/** A whole session leaves nothing in the browser's console: no error, no warning, no breach of the security policy. */
import assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import { nginx_path, startNginx } from "./nginx.ts";
import { testPage } from "./page.ts";

/** Opens the pages of a node, and uses what a student uses. Returns all that the browser said meanwhile. */
async function session(browser: Browser, origin: string): Promise<string[]> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: "en-GB" });
  const said: string[] = [];
  page.on("console", (line) => said.push(`${line.type()}: ${line.text()} (${page.url()})`));
  page.on("pageerror", (error) => said.push(error.message));
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Audits.enable");
  devtools.on("Audits.issueAdded", ({ issue }) => {
    if (issue.code === "ContentSecurityPolicyIssue") said.push(`issue: ${JSON.stringify(issue)}`);
  });
  await page.goto(`${origin}/?lang=en`);
  await page.getByText("Connected to").waitFor();

  await page.locator("#message").click();
  await page.locator(".cm-content").click();
  await page.keyboard.press("Control+A");
  await page.keyboard.type('{"op": "register", "args": {"a');
  await page.getByRole("option", { name: "addr" }).waitFor();
  await page.keyboard.press("Control+A");
  await page.keyboard.type('{"op": "peers", "args": {"limit": "x" (');
  await page.locator(".cm-lintRange").first().hover();
  await page.locator(".cm-tooltip-lint").waitFor();
  await page.keyboard.press("Control+A");
  await page.keyboard.type('{"op": "peers');
  await page.keyboard.press("Control+Enter");
  await page.locator("#exchanges li").first().waitFor();

  for (const panel of ["network", "peers", "events", "inspector"]) {
    await page.locator(`#${panel}`).scrollIntoViewIfNeeded();
  }
  await page.locator("#inspector canvas").first().waitFor();
  await page.locator("#lab").getByRole("button", { name: "Report" }).click();
  await page.locator("#report_summary").fill("It works.");
  await page.keyboard.press("Escape");

  for (const path of ["/?lang=zh", "/docs?lang=zh", "/asyncapi.json", "/metrics", "/static/font/OFL.txt"]) {
    await page.goto(origin + path, { waitUntil: "networkidle" }).catch(() => page.waitForLoadState());
  }
  await page.close();
  return said;
}

testPage("a session leaves the console empty", { network: {} }, async ({ t, browser, host, node }) => {
  await t.step("on this machine", async () => {
    assert.deepEqual(await session(browser, `http://${host}`), []);
  });

  await t.step({
    name: `under an address that a browser does not trust, as one in the LAN${
      nginx_path ? "" : " (NOT RUN: no nginx)"
    }`,
    ignore: nginx_path === undefined && !(Deno.env.get("CI") === "true" && Deno.build.os === "linux"),
    async fn() {
      // Under this name the node itself would not answer.
      await using nginx = await startNginx(`location / {
        proxy_pass http://127.0.0.1:${node.port};
        proxy_http_version 1.1;
        proxy_set_header Host localhost;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $connection_upgrade;
      }`);
      assert.deepEqual(await session(browser, `http://fox.test:${nginx.port}`), []);
    },
  });
});
