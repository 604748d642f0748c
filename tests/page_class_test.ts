/** A class of sixty in a real browser: all of them with their names on the first screen, none covered by another. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { ClassAround, nameOf } from "./class_around.ts";
import { type PageTest, testPage } from "./page.ts";

const count = 60;

/** Smaller type can't be read at arm's length. */
const type_min_px = 11;

testPage("a class of sixty", {}, showClass);

async function showClass({ t, page, complaints }: PageTest): Promise<void> {
  await using around = await ClassAround.start(count);
  await page.goto(around.link);
  const panel = page.locator("#network");
  await panel.locator(".node").nth(count).waitFor();
  await panel.locator(".node[data-sight=connected]").nth(count - 1).waitFor();
  await panel.locator(".graph:not(.crowded) .label", { hasText: nameOf(0) }).first().waitFor();

  await t.step(
    "all are on the first screen at 1280 x 800, each with its name, and none covers another",
    async () => {
      const seen = await stillPicture(page);
      assert.deepEqual(seen.covering, []);
      assert.deepEqual(seen.outside, []);
      assert.ok(seen.bottom <= 800, `the picture ends at ${seen.bottom}`);
      assert.ok(seen.type_px >= type_min_px, `${seen.type_px} px`);
      const expected = Array.from({ length: count }, (_, number) => nameOf(number));
      assert.equal(seen.names.length, count);
      for (const name of expected) {
        assert.ok(
          seen.names.some((shown) => isStart(shown, name)),
          `${name}: ${seen.names}`,
        );
      }
    },
  );

  await t.step("given the whole width, names of ten characters are whole", async () => {
    await panel.getByRole("button", { name: "Whole width" }).click();
    await panel.getByText("阿依古丽·买买提", { exact: true }).first().waitFor();
    const seen = await stillPicture(page);
    assert.deepEqual(seen.covering, []);
    assert.deepEqual(seen.outside, []);
  });

  await t.step("a chosen one tells its whole name, its number and its neighbours", async () => {
    await panel.locator(`.node[aria-label*="${around.crowd.addresses[14]}"]`).click();
    const told = await panel.getByRole("group", { name: "About the chosen node" }).innerText();
    assert.match(told, /Nursultan Abdrakhmanov|阿依古丽·买买提/);
    assert.match(told, /2021015 计科1班/);
    assert.match(told, /Neighbours/);
  });

  await t.step("the browser had nothing to complain about", () => assert.deepEqual(complaints, []));
}

/** Whether a name, or its beginning of at least three characters, is shown. */
function isStart(shown: string, name: string): boolean {
  const start = shown.replace(/…$/, "");
  return shown === name || (shown !== start && [...start].length >= 3 && name.startsWith(start));
}

interface Seen {
  readonly names: readonly string[];
  /** Pairs of names that share a point, and names that share one with another node's circle. */
  readonly covering: readonly string[];
  /** Names of which a part is out of the picture. */
  readonly outside: readonly string[];
  readonly type_px: number;
  readonly bottom: number;
}

/** What is drawn once nothing has moved for so many frames. */
async function stillPicture(page: Page, frames = 20): Promise<Seen> {
  await page.evaluate(async (frames) => {
    const places = () =>
      [...document.querySelectorAll("#network .node")].map((node) => node.getAttribute("transform")).join();
    for (let before = "", still = 0; still < frames;) {
      await new Promise((done) => requestAnimationFrame(done));
      const now = places();
      still = now === before ? still + 1 : 0;
      before = now;
    }
  }, frames);
  return await page.evaluate(lookAtNames);
}

/** In the browser. */
function lookAtNames(): Seen {
  const picture = document.querySelector("#network .graph")!.getBoundingClientRect();
  const nodes = [...document.querySelectorAll("#network .node:not([data-sight=self])")].map((node) => {
    const label = node.querySelector(".label")!;
    return {
      name: label.textContent!,
      box: label.getBoundingClientRect(),
      circle: node.querySelector("circle")!.getBoundingClientRect(),
      type_px: parseFloat(getComputedStyle(label).fontSize),
    };
  });
  const covering: string[] = [];
  for (const one of nodes) {
    for (const other of nodes) {
      if (one === other) continue;
      const { box } = one;
      const { left, right, top, bottom } = other.box;
      if (box.left < right && left < box.right && box.top < bottom && top < box.bottom) {
        covering.push(`${one.name} ${other.name}`);
      }
      const { x, y, width } = other.circle;
      const [middle_x, middle_y] = [x + width / 2, y + width / 2];
      const nearest_x = Math.max(box.left, Math.min(box.right, middle_x));
      const nearest_y = Math.max(box.top, Math.min(box.bottom, middle_y));
      if (Math.hypot(nearest_x - middle_x, nearest_y - middle_y) < width / 2) {
        covering.push(`${one.name} under the circle of ${other.name}`);
      }
    }
  }
  const outside = nodes.filter(({ box }) =>
    box.width === 0 || box.left < picture.left || box.right > picture.right || box.top < picture.top ||
    box.bottom > picture.bottom
  );
  return {
    names: nodes.map(({ name }) => name),
    covering,
    outside: outside.map(({ name }) => name),
    type_px: Math.min(...nodes.map(({ type_px }) => type_px)),
    bottom: picture.bottom,
  };
}
