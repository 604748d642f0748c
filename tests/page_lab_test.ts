/** The lab done in the page: seven steps tick themselves off, and the report is saved, printed and run. */
import assert from "node:assert/strict";
import type { Browser, Download, Page } from "playwright-core";
import { has_tornado, LectureProcess, python } from "./lecture_process.ts";
import { until } from "../node/test_until.ts";

import { type PageTest, testPage, watch } from "./page.ts";

/** What a student fills in; the markup must stay text. */
const typed = {
  name: "王小明 <b>",
  student_number: "2026001",
  class: "区块链 | 1 班",
  place: '"B301"',
  teacher: "李老师 <script>alert(1)</script>",
};

testPage("lab 2 is done in the console, and its report is saved", {}, doTheLab);
if (has_tornado || Deno.env.get("CI") === "true") {
  testPage("lab 2 is done with a student's node in Python", {}, doTheLabElsewhere);
} else {
  Deno.test({
    name: "lab 2 is done with a student's node (NOT RUN: no tornado)",
    ignore: true,
    fn: () => {},
  });
}

/** The student's own node, as they write it in the lecture. */
async function doTheLabElsewhere({ t, page, host, complaints }: PageTest): Promise<void> {
  await using node = new LectureProcess();
  await until(() => node.port > 0, "it listens", 10_000);
  const url = `ws://127.0.0.1:${node.port}/ws`;
  await page.getByText(`Connected to ws://${host}/ws`).waitFor();
  const lab = page.getByRole("region", { name: "Lab 2", exact: true });
  const steps = lab.locator("ol.steps > li");

  await t.step("connected to it, the six steps that are sent tick for it", async () => {
    await page.getByRole("button", { name: "Disconnect" }).click();
    await page.getByLabel("Node address").fill(url);
    await page.getByRole("button", { name: "Connect", exact: true }).click();
    await page.getByText(`Connected to ${url}`).waitFor();
    for (let step = 1; step <= 6; step++) {
      await steps.nth(step).getByRole("button").click();
      await page.keyboard.press("Control+Enter");
      await steps.nth(step).getByText(`✓ Done by #${step}`, { exact: true }).waitFor();
    }
    await lab.getByText("6 of 6 steps done").waitFor();
    assert.equal(await lab.getByLabel("Node").inputValue(), url);
  });

  await t.step(
    "its page can't be looked at from here: there is a link, and no answer ticks the step",
    async () => {
      assert.equal(await steps.first().getByText("– Not seen from here", { exact: true }).count(), 1);
      assert.equal(
        await steps.first().getByRole("link").getAttribute("href"),
        `http://127.0.0.1:${node.port}/`,
      );
    },
  );

  await t.step("its steps are not those of the page's own node", async () => {
    await lab.getByLabel("Node").selectOption(`ws://${host}/ws`);
    await lab.getByText("1 of 7 steps done").waitFor();
    await lab.getByLabel("Node").selectOption(url);
    await lab.getByText("6 of 6 steps done").waitFor();
  });

  await t.step("the report says that a node like the lecture's answered", async () => {
    await lab.getByRole("button", { name: "Lab report" }).click();
    for (const [id, value] of Object.entries(typed)) await page.locator(`#report_${id}`).fill(value);
    const folder = await Deno.makeTempDir({ prefix: "foxchain_report_" });
    try {
      const { text } = await save(page, "Save as Markdown", folder);
      assert.ok(text.includes(`a node that answers ops with 404, like the lecture's program: ${url}`), text);
      assert.match(text, /\| 1\\?\. Reach the node's page.*\| – Not seen from here \|/);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
    assert.deepEqual(complaints, []);
  });
}

async function doTheLab({ t, browser, page, host, complaints, urls }: PageTest): Promise<void> {
  await page.getByText(`Connected to ws://${host}/ws`).waitFor();
  const lab = page.getByRole("region", { name: "Lab 2", exact: true });
  const progress = lab.getByText(/steps done$/);

  await t.step("the page that is here is reached, and nothing else is done", async () => {
    assert.equal(await progress.innerText(), "1 of 7 steps done");
    assert.equal(await lab.getByText("○ Open").count(), 6);
  });

  await t.step(
    "each step puts its message into the editor, sends nothing, and is ticked by the answer",
    async () => {
      const puts = lab.getByRole("button", { name: "Put into the editor" });
      for (let step = 0; step < 6; step++) {
        await puts.nth(step).click();
        assert.equal(await progress.innerText(), `${step + 1} of 7 steps done`);
        assert.equal(await page.evaluate(() => document.activeElement?.closest("section")?.id), "console");
        await page.keyboard.press("Control+Enter");
        await lab.getByText(`✓ Done by #${step + 1}`, { exact: true }).waitFor();
      }
      assert.equal(await progress.innerText(), "7 of 7 steps done");
    },
  );

  await t.step("a reload keeps what is done", async () => {
    await page.reload();
    await lab.getByText("7 of 7 steps done").waitFor();
  });

  const dialog = page.getByRole("dialog");
  await t.step(
    "the report asks for what must be filled in, and goes to the first field that is missing",
    async () => {
      await lab.getByRole("button", { name: "Lab report" }).click();
      await dialog.getByRole("button", { name: "Save as HTML" }).click();
      await dialog.getByText(/Still to be filled in: 姓名 Name, 学号.*, 指导老师 Teacher$/).waitFor();
      assert.equal(await page.evaluate(() => document.activeElement?.id), "report_name");
      for (const [id, value] of Object.entries(typed)) await page.locator(`#report_${id}`).fill(value);
      assert.equal(await dialog.getByText("Please fill in").count(), 0);
    },
  );

  await t.step("the summary is counted as Word counts", async () => {
    const summary = dialog.getByLabel("Summary");
    assert.equal(await summary.inputValue(), "");
    await summary.fill("节点既是客户端，也是服务器。");
    await dialog.getByText("14 of about 200 words or Chinese characters").waitFor();
    await summary.fill("");
  });

  const folder = await Deno.makeTempDir({ prefix: "foxchain_report_" });
  try {
    await t.step("the HTML file opens alone: the form, six frames, no script, no request", async () => {
      const html = await save(page, "Save as HTML", folder);
      assert.equal(html.name, "lab2_2026001.html");
      await readReport(browser, html.path, host);
    });

    await t.step("the Markdown file holds the same frames", async () => {
      const { name, text } = await save(page, "Save as Markdown", folder);
      assert.equal(name, "lab2_2026001.md");
      assert.match(text, /\| 姓名 Name \| 王小明 \\<b\\> \|/);
      assert.match(text, /#### \\#2 register is accepted ✓ 通过 Passed/);
      assert.equal(text.match(/^```json$/gm)?.length, 12);
    });

    await t.step(
      `the test code passes against a lecture node${has_tornado ? "" : " (NOT RUN: no tornado)"}`,
      async () => {
        const { path, text } = await save(page, "Save the test code", folder);
        assert.ok(text.includes(`else "ws://${host}/ws"`));
        assert.ok(
          has_tornado || Deno.env.get("CI") !== "true",
          "CI must run the test code: install python3-tornado",
        );
        if (has_tornado) await runTwice(path);
      },
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }

  await t.step("what was typed is there after a reload, and was sent nowhere", async () => {
    await page.reload();
    await lab.getByRole("button", { name: "Lab report" }).click();
    assert.equal(await page.locator("#report_name").inputValue(), typed.name);
    await dialog.getByRole("button", { name: "Close" }).click();
    assert.deepEqual(urls.filter((url) => new URL(url).host !== host && !url.startsWith("blob:")), []);
  });

  await t.step("started over, only the page is reached, and that can be taken back", async () => {
    await lab.getByRole("button", { name: "Start over" }).click();
    await lab.getByText("1 of 7 steps done").waitFor();
    await lab.getByRole("button", { name: "Undo" }).press("Enter");
    await lab.getByText("7 of 7 steps done").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), "Start over");
    assert.deepEqual(complaints, []);
  });
}

/** Opens the saved file with the network cut off by its own policy, and reads what a teacher would. */
async function readReport(browser: Browser, path: string, host: string): Promise<void> {
  const opened = await browser.newPage();
  const { complaints, urls } = watch(opened);
  await opened.goto(`file://${path}`);
  const value = (label: string) => opened.locator("th", { hasText: label }).locator("+ td").innerText();
  assert.equal(await value("姓名"), typed.name);
  assert.equal(await value("指导老师"), typed.teacher);
  assert.equal(await value("教师评语"), "");
  const frames = opened.locator("table.frame");
  assert.equal(await frames.count(), 6);
  assert.match(await frames.nth(2).innerText(), /^#3 peers lists the address ✓ 通过 Passed/);
  assert.ok((await frames.nth(2).locator("pre").nth(1).innerText()).includes(`"ws://${host}/ws"`));
  assert.equal(await opened.locator("script, link, img, iframe, [src], [href]").count(), 0);
  assert.equal(await opened.getByText(`: ws://${host}/ws`).count(), 1);
  const pdf = await opened.pdf({ preferCSSPageSize: true });
  const [, width, height] =
    /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(new TextDecoder("latin1").decode(pdf)) ?? [];
  assert.deepEqual([Math.round(Number(width)), Math.round(Number(height))], [595, 842]); // A4 in points
  assert.deepEqual(urls, [`file://${path}`]);
  assert.deepEqual(complaints, []);
  await opened.close();
}

/** A fresh lecture node passes; asked again it is no longer empty, so that the test code must fail. */
async function runTwice(path: string): Promise<void> {
  await using node = new LectureProcess();
  await until(() => node.port > 0, "it listens", 10_000);
  const run = () => new Deno.Command(python!, { args: [path, `ws://127.0.0.1:${node.port}/ws`] }).output();
  const first = await run();
  const told = new TextDecoder().decode(first.stdout);
  assert.equal(first.code, 0, told + new TextDecoder().decode(first.stderr));
  assert.match(told, /^6 \/ 6 steps passed$/m);
  const second = await run();
  assert.equal(second.code, 1);
  assert.match(new TextDecoder().decode(second.stdout), /^5 \/ 6 steps passed$/m);
}

async function save(
  page: Page,
  button: string,
  folder: string,
): Promise<{ name: string; path: string; text: string }> {
  const [download]: [Download, void] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("dialog").getByRole("button", { name: button }).click(),
  ]);
  const path = `${folder}/${download.suggestedFilename()}`;
  await download.saveAs(path);
  return { name: download.suggestedFilename(), path, text: await Deno.readTextFile(path) };
}
