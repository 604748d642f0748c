/** Holds what the documents say about limits to `discovery/limits.ts`. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as limits from "../discovery/limits.ts";
import { readDocument, root_url, tableRows } from "./markdown.ts";

const number = (value: number) => value.toLocaleString("en-US");
const kib = (bytes: number) => bytes % 2 ** 20 === 0 ? `${bytes / 2 ** 20} MiB` : `${bytes / 2 ** 10} KiB`;
const messages = limits.message_bytes_max;
const rate = limits.lecture_ops_rate;

/** Row of the limits table in both READMEs -> the figures it must name. */
const readme_rows: readonly string[][] = [
  [kib(messages.public), kib(messages.private)],
  [kib(limits.unread_bytes_max)],
  [number(limits.pending_answers_max)],
  [number(rate.per_second), number(rate.burst)],
  [number(limits.loopback_clients_max)],
  [number(limits.clients_max)],
  [number(limits.clients_per_ip_max)],
  [number(limits.idle_timeout_s)],
  [number(limits.peers_default_max)],
  [number(limits.address_characters_max)],
  [number(limits.peers_page_default), number(limits.peers_page_max)],
];

for (const [path, label] of [["README.md", "one message"], ["README.zh-CN.md", "一条消息"]] as const) {
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

/** Limits that some file reachable from the program's entry imports; those of parts not yet connected are not in force. */
function limitsInForce(): Set<string> {
  const names = new Set<string>();
  const files = new Set([new URL("main.ts", root_url).href]);
  for (const file of files) {
    const text = readFileSync(new URL(file), "utf8");
    for (const [, path] of text.matchAll(/(?:^import \{.*|^\} |import\()(?:from )?"(\.[^"]*\.ts)"/gm)) {
      files.add(new URL(path!, file).href);
    }
    const [, list = ""] = /import \{([^}]*)\} from "[./a-z]*\/limits\.ts"/.exec(text) ?? [];
    for (const name of list.split(",").map((part) => part.trim())) if (name !== "") names.add(name);
    if (!/import \* as limits from/.test(text)) continue;
    for (const [, name] of text.matchAll(/\blimits\.(\w+)/g)) {
      if (Object.hasOwn(limits, name!)) names.add(name!);
    }
  }
  return names;
}

Deno.test("SECURITY.md says which attack each limit in force answers", () => {
  const explained = tableRows(readDocument("SECURITY.md")).map(([cell]) => cell!.replaceAll("`", ""));
  const in_force = limitsInForce();
  assert.ok(in_force.has("message_bytes_max") && in_force.has("address_characters_max"));
  const missing = [...in_force].filter((name) => !explained.includes(name));
  assert.deepEqual(missing, [], "add a row for each of these");
});

/** Ways to write a limit's value, each with its unit. */
function writings(name: string, value: unknown): string[] {
  if (name === "message_bytes_max") {
    return [`${kib(messages.public)} public, ${kib(messages.private)} private`];
  }
  if (typeof value !== "number") {
    const { per_second, burst } = value as typeof rate;
    return [`${number(per_second)}/s, burst ${number(burst)}`];
  }
  if (/_bytes(_max)?$/.test(name)) return [kib(value)];
  if (name === "refused_text_garbage_max") return [`${value / 2 ** 20} Mi characters`];
  const unit_ms = /_ms(_max)?$/.test(name) ? 1 : /_s$/.test(name) ? 1000 : undefined;
  if (unit_ms === undefined) return [number(value)];
  const units = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, days: 86_400_000 };
  return Object.entries(units).map(([unit, length_ms]) => `${number(value * unit_ms / length_ms)} ${unit}`);
}

Deno.test("SECURITY.md explains only limits that exist, and with their values", () => {
  const rows = tableRows(readDocument("SECURITY.md")).filter(([cell]) => cell !== "limit");
  for (const [cell, said] of rows) {
    const name = cell!.replaceAll("`", "");
    const value = (limits as Record<string, unknown>)[name];
    assert.notEqual(value, undefined, name);
    const ways = writings(name, value);
    assert.ok(
      ways.some((way) => said === way || said!.startsWith(`${way} `) || said!.startsWith(`${way},`)),
      `${name}: ${said}, not ${ways}`,
    );
  }
});
