/** A real node and its page in a real browser, for the page's tests. */
import assert from "node:assert/strict";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { type NetworkOptions, type NodeOptions, type RunningNode, startNode } from "../node/node.ts";
import type { NodeName } from "../static/live_messages.ts";
import { SteeringKey } from "../node/page/steering_key.ts";
import { MemoryOpValues } from "../storage/memory_op_values.ts";
import { openSqlite } from "../storage/sqlite.ts";
import { findChromium, withChromium } from "./chromium.ts";

/** What a test of the page works with. */
export interface PageTest {
  readonly t: Deno.TestContext;
  readonly browser: Browser;
  /** Where another program can steer the browser, too. */
  readonly debugging_port: number;
  readonly page: Page;
  readonly node: RunningNode;
  /** Of the node. */
  readonly key: SteeringKey;
  /** `localhost:PORT` of the node. */
  readonly host: string;
  /** Errors and warnings of the browser so far: a test ends by asserting that there are none. */
  readonly complaints: string[];
  /** Every URL that was asked for. */
  readonly urls: string[];
}

/** How the page is opened. */
export interface PageOptions {
  /** Left out: a plain lecture node. */
  readonly network?: NetworkOptions;
  /** The class list, as `--names` gives it. */
  readonly names?: readonly NodeName[];
  /** Files of students' ops; the node's own `time` is left out where one of them is `time.ts`. */
  readonly ops?: Readonly<Record<string, string>>;
  /** Query of the page, e.g. `?lang=zh`. */
  readonly search?: string;
  /** Left out: the page is opened by the link with the key. */
  readonly without_key?: true;
  /** Viewport (1280 x 800 where left out), colour scheme, locale ... */
  readonly context?: BrowserContextOptions;
  /** What a person set in the browser, as Chromium's file `Preferences` holds it. */
  readonly preferences?: object;
}

/** Declares a test in a real browser. Where there is none it is named as not run; CI must run it. */
export function testPage(
  name: string,
  { network, names = [], ops, search = "", without_key, context = {}, preferences }: PageOptions,
  body: (test: PageTest) => Promise<void>,
): void {
  const chromium_path = findChromium();
  const note = chromium_path === undefined ? " (NOT RUN: no chromium or google-chrome on PATH)" : "";
  Deno.test({
    name: name + note,
    ignore: chromium_path === undefined && Deno.env.get("CI") !== "true",
    async fn(t) {
      assert.ok(chromium_path !== undefined, "CI must run this test: install chromium first");
      const folder = await Deno.makeTempDir({ prefix: "foxchain_browser_" });
      const storage = openSqlite(`${folder}/peers.sqlite`);
      const key = new SteeringKey();
      const node = startNode({
        port: 0,
        host: "127.0.0.1",
        storage,
        key,
        names: () => names,
        ...(network ? { network } : {}),
        ...(ops ? await ownOps(`${folder}/ops`, ops) : {}),
      });
      await node.own_ops_loaded;
      try {
        await withChromium(chromium_path, async (browser, debugging_port) => {
          const page = await browser.newPage({
            viewport: { width: 1280, height: 800 },
            locale: "en-GB",
            ...context,
          });
          page.setDefaultTimeout(30_000); // a limit for a busy machine; nothing waits that long
          const { complaints, urls } = watch(page);
          const host = `localhost:${node.port}`;
          await page.goto(`http://${host}/${search}${without_key ? "" : `#key=${key.text}`}`);
          await body({ t, browser, debugging_port, page, node, key, host, complaints, urls });
        }, preferences);
      } finally {
        await node.stop();
        await Deno.remove(folder, { recursive: true });
      }
    },
  });
}

/** Writes the files of students' ops into a folder, for a node. */
async function ownOps(
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<Pick<NodeOptions, "own_ops" | "without">> {
  await Deno.mkdir(folder);
  for (const [file, text] of Object.entries(files)) await Deno.writeTextFile(`${folder}/${file}`, text);
  return { own_ops: { folder, values: new MemoryOpValues() }, without: "time.ts" in files ? ["time"] : [] };
}

/** Collects what the browser complains of, and every URL that it asks for. */
export function watch(page: Page): { readonly complaints: string[]; readonly urls: string[] } {
  const complaints: string[] = [];
  const urls: string[] = [];
  page.on("console", (line) => ["error", "warning"].includes(line.type()) && complaints.push(line.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("dialog", (dialog) => complaints.push(`dialog: ${dialog.message()}`));
  page.on("request", (request) => urls.push(request.url()));
  page.on("websocket", (socket) => urls.push(socket.url()));
  return { complaints, urls };
}
