import assert from "node:assert/strict";
import { opening_checks_max } from "../limits.ts";
import { Unopened } from "./unopened.ts";

class Fake {
  opened = false;
  code: number | undefined;
  readonly #unopened: Unopened<Fake>;

  constructor(unopened: Unopened<Fake>, readonly source = "203.0.113.7") {
    this.#unopened = unopened;
    unopened.add(this);
  }

  abandon(code: number): void {
    this.code = code;
    this.#unopened.delete(this);
  }
}

Deno.test("a connection that has not opened is given up at the last look, and not before", () => {
  const unopened = new Unopened<Fake>();
  const [late, early] = [new Fake(unopened), new Fake(unopened)];
  for (let look = 1; look < opening_checks_max; look++) assert.deepEqual(unopened.check(), []);
  early.opened = true;
  assert.deepEqual(unopened.check(), [late]);
  assert.deepEqual([late.code, early.code], [1006, undefined]);
});

Deno.test("count() tells the unopened connections of one source, until they open or end", () => {
  const unopened = new Unopened<Fake>();
  const [first, second] = [new Fake(unopened), new Fake(unopened)];
  new Fake(unopened, "198.51.100.4");
  assert.equal(unopened.count(first.source), 2);
  first.opened = true;
  assert.equal(unopened.count(first.source), 1);
  second.abandon(1006);
  assert.equal(unopened.count(first.source), 0);
  assert.equal(unopened.count("198.51.100.4"), 1);
});

Deno.test("abandon() gives up only what has not opened", () => {
  const unopened = new Unopened<Fake>();
  const [open, late] = [new Fake(unopened), new Fake(unopened)];
  open.opened = true;
  unopened.abandon();
  assert.deepEqual([open.code, late.code], [undefined, 1006]);
});
