import assert from "node:assert/strict";
import fc from "fast-check";
import { Bucket } from "./bucket.ts";

const rate = { per_second: 2, burst: 5 };

function takeAll(bucket: Bucket, now_ms: number): number {
  let taken = 0;
  while (bucket.take(now_ms)) taken++;
  return taken;
}

Deno.test("a bucket gives its burst at once and its rate afterwards", () => {
  const bucket = new Bucket(rate, 0);
  assert.equal(takeAll(bucket, 0), 5);
  assert.equal(bucket.take(499), false);
  assert.equal(bucket.take(500), true);
  assert.equal(bucket.take(500), false);
  assert.equal(takeAll(bucket, 2_500), 4);
  assert.equal(takeAll(bucket, 1_000_000), 5);
});

Deno.test("a bucket gives several tokens or none of them", () => {
  const bucket = new Bucket(rate, 0);
  assert.equal(bucket.take(0, 5), true);
  assert.equal(bucket.take(999, 2), false);
  assert.equal(bucket.take(1_000, 2), true);
});

Deno.test("a bucket gives more than its burst only when it is full, and then is in debt", () => {
  const bucket = new Bucket(rate, 0);
  assert.equal(bucket.take(0), true);
  assert.equal(bucket.take(0, 6), false);
  assert.equal(bucket.take(500, 9), true);
  assert.equal(bucket.take(2_999), false);
  assert.equal(bucket.take(3_000), true);
});

Deno.test("has() tells what take() would do, and takes nothing", () => {
  const bucket = new Bucket(rate, 0);
  assert.deepEqual([bucket.has(0, 5), bucket.has(0, 5), bucket.take(0, 5), bucket.has(0)], [
    true,
    true,
    true,
    false,
  ]);
});

Deno.test("a grant never fills a bucket over its burst", () => {
  const bucket = new Bucket(rate, 0);
  takeAll(bucket, 0);
  bucket.grant(0, 3);
  assert.equal(takeAll(bucket, 0), 3);
  bucket.grant(0, 100);
  assert.equal(takeAll(bucket, 0), 5);
});

Deno.test("a bucket is full when it has rested for its burst, and not before", () => {
  const bucket = new Bucket(rate, 0);
  assert.equal(bucket.isFull(0), true);
  takeAll(bucket, 0);
  assert.equal(bucket.isFull(2_499), false);
  assert.equal(bucket.isFull(2_500), true);
});

Deno.test("a clock that goes back adds nothing to a bucket", () => {
  const bucket = new Bucket(rate, 1_000);
  takeAll(bucket, 1_000);
  assert.equal(bucket.take(0), false);
  assert.equal(bucket.take(1_000), false);
  assert.equal(takeAll(bucket, 1_500), 1);
});

Deno.test("a bucket never gives more than its burst and its rate over any time", () => {
  fc.assert(fc.property(fc.array(fc.nat(3_000), { maxLength: 200 }), (pauses_ms) => {
    const bucket = new Bucket(rate, 0);
    let now_ms = 0;
    let taken = 0;
    for (const pause_ms of pauses_ms) {
      now_ms += pause_ms;
      if (bucket.take(now_ms)) taken++;
    }
    assert.ok(taken <= rate.burst + rate.per_second * now_ms / 1000 + 1e-6);
  }));
});
