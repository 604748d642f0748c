/** The page in a real browser: the lecture's whole lab, done with the keyboard only against a real node. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { draft, entry, messageField, messages, numbers } from "./console.ts";
import { hasFocus, tabTo } from "./keyboard.ts";
import { type PageTest, testPage } from "./page.ts";

testPage("the lecture's whole lab is done with the keyboard only", {}, doLab);

async function doLab({ t, page, host, complaints, urls }: PageTest): Promise<void> {
  const chip = (name: string) => page.locator("#composer").getByRole("button", { name, exact: true });

  await t.step("it shows FOXCHAIN in the pixel typeface and connects to its node", async () => {
    assert.equal(await page.getByRole("heading", { level: 1 }).textContent(), "FOXCHAIN");
    assert.equal(await page.getByText("My Own Blockchain System").count(), 1);
    await page.getByText(`Connected to ws://${host}/ws`).waitFor();
    const font = await page.evaluate(async () => {
      const { fontFamily } = getComputedStyle(document.querySelector("h1")!);
      const faces = [...await document.fonts.ready];
      return { used: fontFamily, loaded: faces.map(({ family, status }) => `${family} ${status}`) };
    });
    assert.deepEqual(font, {
      used: '"Foxchain Pixel", monospace',
      loaded: ["Foxchain Pixel loaded"],
    });
    assert.ok(!urls.some((url) => url.endsWith("/static/editor.js")), "The editor comes when it is needed.");
  });

  await t.step("heading, editor, Send and the history's beginning stand on the first screen", async () => {
    for (const part of ["h1", "#editor", "#send", "#network h2", "#history_empty"]) {
      const { y, height } = (await page.locator(part).boundingBox())!;
      assert.ok(y >= 0 && y + height <= 800, `${part} ends at ${y + height}`);
    }
  });

  await t.step("step 1: peers is answered by an empty list", async () => {
    await tabTo(page, chip("peers"));
    await page.keyboard.press("Enter");
    await tabTo(page, page.getByRole("button", { name: "Send", exact: true }));
    await page.keyboard.press("Enter");
    assert.deepEqual(await messages(page, "#1"), {
      request: '{\n  "op": "peers"\n}',
      answer: '{\n  "status": 200,\n  "error": "OK",\n  "response": {\n    "peers": []\n  }\n}',
    });
  });

  await t.step("step 2: register is accepted, its draft bears this node's own address", async () => {
    await tabTo(page, chip("register"), "Shift+Tab");
    await page.keyboard.press("Enter");
    assert.equal(JSON.parse(await draft(page)).args.addr, `ws://${host}/ws`);
    await page.keyboard.press("Control+Enter");
    assert.deepEqual((await messages(page, "#2")).answer, '{\n  "status": 202,\n  "error": "Accepted"\n}');
  });

  await t.step("step 3: peers lists that address, with the time it took", async () => {
    await tabTo(page, chip("peers"), "Shift+Tab");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Meta+Enter");
    const { answer } = await messages(page, "#3");
    assert.deepEqual(JSON.parse(answer).response, { peers: [`ws://${host}/ws`] });
    assert.match(await entry(page, "#3").locator("span.time").innerText(), /^[\d,.]+ ms$/);
    assert.deepEqual(await numbers(page), ["#3", "#2", "#1"]);
  });

  await t.step("a bad request is marked in words by its line, and answered 500", async () => {
    await tabTo(page, page.locator("#composer summary", { hasText: "bad request" }));
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    assert.equal(await hasFocus(chip('{"op": "peers"')), true);
    await page.keyboard.press("Enter");
    await page.getByText("Line 1: The end is missing").waitFor();
    await page.keyboard.press("Control+Enter");
    assert.match((await messages(page, "#4")).answer, /"error": "Cannot parse request message\."/);
  });

  await t.step("an unknown op is typed, foretold and answered 404", async () => {
    await tabTo(page, messageField(page));
    await page.keyboard.press("Control+A");
    await page.keyboard.type('{"op": "foo"}');
    await page.getByText('The node has no operation "foo"').waitFor();
    await page.keyboard.press("Control+Enter");
    assert.match((await messages(page, "#5")).answer, /Operation \\"foo\\" is not supported\./);
    assert.match(await entry(page, "#5").innerText(), /✗ 404/);
  });

  await t.step("the homework: time, its name completed by the editor", async () => {
    await page.keyboard.press("Control+A");
    await page.keyboard.type('{"op": "ti');
    await page.getByRole("option", { name: '"time"' }).waitFor();
    await proposalsTaken(page);
    await page.keyboard.press("Enter");
    assert.equal(await draft(page), '{"op": "time"}');
    await page.keyboard.press("Control+Enter");
    assert.equal(JSON.parse((await messages(page, "#6")).answer).status, 200);
  });

  await t.step("Tab leaves the editor, and register without an address is warned of", async () => {
    await page.keyboard.press("Control+A");
    await page.keyboard.type('{"op": "register"}');
    await page.getByText('register requires these "args": addr.').waitFor();
    await page.keyboard.press("Tab");
    assert.equal(await hasFocus(page.getByRole("button", { name: "Send", exact: true })), true);
    await page.keyboard.press("Enter");
    assert.match((await messages(page, "#7")).answer, /requires the following \\"args\\": \\"addr\\"/);
  });

  await t.step("the history scrolls in a box that the keyboard reaches", async () => {
    await tabTo(page, page.getByRole("region", { name: "History" }));
    await page.keyboard.press("End");
    await page.waitForFunction(() => document.querySelector("#history_box")!.scrollTop > 0);
  });

  await t.step("markup in an address and in an op is shown as text", async () => {
    const addr = "ws://a/<img/src=x/onerror=alert(1)><script>alert(2)</script>";
    await write(page, JSON.stringify({ op: "register", args: { addr } }));
    await messages(page, "#8");
    await write(page, '{"op":"peers"}');
    const { answer } = await messages(page, "#9");
    assert.ok(JSON.parse(answer).response.peers.includes(addr), answer);
    await write(page, JSON.stringify({ op: "<b>bold</b>" }));
    await messages(page, "#10");
    assert.match(await entry(page, "#10").innerText(), /404 Operation "<b>bold<\/b>" is not supported/);
    assert.equal(await page.locator("#console :is(img, script, b)").count(), 0);
  });

  await t.step("nothing scrolls sideways at 320 pixels", async () => {
    await page.setViewportSize({ width: 320, height: 640 });
    const [content, room] = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return [scrollWidth, clientWidth];
    });
    assert.ok(content! <= room!, `${content} pixels of content in ${room}`);
  });

  await t.step("no request went to another host, and the browser had nothing to complain about", () => {
    assert.ok(urls.length >= 5, urls.join(" "));
    assert.deepEqual(urls.filter((url) => new URL(url).host !== host), []);
    assert.deepEqual(complaints, []);
  });
}

/**
 * For 75 ms after the editor began to propose, Enter still starts a new line: whoever types so fast has not read the
 * proposal. Waits by the browser's own clock until that is over.
 */
async function proposalsTaken(page: Page): Promise<void> {
  const shown_ms = await page.evaluate(() => performance.now());
  await page.waitForFunction((shown_ms) => performance.now() - shown_ms > 100, shown_ms);
}

/** Replaces the draft and sends it, by the keyboard. */
async function write(page: Page, text: string): Promise<void> {
  await tabTo(page, messageField(page), await hasFocus(messageField(page)) ? "Tab" : "Shift+Tab");
  await page.keyboard.press("Control+A");
  await page.keyboard.insertText(text);
  await page.keyboard.press("Control+Enter");
}
