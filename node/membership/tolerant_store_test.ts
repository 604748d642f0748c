import assert from "node:assert/strict";
import { MemoryStorage } from "../../storage/memory.ts";
import { StorageError } from "../../storage/storage.ts";
import { row } from "../../storage/test_rows.ts";
import { TolerantStore } from "./tolerant_store.ts";

/** A store of which nothing can be read. */
class Unreadable extends MemoryStorage {
  error: Error = new StorageError("damaged", { en: "The peer store is damaged.", zh: "停" });

  override page(): never {
    throw this.error;
  }

  override load(): never {
    throw this.error;
  }

  override find(): never {
    throw this.error;
  }

  override walk(): never {
    throw this.error;
  }
}

Deno.test("TolerantStore reads nothing where nothing can be read, and says so once", () => {
  const said: unknown[] = [];
  const store = new TolerantStore(new Unreadable(), {
    info() {},
    warn: (_, properties) => said.push(properties),
    debug() {},
    fault: () => "",
  });
  assert.deepEqual([store.load(1), store.walk(1), store.find("ws://a/ws"), store.page(1)], [
    [],
    [],
    undefined,
    [],
  ]);
  assert.deepEqual(said, [{ cause: "The peer store is damaged." }]);
});

Deno.test("TolerantStore hides no bug, and hands everything else on", async () => {
  const unreadable = new Unreadable();
  unreadable.error = new TypeError("a bug");
  const log = { info() {}, warn() {}, debug() {}, fault: () => "" };
  assert.throws(() => new TolerantStore(unreadable, log).load(1), TypeError);
  const memory = new MemoryStorage();
  const store = new TolerantStore(memory, log);
  await store.register([row("ws://a")]);
  store.save([row("ws://b")]);
  assert.deepEqual([store.count(), store.revision, store.page(9)], [2, memory.revision, memory.page(9)]);
  store.remove(["ws://a"]);
  store.probe();
  store.close();
  assert.throws(() => store.save([row("ws://c")]), StorageError);
});
