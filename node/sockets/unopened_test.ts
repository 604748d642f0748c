import assert from "node:assert/strict";
import { opening_checks_max } from "../limits.ts";
import { Unopened } from "./unopened.ts";

const [here, there] = ["203.0.113.7", "198.51.100.4"];

class Fake {
  opened = false;
  code: number | undefined;

  abandon(code: number): void {
    this.code = code;
  }
}

Deno.test("a connection that has not opened is given up at the last look, and not before", () => {
  const unopened = new Unopened();
  const [late, early] = [new Fake(), new Fake()];
  for (const connection of [late, early]) unopened.add(here, connection);
  for (let look = 1; look < opening_checks_max; look++) assert.deepEqual(unopened.check(), []);
  early.opened = true;
  assert.deepEqual(unopened.check(), [here]);
  assert.deepEqual([late.code, early.code], [1006, undefined]);
});

Deno.test("count() tells the unopened connections of one source, until they open or end", () => {
  const unopened = new Unopened();
  const [first, second] = [new Fake(), new Fake()];
  for (const connection of [first, second]) unopened.add(here, connection);
  unopened.add(there, new Fake());
  assert.equal(unopened.count(here), 2);
  first.opened = true;
  assert.equal(unopened.count(here), 1);
  unopened.delete(here, second);
  assert.deepEqual([unopened.count(here), unopened.count(there)], [0, 1]);
});

Deno.test("abandon() gives up only what has not opened", () => {
  const unopened = new Unopened();
  const [open, late] = [new Fake(), new Fake()];
  for (const connection of [open, late]) unopened.add(here, connection);
  open.opened = true;
  unopened.abandon();
  assert.deepEqual([open.code, late.code], [undefined, 1006]);
  assert.equal(unopened.count(here), 0);
});
