import assert from "node:assert/strict";
import type { Words } from "../../discovery/words.ts";
import { StorageError, type StorageFault } from "../../storage/storage.ts";
import { HandClock } from "../hand_clock.ts";
import { store_look_ms, store_probe_again_ms, store_probe_ms, store_refusal_shown_ms } from "./limits.ts";
import { StoreWatch, type WatchedStore } from "./store_watch.ts";

const faultOf = (fault: StorageFault) =>
  new StorageError(fault, { en: `It is ${fault}.`, zh: `故障：${fault}` });

/** A store that fails on demand, and counts its probes. */
class Store implements WatchedStore {
  error: Error | undefined;
  note: Words | undefined;
  probes = 0;

  constructor(readonly probes_itself?: true) {}

  probe(): void {
    this.probes++;
    if (this.error !== undefined) throw this.error;
  }
}

function watchOver(store: Store) {
  const clock = new HandClock();
  const watch = new StoreWatch(store, clock);
  const told: (string | undefined)[] = [];
  const open = () => watch.start(() => told.push(watch.view?.fault?.en ?? watch.view?.note?.en));
  /** Lets time pass in steps of one look. */
  const pass = (ms: number) => {
    for (let passed = 0; passed < ms; passed += store_look_ms) clock.pass(store_look_ms);
  };
  return { clock, watch, told, open, pass };
}

Deno.test("a store is looked at while a page is open, and no timer runs otherwise", () => {
  const store = new Store();
  const { clock, watch, open, pass } = watchOver(store);
  assert.deepEqual([store.probes, clock.timers, watch.view], [0, 0, undefined]);
  open();
  open();
  assert.deepEqual([store.probes, clock.timers, watch.view], [1, 1, undefined]);
  watch.stop();
  pass(2 * store_probe_ms);
  assert.deepEqual([store.probes, clock.timers], [1, 0]);
});

Deno.test("a file is written now and then while it can be, and more often while it can't; each change is told once", () => {
  const store = new Store();
  const { told, watch, open, pass } = watchOver(store);
  open();
  pass(store_probe_ms - store_look_ms);
  assert.equal(store.probes, 1);
  store.error = faultOf("lost");
  pass(store_look_ms);
  assert.deepEqual([store.probes, told], [2, ["It is lost."]]);
  assert.deepEqual(watch.view, { fault: { en: "It is lost.", zh: "故障：lost" } });
  pass(3 * store_probe_again_ms);
  assert.deepEqual([store.probes, told.length], [5, 1]);
  store.error = undefined;
  pass(store_probe_again_ms);
  assert.deepEqual([told, watch.view], [["It is lost.", undefined], undefined]);
  const { probes } = store;
  pass(store_probe_ms - store_look_ms);
  assert.equal(store.probes, probes);
});

Deno.test("a page that is opened again and again does not write to the disk each time", () => {
  const store = new Store();
  const { watch, open } = watchOver(store);
  for (let n = 0; n < 100; n++) {
    open();
    watch.stop();
  }
  assert.equal(store.probes, 1);
});

Deno.test("a server is asked at each look, since that costs nothing", () => {
  const store = new Store(true);
  const { told, open, pass } = watchOver(store);
  open();
  store.error = faultOf("away");
  pass(store_look_ms);
  store.error = undefined;
  pass(store_look_ms);
  assert.deepEqual([store.probes, told], [3, ["It is away.", undefined]]);
});

Deno.test("a refused register is told of at the next look, and a storm of them does not write to the disk", () => {
  const store = new Store();
  const { told, watch, open, pass } = watchOver(store);
  open();
  store.error = faultOf("unwritable");
  pass(store_probe_again_ms);
  assert.deepEqual([store.probes, told], [1, []]);
  for (let n = 0; n < 1_000; n++) watch.refused(faultOf("unwritable"));
  pass(store_look_ms);
  assert.deepEqual([store.probes, told], [2, ["It is unwritable."]]);
  store.error = undefined;
  pass(store_probe_again_ms);
  assert.deepEqual(told, ["It is unwritable.", undefined], "what a probe found, a probe finds to be over");
});

Deno.test("a full store can be written, and is told of until a register is accepted, or for some seconds", () => {
  const store = new Store();
  const { told, watch, open, pass } = watchOver(store);
  open();
  watch.refused(faultOf("full"));
  pass(store_look_ms);
  assert.deepEqual(told, ["It is full."]);
  watch.accepted();
  pass(store_look_ms);
  assert.deepEqual(told, ["It is full.", undefined]);
  watch.refused(faultOf("full"));
  pass(store_refusal_shown_ms - store_look_ms);
  assert.equal(told.at(-1), "It is full.");
  pass(store_look_ms);
  assert.equal(told.at(-1), undefined);
});

Deno.test("a refusal that a probe would have found is not told of when the probe finds none", () => {
  for (const fault of ["away", "lost", "damaged"] as const) {
    const { told, watch, open, pass } = watchOver(new Store(true));
    open();
    watch.refused(faultOf(fault));
    pass(store_look_ms);
    assert.deepEqual(told, [], fault);
  }
});

Deno.test("a refusal while no page was open is told to a page that opens soon, and not to a later one", () => {
  for (const [later_ms, shown] of [[0, "It is full."], [store_refusal_shown_ms, undefined]] as const) {
    const { clock, watch, open } = watchOver(new Store());
    watch.refused(faultOf("full"));
    clock.pass(later_ms);
    open();
    assert.equal(watch.view?.fault?.en, shown);
  }
});

Deno.test("the store's note is told, also beside a fault", () => {
  const store = new Store(true);
  const { told, watch, open, pass } = watchOver(store);
  store.note = { en: "A power cut loses some.", zh: "断电会丢。" };
  open();
  store.error = faultOf("away");
  pass(store_look_ms);
  assert.deepEqual(told, ["A power cut loses some.", "It is away."]);
  assert.deepEqual(watch.view, { fault: faultOf("away").words, note: store.note });
});

Deno.test("what no store should throw is told without its words, which may name a path", () => {
  const store = new Store();
  store.error = new TypeError("can't read /home/fox/peers.sqlite");
  const { watch, open } = watchOver(store);
  open();
  assert.doesNotMatch(JSON.stringify(watch.view), /home/);
  assert.match(watch.view!.fault!.en, /does not know/);
});
