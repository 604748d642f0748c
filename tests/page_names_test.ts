/** Names of nodes in a real browser: picture, table and events call a node the same, and names come out of files. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { addressOf } from "./network.ts";
import { type PageTest, testPage } from "./page.ts";
import { RawClient } from "./raw_client.ts";

// Nobody listens there.
const [listed, unlisted, third] = [addressOf(1), addressOf(2), addressOf(3)];
const names = [{ key: listed, name: "王小明", number: "2021001", class_name: "计科1班" }];

testPage("names of nodes in the page", { network: { outbound: 0 }, names }, name);

async function name({ t, page, node, complaints, urls }: PageTest): Promise<void> {
  const [panel, peers, events] = ["#network", "#peers", "#events"].map((id) => page.locator(id));
  const row = (addr: string) =>
    peers!.locator("tbody tr").filter({ has: page.getByText(addr, { exact: true }) });
  const label = (addr: string) => panel!.locator(`.node[aria-label*="${addr}"] .label`);
  const event = (addr: string) => events!.locator(".sentence").filter({ hasText: addr }).first();
  /** Waits until the three say so. */
  const called = async (addr: string, name: string) => {
    await row(addr).locator(".nickname").getByText(name, { exact: true }).waitFor();
    await label(addr).getByText(name, { exact: true }).waitFor();
    await event(addr).getByText(`${name} · ${addr}`).waitFor();
  };
  using client = await RawClient.connect(node.port);
  await client.ask(JSON.stringify({ op: "register", args: { addr: [listed, unlisted, third] } }));

  await t.step("the class list's name is in the picture, the table and the events", async () => {
    for (const addr of [listed, unlisted, third]) {
      await row(addr).getByRole("button", { name: "Dial now" }).click();
    }
    await called(listed, "王小明");
    await peers!.getByLabel("Filter").fill("小明");
    await peers!.getByText("Showing 1 of 3 addresses.").waitFor();
    await peers!.getByLabel("Filter").fill("");
    await panel!.locator(`.node[aria-label*="${listed}"]`).click();
    await panel!.getByText("2021001 计科1班", { exact: true }).waitFor();
  });

  await t.step("a nickname comes before it, in all three", async () => {
    await row(listed).getByRole("button", { name: /^name/ }).click();
    await page.getByLabel(`Nickname for ${listed}`).fill("Ming");
    await page.keyboard.press("Enter");
    await called(listed, "Ming");
  });

  const load = (file: string, text: string) =>
    peers!.locator("input[type=file]").setInputFiles({ name: file, mimeType: "", buffer: Buffer.from(text) });
  const part = "/static/names_import.js";

  await t.step(
    "a class list that is loaded names the nodes, and says which lines it could not use",
    async () => {
      assert.ok(!urls.some((url) => url.endsWith(part)), "before it was needed");
      await load(
        "list.csv",
        `学号,姓名,班级,url\n1,张三,一班,${unlisted}\n2,李四,一班,\n3,Li,,127.0.0.1:1\n`,
      );
      await peers!.getByText("2 names were loaded. 1 line was left out: line 3 (no url).").waitFor();
      await called(unlisted, "张三");
      await called(listed, "Li");
    },
  );

  await t.step("it can be taken back", async () => {
    await peers!.getByRole("button", { name: "Undo" }).click();
    await called(listed, "Ming");
    await row(unlisted).locator(".nickname").getByText("张三").waitFor({ state: "detached" });
  });

  await t.step("a file that is none changes nothing and says so", async () => {
    await load("list.csv", "hello");
    await peers!.getByText("Nothing was changed: these are neither").waitFor();
    assert.equal(await peers!.getByRole("button", { name: "Undo" }).isVisible(), false);
  });

  await t.step("names that were saved are loaded again", async () => {
    const [saved] = await Promise.all([
      page.waitForEvent("download"),
      peers!.getByRole("button", { name: "Save names" }).click(),
    ]);
    const text = await new Response((await saved.createReadStream()) as unknown as BodyInit).text();
    assert.deepEqual(JSON.parse(text), { [listed]: "Ming" });
    await load("names.json", JSON.stringify({ [listed]: "Ada", [third]: "Bob" }));
    await called(listed, "Ada");
    await called(third, "Bob");
  });

  await t.step("the browser had nothing to complain about", () => assert.deepEqual(complaints, []));
}
