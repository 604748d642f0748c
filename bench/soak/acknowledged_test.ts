import assert from "node:assert/strict";
import { acknowledge, acknowledged_each_time, lookFor } from "./acknowledged.ts";

const addresses = Array.from({ length: 2_500 }, (_, n) => `ws://a${String(n).padStart(4, "0")}/`);

/** A node that lists some addresses in pages, as far as it has them at its n-th look. */
function node(listedAt: (look: number) => readonly string[]) {
  let look = 0;
  return {
    // deno-lint-ignore require-await
    async ask(_op: string, { limit, after }: { limit?: number; after?: string } = {}) {
      const listed = listedAt(after === undefined ? look++ : look - 1);
      const from = after === undefined ? 0 : listed.indexOf(after) + 1;
      return { status: 200, response: { peers: listed.slice(from, from + limit!) } };
    },
  };
}

/** Each pause takes a second. */
function clock() {
  let now = 0;
  return { now_ms: () => now, pause: () => Promise.resolve(now += 1_000) };
}

Deno.test("all pages of a list are read, and nothing that is in one of them is missing", async () => {
  assert.deepEqual(await lookFor(node(() => addresses), [addresses[0]!, addresses[2_499]!], clock()), {
    missing: 0,
    listed: 2_500,
  });
});

Deno.test("what is listed some seconds later is not missing, what never comes is", async () => {
  const late = node((look) => look < 3 ? addresses.slice(1) : addresses);
  assert.equal((await lookFor(late, addresses, clock()))?.missing, 0);
  const lost = node(() => addresses.slice(2));
  assert.deepEqual(await lookFor(lost, addresses, clock()), { missing: 2, listed: 2_498 });
});

Deno.test("a node that does not answer is not said to have lost anything", async () => {
  assert.equal(await lookFor({ ask: () => Promise.resolve(undefined) }, addresses, clock()), undefined);
});

Deno.test("addresses count as acknowledged only where the node said so, and are new each time", async () => {
  const answers = (status: number) => ({ ask: () => Promise.resolve({ status }) });
  const first = await acknowledge(answers(202));
  const second = await acknowledge(answers(202));
  assert.equal(new Set([...first, ...second]).size, 2 * acknowledged_each_time);
  assert.deepEqual(await acknowledge(answers(503)), []);
});
