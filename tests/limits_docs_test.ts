/** Holds what the documents say about limits to the files of limits. */
import assert from "node:assert/strict";
import * as protocol_limits from "../discovery/limits.ts";
import * as node_limits from "../node/limits.ts";
import { deno } from "../tools/deno.ts";
import { commentsOf, limitsPage } from "../tools/limits_page.ts";
import { readDocument, root_url, tableRows } from "./markdown.ts";

const limits = { ...protocol_limits, ...node_limits };
const number = (value: number) => value.toLocaleString("en-US");
const kib = (bytes: number) => bytes % 2 ** 20 === 0 ? `${bytes / 2 ** 20} MiB` : `${bytes / 2 ** 10} KiB`;
const messages = limits.message_bytes_max;
const rate = limits.lecture_ops_rate;

/** Row of the limits table in both languages of the reference -> the figures it must name. */
const readme_rows: readonly string[][] = [
  [kib(messages.public), kib(messages.private)],
  [kib(limits.unread_bytes_max)],
  [number(limits.pending_answers_max)],
  [number(rate.per_second), number(rate.burst)],
  [number(limits.private_ops_rate.per_second), number(limits.private_ops_rate.burst)],
  [number(limits.refused_rate.burst)],
  [number(limits.loopback_clients_max)],
  [number(limits.clients_max)],
  [number(limits.clients_per_ip_max)],
  [number(limits.idle_timeout_s)],
  [number(limits.spare_places_min)],
  [number(limits.peers_default_max)],
  [number(limits.address_characters_max)],
  [number(limits.peers_page_default), number(limits.peers_page_max)],
];

for (
  const [path, label] of [["docs/reference.md", "one message"], [
    "docs/reference.zh-CN.md",
    "一条消息",
  ]] as const
) {
  Deno.test(`${path} names the limits that are in force`, () => {
    assert.equal(messages.private, messages.loopback);
    const rows = tableRows(readDocument(path));
    const first = rows.findIndex(([cell]) => cell === label);
    for (const [index, figures] of readme_rows.entries()) {
      const said = rows[first + index]![1]!.match(/\d+(,\d{3})*( [KM]iB)?/g);
      assert.deepEqual(said, figures);
    }
  });
}

Deno.test("docs/limits.md is what deno task limits writes", async () => {
  const path = await Deno.makeTempFile({ suffix: ".md" });
  await Deno.writeTextFile(path, await limitsPage());
  await deno(["fmt", "--quiet", "--config", "deno.json", path], { quiet: true });
  const written = await Deno.readTextFile(path);
  await Deno.remove(path);
  assert.equal(readDocument("docs/limits.md"), written, "run: deno task limits");
});

const files = [
  "discovery/limits.ts",
  "discovery/address/limits.ts",
  "discovery/book/limits.ts",
  "node/limits.ts",
  "node/page/limits.ts",
  "storage/limits.ts",
  "cli/limits.ts",
];

for (const path of files) {
  Deno.test(`every limit in ${path} has a reason`, async () => {
    const url = new URL(path, root_url);
    const source = await Deno.readTextFile(url);
    const explained = commentsOf(source);
    const handed_on = await Promise.all(
      Array.from(
        source.matchAll(/^export \* from "(.+)";$/gm),
        ([, from]) => import(new URL(from!, url).href),
      ),
    );
    const others = new Set(handed_on.flatMap((module) => Object.keys(module)));
    const own = Object.keys(await import(url.href)).filter((name) => !others.has(name));
    assert.deepEqual(own.sort(), explained.map(([name]) => name).sort());
    for (const [name, comment] of explained) assert.ok(comment.length > 20, name);
  });
}

/** Quotes and comma around an address in a list. */
const around = 3;
const in_one_sample = limits.sample_want_max + limits.sample_give_max + limits.sample_gone_max +
  limits.sample_news_max;
const usual_characters = 60;

for (
  const [what, bytes, limit] of [
    ["a full sample", in_one_sample * (limits.address_characters_max + around), messages.public],
    ["a usual page of peers", limits.peers_page_default * (usual_characters + around), messages.public],
    ["the longest page of peers", limits.peers_page_max * (usual_characters + around), messages.loopback],
  ] as const
) {
  Deno.test(`${what} fits one message`, () => assert.ok(bytes < limit, `${bytes} < ${limit}`));
}
