import assert from "node:assert/strict";
import { clients_max, descriptor_reserve_size } from "../limits.ts";
import { checkDescriptors, freeDescriptors } from "./descriptor_check.ts";

const wanted = clients_max + 2 * descriptor_reserve_size;
const never = new AbortController().signal;

/** A system that has so many descriptors, and counts those that are open. */
class System {
  open = 0;
  constructor(readonly limit: number) {}
  readonly take = (): Disposable => {
    if (this.open >= this.limit) throw new Error("Too many open files (os error 24)");
    this.open++;
    return { [Symbol.dispose]: () => void this.open-- };
  };
}

/** What the log is told. */
async function toldAt(limit: number, taken = 0): Promise<unknown[]> {
  const told: unknown[] = [];
  await checkDescriptors(
    { info: (_text, values) => void told.push(values) },
    taken,
    never,
    new System(limit).take,
  );
  return told;
}

Deno.test("where descriptors for all places are free, nothing is said", async () =>
  assert.deepEqual(await toldAt(wanted), []));

Deno.test("where one is lacking, the log has what is free, what is needed and what to do", async () =>
  assert.deepEqual(await toldAt(wanted - 1), [{ free: wanted - 1, wanted, advice: 2 * clients_max }]));

Deno.test("a descriptor that a client holds already is not lacking", async () => {
  assert.deepEqual(await toldAt(wanted - 1, 1), []);
  assert.equal((await toldAt(wanted - 2, 1)).length, 1);
});

Deno.test("all that was opened is closed again, also where the system has no more", async () => {
  for (const limit of [100, 300]) {
    const system = new System(limit);
    assert.equal(await freeDescriptors(200, never, system.take), Math.min(limit, 200));
    assert.equal(system.open, 0);
  }
});

Deno.test("where not one can be opened, the reason may be another: nothing is said", async () =>
  assert.deepEqual(await toldAt(0), []));

Deno.test("a node that stops ends the look, and every descriptor is closed", async () => {
  const system = new System(1_000);
  const end = new AbortController();
  const look = freeDescriptors(1_000, end.signal, system.take);
  assert.ok(system.open > 0 && system.open < 1_000);
  end.abort();
  await look;
  assert.equal(system.open, 0);
});
