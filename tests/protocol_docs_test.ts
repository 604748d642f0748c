/** Holds what `docs/protocol.md` shows and counts to the program: each answer to `dispatch`, each limit to its value. */
import assert from "node:assert/strict";
import { Entry } from "../discovery/book/entry.ts";
import { locate } from "../discovery/address/group.ts";
import * as limits from "../discovery/limits.ts";
import { write_behind_ms } from "../node/limits.ts";
import { Membership } from "../discovery/membership.ts";
import type { Context } from "../ops/context.ts";
import { dispatch } from "../ops/dispatch.ts";
import { lectureTable, table } from "../ops/table.ts";
import { lecture_moment_s, testContext } from "../ops/test_context.ts";
import { accessTo } from "../ops/network_access.ts";
import { codeBlocks, linkTargets, readDocument, tableRows } from "./markdown.ts";

const now_ms = lecture_moment_s * 1000;
const asker_ip = "198.51.100.4";
const path = "docs/protocol.md";
const dialogues = codeBlocks(readDocument(path)).filter(({ text }) => text.startsWith("> "));

/** A node that reached one other half a minute ago, and whose dial-backs find the asker. */
function nodeOfTheDocument(): Context {
  const membership = new Membership({
    random: () => 0.5,
    nonce: "77ab",
    now_ms,
    agent: "foxchain/0.1.0",
    own: [],
  });
  const half_a_minute_ago_s = Math.floor(now_ms / 1000) - 30;
  const source = { group: "203.0", scope: "public" } as const;
  const entry = new Entry(locate("ws://192.0.2.30:9000/ws")!, source, half_a_minute_ago_s - 30);
  Object.assign(entry.dialled(), {
    last_success_s: half_a_minute_ago_s,
    last_try_s: half_a_minute_ago_s,
    first_success_s: half_a_minute_ago_s,
    successes: 1,
  });
  membership.load([entry]);
  const link = membership.accepted(now_ms, asker_ip, "public");
  return testContext({
    network: accessTo(membership, link, () => now_ms),
    dialBack: ({ link }) => Promise.resolve(link.nonce),
    source: { ip: asker_ip, scope: "public" },
  });
}

/** Each request of the blocks with the answer that stands below it. */
function exchanges(blocks: typeof dialogues): [string, string][] {
  const lines = blocks.flatMap(({ text }) => text.split("\n"));
  return lines.flatMap((line, at) => line.startsWith("> ") ? [[line.slice(2), lines[at + 1]!]] : []);
}

for (const is_lecture_node of [false, true]) {
  const who = is_lecture_node ? "a lecture node" : "a node";
  Deno.test(`${path} shows what ${who} answers`, async () => {
    const context = nodeOfTheDocument();
    const shown = exchanges(
      dialogues.filter(({ info }) => (info === "text lecture node") === is_lecture_node),
    );
    assert.equal(shown.length, is_lecture_node ? 3 : 5);
    for (const [request, answer] of shown) {
      const given = await dispatch(request, context, is_lecture_node ? lectureTable : table).text;
      assert.equal(answer, `< ${given}`);
    }
  });
}

Deno.test(`${path} explains each op by which nodes find each other`, () => {
  const headings = [...readDocument(path).matchAll(/^### (\w+)$/gm)].map(([, name]) => name!);
  assert.deepEqual(headings, [...table.keys()].filter((name) => !lectureTable.has(name)));
});

const number = (value: number) => value.toLocaleString("en-US");

/** How many nodes an announcement reaches at most that has so many hops behind it. */
function hearers(hops: number): number {
  let count = 0;
  for (let at = hops; at <= limits.announce_hops_max; at++) {
    count += limits.announce_fanout ** (at - hops + 1);
  }
  return count;
}

/** What the document says in words. A number that changes is to be changed there, too. */
const sayings: readonly RegExp[] = [
  new RegExp(`keeps connections to ${limits.outbound_default} of them`),
  new RegExp(`the last ${limits.reconnects_max} good peers`),
  new RegExp(`alone for ${limits.other_net_pause_s / 3600} h`),
  new RegExp(`silence for ${limits.hello_timeout_ms / 1000} s`),
  new RegExp(`every ${limits.sample_ms / 1000} s from the side that dialled`),
  new RegExp(`last ${limits.served_few_s / 3600} h`),
  new RegExp(`up to ${limits.sample_give_max} addresses that the asker reached`),
  new RegExp(`up to ${limits.sample_gone_max} addresses that lately`),
  new RegExp(`up to ${limits.sample_news_max} addresses announced`),
  new RegExp(`once per address and ${limits.probe_pause_s / 3600} h`),
  new RegExp(`\`sample\` is ${(limits.inbound_silence_ms - limits.sample_ms) / 1000} s overdue`),
  new RegExp(`after ${limits.announced_pause_ms / 60_000} min for whoever announces it himself`),
  new RegExp(`to ${limits.announce_fanout} peers.*at most ${limits.announce_hops_max} times`, "s"),
  new RegExp(`one in ${1 / limits.spread_rate.per_second} s on average, ${limits.spread_rate.burst} at once`),
  new RegExp(
    `begins with \`hops\` ${limits.lecture_announce_hops}, so that ${
      hearers(limits.lecture_announce_hops)
    } nodes`,
  ),
  new RegExp(`repeats it, first after ${limits.announce_again_ms / 1000} s`),
  new RegExp(
    `${limits.ip_dials_per_hour_max} times an hour for one public IP, ${limits.verifies_at_once_max} at a time`,
  ),
  new RegExp(`feeler\\*\\* every ${limits.feeler_ms / 1000} s\\.`),
  new RegExp(`in the last ${limits.feeler_recent_s / 60} min`),
  new RegExp(`For ${limits.healing_ms / 60_000} min the random ones`),
  new RegExp(`redial\\*\\* every ${limits.redial_ms / 60_000} min`),
  new RegExp(`${limits.extra_links_max} extra places, for ${limits.extra_kept_ms / 3600_000} h each`),
  new RegExp(
    `${limits.lecture_links_max} places for lecture nodes.*After ${limits.lecture_kept_ms / 60_000} min`,
  ),
  new RegExp(`${limits.inbound_max} places, ${limits.inbound_per_ip_max} for one public IP`),
  new RegExp(`The ${limits.protected_latency} that answer fastest and the ${limits.protected_age} oldest`),
  new RegExp(`alone for ${limits.full_node_pause_s / 60} min, or for ${limits.full_node_short_pause_s} s`),
  new RegExp(
    `it dials ${limits.slot_dial_rate.per_second} in a second on average, ${limits.slot_dial_rate.burst} at once`,
  ),
  new RegExp(
    `At most ${limits.dials_at_once_max} dials at a time. Each ends after ${limits.dial_timeout_ms / 1000} s`,
  ),
  new RegExp(
    `gets 2 in ${limits.unreached_ip_memory_s / 3600} h: when it is drawn, and ${
      limits.unreached_ip_pause_s / 3600
    } h`,
  ),
  new RegExp(
    `${
      number(limits.heard_max)
    }.*${limits.heard_per_source_group_max} from one source group, ${limits.heard_per_group_max} in one`,
  ),
  new RegExp(
    `${
      number(limits.tried_max)
    }.*${limits.tried_per_ip_max} on one IP; ${limits.tried_per_group_max} in one group`,
  ),
  new RegExp(`queue of ${limits.pending_evictions_max}`),
  new RegExp(
    `${limits.good_successes_min} times, over ${limits.good_span_s / 3600} h or more, alive ${
      limits.good_reliability_min * 100
    } %`,
  ),
  new RegExp(`${limits.stale_failures} failures in a row`),
  new RegExp(`${limits.forget_failures_min} failures and ${limits.forget_reached_s / 86_400} days`),
  new RegExp(`in which ${limits.reliability_window_s / 3600} h weigh most`),
  new RegExp(`forgotten ${limits.forget_unreached_s / 3600} h after`),
  new RegExp(
    `waits ${limits.backoff_min_s} s, then twice as long each time, ${limits.backoff_max_s / 3600} h at most`,
  ),
  new RegExp(`heard of within ${limits.proof_ms / 1000} s`),
  new RegExp(`database ${write_behind_ms / 1000} s after`),
  new RegExp(`without answer for ${limits.keep_alive_timeout_ms / 1000} s`),
  new RegExp(`after ${limits.confirmations_min} confirmations`),
  new RegExp(`After ${limits.own_address_kept_ms / 3600_000} h it asks anew`),
  new RegExp(`remembers the last ${limits.news_max}\\.`),
  new RegExp(
    `every ${limits.lecture_peers_ms / 60_000} min ± 50 %, and a WebSocket ping every ${
      limits.lecture_ping_ms / 1000
    } s`,
  ),
  new RegExp(`list ${limits.lecture_peers_max} random addresses`),
  new RegExp(`fewer than ${limits.lecture_holders_min} of those ${limits.lecture_peers_max} were reached`),
];

Deno.test(`${path} tells the limits as they are`, () => {
  const text = readDocument(path).replaceAll(/(?<!\n)\n(?! *[\n|#>-])/g, " ").replaceAll(/ {2,}/g, " ");
  for (const saying of sayings) assert.match(text, saying);
});

Deno.test("the Chinese text of the protocol has the numbers of the English one", () => {
  const numbers = (text: string) => (text.match(/\d+(?:[.,]\d+)*/g) ?? []).sort();
  const [zh, en] = ["docs/protocol.zh-CN.md", path].map((name) => numbers(readDocument(name!)));
  assert.deepEqual(zh, en);
});

Deno.test("each measured figure stands in the results that it names", () => {
  for (const name of [path, "docs/protocol.zh-CN.md"]) {
    const rows = tableRows(readDocument(name)).filter(([cell]) => /^\*\*/.test(cell!));
    assert.ok(rows.length > 10);
    for (const [attack, , measured = ""] of rows) {
      const results = linkTargets(measured).map((target) => readDocument(`docs/${target}`)).join("\n");
      for (const [figure] of measured.replaceAll(/\[.*?\]\(.*?\)/g, "").matchAll(/\d[\d,]*(\.\d+)?/g)) {
        const plain = figure.replaceAll(",", "").replace(".", "\\.");
        assert.match(results, new RegExp(`(?<![\\d.])${plain}(?![\\d]|\\.\\d)`), `${attack}: ${figure}`);
      }
    }
  }
});
