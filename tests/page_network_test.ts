/** The network picture in a real browser, over real nodes: what is shown, and that a cut link is seen to heal. */
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { until } from "../node/test_until.ts";
import { addressOf, neighbours, TestNetwork } from "./network.ts";
import { type PageTest, testPage } from "./page.ts";
import { RawClient } from "./raw_client.ts";

/** Enough for a machine ten times as slow as one on which each takes a second or two. */
const limit_ms = 20_000;

testPage("the network picture of a node with three others", { network: {} }, cutAndHeal);

async function cutAndHeal({ t, page, node, complaints }: PageTest): Promise<void> {
  await using network = new TestNetwork();
  page.setDefaultTimeout(limit_ms);
  const panel = page.locator("#network");
  const explanation = panel.getByRole("group", { name: "About the chosen node" });

  await t.step("alone it says how others join", async () => {
    await panel.getByText("No other node yet.").waitFor();
    await panel.getByText(`foxchain --join ${addressOf(node.port)}`).waitFor();
  });

  const own = addressOf(node.port);
  for (let more = 0; more < 3; more++) network.start({ join: [own] });
  const [member] = network.members;

  await t.step(
    "it shows the others as they connect, each named by address, state and direction",
    async () => {
      for (const { addr } of network.members) await named(panel, addr, /.*, connected/).waitFor();
      assert.equal(await panel.locator(".node").count(), 4);
      assert.equal(await panel.locator(".graph line.connection").count(), 3);
    },
  );

  await t.step("with the keyboard alone a node is found and explained", async () => {
    await panel.getByRole("button", { name: /^this node/ }).focus();
    await page.keyboard.press("End");
    await page.keyboard.press("Home");
    while (!await isFocused(page, member!.addr)) await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    await explanation.getByRole("heading", { name: member!.addr }).waitFor();
    assert.match(await explanation.innerText(), /Record\s+[●◐○] (good|reached|only heard of)\n/);
    assert.match(await explanation.innerText(), /Connection\s+connected/);
    assert.match(await explanation.innerText(), /Program\s+foxchain/);
  });

  await t.step("its times stay true while they are told anew", async () => {
    // Each part of the page that loads later has a timer of its own for all times.
    const told = await explanation.evaluate((panel) => {
      const texts = new Set<string>();
      return new Promise<string[]>((resolve) => {
        const observer = new MutationObserver(() => {
          texts.add((panel as HTMLElement).innerText);
          if (texts.size < 4) return;
          observer.disconnect();
          resolve([...texts]);
        });
        observer.observe(panel, { subtree: true, childList: true, characterData: true });
      });
    });
    for (const text of told) assert.match(text, /Verified\s+(now|\d+ sec\.? ago)\n/);
  });

  await t.step("a cut link is seen to heal", async () => {
    await explanation.getByRole("button", { name: "Disconnect" }).press("Enter");
    await panel.getByText(/^Connection with ws:.* lost → .* later$/).waitFor();
  });

  await t.step("a blocked node stays away, from either side", async () => {
    await explanation.getByRole("button", { name: "10 min" }).click();
    await named(panel, member!.addr, /, blocked, not connected$/).waitFor();
    assert.match(await explanation.innerText(), /Block ends\s+in (9|10) min/);
    await until(() => !neighbours(member!).includes(own), "the blocked node lost us", limit_ms);
    assert.deepEqual(links(node, member!.addr), []);
    // The node itself would not be told to dial it.
    assert.equal(await explanation.getByRole("button", { name: "Dial now" }).count(), 0);
  });

  await t.step("unblocked and dialled it is back", async () => {
    await explanation.getByRole("button", { name: "Unblock" }).click();
    const dial = explanation.getByRole("button", { name: "Dial now" });
    const back = named(panel, member!.addr, /.*, connected/);
    await back.or(dial).first().waitFor();
    // It may come back by itself, before the button was pressed.
    await dial.click({ timeout: 1_000 }).catch(() => {});
    await back.waitFor();
  });

  await t.step("passing messages are counted by op", async () => {
    const messages = panel.getByRole("list", { name: "Messages" });
    network.start({ join: [own] });
    await messages.getByText(/^hello\s*greets\s*\d/).waitFor();
    const toggle = panel.getByRole("button", { name: "Show messages" });
    assert.equal(await toggle.getAttribute("aria-pressed"), "true", "from the start");
    await toggle.click();
    await messages.waitFor({ state: "hidden" });
  });

  await t.step("the browser had nothing to complain about", () => assert.deepEqual(complaints, []));
}

const calm = { context: { reducedMotion: "reduce" } } as const;

testPage("the network picture of a lecture node with 160 addresses", calm, listMany);

async function listMany({ page, node, complaints }: PageTest): Promise<void> {
  page.setDefaultTimeout(limit_ms);
  const panel = page.locator("#network");
  await panel.getByText("This node takes part in no network").waitFor();
  using client = await RawClient.connect(node.port);
  for (let port = 9001; port <= 9160; port++) {
    await client.ask(JSON.stringify({ op: "register", args: { addr: addressOf(port) } }));
  }
  await panel.getByRole("heading", { name: "Only known: 160" }).waitFor();
  await panel.getByRole("button", { name: `${addressOf(9160)}, only listed, not connected` }).click();
  await panel.getByRole("heading", { name: addressOf(9160) }).waitFor();
  assert.equal(await panel.getByRole("button", { name: "Dial now" }).count(), 0);
  assert.deepEqual(complaints, []);
}

function named(panel: Locator, addr: string, more: RegExp): Locator {
  const name = new RegExp(addr.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&") + more.source);
  return panel.getByRole("button", { name });
}

function isFocused(page: Page, addr: string): Promise<boolean> {
  return page.evaluate(
    (addr) => document.activeElement?.getAttribute("aria-label")?.startsWith(addr) ?? false,
    addr,
  );
}

/** What a node holds with an address. */
function links(node: PageTest["node"], addr: string): string[] {
  return [...node.membership!.links.values()]
    .filter((link) => link.kind !== "client")
    .filter((link) => link.entry?.target.key === addr || (!link.outbound && link.claimed?.key === addr))
    .map((link) => link.kind === "outbound" ? link.stage : link.kind);
}
