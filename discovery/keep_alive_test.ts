import assert from "node:assert/strict";
import { entryOf } from "./book/test_entries.ts";
import { deadline_ms, verdict } from "./keep_alive.ts";
import { ClientLink, InboundLink, LectureLink, type Link, OutboundLink } from "./state/link.ts";

const client = () => new ClientLink(1, "203.0.113.7", { group: "203.0", scope: "public" }, 1000);
const inbound = () => new InboundLink(client(), "inbound", "nonce", null);
const outbound = (parts: Partial<OutboundLink>) => {
  const link = new OutboundLink(1, entryOf("ws://203.0.113.7/ws"), "fresh", false);
  return Object.assign(link, parts);
};
const lecture = (parts: Partial<LectureLink>) => Object.assign(new LectureLink(outbound({})), parts);

const cases: [string, Link, number, string][] = [
  ["a dial is the host's to end", outbound({}), 1e9, "wait"],
  ["a plain client may be silent", client(), 1e9, "wait"],
  ["hello is waited for", outbound({ stage: "handshake", asked_ms: 1000 }), 5999, "wait"],
  ["hello is waited for 5 s", outbound({ stage: "handshake", asked_ms: 1000 }), 6000, "no answer to hello"],
  ["a peer is left alone until its time", outbound({ stage: "network", next_ms: 60_000 }), 59_999, "wait"],
  ["a peer is asked in time", outbound({ stage: "network", next_ms: 60_000 }), 60_000, "ask"],
  ["an answer has 10 s", outbound({ stage: "network", asked_ms: 1000 }), 10_999, "wait"],
  ["one miss means asking again", outbound({ stage: "network", asked_ms: 1000 }), 11_000, "ask"],
  ["two misses are death", outbound({ stage: "network", asked_ms: 1000, missed: 1 }), 11_000, "dead"],
  ["an inbound peer asks by itself", inbound(), 66_999, "wait"],
  ["a silent inbound peer is asked", inbound(), 67_000, "ask"],
  ["a lecture node has 20 s for one question", lecture({ asked_ms: 1000 }), 20_999, "wait"],
  ["then it is dead", lecture({ asked_ms: 1000 }), 21_000, "dead"],
  ["a lecture node is pinged in time", lecture({ next_ms: 120_000 }), 120_000, "ask"],
  ["borrowed time ends", outbound({ stage: "network", next_ms: 9e9, until_ms: 5000 }), 5000, "over"],
];

for (const [what, link, now_ms, expected] of cases) {
  Deno.test(`verdict(): ${what}`, () => {
    const due = link.kind !== "client" && deadline_ms(link) <= now_ms;
    assert.equal(due ? verdict(link, now_ms) : "wait", expected);
  });
}

const deadlines: [string, Link, number][] = [
  ["of a client there is none", client(), Infinity],
  ["of a dial neither", outbound({ asked_ms: 1000 }), Infinity],
  [
    "of a question when its patience ends",
    outbound({ stage: "network", asked_ms: 1000, next_ms: 2000 }),
    11_000,
  ],
  ["of a peer without a question its next time", outbound({ stage: "network", next_ms: 2000 }), 2000],
  ["of a lecture node's question twice as late", lecture({ asked_ms: 1000 }), 21_000],
  ["of a silent inbound peer 66 s after its last word", inbound(), 67_000],
  ["its end, where that is earlier", outbound({ stage: "network", next_ms: 2000, until_ms: 1999 }), 1999],
];

for (const [what, link, expected] of deadlines) {
  Deno.test(`deadline_ms(): ${what}`, () => assert.equal(deadline_ms(link), expected));
}

Deno.test("verdict(): an end that has come outranks everything else, one millisecond before it nothing", () => {
  const link = outbound({ stage: "handshake", asked_ms: 1, until_ms: 5000 });
  assert.deepEqual([verdict(link, 4999), verdict(link, 5000)], ["no answer to hello", "over"]);
  const asked = outbound({ stage: "network", asked_ms: 1, missed: 0, until_ms: 5000 });
  assert.deepEqual([verdict(asked, 4999), verdict({ ...asked, missed: 1 } as OutboundLink, 4999)], [
    "ask",
    "dead",
  ]);
});
