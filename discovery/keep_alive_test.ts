import assert from "node:assert/strict";
import { deadline_ms, verdict } from "./keep_alive.ts";
import { Link } from "./link.ts";

const cases: [string, boolean, Partial<Link>, number, string][] = [
  ["a dial is the host's to end", true, { stage: "dialling" }, 1e9, "wait"],
  ["a plain client may be silent", false, { stage: "client" }, 1e9, "wait"],
  ["hello is waited for", true, { stage: "greeting", asked_ms: 1000 }, 5999, "wait"],
  ["hello is waited for 5 s", true, { stage: "greeting", asked_ms: 1000 }, 6000, "silent greeting"],
  ["a peer is left alone until its time", true, { stage: "network", next_ms: 60_000 }, 59_999, "wait"],
  ["a peer is asked in time", true, { stage: "network", next_ms: 60_000 }, 60_000, "ask"],
  ["an answer has 10 s", true, { stage: "network", asked_ms: 1000 }, 10_999, "wait"],
  ["one miss means asking again", true, { stage: "network", asked_ms: 1000 }, 11_000, "ask"],
  ["two misses are death", true, { stage: "network", asked_ms: 1000, missed: 1 }, 11_000, "dead"],
  ["an inbound peer asks by itself", false, { stage: "network", heard_ms: 1000 }, 66_999, "wait"],
  ["a silent inbound peer is asked", false, { stage: "network", heard_ms: 1000 }, 67_000, "ask"],
  ["a lecture node has 20 s for one question", true, { stage: "lecture", asked_ms: 1000 }, 20_999, "wait"],
  ["then it is dead", true, { stage: "lecture", asked_ms: 1000 }, 21_000, "dead"],
  ["a lecture node is pinged in time", true, { stage: "lecture", next_ms: 120_000 }, 120_000, "ask"],
  ["borrowed time ends", true, { stage: "network", next_ms: 9e9, until_ms: 5000 }, 5000, "over"],
];

for (const [what, outbound, parts, now_ms, expected] of cases) {
  Deno.test(`verdict(): ${what}`, () => {
    const link = Object.assign(new Link(1, outbound, outbound ? "fresh" : "inbound"), parts);
    assert.equal(deadline_ms(link) > now_ms ? "wait" : verdict(link, now_ms), expected);
  });
}
