/** The console's extras: saved requests, and the tools for a long message, each loaded when it is first wanted. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { draft, entry, messageField } from "./console.ts";
import { type PageTest, testPage } from "./page.ts";
import { serveSockets } from "./socket_server.ts";

/** A right answer, were it text. */
const peers_answer = '{"status":200,"error":"OK","response":{"peers":[]}}';

testPage("the console's extras", {}, useExtras);

async function useExtras({ t, page, host, urls, complaints }: PageTest): Promise<void> {
  await page.getByText("Connected to").waitFor();
  const loaded = () => urls.filter((url) => url.endsWith("/static/console_extras.js")).length;
  const dialog = page.locator("#saved_requests");
  const open = () => page.getByRole("button", { name: "Saved requests" }).click();

  await t.step("a request that is no JSON is saved under a name, and put back after a reload", async () => {
    assert.equal(loaded(), 0);
    await messageField(page).fill("Hello, <b>node</b>!");
    await open();
    await dialog.getByText("Nothing is saved yet.").waitFor();
    await dialog.getByLabel("Name").fill("greeting <i>");
    await page.keyboard.press("Enter");
    await dialog.getByText("Saved: greeting <i>.").waitFor();
    await page.reload();
    await messageField(page).fill("{}");
    await open();
    await dialog.getByRole("button", { name: "Put into the editor: greeting <i>" }).click();
    await page.locator("#editor .cm-content:focus").waitFor();
    assert.equal(await draft(page), "Hello, <b>node</b>!");
    await page.keyboard.press("Control+Enter");
    await entry(page, "#1").getByText('"Cannot parse request message."').waitFor();
  });

  await t.step("without a name nothing is saved, and what was deleted comes back", async () => {
    await open();
    await dialog.getByRole("button", { name: "Save the editor's text" }).click();
    await dialog.getByText("Not saved: give it a name first.").waitFor();
    await dialog.getByRole("button", { name: "Delete: greeting <i>" }).click();
    await dialog.getByText("Nothing is saved yet.").waitFor();
    await dialog.getByRole("button", { name: "Undo" }).click();
    assert.equal(await dialog.getByRole("listitem").count(), 1);
    await dialog.getByRole("button", { name: "Close" }).click();
  });

  await t.step("a short answer has no tools", async () => {
    await send(page, '{"op":"time"}');
    await entry(page, "#2").locator(".answer pre").waitFor();
    assert.equal(await entry(page, "#2").locator(".find").count(), 0);
  });

  await t.step("a long list begins folded, and unfolds with the keyboard", async () => {
    const addr = Array.from({ length: 60 }, (_, at) => `ws://127.0.0.1:${10_000 + at}/fox`);
    await send(page, JSON.stringify({ op: "register", args: { addr } }));
    await send(page, '{"op":"peers"}');
    const answer = entry(page, "#4").locator(".answer");
    const folded = answer.locator("details:not([open])");
    await folded.locator("summary").waitFor();
    assert.ok(!(await answer.innerText()).includes("ws://127.0.0.1:10042/fox"));
    await folded.locator("summary").press("Enter");
    await answer.getByText("ws://127.0.0.1:10042/fox").waitFor();
    // What a person copies is the message, line by line.
    const text = await answer.locator("pre").innerText();
    assert.equal(JSON.parse(text).response.peers.length, 60);
    await answer.locator("summary", { hasText: "peers" }).press("Enter");
  });

  await t.step("a text is found place by place, also where it is folded, and round again", async () => {
    const answer = entry(page, "#4").locator(".answer");
    const field = answer.getByRole("searchbox", { name: "Find in this message" });
    await field.fill("FOX");
    await answer.getByText("1 of 60").waitFor();
    await answer.locator("mark").waitFor(); // its fold is open
    await field.press("Shift+Enter");
    await answer.getByText("60 of 60").waitFor();
    await answer.getByRole("button", { name: "Next" }).click();
    await answer.getByText("1 of 60").waitFor();
    assert.deepEqual(await answer.locator("mark").allInnerTexts(), ["fox"]);
    await field.fill("a.c[");
    await answer.getByText("not found").waitFor();
    await field.fill("");
    assert.equal(await answer.locator("mark").count(), 0);
  });

  await t.step(
    "a binary frame is sent as hexadecimal digits and as the editor's text, and sent again",
    async () => {
      const form = page.locator("#binary_form");
      const openForm = async () => {
        await page.locator("#composer").getByText("bad request").click();
        await page.getByRole("button", { name: "binary frame …" }).click();
      };
      await openForm();
      await form.getByLabel("Bytes", { exact: true }).fill("7b 7");
      await form.getByText("Not of this form").waitFor();
      await form.getByLabel("Bytes", { exact: true }).fill("ff 00");
      await form.getByText("2 bytes").waitFor();
      await page.keyboard.press("Tab");
      await page.keyboard.press("Enter");
      const noise = entry(page, "#5");
      await noise.getByText("Cannot parse request message.").first().waitFor();
      assert.equal(await noise.locator("h5").first().innerText(), "Request as a binary frame");
      assert.equal(await noise.locator(".request pre").innerText(), "ff 00");
      assert.equal(await noise.getByText("Copy as").count(), 0);

      await messageField(page).fill('{"op":"peers","args":{"limit":1},"id":7}');
      await openForm();
      await form.getByRole("button", { name: "Take the editor's text" }).click();
      await form.getByText("40 bytes").waitFor();
      await form.getByRole("button", { name: "Send as a binary frame" }).click();
      // The answer bears the id, so it is known whose it is.
      await entry(page, "#6").locator(".answer", { hasText: '"id": 7' }).waitFor();
      await noise.getByRole("button", { name: "Resend" }).click();
      await entry(page, "#7").getByText("Cannot parse request message.").first().waitFor();
      assert.equal(await entry(page, "#7").locator(".request pre").innerText(), "ff 00");
    },
  );

  await t.step("what a node answers in bytes is shown, as text or as digits, and ticks no step", async () => {
    await using node = serveSockets((text, socket) => {
      const told = text.includes("noise") ? new Uint8Array([0, 255]) : new TextEncoder().encode(peers_answer);
      socket.send(told);
    });
    await page.getByRole("button", { name: "Disconnect" }).click();
    await page.getByLabel("Node address").fill(node.url);
    await page.getByRole("button", { name: "Connect", exact: true }).click();
    await page.getByText(`Connected to ${node.url}`).waitFor();
    await send(page, '{"op":"peers"}');
    const answer = entry(page, "#8").locator(".answer pre");
    await answer.getByText(peers_answer).waitFor();
    assert.equal(await answer.innerText(), `[binary message of 51 bytes]\n${peers_answer}`);
    await page.locator("#lab_step .outcome", { hasText: "#8 was answered by undefined" }).waitFor();
    await send(page, "noise");
    await entry(page, "#9").locator(".answer pre", { hasText: "00 ff" }).waitFor();
    // Back to the node that serves the page.
    await page.getByRole("button", { name: "Disconnect" }).click();
    await page.getByLabel("Node address").fill("");
    await page.getByRole("button", { name: "Connect", exact: true }).click();
    await page.getByText(`Connected to ws://${host}/ws`).waitFor();
  });

  await t.step("without its bundle the page says so, and a long answer scrolls in its box", async () => {
    await page.route("**/static/console_extras.js", (route) => route.abort());
    await page.reload();
    await page.getByText("Connected to").waitFor();
    await open();
    await page.getByText("This part could not be loaded from the node.").waitFor();
    const box = entry(page, "#4").locator(".answer pre");
    assert.ok(await box.evaluate((pre) => pre.scrollHeight > pre.clientHeight));
  });

  assert.ok(complaints.length > 0);
  for (const line of complaints) assert.equal(line, "Failed to load resource: net::ERR_FAILED");
}

async function send(page: Page, text: string): Promise<void> {
  await messageField(page).fill(text);
  await page.getByRole("button", { name: "Send", exact: true }).click();
}
