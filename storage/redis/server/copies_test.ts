/** How many copies count, and that many registers share a wait. */
import assert from "node:assert/strict";
import { redis_copy_lag_max_s } from "../../limits.ts";
import { Copies, copiesIn } from "./copies.ts";

const place = { host: "h", port: 1, database: 0, tls: false, shown: "redis://h:1/0" };
const copy = (state: string, lag: number) => `slave0:ip=::1,port=6380,state=${state},offset=9,lag=${lag}\r\n`;

Deno.test("a copy counts while it is online and has not been silent for longer than the limit", () => {
  assert.equal(copiesIn(copy("online", redis_copy_lag_max_s)), 1);
  assert.equal(copiesIn(copy("online", redis_copy_lag_max_s + 1)), 0);
  assert.equal(copiesIn(copy("wait_bgsave", 0)), 0);
  assert.equal(copiesIn("role:master\r\nconnected_slaves:0\r\n"), 0);
  assert.equal(copiesIn(copy("online", 0) + copy("online", 1).replace("slave0", "slave1")), 2);
});

Deno.test("registers that come during one wait share the next, and each fails where no copy has it", async () => {
  const waits: ((copies: number) => void)[] = [];
  const copies = new Copies(place, () => new Promise((resolve) => waits.push(resolve)));
  await copies.confirm();
  assert.equal(waits.length, 0, "nobody waits where no copy is known");
  copies.saw(copy("online", 0));
  const first = copies.confirm();
  const more = [copies.confirm(), copies.confirm()];
  assert.equal(waits.length, 1);
  waits[0]!(1);
  await first;
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(waits.length, 2);
  waits[1]!(0);
  for (const ended of more) await assert.rejects(ended, { fault: "away", message: /no copy of it/ });
  const later = copies.confirm();
  assert.equal(waits.length, 3);
  waits[2]!(1);
  await later;
});

Deno.test("the note says that no copy follows any longer only where one did", () => {
  const copies = new Copies(place, () => Promise.resolve(1));
  copies.saw("connected_slaves:0");
  assert.equal(copies.note, undefined);
  copies.saw(copy("online", 0));
  assert.equal(copies.note, undefined);
  copies.saw("connected_slaves:0");
  assert.match(copies.note!.en, /No copy follows/);
  copies.saw(undefined);
  assert.match(copies.note!.en, /INFO is forbidden/);
});
