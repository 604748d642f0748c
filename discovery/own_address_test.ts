import assert from "node:assert/strict";
import { own_address_kept_ms } from "./limits.ts";
import { OwnAddress } from "./own_address.ts";
import { at } from "./book/test_entries.ts";

const wide = at("ws://203.0.113.7:9000/ws");
const lan = at("ws://192.168.1.7:9000/ws");
const here = at("ws://127.0.0.1:9000/ws");

Deno.test("each peer is given the narrowest address that reaches it, and never one of narrower scope", () => {
  const own = new OwnAddress([wide, lan, here]);
  assert.deepEqual([own.for("loopback"), own.for("private"), own.for("public")], [here, lan, wide]);
  assert.equal(new OwnAddress([here]).for("public"), undefined);
  assert.equal(new OwnAddress([wide]).for("loopback"), wide);
});

const moved = at("ws://198.51.100.9:9000/ws");
const day_ms = own_address_kept_ms;

Deno.test("an address is believed after two witnesses from different groups", () => {
  const own = new OwnAddress([]);
  assert.equal(own.wantsWitness(0, wide), true);
  assert.equal(own.confirm(0, wide, "1.2", 5), false);
  assert.equal(own.confirm(0, wide, "1.2", 5), false);
  assert.equal(own.is(wide.key), false);
  assert.equal(own.confirm(0, wide, "3.4", 5), true);
  assert.deepEqual([own.is(wide.key), own.wantsWitness(0, wide)], [true, false]);
  assert.equal(own.confirm(0, wide, "5.6", 5), false);
});

Deno.test("one witness is enough where only one group is known", () => {
  assert.equal(new OwnAddress([]).confirm(0, wide, "1.2", 1), true);
});

Deno.test("lies about where we are seen do not pile up", () => {
  const own = new OwnAddress([]);
  own.confirm(0, wide, "1.2", 5);
  for (let lie = 0; lie < 8; lie++) own.confirm(0, at(`ws://198.51.100.${lie}/ws`), "1.2", 5);
  assert.equal(own.confirm(0, wide, "3.4", 5), false);
});

Deno.test("what somebody vouches for is never doubted", () => {
  const own = new OwnAddress([wide]);
  assert.deepEqual([own.wantsWitness(9 * day_ms, wide), own.wantsWitness(9 * day_ms, moved)], [false, false]);
  for (const group of ["1.2", "3.4", "5.6"]) assert.equal(own.doubt(9 * day_ms, group, 5), false);
  assert.equal(own.for("public"), wide);
});

Deno.test("a confirmed address is asked about anew after a day, and then counts for another", () => {
  const own = new OwnAddress([]);
  for (const group of ["1.2", "3.4"]) own.confirm(0, wide, group, 5);
  assert.equal(own.wantsWitness(day_ms - 1, wide), false);
  assert.equal(own.wantsWitness(day_ms, wide), true);
  own.confirm(day_ms, wide, "1.2", 5);
  assert.equal(own.wantsWitness(day_ms, wide), true);
  assert.equal(own.confirm(day_ms, wide, "3.4", 5), false);
  assert.equal(own.wantsWitness(2 * day_ms - 1, wide), false);
});

Deno.test("when it is due it is given up after two doubters more than witnesses, not before", () => {
  const own = new OwnAddress([]);
  for (const group of ["1.2", "3.4"]) own.confirm(0, wide, group, 5);
  for (const group of ["1.2", "3.4", "5.6"]) assert.equal(own.doubt(day_ms - 1, group, 5), false);
  own.confirm(day_ms, wide, "9.9", 5);
  assert.deepEqual(["1.2", "1.2", "3.4"].map((group) => own.doubt(day_ms, group, 5)), [false, false, false]);
  assert.equal(own.for("public"), wide);
  assert.equal(own.doubt(day_ms, "5.6", 5), true);
  assert.equal(own.for("public"), undefined);
});

Deno.test("where peers see us under another address, that one takes the place of the old when two confirm it", () => {
  const own = new OwnAddress([]);
  for (const group of ["1.2", "3.4"]) own.confirm(0, wide, group, 5);
  assert.equal(own.wantsWitness(1000, moved), true);
  assert.equal(own.confirm(1000, moved, "1.2", 5), false);
  assert.equal(own.for("public"), wide);
  assert.equal(own.confirm(1000, moved, "3.4", 5), true);
  assert.deepEqual([own.for("public"), own.is(wide.key)], [moved, false]);
});
