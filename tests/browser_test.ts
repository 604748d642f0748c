/** The page in a real browser: the lecture's three steps, done by keyboard and mouse against a real node. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { type PageTest, testPage } from "./page.ts";

testPage("the page in a real browser", {}, readAlong);

async function readAlong({ t, page, node, host, complaints, urls }: PageTest): Promise<void> {
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
      used: '"Press Start 2P", monospace',
      loaded: ["Press Start 2P loaded"],
    });
  });

  await t.step("step 1: peers is answered by an empty list", async () => {
    await page.getByRole("button", { name: "peers" }).click();
    assert.deepEqual(await send(page, "#1", () => page.getByRole("button", { name: "Send" }).click()), {
      request: '{\n  "op": "peers"\n}',
      answer: '{\n  "status": 200,\n  "error": "OK",\n  "response": {\n    "peers": []\n  }\n}',
    });
  });

  await t.step("step 2: register is accepted, sent with the keyboard", async () => {
    await page.getByLabel("Message to send").fill(
      '{"op":"register","args":{"addr":"ws://localhost:9000/ws"}}',
    );
    assert.deepEqual(await send(page, "#2", () => page.keyboard.press("Control+Enter")), {
      request: '{\n  "op": "register",\n  "args": {\n    "addr": "ws://localhost:9000/ws"\n  }\n}',
      answer: '{\n  "status": 202,\n  "error": "Accepted"\n}',
    });
  });

  await t.step("step 3: peers lists that address, with the time it took", async () => {
    await page.getByRole("button", { name: "peers" }).press("Enter");
    const { answer } = await send(page, "#3", () => page.keyboard.press("Meta+Enter"));
    assert.deepEqual(JSON.parse(answer).response, { peers: ["ws://localhost:9000/ws"] });
    assert.match(await entry(page, "#3").locator("span.time").innerText(), /^[\d,.]+ ms$/);
    assert.deepEqual(await page.getByRole("heading", { level: 4 }).allInnerTexts(), ["#3", "#2", "#1"]);
  });

  await t.step("the examples register this node's own address and ask for the time", async () => {
    await page.getByRole("button", { name: "register" }).click();
    const { addr } = JSON.parse(await page.getByLabel("Message to send").inputValue()).args;
    assert.equal(addr, `ws://${host}/ws`);
    await page.getByRole("button", { name: "time" }).click();
    const { answer } = await send(page, "#4", () => page.keyboard.press("Control+Enter"));
    assert.equal(JSON.parse(answer).status, 200);
  });

  await t.step("markup in an address and in an op is shown as text", async () => {
    const addr = "ws://a/<img/src=x/onerror=alert(1)><script>alert(2)</script>";
    const message = page.getByLabel("Message to send");
    await message.fill(JSON.stringify({ op: "register", args: { addr } }));
    await send(page, "#5", () => page.keyboard.press("Control+Enter"));
    await message.fill('{"op":"peers"}');
    const { answer } = await send(page, "#6", () => page.keyboard.press("Control+Enter"));
    assert.ok(JSON.parse(answer).response.peers.includes(addr), answer);
    await message.fill(JSON.stringify({ op: "<b>bold</b>" }));
    await send(page, "#7", () => page.keyboard.press("Control+Enter"));
    assert.match(await entry(page, "#7").innerText(), /404 Operation "<b>bold<\/b>" is not supported/);
    assert.equal(await page.locator("main :is(img, script, b)").count(), 0);
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

  await t.step("when the node stops the page says so, keeps the draft and sends nothing more", async () => {
    await page.getByLabel("Message to send").fill("my draft");
    await node.stop();
    await page.getByText("closed the connection: it is shutting down").waitFor();
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText("Not sent: there is no connection").waitFor();
    assert.equal(await page.getByLabel("Message to send").inputValue(), "my draft");
    await page.getByRole("button", { name: "Connect", exact: true }).click();
    await page.getByText(`Could not connect to ws://${host}/ws`).waitFor();
    assert.equal(await entry(page, "#8").count(), 0);
  });
}

/** Sends what the editor holds and reads the entry of that number once it is answered. */
async function send(
  page: Page,
  number: string,
  trigger: () => Promise<void>,
): Promise<{ request: string; answer: string }> {
  await trigger();
  const request = entry(page, number).locator(".request pre");
  const answer = entry(page, number).locator(".answer pre");
  return { answer: await answer.innerText(), request: await request.innerText() };
}

function entry(page: Page, number: string) {
  return page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: number, exact: true }) });
}
