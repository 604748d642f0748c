/** When writes are taken again after an outage. Redis is played by a script; real ones are in the other tests. */
import assert from "node:assert/strict";
import { until } from "../../node/test_until.ts";
import { StorageError } from "../storage.ts";
import { Lookout } from "./lookout.ts";
import type { LookoutHost } from "./lookout_host.ts";
import type { RedisSession, SessionWatcher } from "./session.ts";

const away = new StorageError("away", { en: "Gone.", zh: "断开。" });

/** A lookout over sessions that a test ends, and loads that it settles. */
class Played implements AsyncDisposable {
  readonly watchers: SessionWatcher[] = [];
  readonly loads: PromiseWithResolvers<void>[] = [];
  ready = 0;
  readonly lookout: Lookout;

  constructor() {
    this.lookout = new Lookout(
      {
        begin: (watcher) => {
          this.watchers.push(watcher);
          const fail = (error: StorageError) => watcher.ended(error);
          const nothing = () => Promise.resolve();
          const session = { note: undefined, checkKeys: nothing, follow: nothing, close() {}, fail };
          return Promise.resolve(session as unknown as RedisSession);
        },
        load: () => {
          const load = Promise.withResolvers<void>();
          this.loads.push(load);
          return load.promise;
        },
        ready: () => void this.ready++,
        faultOf: (error) => error as StorageError,
        outage: () => {},
        pause_max_ms: 1,
      } satisfies Partial<LookoutHost> as unknown as LookoutHost,
    );
  }

  /** Settles when it has begun anew, and what that loads has been asked for. */
  async lost(): Promise<void> {
    const before = this.loads.length;
    this.watchers.at(-1)!.ended(away);
    assert.equal(this.lookout.session, undefined);
    await until(() => this.loads.length > before, "all is loaded anew");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { resolve } of this.loads) resolve();
    await this.lookout.end();
  }
}

async function begun(): Promise<Played> {
  const played = new Played();
  const beginning = played.lookout.begin();
  await until(() => played.loads.length === 1, "the first load");
  assert.deepEqual([played.lookout.session, played.ready], [undefined, 0], "a node begins with all of it");
  played.loads[0]!.resolve();
  await beginning;
  assert.equal(played.ready, 1);
  return played;
}

Deno.test("writes are taken again before all is loaded anew, and what may wait is sent after that", async () => {
  await using played = await begun();
  const { lookout } = played;
  assert.equal(lookout.loading, undefined);
  await played.lost();
  assert.ok(lookout.session !== undefined && lookout.fault === undefined);
  assert.ok(lookout.loading !== undefined && lookout.settled_session === undefined);
  assert.equal(played.ready, 1);
  played.loads[1]!.resolve();
  await lookout.loading;
  assert.deepEqual([lookout.loading, played.ready], [undefined, 2]);
  assert.equal(lookout.settled_session, lookout.session);
});

Deno.test("a load that fails ends the session, and the next one loads all again", async () => {
  await using played = await begun();
  const { lookout } = played;
  await played.lost();
  const failed = lookout.loading;
  played.loads[1]!.reject(away);
  await failed;
  assert.deepEqual([lookout.session, lookout.fault, played.ready], [undefined, away, 1]);
  await until(() => played.loads.length === 3, "all is loaded anew");
  played.loads[2]!.resolve();
  await until(() => lookout.loading === undefined, "all is loaded");
  assert.ok(lookout.session !== undefined && played.ready === 2);
});

Deno.test("of two sessions that load, the second waits until the first load has left the mirror", async () => {
  await using played = await begun();
  const { lookout } = played;
  await played.lost();
  played.watchers.at(-1)!.ended(away);
  await until(() => played.watchers.length === 3, "the third session");
  await new Promise((resolve) => setTimeout(resolve));
  assert.deepEqual([lookout.session, played.loads.length], [undefined, 2]);
  played.loads[1]!.resolve();
  await until(() => played.loads.length === 3, "all is loaded anew");
  assert.ok(lookout.session !== undefined);
});
