/** The console's history in a real browser: it lasts, and each entry can be used again. */
import assert from "node:assert/strict";
import { parse } from "node:path";
import type { Page } from "playwright-core";
import { until } from "../node/test_until.ts";
import { foxchain } from "./command.ts";
import { draft, entry, messageField, messages, numbers } from "./console.ts";
import { type PageTest, testPage } from "./page.ts";

testPage(
  "the console's history",
  { context: { permissions: ["clipboard-read", "clipboard-write"] } },
  useHistory,
);

async function useHistory({ t, page, host, complaints }: PageTest): Promise<void> {
  await page.getByText(`Connected to ws://${host}/ws`).waitFor();

  await t.step("a node that knows nobody is told its own address by one click", async () => {
    await send(page, '{"op":"peers"}');
    await page.getByRole("button", { name: `Register ws://${host}/ws` }).click();
    assert.equal(JSON.parse((await messages(page, "#2")).answer).status, 202);
    await page.getByText("this node knows nobody").waitFor({ state: "hidden" });
  });

  await t.step(
    "an entry can be sent again, pinned, and deleted, and the keyboard stays with it",
    async () => {
      await entry(page, "#1").getByRole("button", { name: "Resend" }).click();
      assert.deepEqual(JSON.parse((await messages(page, "#3")).answer).response.peers, [`ws://${host}/ws`]);
      const pin = entry(page, "#1").getByRole("button", { name: "Pin" });
      await pin.press("Enter");
      assert.deepEqual(await numbers(page), ["#1", "#3", "#2"]);
      assert.equal(await pin.getAttribute("aria-pressed"), "true");
      assert.equal(await pin.evaluate((button) => button === document.activeElement), true);
      await entry(page, "#3").getByRole("button", { name: "Delete" }).press("Enter");
      assert.deepEqual(await numbers(page), ["#1", "#2"]);
      assert.equal(await page.evaluate(() => document.activeElement?.id), "history_box");
    },
  );

  await t.step("the filter leaves what has every word", async () => {
    const filter = page.getByRole("searchbox", { name: "Filter the history" });
    await filter.fill("register 202");
    assert.deepEqual(await numbers(page), ["#2"]);
    await filter.fill("nowhere");
    await page.getByText("The filter leaves nothing.").waitFor();
    await filter.fill("");
    assert.deepEqual(await numbers(page), ["#1", "#2"]);
  });

  await t.step("a copied command line is a command that works", async () => {
    const line = await copied(page, "#2", "Command line");
    const [name, ...args] = line.trim().match(/'[^']*'|\S+/g)!.map((word) => word.replace(/^'(.*)'$/, "$1"));
    assert.equal(name, "foxchain");
    const { code, stdout } = await foxchain(args);
    assert.deepEqual([code, JSON.parse(stdout).status], [0, 202]);
  });

  await t.step(
    "a request is copied as Python and JavaScript, too, and Escape closes the choice",
    async () => {
      assert.match(await copied(page, "#1", "Python"), /^connection\.send\('{"op":"peers"}'\)$/m);
      assert.match(await copied(page, "#1", "JavaScript"), /socket\.send\('{"op":"peers"}'\)/);
      const opener = entry(page, "#1").getByText("Copy as");
      await opener.press("Enter");
      await entry(page, "#1").getByRole("button", { name: "Python" }).press("Escape");
      await entry(page, "#1").getByRole("button", { name: "Python" }).waitFor({ state: "hidden" });
      assert.equal(await opener.evaluate((summary) => summary === document.activeElement), true);
    },
  );

  await t.step("the conversation is exported as JSON and Markdown", async () => {
    const json = await exported(page, "JSON");
    assert.equal(json.ending, ".json");
    const { exchanges } = JSON.parse(json.text);
    assert.deepEqual(exchanges.map(({ number, node }: { number: number; node: string }) => [number, node]), [
      [1, `ws://${host}/ws`],
      [2, `ws://${host}/ws`],
    ]);
    const markdown = await exported(page, "Markdown");
    assert.equal(markdown.ending, ".md");
    assert.match(markdown.text, /^## #2 `register`$/m);
  });

  await t.step("history and draft survive a reload, and the numbers go on", async () => {
    await messageField(page).fill("my draft");
    await page.reload();
    await page.getByText(`Connected to ws://${host}/ws`).waitFor();
    assert.deepEqual(await numbers(page), ["#1", "#2"]);
    assert.equal(await messageField(page).inputValue(), "my draft");
    await send(page, '{"op":"time"}');
    await messages(page, "#4");
  });

  await t.step("what was cleared comes back when that is taken back", async () => {
    const before = await numbers(page);
    await page.locator("#clear").click();
    assert.deepEqual(await numbers(page), ["#1"]);
    await page.locator("#console").getByRole("button", { name: "Undo" }).click();
    assert.deepEqual(await numbers(page), before);
  });

  await t.step("clearing leaves what is pinned", async () => {
    await page.locator("#clear").click();
    assert.deepEqual(await numbers(page), ["#1"]);
    await page.reload();
    assert.deepEqual(await numbers(page), ["#1"]);
  });

  await t.step("what somebody else left in the storage breaks nothing", async () => {
    // The page writes when it is left: the storage is spoilt after that.
    await page.addInitScript(() => localStorage.setItem("foxchain.history", '{"exchanges":[{"request":5},'));
    await page.reload();
    await page.getByText("Nothing was sent yet").waitFor();
    await page.getByText(`Connected to ws://${host}/ws`).waitFor();
  });

  await t.step("without its bundle the editor is a plain field that does the same", async () => {
    await page.route("**/static/editor.js", (route) => route.abort());
    await page.reload();
    await page.locator("#composer").getByRole("button", { name: "time" }).click();
    assert.deepEqual(JSON.parse(await messageField(page).inputValue()), { op: "time" });
    await messageField(page).press("Control+Enter");
    await messages(page, "#1");
    assert.match(complaints.splice(0).join(), /Failed to load resource: net::ERR_FAILED/);
    await page.unroute("**/static/editor.js");
    await messageField(page).fill('{"op":"peers"}');
    await messageField(page).blur();
    await page.locator("#send").hover();
    assert.equal(await draft(page), '{"op":"peers"}');
  });

  assert.deepEqual(complaints, []);
}

async function send(page: Page, text: string): Promise<void> {
  await messageField(page).fill(text);
  await page.getByRole("button", { name: "Send", exact: true }).click();
}

async function copied(page: Page, number: string, form: string): Promise<string> {
  await page.evaluate(() => navigator.clipboard.writeText(""));
  await entry(page, number).getByText("Copy as").click();
  await entry(page, number).getByRole("button", { name: form }).click();
  await page.getByText("Copied.").waitFor(); // which may be said of an earlier copy
  const read = () => page.evaluate(() => navigator.clipboard.readText());
  await until(async () => await read() !== "", "the clipboard has a text");
  return await read();
}

async function exported(page: Page, form: string): Promise<{ ending: string; text: string }> {
  const saving = page.waitForEvent("download");
  await page.locator("#console").getByText("Export").click();
  await page.locator("#console").getByRole("button", { name: form }).click();
  const saved = await saving;
  return { ending: parse(saved.suggestedFilename()).ext, text: await Deno.readTextFile(await saved.path()) };
}
