import assert from "node:assert/strict";
import { descriptor_reserve_size } from "../limits.ts";
import { DescriptorReserve } from "./descriptor_reserve.ts";

/** A system that has so many descriptors. */
class System {
  constructor(public free: number) {}

  readonly open = (): Disposable => {
    if (this.free === 0) throw new Error("Too many open files");
    this.free--;
    return { [Symbol.dispose]: () => void this.free++ };
  };
}

Deno.test("the reserve says whether as many descriptors again are free", () => {
  const system = new System(100);
  const reserve = new DescriptorReserve(system.open);
  assert.ok(reserve.take());
  assert.deepEqual([reserve.size, system.free], [descriptor_reserve_size, 100 - descriptor_reserve_size]);
  for (
    const [free, is_enough] of [[descriptor_reserve_size, true], [
      descriptor_reserve_size - 1,
      false,
    ]] as const
  ) {
    reserve.give();
    system.free = descriptor_reserve_size + free;
    assert.equal(reserve.take(), is_enough);
    assert.deepEqual([reserve.size, system.free], [descriptor_reserve_size, free]);
  }
});

Deno.test("a system that never had so many, or no file to open, is content with what there is", () => {
  for (const free of [3, 0]) {
    const system = new System(free);
    const reserve = new DescriptorReserve(system.open);
    assert.deepEqual([reserve.take(), reserve.size], [true, free]);
    reserve.give();
    assert.deepEqual([reserve.take(), reserve.size, system.free], [true, free, 0]);
  }
});
