/** The panel of events in a real browser: what happens to a real node, in sentences, paused, filtered and saved. */
import assert from "node:assert/strict";
import type { Download, Page } from "playwright-core";
import { startNode } from "../node/node.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { testPage } from "./page.ts";
import { RawClient } from "./raw_client.ts";

async function sentences(page: Page): Promise<string[]> {
  return await page.locator("#events .sentence").allInnerTexts();
}

async function saved(page: Page, button: string): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator("#events").getByRole("button", { name: button }).click(),
  ]);
  return await textOf(download);
}

async function textOf(download: Download): Promise<string> {
  let text = "";
  for await (const part of await download.createReadStream()) text += part;
  return text;
}

testPage("the events of a node in a network", { network: {} }, async ({ t, page, node, complaints }) => {
  const events = page.locator("#events");
  const other = startNode({ port: 0, host: "127.0.0.1", storage: new MemoryStorage(), network: {} });
  const addr = `ws://127.0.0.1:${other.port}/ws`;
  try {
    await t.step("before anything happened it says what will appear", async () => {
      await events.getByText("Nothing happened yet.").waitFor();
    });

    await t.step("a connection appears as a sentence", async () => {
      using client = await RawClient.connect(node.port);
      await client.ask(JSON.stringify({ op: "register", args: { addr } }));
      await events.getByText(`this node connected to ${addr}`).waitFor();
      await events.getByText(`${addr} was reached and answered as it should`).waitFor();
    });

    await t.step("kinds and text are chosen with the keyboard", async () => {
      await events.getByRole("checkbox", { name: "joined" }).press("Space");
      await events.getByText(`this node connected to ${addr}`).waitFor({ state: "detached" });
      assert.ok((await sentences(page)).length > 0);
      await events.getByRole("checkbox", { name: "joined" }).press("Space");
      await events.getByText(`this node connected to ${addr}`).waitFor();
      await events.getByLabel("Filter").fill("ws://nobody");
      await events.getByText("No event matches.").waitFor();
      await events.getByLabel("Filter").fill("");
    });

    await t.step("paused, it counts what waits, and shows it when it goes on", async () => {
      await events.getByRole("button", { name: "Pause" }).click();
      await other.stop();
      await events.getByRole("button", { name: /Resume \([1-9]\d* waiting\)/ }).waitFor();
      const left = events.getByText(`the connection to ${addr} ended`);
      assert.equal(await left.count(), 0);
      await events.getByRole("button", { name: "Resume" }).click();
      await left.first().waitFor();
    });

    await t.step("the files hold what is shown, oldest first", async () => {
      await events.getByRole("checkbox", { name: "left" }).press("Space");
      await events.getByText(`the connection to ${addr} ended`).first().waitFor({ state: "detached" });
      const list = JSON.parse(await saved(page, "Save as JSON"));
      assert.ok(
        list.some((event: { kind: string; about: string }) =>
          event.kind === "joined" && event.about === addr
        ),
      );
      assert.ok(!list.some(({ kind }: { kind: string }) => kind === "left"));
      const ids = list.map(({ id }: { id: number }) => id);
      assert.deepEqual(ids, ids.toSorted((a: number, b: number) => a - b));
      const lines = (await saved(page, "Save as CSV")).trimEnd().split("\r\n");
      assert.equal(lines[0], "id,time,kind,about,count,direction");
      assert.ok(lines.some((line) => line.endsWith(`,joined,${addr},,out`)), lines.join("\n"));
    });

    await t.step("nothing to complain about", () => assert.deepEqual(complaints, []));
  } finally {
    await other.stop();
  }
});
