/** The limits that the ops' schemas set: on both sides of each. */
import assert from "node:assert/strict";
import {
  announce_hops_max,
  ignored_listed_max,
  node_name_characters_max,
  peers_page_max,
  sample_give_max,
  sample_gone_max,
  sample_news_max,
  sample_want_max,
} from "../discovery/limits.ts";
import { address_characters_max } from "../discovery/address/limits.ts";
import { table } from "./table.ts";

type Part = "args" | "response";

/** A value that fits, and per field the last value that still fits and the first that does not. */
interface Case {
  readonly op: string;
  readonly part: Part;
  readonly fits: Readonly<Record<string, unknown>>;
  readonly borders: readonly (readonly [field: string, last: unknown, beyond: unknown])[];
}

const text = (length: number) => "a".repeat(length);
const texts = (count: number) => Array.from({ length: count }, (_, n) => `ws://${n}`);
const gifts = (count: number) => texts(count).map((addr) => [addr, 1]);
const most_text = [text(address_characters_max), text(address_characters_max + 1)] as const;
const label = [text(64), text(65)] as const;

const cases: readonly Case[] = [
  {
    op: "hello",
    part: "args",
    fits: { v: 1, net: "n", nonce: "n", addr: "a", agent: "a" },
    borders: [
      ["v", 1, 0],
      ["net", ...label],
      ["nonce", ...label],
      ["nonce", "n", ""],
      ["addr", ...most_text],
      ["agent", ...label],
      ["name", text(2 * node_name_characters_max), text(2 * node_name_characters_max + 1)],
    ],
  },
  {
    op: "hello",
    part: "response",
    fits: { v: 1, net: "n", nonce: "n", seen: "s", agent: "a", ops: [] },
    borders: [
      ["v", 1, 0],
      ["net", ...label],
      ["nonce", ...label],
      ["nonce", "n", ""],
      ["seen", ...label],
      ["agent", ...label],
      ["name", text(2 * node_name_characters_max), text(2 * node_name_characters_max + 1)],
      ["ops", texts(64), texts(65)],
      ["ops", [label[0]], [label[1]]],
    ],
  },
  {
    op: "sample",
    part: "args",
    fits: { want: 1, gone: [] },
    borders: [
      ["want", sample_want_max, sample_want_max + 1],
      ["want", 0, -1],
      ["gone", texts(sample_gone_max), texts(sample_gone_max + 1)],
      ["gone", [most_text[0]], [most_text[1]]],
      ["give", gifts(sample_give_max), gifts(sample_give_max + 1)],
      ["give", [["ws://a", 0]], [["ws://a", -1]]],
      ["give", [[most_text[0], 1]], [[most_text[1], 1]]],
    ],
  },
  {
    op: "sample",
    part: "response",
    fits: { peers: [], ages: [], news: [], gone: [] },
    borders: [
      ["peers", texts(sample_want_max), texts(sample_want_max + 1)],
      ["peers", [most_text[0]], [most_text[1]]],
      ["ages", Array(sample_want_max).fill(0), Array(sample_want_max + 1).fill(0)],
      ["ages", [0], [-1]],
      ["news", texts(sample_news_max), texts(sample_news_max + 1)],
      ["gone", texts(sample_gone_max), texts(sample_gone_max + 1)],
    ],
  },
  {
    op: "announce",
    part: "args",
    fits: { addr: "a", age: 1, hops: 1 },
    borders: [
      ["addr", ...most_text],
      ["age", 0, -1],
      ["hops", 0, -1],
      ["hops", announce_hops_max, announce_hops_max + 1],
    ],
  },
  { op: "verify", part: "args", fits: { addr: "a" }, borders: [["addr", ...most_text]] },
  {
    op: "peers",
    part: "args",
    fits: { limit: 2, after: "a" },
    borders: [["limit", 1, 0], ["limit", peers_page_max, peers_page_max + 1]],
  },
  {
    op: "register",
    part: "response",
    fits: { accepted: [], ignored: [], ignored_more: 2 },
    borders: [
      ["ignored_more", 1, 0],
      [
        "ignored",
        texts(ignored_listed_max).map((addr) => ({ addr, reason: "" })),
        texts(ignored_listed_max + 1).map((addr) => ({ addr, reason: "" })),
      ],
    ],
  },
];

for (const { op, part, fits, borders } of cases) {
  const parses = (value: unknown) => table.get(op)![part].safeParse(value).success;
  Deno.test(`the ${part} of ${op} have their limits`, () => {
    assert.ok(parses(fits));
    for (const [field, last, beyond] of borders) {
      assert.ok(parses({ ...fits, [field]: last }), `${field}: the last that fits`);
      assert.ok(!parses({ ...fits, [field]: beyond }), `${field}: the first beyond`);
    }
  });
}

Deno.test("register takes anything for an address, but only a text or a list of texts names one", () => {
  const { args } = table.get("register")!;
  const addressesIn = (addr: unknown) => args.safeParse({ addr }).data;
  for (const addr of ["ws://a", ["ws://a"], []]) assert.deepEqual(addressesIn(addr), { addr });
  for (const addr of [5, null, true, {}]) assert.deepEqual(addressesIn(addr), { addr: [] });
  assert.equal(args.safeParse({ addr: [5] }).success, false);
});
