/** The listener over real sockets, on a clock that the test moves. */
import assert from "node:assert/strict";
import { within } from "../../tests/test_node.ts";
import { HandClock } from "../hand_clock.ts";
import { restart_close_ms, restart_pause_max_ms, restart_pause_min_ms } from "../limits.ts";
import { DescriptorReserve } from "./descriptor_reserve.ts";
import { Listener } from "./listener.ts";

/** A listener whose host notes what it is told. */
class Trial implements AsyncDisposable {
  readonly clock = new HandClock();
  readonly told: string[] = [];
  readonly lines: string[] = [];
  readonly listener: Listener;
  respond = (): Response | Promise<Response> => new Response("here");

  constructor(host = "127.0.0.1", reserve = new DescriptorReserve()) {
    this.listener = new Listener({
      host,
      port: 0,
      clock: this.clock,
      reserve,
      log: {
        info: (line, values) =>
          void this.lines.push(line.replace(/\{(\w+)\}/g, (_, name) => String(values?.[name]))),
        warn: () => {},
        debug: () => {},
        fault: (_, error) => {
          throw error;
        },
      },
    });
    this.listener.attach({
      handle: () => this.respond(),
      interrupt: () => {
        this.told.push("interrupt");
        return 3;
      },
      ended: () => void this.told.push("ended"),
    });
  }

  /** What is answered at an address; undefined where nobody listens. */
  async ask(hostname: string): Promise<string | undefined> {
    const url = `http://${hostname}:${this.listener.port}/`;
    const answer = await fetch(url, { headers: { connection: "close" } }).catch(() => undefined);
    return answer?.text();
  }

  /** Moves the clock until the work has settled. */
  async pass(ms: number, work: Promise<void>): Promise<void> {
    let is_settled = false;
    work.finally(() => is_settled = true);
    const end_ms = this.clock.ms + ms;
    while (!is_settled && this.clock.ms < end_ms) {
      await new Promise((resolve) => setImmediate(resolve));
      if (this.clock.timers > 0) this.clock.pass(10);
    }
    await within(2_000, "the return", work);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.listener.stop();
    await this.listener.end();
  }
}

const first_ms = restart_close_ms + restart_pause_min_ms;

for (const host of ["127.0.0.1", "localhost", "::"]) {
  Deno.test(`a restart of --host ${host} ends what was accepted and keeps the port`, async () => {
    await using trial = new Trial(host);
    using silent = await Deno.connect({ hostname: "127.0.0.1", port: trial.listener.port });
    assert.equal(await trial.ask("127.0.0.1"), "here");
    await trial.pass(first_ms, trial.listener.restart("memory"));
    assert.equal(await silent.read(new Uint8Array(1)), null);
    assert.equal(await trial.ask("127.0.0.1"), "here");
    assert.equal(await trial.ask("[::1]"), host === "127.0.0.1" ? undefined : "here");
    assert.deepEqual(trial.told, ["interrupt", "ended"]);
    assert.equal(trial.listener.restarts.get("memory"), 1);
  });
}

Deno.test("one line of the log says why the server starts anew", async () => {
  await using trial = new Trial();
  await trial.pass(first_ms, trial.listener.restart("accept", "no idea"));
  assert.deepEqual(trial.lines, [
    "The server starts anew (accept: no idea): 3 WebSockets were asked to come again, back in 100 ms",
  ]);
});

Deno.test("calls while the server is away wait for the same return, and a stop does not wait for it", async () => {
  await using trial = new Trial();
  const returns = [trial.listener.restart("memory"), trial.listener.restart("descriptors")];
  assert.equal(trial.listener.restarts.get("descriptors"), 0);
  await within(2_000, "the stop", trial.listener.stop());
  await Promise.all(returns);
  assert.equal(await trial.ask("127.0.0.1"), undefined);
});

const is_linux = Deno.build.os === "linux";

Deno.test("while restarts recur this computer is let in first, and all others after the pause", {
  ignore: !is_linux,
}, async () => {
  await using trial = new Trial("::");
  // Linux gives every address of 127.0.0.0/8 to this computer; the listener knows 127.0.0.1 alone.
  const elsewhere = "127.0.0.2";
  for (let restart = 0; restart < 3; restart++) {
    await trial.pass(first_ms, trial.listener.restart("descriptors"));
  }
  for (const local of ["127.0.0.1", "[::1]"]) assert.equal(await trial.ask(local), "here");
  assert.equal(await trial.ask(elsewhere), undefined);
  trial.clock.pass(400 - restart_pause_min_ms);
  await within(
    2_000,
    "the return",
    (async () => {
      while (await trial.ask(elsewhere) === undefined) trial.clock.pass(restart_close_ms);
    })(),
  );
});

Deno.test("the server waits while others hold the descriptors that it has given up", async () => {
  let are_taken = false;
  const reserve = new DescriptorReserve(() => {
    if (are_taken) throw new Error("Too many open files");
    return { [Symbol.dispose]: () => {} };
  });
  await using trial = new Trial("127.0.0.1", reserve);
  are_taken = true;
  const back = trial.listener.restart("descriptors");
  while (trial.lines.length < 4) {
    await new Promise((resolve) => setImmediate(resolve));
    trial.clock.pass(restart_pause_max_ms);
  }
  assert.match(trial.lines.at(-1)!, /can't listen again yet: Error: all file descriptors are still taken/);
  assert.equal(await trial.ask("127.0.0.1"), undefined);
  are_taken = false;
  await trial.pass(restart_pause_max_ms, back);
  assert.equal(await trial.ask("127.0.0.1"), "here");
});

Deno.test("a stop lets a request be answered that is under way, and refuses the next one", async () => {
  const trial = new Trial();
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<Response>();
  trial.respond = () => {
    asked.resolve();
    return answer.promise;
  };
  const first = trial.ask("127.0.0.1");
  await asked.promise;
  const stopped = trial.listener.stop();
  assert.match(await trial.ask("127.0.0.1") ?? "", /starts anew or stops/);
  answer.resolve(new Response("the answer"));
  assert.equal(await first, "the answer");
  await within(2_000, "the stop", stopped);
  await trial.listener.end();
  assert.equal(await trial.ask("127.0.0.1"), undefined);
});

Deno.test("a port that another program holds for one family only is refused", () => {
  for (
    const [taken, host] of [["0.0.0.0", "::"], ["127.0.0.1", "::"], ["::1", "::"], [
      "::1",
      "localhost",
    ]] as const
  ) {
    const other = Deno.listen({ hostname: taken, port: 0 });
    const port = other.addr.port;
    const log = { info: () => {}, warn: () => {}, debug: () => {}, fault: () => "" };
    assert.throws(
      () => new Listener({ port, host, log }),
      Deno.errors.AddrInUse,
    );
    other.close();
  }
});
