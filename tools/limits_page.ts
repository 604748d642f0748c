/** Writes `docs/limits.md` from every `limits.ts`: each limit's value, its reason, and the attack that it answers. */

/** One file of limits: what it is about, and its path from the repository's folder. */
interface Room {
  readonly title: string;
  readonly path: string;
}

const rooms: readonly Room[] = [
  { title: "Sockets, and the book in a running node", path: "node/limits.ts" },
  { title: "Ops that students write", path: "node/own_ops/limits.ts" },
  { title: "What the page is told and may order", path: "node/page/limits.ts" },
  { title: "The protocol", path: "discovery/limits.ts" },
  { title: "Addresses and sources", path: "discovery/address/limits.ts" },
  { title: "The peer book", path: "discovery/book/limits.ts" },
  { title: "The store", path: "storage/limits.ts" },
  { title: "Class lists", path: "roster/limits.ts" },
  { title: "Finding nodes on the local network", path: "lan/limits.ts" },
  { title: "The command line", path: "cli/limits.ts" },
  { title: "The class board", path: "cli/class/board/limits.ts" },
  { title: "The check of a node", path: "check/limits.ts" },
];

const introduction = `# Limits

Every queue, set, message and wait has a limit. Here is each with its value, its reason and, where there is
one, the attack or accident that it answers. \`deno task limits\` writes this page from the comments in the
source. [SECURITY.md](../SECURITY.md) tells what a stranger can do and what not.
`;

/** The page, not yet formatted. */
export async function limitsPage(): Promise<string> {
  const sections = await Promise.all(rooms.map(section));
  return [introduction, ...sections].join("\n");
}

async function section({ title, path }: Room): Promise<string> {
  const url = new URL(`../${path}`, import.meta.url);
  const values = await import(url.href) as Record<string, unknown>;
  const limits = commentsOf(await Deno.readTextFile(url)).map(([name, comment]) =>
    entry(name, valueText(name, values[name]), comment)
  );
  return `## ${title}\n\nThey stand in [\`${path}\`](../${path}).\n\n${limits.join("")}`;
}

function entry(name: string, value: string, comment: string): string {
  const [reason, attack] = comment.split(/\s*Against: /);
  const against = attack === undefined ? "" : ` _Against:_ ${attack}`;
  return `- **\`${name}\`** ${value}. ${reason}${against}\n`;
}

/**
 * Exported constants with their doc comments, in the order of the file.
 *
 * @example
 * ```ts
 * import { commentsOf } from "./limits_page.ts";
 * import assert from "node:assert/strict";
 *
 * const source = "/**\n * Tabs.\n *\n * Against: a flood.\n *" + "/\nexport const tabs_max = 4;\n";
 * assert.deepEqual(commentsOf(source), [["tabs_max", "Tabs. Against: a flood."]]);
 * ```
 */
export function commentsOf(source: string): [name: string, comment: string][] {
  const documented = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport const (\w+)/g;
  return [...source.matchAll(documented)].map(([, comment, name]) => {
    const text = comment!.replaceAll(/\n\s*\* ?/g, " ").replaceAll(/\s+/g, " ").trim();
    return [name!, text.replaceAll(/\{@linkcode (\w+)\}/g, "`$1`")];
  });
}

/**
 * A limit's value in a unit that reads well. The end of its name gives the unit.
 *
 * @example
 * ```ts
 * import { valueText } from "./limits_page.ts";
 * import assert from "node:assert/strict";
 *
 * assert.equal(valueText("block_max_s", 86_400), "24 h");
 * assert.equal(valueText("unread_bytes_max", 4 * 2 ** 20), "4 MiB");
 * assert.equal(valueText("learn_rate", { per_second: 0.1, burst: 64 }), "0.1/s, burst 64");
 * ```
 */
export function valueText(name: string, value: unknown): string {
  if (typeof value !== "number") return recordText(name, value as Record<string, unknown>);
  const unit = /_(bytes|ms|s|mb)(?=_(max|min|default)$|$)/.exec(name)?.[1];
  if (unit === "bytes") return bytesText(value);
  if (unit === "mb") return `${number(value)} MB`;
  if (unit === undefined || name.endsWith("per_s")) return number(value);
  return durationText(unit === "s" ? value * 1000 : value);
}

function recordText(name: string, value: Record<string, unknown>): string {
  if ("per_second" in value) {
    return `${number(Number(value.per_second))}/s, burst ${number(Number(value.burst))}`;
  }
  if (Array.isArray(value)) return value.map((each) => valueText(name, each)).join(", ");
  return Object.entries(value).map(([key, each]) => `${key} ${valueText(name, each)}`).join(", ");
}

function bytesText(bytes: number): string {
  const [unit, size] = bytes >= 2 ** 20
    ? ["MiB", 2 ** 20]
    : bytes >= 2 ** 10
    ? ["KiB", 2 ** 10]
    : ["bytes", 1];
  return `${number(bytes / Number(size))} ${unit}`;
}

function durationText(ms: number): string {
  const units = [["days", 86_400_000], ["h", 3_600_000], ["min", 60_000], ["s", 1000]] as const;
  const [unit, length_ms] = units.find(([, each]) => ms >= 2 * each && ms % each === 0) ??
    units.find(([, each]) => ms >= each && ms % each === 0) ?? ["ms", 1];
  return `${number(ms / length_ms)} ${unit}`;
}

function number(value: number): string {
  return value.toLocaleString("en-US");
}

if (import.meta.main) {
  await Deno.writeTextFile(new URL("../docs/limits.md", import.meta.url), await limitsPage());
}
