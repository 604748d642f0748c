/** Ops of students on the page: whose op answered the homework, and the lines of its log beside the exchange. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { entry, messageField } from "./console.ts";
import { type PageTest, testPage, watch } from "./page.ts";

/** The homework as a student may write it. */
const time_file = `export default (_, { now, log }) => {
  log("somebody asks for the time");
  return { time: now, time_zone: "CST" };
};
`;

const greet_file = `export const args = { name: "text" };
export default async ({ name }, { log, store }) => {
  log("hello <b>" + name + "</b>");
  await store.set(name, 1);
  log("goodbye " + name);
  return name;
};
`;

/** What the test reads, by language. */
const words = {
  en: { log: "Log of the op", own: "→ answered by an op that a student wrote" },
  zh: { log: "操作写入的日志", own: "→ 由学生自己编写的操作应答" },
} as const;

for (const language of ["en", "zh"] as const) {
  testPage(
    `the homework is a student's own op: ${language}`,
    { ops: { "time.ts": time_file, "greet.ts": greet_file }, search: `?lang=${language}` },
    (test) => useOwnOps(test, language),
  );
}

async function useOwnOps({ t, browser, page, host, complaints }: PageTest, language: "en" | "zh") {
  await page.locator("[data-state=open] #state").waitFor();
  const told = words[language];
  const lab = page.locator("#lab");

  await t.step("its answer has the lines of its log beside it", async () => {
    await page.locator("#composer .chips .own", { hasText: "time" }).click();
    await page.locator("#send").click();
    const said = entry(page, "#1").locator(".said");
    await said.waitFor();
    assert.equal(await said.locator("h5").innerText(), told.log);
    assert.equal(await said.locator("pre").innerText(), "somebody asks for the time");
  });

  await t.step("the lab's step and the report say that a student wrote the op", async () => {
    const step = lab.locator(".steps li").nth(6);
    await step.locator(".state", { hasText: "#1" }).waitFor();
    assert.equal(await shownNote(page), told.own);
    await page.reload();
    await page.locator("[data-state=open] #state").waitFor();
    assert.equal(await shownNote(page), told.own);
    await lab.locator(".overview .primary").click();
    for (const id of ["name", "student_number", "class", "place", "teacher"]) {
      await page.locator(`#report_${id}`).fill("x");
    }
    const saving = page.waitForEvent("download");
    await page.locator("#lab_report .actions button").nth(1).click();
    const text = await Deno.readTextFile(await (await saving).path());
    assert.ok(text.includes(told.own.slice(2)), text);
    await page.keyboard.press("Escape");
  });

  await t.step(
    "of two requests at once each has its own lines, which stay text and over a reload",
    async () => {
      await send(page, '{"op":"greet","id":1,"args":{"name":"fox"}}');
      await send(page, '{"op":"greet","id":2,"args":{"name":"owl"}}');
      await assertSaid(page, "#2", "hello <b>fox</b>\ngoodbye fox");
      await assertSaid(page, "#3", "hello <b>owl</b>\ngoodbye owl");
      await page.reload();
      await assertSaid(page, "#3", "hello <b>owl</b>\ngoodbye owl");
    },
  );

  await t.step(
    "another client's lines are in none of this page's exchanges, and its page has them",
    async () => {
      await page.locator("[data-state=open] #state").waitFor();
      const context = await browser.newContext();
      const other = await context.newPage();
      const { complaints } = watch(other);
      await other.goto(`http://${host}/`);
      await other.locator("[data-state=open] #state").waitFor();
      await send(other, '{"op":"greet","args":{"name":"cat"}}');
      await assertSaid(other, "#1", "hello <b>cat</b>\ngoodbye cat");
      await send(page, '{"op":"greet","args":{"name":"dog"}}');
      await assertSaid(page, "#4", "hello <b>dog</b>\ngoodbye dog");
      assert.ok(!(await page.locator("#exchanges").innerText()).includes("cat"));
      assert.deepEqual(complaints, []);
      await context.close();
    },
  );

  await t.step("nothing to complain about", () => assert.deepEqual(complaints, []));
}

testPage("the homework answered by the node's own op is said to be no student's", {}, async ({ page }) => {
  await page.locator("[data-state=open] #state").waitFor();
  // Its list of ops has come: there are more than the lecture's.
  await page.locator("#composer [data-action=own_ops]").waitFor();
  await send(page, '{"op":"time"}');
  await page.locator("#lab .steps li.done").nth(1).waitFor();
  assert.equal(await shownNote(page), "→ answered by the op that the node brings along");
  assert.equal(await entry(page, "#1").locator(".said").count(), 0);
});

/** What stands below the lab's last step. */
async function shownNote(page: Page): Promise<string> {
  const note = page.locator("#lab .steps li").nth(6).locator(".note");
  await note.scrollIntoViewIfNeeded();
  return await note.evaluate((note) =>
    getComputedStyle(note, "::before").content.slice(1, -1) + note.textContent
  );
}

async function assertSaid(page: Page, number: string, text: string): Promise<void> {
  const said = entry(page, number).locator(".said pre");
  await said.waitFor();
  assert.equal(await said.innerText(), text);
}

async function send(page: Page, text: string): Promise<void> {
  const field = messageField(page).or(page.getByLabel("要发送的消息"));
  await field.first().fill(text);
  await page.locator("#send").click();
}
