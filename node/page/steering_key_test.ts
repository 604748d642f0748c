import assert from "node:assert/strict";
import { code_lifetime_ms } from "./limits.ts";
import { drawKey, isKey, SteeringKey } from "./steering_key.ts";

const text = "0123456789abcdef0123456789abcdef";

Deno.test("a key fits itself and nothing else", () => {
  const key = new SteeringKey(text);
  assert.equal(key.fits(text), true);
  const others = [
    "",
    text.slice(1),
    `${text}0`,
    text.toUpperCase(),
    "f".repeat(32),
    "é".repeat(32),
    "é".repeat(16),
  ];
  for (const other of others) assert.equal(key.fits(other), false, other);
});

Deno.test("keys have 128 bit and differ", () => {
  const keys = new Set(Array.from({ length: 100 }, drawKey));
  assert.equal(keys.size, 100);
  for (const key of keys) assert.match(key, /^[0-9a-f]{32}$/);
});

Deno.test("isKey() takes 32 digits of hexadecimal", () => {
  assert.equal(isKey(text), true);
  for (const other of ["", text.slice(1), text.toUpperCase(), `${text}\n`, "g".repeat(32)]) {
    assert.equal(isKey(other), false, other);
  }
  assert.throws(() => new SteeringKey("short"), /expected 32 digits/);
});

Deno.test("a code is good once, until its time is up", () => {
  let now_ms = 1_000;
  const key = new SteeringKey(text, () => now_ms);
  assert.equal(key.redeem(""), false);
  assert.equal(key.redeem(text), false);

  const in_time = key.drawCode();
  assert.notEqual(in_time, text);
  now_ms += code_lifetime_ms;
  assert.deepEqual([key.redeem(in_time), key.redeem(in_time)], [true, false]);

  const late = key.drawCode();
  now_ms += code_lifetime_ms + 1;
  assert.equal(key.redeem(late), false);
  now_ms -= code_lifetime_ms;
  assert.equal(key.redeem(late), false);
});

Deno.test("a wrong code leaves the right one good, a later code ends it", () => {
  const key = new SteeringKey(text, () => 0);
  const code = key.drawCode();
  assert.equal(key.redeem("0".repeat(32)), false);
  assert.equal(key.redeem(code), true);
  const [earlier, later] = [key.drawCode(), key.drawCode()];
  assert.deepEqual([key.redeem(earlier), key.redeem(later)], [false, true]);
});

Deno.test("a code is no key", () => {
  const key = new SteeringKey(text);
  assert.equal(key.fits(key.drawCode()), false);
});
