import { wide_factor } from "../../discovery/limits.ts";
import assert from "node:assert/strict";
import { networksOf, sourceKeys } from "../../discovery/address/source.ts";
import type { Source } from "../../ops/context.ts";
import {
  lecture_ops_rate,
  private_ops_rate,
  rate_buckets_max,
  refused_few_rate,
  refused_rate,
  refused_source_rate,
  refused_wait_ms,
} from "../limits.ts";
import { type Allowance, Allowances } from "./allowances.ts";

const loopback: Source = { ip: "127.0.0.1", scope: "loopback" };
const lan: Source = { ip: "192.168.1.7", scope: "private" };

/** The n-th of many public addresses. */
function far(n: number): Source {
  return { ip: `8.${n >> 16 & 255}.${n >> 8 & 255}.${n & 255}`, scope: "public" };
}

function allowancesAt(now_ms = 0) {
  const clock = { now_ms };
  return { clock, allowances: new Allowances(() => clock.now_ms) };
}

/** How many messages of one token are refused before the connection is to be closed. */
function refusalsOf(allowance: Allowance, refusals_max = 100_000): number {
  let refused = 0;
  while (refused < refusals_max && allowance.mayGoOn(1)) refused++;
  return refused;
}

Deno.test("a public source has its burst for all of its connections, then its rate; others have their own", () => {
  const { clock, allowances } = allowancesAt();
  const [first, second] = [allowances.of(far(1)), allowances.of(far(1))];
  assert.equal(first.charge(lecture_ops_rate.burst - 1), true);
  assert.equal(second.charge(1), true);
  assert.deepEqual([first.charge(1), second.charge(1)], [false, false]);
  assert.equal(allowances.of(far(2)).charge(1), true);
  clock.now_ms = 1000 / lecture_ops_rate.per_second;
  assert.deepEqual([second.charge(1), first.charge(1)], [true, false]);
});

Deno.test("a private source has a wider rate of its own, and loopback none", () => {
  const { allowances } = allowancesAt();
  const near = allowances.of(lan);
  assert.equal(near.charge(private_ops_rate.burst), true);
  assert.equal(near.charge(1), false);
  const here = allowances.of(loopback);
  for (let asked = 0; asked < 3; asked++) assert.equal(here.charge(private_ops_rate.burst), true);
});

Deno.test("a page of a foreign origin uses up nothing of what the programs on its IP may ask", () => {
  const { allowances } = allowancesAt();
  assert.equal(allowances.of({ ...lan, scope: "public" }).charge(lecture_ops_rate.burst), true);
  assert.equal(allowances.of(lan).charge(private_ops_rate.burst), true);
});

Deno.test("a message that costs more than the burst is paid by a rested source, and by no other", () => {
  const { clock, allowances } = allowancesAt();
  const allowance = allowances.of(far(1));
  const large = 2 * lecture_ops_rate.burst;
  assert.equal(allowance.charge(1), true);
  assert.equal(allowance.charge(large), false);
  clock.now_ms = 1000;
  assert.equal(allowance.charge(large), true);
  clock.now_ms += 1000 * lecture_ops_rate.burst / lecture_ops_rate.per_second;
  assert.equal(allowance.charge(1), false);
});

Deno.test("a public /64 is one source, its /48 has four times as much, and an own /64 counts by address", () => {
  const own = networksOf(["2600:9:9:9::1"]);
  const allowances = new Allowances(() => 0, (ip) => sourceKeys(ip, own));
  const at = (ip: string) => allowances.of({ ip, scope: "public" });
  for (let network = 1; network <= wide_factor; network++) {
    assert.equal(at(`2600:1:1:${network}::1`).charge(lecture_ops_rate.burst), true);
    assert.equal(at(`2600:1:1:${network}::2`).charge(1), false);
  }
  assert.equal(at("2600:1:1:99::1").charge(1), false);
  assert.equal(at("2600:1:2:1::1").charge(1), true);
  for (let host = 2; host < 9; host++) {
    assert.equal(at(`2600:9:9:9::${host}`).charge(lecture_ops_rate.burst), true);
  }
});

Deno.test("sources beyond those remembered share one account, until rested ones can be forgotten", () => {
  const { clock, allowances } = allowancesAt();
  for (let n = 0; n < rate_buckets_max; n++) assert.equal(allowances.of(far(n)).charge(1), true);
  const crowd = (n: number) => allowances.of(far(rate_buckets_max + n));
  assert.equal(crowd(0).charge(lecture_ops_rate.burst), true);
  assert.equal(crowd(1).charge(1), false);
  assert.equal(allowances.of(far(0)).charge(1), true);
  clock.now_ms = 1000 * lecture_ops_rate.burst / lecture_ops_rate.per_second;
  assert.equal(crowd(1).charge(1), true);
});

Deno.test("a connection may be refused 1,000 times; then it is closed and its source waits 10 s, which others don't", () => {
  const { clock, allowances } = allowancesAt();
  assert.equal(refusalsOf(allowances.of(far(1))), refused_rate.burst);
  assert.deepEqual([allowances.waits(far(1)), allowances.waits(far(2))], [true, false]);
  assert.equal(allowances.waits({ ...far(1), scope: "private" }), false);
  clock.now_ms = refused_wait_ms - 1;
  assert.equal(allowances.waits(far(1)), true);
  clock.now_ms = refused_wait_ms;
  assert.equal(allowances.waits(far(1)), false);
});

Deno.test("a refused message counts by its length", () => {
  const { allowances } = allowancesAt();
  const allowance = allowances.of(far(1));
  let refused = 0;
  while (allowance.mayGoOn(64)) refused++;
  assert.equal(refused, Math.floor(refused_rate.burst / 64));
});

Deno.test("this computer is neither closed for that, nor does it wait", () => {
  const { allowances } = allowancesAt();
  assert.equal(refusalsOf(allowances.of(loopback), 10 * refused_rate.burst), 10 * refused_rate.burst);
  assert.equal(allowances.waits(loopback), false);
});

Deno.test("a source that is refused on many connections loses those that are refused more than a few times", () => {
  const { allowances } = allowancesAt();
  const connections = Array.from({ length: 256 }, () => allowances.of(far(1)));
  const refused = connections.map((connection) => refusalsOf(connection));
  const all = refused.reduce((sum, count) => sum + count, 0);
  assert.ok(all <= refused_source_rate.burst + connections.length * refused_few_rate.burst, `${all}`);
  const neighbour = allowances.of(far(1));
  assert.equal(refusalsOf(neighbour, refused_few_rate.burst), refused_few_rate.burst);
});

Deno.test("a /48 waits as a whole when many of its networks were sent away", () => {
  const { allowances } = allowancesAt();
  const at = (network: number): Source => ({ ip: `2600:1:1:${network.toString(16)}::1`, scope: "public" });
  let networks = 0;
  while (!allowances.waits(at(9_999))) refusalsOf(allowances.of(at(++networks)));
  const expected = wide_factor * refused_source_rate.burst / refused_rate.burst;
  assert.ok(networks >= expected && networks <= expected + 1, `${networks}`);
  assert.equal(allowances.waits({ ip: "2600:1:2::1", scope: "public" }), false);
});
