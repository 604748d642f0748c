/** Every state of the console's connection in a real browser, with nodes that stop, stay silent or are of another make. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { startNode } from "../node/node.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { startChildNode } from "./child_node.ts";
import { entry, messageField, messages } from "./console.ts";
import { type PageTest, testPage } from "./page.ts";
import { SilentConnections } from "./silent_connections.ts";
import { serveSockets } from "./socket_server.ts";

testPage("the console's connection to a node that stops and comes back", {}, loseAndFind);
testPage("the console's connection to a node whose server starts anew", {}, comeAgain);
testPage("the console and nodes of another make", {}, meetOthers);

async function loseAndFind({ t, page, complaints }: PageTest): Promise<void> {
  const start = (port: number) => startNode({ port, host: "127.0.0.1", storage: new MemoryStorage() });
  let node = start(0);
  const { port } = node;
  const url = `ws://127.0.0.1:${port}/ws`;
  try {
    await connect(page, `127.0.0.1:${port}`);

    await t.step("an address of any kind is completed, and its node's ops become examples", async () => {
      await page.getByText(`Connected to ${url}`).waitFor();
      await page.locator("#composer").getByRole("button", { name: "register" }).click();
      assert.ok((await page.locator("#editor .cm-content").innerText()).includes(url));
    });

    await t.step("when the node stops, the page says why and counts down to the next try", async () => {
      await messageField(page).fill("my draft");
      await noteStates(page);
      await node.stop();
      await wasTold(page, `${url} closed the connection. Reconnecting … It is shutting down (“`);
      await wasTold(page, "Next try in 1 s.");
    });

    await t.step("a try that fails is told, and the next one comes later", async () => {
      await page.getByRole("button", { name: "Try now" }).click();
      await wasTold(page, `Still no connection to ${url}. Reconnecting …`);
      await wasTold(page, "Next try in 2 s.");
    });

    await t.step("nothing is sent meanwhile, and the draft is kept", async () => {
      await page.getByRole("button", { name: "Send", exact: true }).click();
      await page.getByText("Not sent: there is no connection").waitFor();
      assert.equal(await messageField(page).innerText(), "my draft");
    });

    await t.step("when the node is back, so is the connection", async () => {
      node = start(port);
      await page.getByText(`Connected to ${url}`).waitFor();
      assert.equal(await messageField(page).innerText(), "my draft");
    });

    await t.step("after a reload this tab goes to the same node", async () => {
      await page.reload();
      await page.getByText(`Connected to ${url}`).waitFor();
    });

    await t.step("a person who disconnects, or stops the tries, is left in peace", async () => {
      await page.getByRole("button", { name: "Disconnect" }).click();
      await page.getByText(`Disconnected from ${url}. Your draft is kept.`).waitFor();
      await page.locator("#console").getByRole("button", { name: "Connect", exact: true }).click();
      await page.getByText(`Connected to ${url}`).waitFor();
      await node.stop();
      await page.getByRole("button", { name: "Stop trying" }).click();
      await page.getByText(`Disconnected from ${url}.`).waitFor();
    });

    await t.step("a node that is not there, and what is no address, have their own words", async () => {
      await page.locator("#console").getByRole("button", { name: "Connect", exact: true }).click();
      await page.getByText(`Could not connect to ${url}.`).waitFor();
      await page.getByText("Is a node running there").waitFor();
      await connect(page, "not an address");
      await page.getByText("“not an address” is not a node's address.").waitFor();
      await page.getByText("One looks like this: ws://localhost:9000/ws").waitFor();
    });
  } finally {
    await node.stop();
  }
  // The browser itself notes each failed try.
  assert.deepEqual(complaints.filter((line) => !line.includes("ERR_CONNECTION_REFUSED")), []);
}

async function comeAgain({ t, page, complaints }: PageTest): Promise<void> {
  const node = await startChildNode(":memory:", { descriptors_max: 128 });
  try {
    const url = `ws://127.0.0.1:${node.port}/ws`;
    await connect(page, `127.0.0.1:${node.port}`);
    await page.getByText(`Connected to ${url}`).waitFor();
    await noteStates(page);

    await t.step("the page says why the node closed the connection, and connects again", async () => {
      {
        using _silent = await SilentConnections.open(node.port, 400);
        await wasTold(page, "It frees what its connections hold and is back in a moment (“");
      }
      await page.getByText(`Connected to ${url}`).waitFor();
    });
  } finally {
    await node.stop();
  }
  assert.deepEqual(complaints.filter((line) => !line.includes("ERR_CONNECTION_REFUSED")), []);
}

async function meetOthers({ t, page, complaints }: PageTest): Promise<void> {
  await t.step(
    "a lecture node has the lecture's examples, and its 404 to ops stays out of the history",
    async () => {
      const asked: string[] = [];
      await using other = serveSockets((text, socket) => {
        asked.push(text);
        socket.send('{"status":404,"error":"Operation is not supported.","response":null}');
      });
      await connect(page, other.url);
      await page.getByText(`Connected to ${other.url}`).waitFor();
      await page.locator("#composer summary", { hasText: "more ops" }).waitFor({ state: "detached" });
      assert.deepEqual(await page.locator("#composer .chips > *").allInnerTexts(), [
        "peers",
        "register",
        "time",
        "bad request",
      ]);
      assert.deepEqual(asked, ['{"op":"ops"}']);
      assert.equal(await entry(page, "#1").count(), 0);
      await messageField(page).press("Control+Enter");
      assert.match((await messages(page, "#1")).answer, /Operation is not supported/);
      await page.getByRole("button", { name: "Disconnect" }).click();
    },
  );

  await t.step("a node that drops whoever asks for ops keeps the conversation", async () => {
    await using other = serveSockets((text, socket) => {
      if (text.includes('"ops"')) socket.close(1011);
      else socket.send("hello");
    });
    await connect(page, other.url);
    await page.getByText(`Connected to ${other.url}`).waitFor();
    await messageField(page).press("Control+Enter");
    assert.equal((await messages(page, "#2")).answer, "hello");
    await page.getByRole("button", { name: "Disconnect" }).click();
  });

  await t.step(
    "a node that never answers: after 5 s the page says what may be the matter, and waits on",
    async () => {
      let asker: WebSocket | undefined;
      await using other = serveSockets((text, socket) => {
        if (!text.includes('"ops"')) asker = socket;
      });
      await connect(page, other.url);
      await page.getByText(`Connected to ${other.url}`).waitFor();
      await messageField(page).press("Control+Enter");
      await entry(page, "#3").getByText("Waiting for the answer").waitFor();
      await entry(page, "#3").getByText("No answer yet.").waitFor();
      asker!.send('{"status":200,"error":"OK"}');
      assert.equal(JSON.parse((await messages(page, "#3")).answer).status, 200);
      await messageField(page).press("Control+Enter");
      await entry(page, "#4").getByText("Waiting for the answer").waitFor();
      await page.getByRole("button", { name: "Disconnect" }).click();
      await entry(page, "#4").getByText("No answer: the connection ended first.").waitFor();
    },
  );

  assert.deepEqual(complaints, []);
}

/** Writes down what the page says from now on: a state may last no longer than a test needs to look. */
async function noteStates(page: Page): Promise<void> {
  await page.locator("#state_box").evaluate((box) => {
    const told: string[] = [];
    Object.assign(globalThis, { told });
    new MutationObserver(() => told.push((box as HTMLElement).innerText.replace(/\s+/g, " "))).observe(box, {
      subtree: true,
      childList: true,
    });
  });
}

async function wasTold(page: Page, words: string): Promise<void> {
  await page.waitForFunction(
    (words) => (globalThis as unknown as { told: string[] }).told.some((told) => told.includes(words)),
    words,
  );
}

/** Leaves the node there is and connects to another. */
async function connect(page: Page, address: string): Promise<void> {
  const disconnect = page.getByRole("button", { name: "Disconnect" });
  await page.locator("#state_box:not([data-state=connecting])").waitFor();
  if (await disconnect.isVisible()) await disconnect.click();
  await page.getByLabel("Node address").fill(address);
  await page.getByLabel("Node address").press("Enter");
}
