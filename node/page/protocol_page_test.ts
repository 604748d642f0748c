import assert from "node:assert/strict";
import * as z from "zod";
import { asyncApiOf } from "../../ops/asyncapi.ts";
import { defineOp } from "../../ops/op.ts";
import { table } from "../../ops/table.ts";
import { createApp } from "../app.ts";
import { protocolPage, typeText } from "./protocol_page.ts";
import { protocol_words } from "./protocol_words.ts";

const app = createApp({ host_names: [], upgrade: () => new Response(), probe: () => {}, fault: () => "" });
const bindings = { remoteAddr: { transport: "tcp" as const, hostname: "127.0.0.1", port: 50000 } };

function ask(path: string, headers: Record<string, string> = {}): Promise<Response> {
  const all = { host: "localhost:9000", ...headers };
  return Promise.resolve(app.request(`http://localhost:9000${path}`, { headers: all }, bindings));
}

Deno.test("GET /docs shows every op with its fields and examples, locked in like the page", async () => {
  const answer = await ask("/docs");
  assert.equal(answer.headers.get("content-type"), "text/html; charset=UTF-8");
  assert.match(answer.headers.get("content-security-policy")!, /default-src 'none'/);
  const text = await answer.text();
  for (const { name, examples } of table.values()) {
    assert.ok(text.includes(`<h2 id="${name}">`), name);
    for (const { title } of examples) assert.ok(text.includes(title.en.replaceAll("'", "&#39;")), title.en);
  }
  assert.match(text, /<code>nonce<\/code><\/th>\s*<td>string, at most 64 characters, required<\/td>/);
  // One script, the node's own file, which the page's policy lets in; nothing of the table can add another.
  assert.deepEqual(text.match(/<script.*/g), ['<script src="static/docs.js"></script>']);
  assert.doesNotMatch(text, /style="/);
});

const languages: [string, Record<string, string>, string][] = [
  ["/docs", {}, "en"],
  ["/docs", { "accept-language": "zh-CN,zh;q=0.9" }, "zh-CN"],
  ["/docs?lang=zh", { "accept-language": "en" }, "zh-CN"],
  ["/docs?lang=en", { "accept-language": "zh" }, "en"],
  ["/docs?lang=%22%3E%3Cscript%3E", {}, "en"],
];

for (const [path, headers, lang] of languages) {
  Deno.test(`GET ${path} for ${headers["accept-language"] ?? "anybody"} is in ${lang}`, async () => {
    const text = await (await ask(path, headers)).text();
    assert.equal(/<html lang="([^"]+)">/.exec(text)?.[1], lang);
  });
}

Deno.test("both languages have every word", () => {
  assert.deepEqual(Object.keys(protocol_words.zh), Object.keys(protocol_words.en));
});

Deno.test("GET /docs?lang=zh says what each op, field and example is in Chinese", async () => {
  const text = await (await ask("/docs?lang=zh")).text();
  for (const { summary, examples } of table.values()) {
    for (const { zh } of [summary, ...examples.map(({ title }) => title)]) assert.ok(text.includes(zh), zh);
  }
  assert.match(text, /<td>请求来自哪个 IP。<\/td>/);
});

Deno.test("a list of pairs is named whole, without the bounds of what is inside", () => {
  const pair = { prefixItems: [{ type: "string", maxLength: 256 }, { type: "integer" }] };
  assert.equal(
    typeText({ type: "array", items: pair, maxItems: 8 }),
    "array of [string, integer], at most 8",
  );
});

Deno.test("markup in an op's declaration is shown as text", async () => {
  const bad = "<img src=x onerror=alert(1)>";
  const op = defineOp({
    name: "odd",
    summary: { en: bad, zh: bad },
    args: z.object({ [bad]: z.string().describe(bad) }),
    response: z.object({}),
    examples: [{
      title: { en: bad, zh: bad },
      request: { op: "odd", args: bad },
      answer: { status: 200, error: bad },
    }],
    handle: () => ({}),
  });
  const text = String(await protocolPage(new Map([["odd", op]]), "en"));
  assert.ok(!text.includes("<img src=x"));
  assert.equal(text.split("&lt;img src=x").length - 1, 6);
});

Deno.test("GET /asyncapi.json is the document of the table, with an ETag", async () => {
  const answer = await ask("/asyncapi.json");
  assert.ok(answer.headers.get("etag"));
  assert.deepEqual(await answer.json(), JSON.parse(JSON.stringify(asyncApiOf(table))));
});

Deno.test("GET /docs tells caches that it depends on the language, and GET /asyncapi.json that it does not", async () => {
  assert.equal((await ask("/docs")).headers.get("vary"), "Accept-Encoding, Accept-Language");
  assert.equal((await ask("/asyncapi.json")).headers.get("vary"), "Accept-Encoding");
});
