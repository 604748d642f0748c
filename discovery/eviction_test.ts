import assert from "node:assert/strict";
import { victimFor } from "./eviction.ts";
import { protected_age, protected_latency } from "./limits.ts";
import { Link } from "./link.ts";

const spared = protected_age + protected_latency;

function inbound(groups: readonly string[]): Link[] {
  return groups.map((group, at) => {
    const link = new Link(at + 1, false, "inbound");
    link.teller = { group, scope: "public" };
    link.opened_ms = at;
    // The nearest are the newest, so that age and latency spare different links.
    link.latency_ms = 1000 - at;
    return link;
  });
}

Deno.test("a newcomer of a new group takes the place of the youngest of the largest group", () => {
  const links = inbound([...Array(40).keys()].map((at) => at % 4 === 0 ? `g${at}` : "large"));
  const victim = victimFor(links, "new");
  assert.equal(victim?.teller.group, "large");
  const others = links.slice(protected_age, 40 - protected_latency).filter(({ teller }) =>
    teller.group === "large"
  );
  assert.equal(victim, others.at(-1));
});

Deno.test("a newcomer of the largest group gets nobody's place", () => {
  assert.equal(victimFor(inbound(Array(40).fill("large")), "large"), undefined);
});

Deno.test("where every group has one peer nobody is evicted", () => {
  assert.equal(victimFor(inbound([...Array(40).keys()].map(String)), "new"), undefined);
});

Deno.test("the oldest and the nearest are spared", () => {
  assert.equal(victimFor(inbound(Array(spared).fill("large")), "new"), undefined);
  assert.equal(victimFor(inbound(Array(spared + 1).fill("large")), "new")?.id, protected_age + 1);
});
