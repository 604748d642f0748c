import assert from "node:assert/strict";
import { own_address_kept_ms, own_mirrors_max } from "../limits.ts";
import { OwnAddress } from "./own_address.ts";
import { at } from "../book/test_entries.ts";

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

Deno.test("all own addresses are told narrowest first, whatever the order in which they became known", () => {
  assert.deepEqual(new OwnAddress([wide, here, lan]).all, [here, lan, wide]);
  assert.deepEqual(new OwnAddress([]).all, []);
});

Deno.test("a port is this node's where one of its addresses has it", () => {
  const own = new OwnAddress([here, at("ws://192.168.1.7:8080/ws")]);
  assert.deepEqual([9000, 8080, 9001].map((port) => own.hasPort(port)), [true, true, false]);
});

Deno.test("an endpoint is this node's where an own literal address says so, or an address led back there", () => {
  const own = new OwnAddress([here, at("ws://a.example:7/ws")]);
  const is = (endpoint: string) => own.isEndpoint(endpoint);
  assert.deepEqual([is("127.0.0.1:9000"), is("127.0.0.1:9001"), is("a.example:7")], [true, false, false]);
  own.meet("ws://b.example/ws", "8.8.8.8:80");
  assert.deepEqual([is("8.8.8.8:80"), is("8.8.8.8:81")], [true, false]);
  assert.deepEqual([own.is("ws://b.example/ws"), own.is("ws://c.example/ws"), own.is(here.key)], [
    true,
    false,
    true,
  ]);
});

Deno.test("so many addresses that led back are remembered, and the oldest is forgotten", () => {
  const own = new OwnAddress([]);
  for (let n = 0; n <= own_mirrors_max; n++) own.meet(`ws://${n}/ws`, `${n}`);
  assert.deepEqual([own.is("ws://0/ws"), own.is("ws://1/ws")], [false, true]);
});

Deno.test("an address that nobody believes is not doubted, and an old one counts from its last confirmation", () => {
  assert.equal(new OwnAddress([]).doubt(9 * day_ms, "1.2", 1), false);
  const own = new OwnAddress([]);
  own.confirm(5, wide, "1.2", 1);
  assert.equal(own.doubt(5 + day_ms - 1, "3.4", 1), false);
  assert.equal(own.doubt(5 + day_ms, "3.4", 1), true);
  assert.equal(own.wantsWitness(5 + day_ms, wide), true, "It is looked for again.");
});

Deno.test("witnesses and doubters of before do not count once the question is settled", () => {
  const own = new OwnAddress([]);
  for (const group of ["1.2", "3.4"]) own.confirm(0, wide, group, 5);
  assert.equal(own.doubt(day_ms, "1.2", 5), false);
  for (const group of ["5.6", "7.8"]) own.confirm(day_ms, wide, group, 5);
  assert.equal(own.doubt(2 * day_ms, "3.4", 5), false);
  assert.equal(own.doubt(2 * day_ms, "5.6", 5), true);
});

Deno.test("where no group is known one witness is enough, and where more are known two are", () => {
  for (const [groups, is_believed] of [[0, true], [1, true], [2, false], [9, false]] as const) {
    assert.equal(new OwnAddress([]).confirm(0, wide, "1.2", groups), is_believed);
  }
});
