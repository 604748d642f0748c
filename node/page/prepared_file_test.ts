import assert from "node:assert/strict";
import { PreparedFile } from "./prepared_file.ts";

const long = "fox ".repeat(1_000);
const html = "text/html; charset=utf-8";

function fileOf(content: string, content_type = html) {
  let made = 0;
  const file = new PreparedFile(content_type, () => {
    made++;
    return content;
  }, ["Accept-Language"]);
  return {
    made: () => made,
    ask: (headers: Record<string, string> = {}) => file.answer(new Headers(headers)),
  };
}

async function textOf(answer: Response): Promise<string> {
  if (answer.headers.get("content-encoding") === null) return await answer.text();
  return await new Response(answer.body!.pipeThrough(new DecompressionStream("gzip"))).text();
}

Deno.test("a prepared file is made once, for whatever number of requests", async () => {
  const { ask, made } = fileOf(long);
  await Promise.all(Array.from({ length: 20 }, async () => await (await ask()).text()));
  await (await ask({ "accept-encoding": "gzip" })).text();
  assert.equal(made(), 1);
});

for (
  const [accepted, packed] of [
    [undefined, false],
    ["gzip", true],
    ["gzip, deflate, br", true],
    ["deflate, GZIP;q=0.5", true],
    ["gzip;q=0", false],
    ["gzip;q=0.0, *", false],
    ["*", true],
    ["*;q=0", false],
    ["identity", false],
    ["br", false],
    ["", false],
  ] as const
) {
  Deno.test(`a prepared file is ${packed ? "" : "not "}packed for Accept-Encoding ${accepted}`, async () => {
    const answer = await fileOf(long).ask(accepted === undefined ? {} : { "accept-encoding": accepted });
    assert.equal(answer.headers.get("content-encoding"), packed ? "gzip" : null);
    assert.equal(answer.headers.get("vary"), "Accept-Encoding, Accept-Language");
    assert.equal(await textOf(answer), long);
  });
}

Deno.test("what is short or packed already is sent as it is", async () => {
  for (const { ask } of [fileOf("fox"), fileOf(long, "font/woff2")]) {
    const answer = await ask({ "accept-encoding": "gzip" });
    assert.equal(answer.headers.get("content-encoding"), null);
    await answer.body!.cancel();
  }
});

Deno.test("a browser that has the file gets 304 with the headers of a cache, and no body", async () => {
  const { ask } = fileOf(long);
  const first = await ask({ "accept-encoding": "gzip" });
  await first.body!.cancel();
  const etag = first.headers.get("etag")!;
  for (const sent of [etag, `"x", ${etag}`, etag.replace("W/", ""), "*"]) {
    const answer = await ask({ "if-none-match": sent });
    assert.deepEqual([answer.status, await answer.text()], [304, ""]);
    assert.deepEqual(
      ["etag", "vary", "cache-control"].map((name) => answer.headers.get(name)),
      [etag, "Accept-Encoding, Accept-Language", "no-cache"],
    );
  }
  const other = await ask({ "if-none-match": '"x"' });
  assert.equal(other.status, 200);
  await other.body!.cancel();
});

Deno.test("other content has another ETag", async () => {
  const [first, second] = [await fileOf(long).ask(), await fileOf(long + "!").ask()];
  assert.notEqual(first.headers.get("etag"), second.headers.get("etag"));
  await Promise.all([first.body!.cancel(), second.body!.cancel()]);
});

Deno.test("a file that could not be made is tried again", async () => {
  let tries = 0;
  const file = new PreparedFile(html, () => {
    if (++tries === 1) throw new Error("not yet");
    return "ready";
  });
  await assert.rejects(file.answer(new Headers()), /not yet/);
  assert.equal(await (await file.answer(new Headers())).text(), "ready");
});
