import assert from "node:assert/strict";
import { OwnAddress } from "./own_address.ts";
import { at } from "./test_entries.ts";

const wide = at("ws://203.0.113.7:9000/ws");
const lan = at("ws://192.168.1.7:9000/ws");
const here = at("ws://127.0.0.1:9000/ws");

Deno.test("each peer is given the narrowest address that reaches it, and never one of narrower scope", () => {
  const own = new OwnAddress([wide, lan, here]);
  assert.deepEqual([own.for("loopback"), own.for("private"), own.for("public")], [here, lan, wide]);
  assert.equal(new OwnAddress([here]).for("public"), undefined);
  assert.equal(new OwnAddress([wide]).for("loopback"), wide);
});

Deno.test("an address is believed after two witnesses from different groups", () => {
  const own = new OwnAddress([]);
  assert.equal(own.confirm(wide, "1.2", 5), false);
  assert.equal(own.confirm(wide, "1.2", 5), false);
  assert.equal(own.is(wide.key), false);
  assert.equal(own.confirm(wide, "3.4", 5), true);
  assert.deepEqual([own.is(wide.key), own.isKnownPublicly], [true, true]);
  assert.equal(own.confirm(wide, "5.6", 5), false);
});

Deno.test("one witness is enough where only one group is known", () => {
  assert.equal(new OwnAddress([]).confirm(wide, "1.2", 1), true);
});

Deno.test("lies about where we are seen do not pile up", () => {
  const own = new OwnAddress([]);
  own.confirm(wide, "1.2", 5);
  for (let lie = 0; lie < 8; lie++) own.confirm(at(`ws://198.51.100.${lie}/ws`), "1.2", 5);
  assert.equal(own.confirm(wide, "3.4", 5), false);
});
