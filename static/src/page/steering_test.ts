import assert from "node:assert/strict";
import { code, right, TestPage, wrong } from "./test_steering.ts";

Deno.test("without a key the page only looks, and asks nothing", async () => {
  const page = new TestPage("#peers");
  await page.steering.take();
  assert.deepEqual([page.states, page.asked, page.replaced], [["looks"], [], []]);
});

Deno.test("a key leaves the address at once, is asked about and kept", async () => {
  const page = new TestPage(`#key=${right}`);
  const taken = page.steering.take();
  assert.deepEqual(page.replaced, ["/?lang=en"]);
  await taken;
  assert.deepEqual([page.states, page.asked], [["steers"], [`POST key ${right}`]]);
  assert.deepEqual(page.stored, { "/": right });
});

Deno.test("a kept key needs one request", async () => {
  const page = new TestPage("", right);
  await page.steering.take();
  assert.deepEqual([page.states, page.asked], [["steers"], [`POST key ${right}`]]);
});

Deno.test("a code leaves the address at once and is exchanged for the key by one POST", async () => {
  const page = new TestPage(`#code=${code}`);
  const taken = page.steering.take();
  assert.deepEqual(page.replaced, ["/?lang=en"]);
  await taken;
  assert.deepEqual([page.states, page.asked, page.stored], [["steers"], ["POST key"], { "/": right }]);
});

Deno.test("a code that was used is refused; a key that was kept stays good", async () => {
  const page = new TestPage(`#code=${wrong}`);
  await page.steering.take();
  assert.equal(page.steering.state, "code refused");
  const known = new TestPage(`#code=${wrong}`, right);
  await known.steering.take();
  assert.deepEqual([known.steering.state, known.stored], ["steers", { "/": right }]);
});

Deno.test("a refused key is dropped", async () => {
  const page = new TestPage("", wrong);
  await page.steering.take();
  assert.deepEqual([page.states, page.stored], [["key refused"], {}]);
  await page.steering.check();
  assert.equal(page.asked.length, 1);
});

Deno.test("a link with a wrong key takes nothing away", async () => {
  const page = new TestPage(`#key=${wrong}`, right);
  await page.steering.take();
  assert.deepEqual([page.steering.state, page.stored], ["steers", { "/": right }]);
  page.location.hash = `#key=${wrong}`;
  await page.steering.take();
  assert.deepEqual([page.steering.state, page.stored], ["steers", { "/": right }]);
});

Deno.test("a link opened in the same tab brings the right to steer", async () => {
  const page = new TestPage("", wrong);
  await page.steering.take();
  page.location.hash = `#key=${right}`;
  await page.steering.take();
  assert.deepEqual([page.states, page.stored], [["key refused", "steers"], { "/": right }]);
});

Deno.test("a node that does not answer costs no key: it is asked again", async () => {
  for (const node of ["down", "proxy's error"] as const) {
    for (const page of [new TestPage("", right), new TestPage(`#key=${right}`)]) {
      page.node = node;
      await page.steering.take();
      assert.equal(page.steering.may_steer, false);
      page.node = "up";
      await page.steering.check();
      assert.deepEqual([page.steering.state, page.stored], ["steers", { "/": right }]);
      page.node = node;
      await page.steering.check();
      assert.equal(page.steering.may_steer, true);
    }
  }
});

Deno.test("a page that a proxy makes foreign says so, and keeps no key", async () => {
  for (const hash of [`#key=${right}`, `#code=${code}`]) {
    const page = new TestPage(hash);
    page.node = "proxy's Host";
    await page.steering.take();
    assert.deepEqual([page.states, page.stored], [["foreign"], {}]);
  }
  const kept = new TestPage("", right);
  kept.node = "proxy's Host";
  await kept.steering.take();
  assert.deepEqual([kept.steering.state, kept.stored], ["foreign", { "/": right }]);
});

Deno.test("a node that was started anew with another key is noticed by a check, and by an order", async () => {
  const page = new TestPage("", right);
  await page.steering.take();
  page.key = wrong;
  await page.steering.check();
  assert.deepEqual([page.states, page.stored], [["steers", "key refused"], {}]);

  const other = new TestPage("", right);
  await other.steering.take();
  other.key = wrong;
  assert.equal((await other.steering.request("control/dial", { method: "POST" })).status, 401);
  assert.deepEqual([other.states, other.stored], [["steers", "key refused"], {}]);
});

Deno.test("an order bears the key", async () => {
  const page = new TestPage("", right);
  await page.steering.take();
  assert.equal((await page.steering.request("control/dial", { method: "POST" })).status, 200);
  assert.equal(page.asked.at(-1), `POST control/dial ${right}`);
});

Deno.test("where nothing can be kept, the key lives as long as the page", async () => {
  const page = new TestPage(`#key=${right}`);
  page.browser.refuses = true;
  await page.steering.take();
  assert.deepEqual([page.steering.state, page.browser.getItem("foxchain.key")], ["steers", null]);
});

Deno.test("two nodes behind one origin have a key each", async () => {
  const page = new TestPage(`#key=${right}`);
  page.browser.setItem("foxchain.key", JSON.stringify({ "/other/": wrong }));
  page.location.pathname = "/fox/";
  await page.steering.take();
  assert.deepEqual(page.stored, { "/fox/": right, "/other/": wrong });
  page.key = wrong;
  await page.steering.check();
  assert.deepEqual(page.stored, { "/other/": wrong });
});

Deno.test("what is stored may be anything", async () => {
  for (const stored of ["", "{", "null", "7", '"x"', "[]", '{"/":7}', right]) {
    const page = new TestPage();
    page.browser.setItem("foxchain.key", stored);
    await page.steering.take();
    assert.deepEqual([page.steering.state, page.asked], ["looks", []], stored);
  }
});
