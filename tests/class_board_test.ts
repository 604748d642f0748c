/** The class board as a lecturer has it: a real browser, and a class of real nodes that are checked. */
import assert from "node:assert/strict";
import type { BrowserContextOptions, Page } from "playwright-core";
import type { BoardView, StudentDetail } from "../static/board_messages.ts";
import { scriptedNode } from "../cli/test_node.ts";
import * as limits from "../cli/class/board/limits.ts";
import { startNode } from "../node/node.ts";
import { until } from "../node/test_until.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { violations } from "./axe.ts";
import { findChromium, withChromium } from "./chromium.ts";
import { BoardProcess, listOf, RunningBoard } from "./class_board.ts";
import { hasFocus, tabTo } from "./keyboard.ts";
import { has_tornado } from "./lecture_process.ts";
import { mistakeNames, MistakenProcess } from "./mistaken_process.ts";
import { watch } from "./page.ts";

const chromium = findChromium();
const ignore = (chromium === undefined || !has_tornado) && Deno.env.get("CI") !== "true";

/** Those that wait long would only make the test long. */
const quick = (name: string) => !/sleeps|ends_at|shared|slow_without|silent|returns|right|nothing/.test(name);

/** Where a board is, and its key. */
type Where = Pick<RunningBoard, "url" | "key">;

async function stateOf({ url, key }: Where): Promise<BoardView> {
  const answer = await fetch(`${url}/state`, { headers: { "x-foxchain-key": key } });
  return await answer.json();
}

/** Presses 'check again' of one student. */
async function order({ url, key }: RunningBoard, id: number): Promise<void> {
  const body = JSON.stringify({ id });
  const answer = await fetch(`${url}/check`, { method: "POST", headers: { "x-foxchain-key": key }, body });
  await answer.body?.cancel();
}

/** Waits until every node that is there was checked. */
async function allChecked(board: Where): Promise<BoardView> {
  let view: BoardView | undefined;
  await until(
    async () => {
      view = await stateOf(board);
      return view.students.every(({ presence, result }) =>
        presence === "offline" || presence === "none" ||
        (presence === "online" && result?.verdict !== "none" && !result?.is_checking)
      );
    },
    "all nodes were checked",
    150_000,
  );
  return view!;
}

/** Opens the board; the work ends by asserting that the browser did not complain. */
async function inBrowser(
  work: (open: (url: string, options?: BrowserContextOptions) => Promise<Page>) => Promise<void>,
): Promise<void> {
  assert.ok(chromium !== undefined, "CI must run this test: install chromium first");
  await withChromium(chromium, async (browser) => {
    const complaints: string[][] = [];
    await work(async (url, options = {}) => {
      const page = await browser.newPage({
        viewport: { width: 1280, height: 800 },
        locale: "en-GB",
        ...options,
      });
      complaints.push(watch(page).complaints);
      await page.goto(url);
      return page;
    });
    assert.deepEqual(complaints.flat(), []);
  });
}

const sizes = [{ width: 1280, height: 800 }, { width: 1920, height: 1080 }] as const;

Deno.test(
  { name: "a class of 60 on a projector: read, sorted, opened and checked again", ignore },
  async (t) => {
    const wrong = (await mistakeNames()).filter(quick);
    const names = Array.from(
      { length: 54 },
      (_, n) => n % 3 === 0 ? "right" : wrong[(n * 7) % wrong.length]!,
    );
    await using nodes = await MistakenProcess.start(names);
    await using fox = foxNamed("Zorro");
    const urls = [
      ...nodes.listed.map((port) => `ws://127.0.0.1:${port}/ws`),
      fox.url,
      // The last one is written otherwise: the same node as the first.
      `ws://localhost:${nodes.listed[0]}/ws/`,
      ...["ws://127.0.0.1:9/ws", "ws://127.0.0.1:7/ws", "", "not an address"],
    ];
    await using board = await RunningBoard.start(listOf(urls), "--zone", "CST");
    await allChecked(board);
    // On a busy machine a node may be not judged: a lecturer presses 'check again'.
    await until(
      async () => {
        const { students } = await allChecked(board);
        const open = students.filter(({ result }, n) =>
          names[n] === "right" && result!.verdict !== "complete"
        );
        for (const { id } of open) {
          console.log(
            "not judged",
            await (await fetch(`${board.url}/students/${id}`, { headers: { "x-foxchain-key": board.key } }))
              .text(),
          );
          await order(board, id);
        }
        return open.length === 0;
      },
      "every right node is judged",
      120_000,
    );
    const view = await stateOf(board);
    await t.step(
      "every right node has all points, every wrong one not, and nobody who was not reached has a zero",
      () => {
        for (const [n, name] of names.entries()) {
          const { verdict, points, points_max } = view.students[n]!.result!;
          if (name === "right") assert.deepEqual([verdict, points], ["complete", points_max], `${n}`);
        }
        assert.ok(
          view.students.filter(({ result }) => result?.verdict === "complete" && result.points < 100).length >
            20,
        );
        for (const { presence, result } of view.students.slice(-4, -2)) {
          assert.deepEqual([presence, result!.verdict, result!.points_max], ["offline", "none", 0]);
        }
        assert.deepEqual(view.students.slice(-2).map(({ presence }) => presence), ["none", "none"]);
      },
    );

    await inBrowser(async (open) => {
      for (const viewport of sizes) {
        await t.step(
          `all 60 are on one screen, uncut and large: ${viewport.width} x ${viewport.height}`,
          async () => {
            const page = await open(board.link, { viewport });
            await page.locator(".tiles li").nth(59).waitFor();
            assert.equal(await page.evaluate(() => document.documentElement.scrollHeight), viewport.height);
            const sizes = await page.evaluate(() =>
              [".tiles .name:not(.long, .medium)", ".tiles .since", ".tiles .name.long"].map((path) =>
                parseFloat(getComputedStyle(document.querySelector(path)!).fontSize)
              )
            );
            // On a projection 2 m wide, seen from 4 m: 38 mm are 33 minutes of arc, 25 mm are 21 (Chinese characters).
            const mm = sizes.map((px) => px * 2_000 / viewport.width);
            assert.ok(mm[0]! >= 38 && mm[1]! >= 25 && mm[2]! >= 22, `${sizes} px, ${mm} mm`);
            // As long as a time gets in a lesson.
            await page.locator(".tiles .since").evaluateAll((spans) => {
              for (const span of spans) span.textContent = span.textContent!.replace(/\d+\w/, "59m");
            });
            const cut = await page.locator(".tiles span span, .tiles .since").evaluateAll((spans) =>
              spans.filter((span) => span.scrollWidth > span.clientWidth + 1).map(({ textContent }) =>
                textContent
              )
            );
            assert.deepEqual(cut, []);
            await page.close();
          },
        );
        for (const colorScheme of ["light", "dark"] as const) {
          for (const language of ["en", "zh"] as const) {
            await t.step(`axe finds nothing: ${language}, ${colorScheme}, ${viewport.width}`, async () => {
              const page = await open(`${board.url}?lang=${language}#key=${board.key}`, {
                bypassCSP: true,
                colorScheme,
                viewport,
              });
              await page.locator(".tiles li").nth(59).waitFor();
              assert.deepEqual(await violations(page), []);
              await page.locator(".tiles button").first().click();
              await page.locator("dialog dl").first().waitFor();
              assert.deepEqual(await violations(page), []);
              await page.close();
            });
          }
        }
      }

      await t.step(
        "without the key nothing of the class is there; a wrong one is refused, the right one shows it",
        async () => {
          const page = await open(board.url, { bypassCSP: true });
          const field = page.getByLabel("Key, or the link that has it");
          await field.waitFor();
          assert.doesNotMatch(await page.content(), /2021|王|Müller/);
          assert.deepEqual(await violations(page), []);
          await field.fill("0123456789abcdef");
          await page.keyboard.press("Enter");
          await page.getByText("The key was refused").waitFor();
          await field.fill(board.link);
          await page.keyboard.press("Enter");
          await page.locator(".tiles li").nth(59).waitFor();
          assert.ok(!page.url().includes(board.key));
          await page.close();
        },
      );

      await t.step(
        "the one who needs help most is first, and the keyboard opens the failing exchange in Chinese",
        async () => {
          const page = await open(`${board.url}?lang=zh#key=${board.key}`);
          const first = page.locator(".tiles button").first();
          await first.waitFor();
          const needs = await page.locator(".tiles button").evaluateAll((tiles) =>
            tiles.map((tile) => (tile as HTMLElement).dataset.need)
          );
          const order = ["missing", "unjudged", "lost", "away", "waiting", "done"];
          assert.deepEqual(needs, needs.toSorted((a, b) => order.indexOf(a!) - order.indexOf(b!)));
          await tabTo(page, first);
          await page.keyboard.press("ArrowRight");
          await page.keyboard.press("ArrowDown");
          await page.keyboard.press("ArrowUp");
          await page.keyboard.press("ArrowLeft");
          assert.ok(await hasFocus(first));
          await page.keyboard.press("ArrowRight");
          await page.keyboard.press("Enter");
          const dialog = page.locator("dialog");
          await dialog.locator("section").first().waitFor();
          const text = await dialog.innerText();
          for (const word of ["发送", "应为", "提示", "学号"]) assert.ok(text.includes(word), word);
          await page.keyboard.press("Escape");
          assert.ok(await hasFocus(page.locator(".tiles button").nth(1)), "the focus comes back");
          await page.close();
        },
      );

      await t.step(
        "names only: on this screen nothing of a result is left, and another screen keeps its own",
        async () => {
          const [page, other] = [await open(board.link), await open(board.link)];
          await page.getByRole("button", { name: "Names only" }).click();
          await page.locator(".tiles [data-need=here]").first().waitFor();
          assert.equal(await page.locator(".tiles .points:not(:empty)").count(), 0);
          assert.doesNotMatch((await page.locator(".tiles button").allTextContents()).join(), /points|stage/);
          await page.locator(".tiles button").first().click();
          await page.getByText("Results are hidden").waitFor();
          assert.equal(await page.locator("dialog[open]").count(), 0);
          await other.locator(".tiles .points:not(:empty)").nth(30).waitFor();
          await Promise.all([page.close(), other.close()]);
        },
      );

      await t.step(
        "a node that calls itself otherwise, and two students with one node, are pointed out as hints",
        async () => {
          const page = await open(board.link);
          const detail = async (n: number): Promise<StudentDetail> => {
            const { id } = view.students[n]!;
            const answer = await fetch(`${board.url}/students/${id}?lang=en`, {
              headers: { "x-foxchain-key": board.key },
            });
            return await answer.json();
          };
          assert.equal((await detail(54)).said_name, "Zorro");
          assert.deepEqual(view.students[54]!.result!.remarks, ["other_name", "foxchain"]);
          assert.match((await detail(55)).shared_with.join(), new RegExp(view.students[0]!.name));
          await page.locator(".tiles button").filter({ hasText: view.students[54]!.name }).first().click();
          await page.locator("dialog").getByText("a hint: anybody can claim any name").waitFor();
          await page.close();
        },
      );

      await t.step("its picture can be taken for the documents", async () => {
        const folder = Deno.env.get("FOXCHAIN_IMAGES");
        for (const language of ["en", "zh"]) {
          const page = await open(`${board.url}?lang=${language}#key=${board.key}`);
          await page.locator(".tiles li").nth(59).waitFor();
          const picture = await page.screenshot(
            folder === undefined ? {} : { path: `${folder}/board_${language}.png` },
          );
          assert.ok(picture.length > 10_000);
          await page.close();
        }
      });

      await t.step("what a node sends or is called is never markup", async () => {
        const page = await open(board.link);
        await page.locator(".tiles li").nth(59).waitFor();
        assert.equal(await page.locator(".tiles script, .tiles img, dialog script, dialog img").count(), 0);
        await page.close();
      });
    });
  },
);

/** A node that says its name. */
function foxNamed(name: string): AsyncDisposable & { readonly url: string } {
  const node = startNode({
    port: 0,
    host: "127.0.0.1",
    storage: new MemoryStorage(),
    network: { outbound: 0, name },
  });
  return { url: `ws://127.0.0.1:${node.port}/ws`, [Symbol.asyncDispose]: () => node.stop() };
}

Deno.test({
  name: "200 nodes with a connection each are watched and checked in 150 MB",
  // Only Linux tells the peak.
  ignore: !has_tornado || Deno.build.os !== "linux",
}, async () => {
  const names = Array.from({ length: 200 }, (_, n) => n % 4 === 0 ? "peer_key" : "right");
  await using nodes = await MistakenProcess.start(names);
  const folder = await Deno.makeTempDir({ prefix: "foxchain_board_" });
  try {
    await Deno.writeTextFile(
      `${folder}/roster.csv`,
      listOf(nodes.listed.map((port) => `ws://127.0.0.1:${port}/ws`)),
    );
    const words = [
      "class",
      `${folder}/roster.csv`,
      "--board",
      "--stage",
      "1",
      "--host",
      "127.0.0.1",
      "--port",
      "0",
    ];
    await using board = await BoardProcess.start(
      [...words, "--db", `${folder}/peers.sqlite`],
      `${folder}/peers.sqlite.key`,
    );
    const { students } = await allChecked(board);
    assert.equal(students.length, 200);
    assert.ok(students.every(({ presence }) => presence === "online"));
    const peak_mb = board.peak_kb / 1024;
    assert.ok(peak_mb <= 150, `${peak_mb} MB`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test({
  name: "200 students: pages turn by themselves and by hand, those in need stay on top of each",
  ignore,
}, async () => {
  const wrong = (await mistakeNames()).filter(quick).slice(0, 10);
  await using nodes = await MistakenProcess.start(wrong);
  const hostile = "ws://127.0.0.1:9/ws";
  const urls = Array.from(
    { length: 200 },
    (_, n) =>
      n % 20 === 7
        ? `ws://127.0.0.1:${nodes.listed[Math.floor(n / 20)]}/ws`
        : hostile.replace(":9/", `:9/${n}/`),
  );
  const list = listOf(urls).replace("2021002,", "2021002,<img src=x onerror=alert(1)>");
  await using board = await RunningBoard.start(list);
  await allChecked(board);
  await inBrowser(async (open) => {
    const page = await open(board.link);
    await page.locator(".tiles .pinned").first().waitFor();
    const names = (path: string) => page.locator(`.tiles ${path} .name`).allInnerTexts();
    const pinned = await names(".pinned");
    assert.ok(pinned.length >= 10);
    const seen = new Set(pinned);
    const first = await names("li:not(.pinned)");
    for (const name of first) seen.add(name);
    // By itself.
    await page.mouse.move(640, 5);
    await until(
      async () => (await names("li:not(.pinned)")).join() !== first.join(),
      "the next page",
      30_000,
    );
    assert.deepEqual(await names(".pinned"), pinned);
    await page.getByRole("button", { name: "Pause" }).click();
    const pages = Number((await page.locator(".toolbar .page").innerText()).split("/")[1]);
    for (let turn = 0; turn < pages; turn++) {
      for (const name of await names("li:not(.pinned)")) seen.add(name);
      await page.getByRole("button", { name: "Later page" }).click();
      assert.deepEqual(await names(".pinned"), pinned);
    }
    assert.ok(seen.size >= 150, `${seen.size} different names`);
    // With the keys: the page of the tile that has the focus stays.
    await page.locator(".tiles button").last().focus();
    await page.keyboard.press("PageDown");
    assert.equal(await page.locator(".tiles :focus").count(), 1);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
    await page.close();
  });
});

/** A free port that no system gives to a connection by itself: it must be free a second time. */
function lowPort(): number {
  for (let port = 20_000 + Math.floor(Math.random() * 5_000);; port++) {
    try {
      Deno.listen({ hostname: "127.0.0.1", port }).close();
      return port;
    } catch (error) {
      if (!(error instanceof Deno.errors.AddrInUse)) throw error;
    }
  }
}

Deno.test("a node that starts again is online within the longest pause and a dial; a list that is saved anew is read", async () => {
  let node = scriptedNode(() => undefined, lowPort());
  const { port, url } = node;
  await using board = await RunningBoard.start(listOf([url]), "--names-only");
  const presence = async () => (await stateOf(board)).students.map(({ presence }) => presence).join();
  await until(async () => await presence() === "online", "online");
  await node[Symbol.asyncDispose]();
  await until(async () => await presence() === "offline", "offline");
  const began_ms = performance.now();
  node = scriptedNode(() => undefined, port);
  try {
    await until(async () => await presence() === "online", "online again");
    const took_ms = performance.now() - began_ms;
    assert.ok(took_ms < limits.redial_max_ms + 1_500, `${took_ms} ms`);
    const told = JSON.stringify(await stateOf(board));
    assert.doesNotMatch(told, /2021001|127\.0\.0\.1|points/);
    await board.save(listOf([url, url]));
    await until(async () => await presence() === "online,online", "two students with one node");
    await board.save("");
    await until(async () => (await stateOf(board)).list_fault !== undefined, "the fault is told");
    assert.equal(await presence(), "online,online");
    assert.doesNotMatch(board.log, /王|2021/, "a log is read by others");
  } finally {
    await node[Symbol.asyncDispose]();
  }
});
