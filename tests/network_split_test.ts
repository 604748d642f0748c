/** A network of real nodes that is cut in two and joined again, and a node that is started again. */
import assert from "node:assert/strict";
import { type Dial, dial } from "../node/sockets/dialer.ts";
import { steadyClock } from "../node/steady_clock.ts";
import { until } from "../node/test_until.ts";
import { component, held, neighbours, TestNetwork } from "./network.ts";

const limit_ms = 60_000;

Deno.test("a network cut in two between its dialers is one again soon after the cut, without a restart", async () => {
  await using network = new TestNetwork();
  const cut = new Cut();
  const clock = steadyClock(10);
  const seed = network.start({ clock, dial: cut.dialer(0) });
  cut.place(seed.node.port, 0);
  for (let more = 1; more < 10; more++) {
    const { node } = network.start({ clock, dial: cut.dialer(more % 2), join: [seed.addr] });
    cut.place(node.port, more % 2);
  }
  const { members } = network;
  const halves = [0, 1].map((side) => members.filter((_, index) => index % 2 === side));
  const isOne = () => component(members).size === members.length;
  const crosses = () =>
    members.some((one, index) => halves[1 - index % 2]!.some(({ addr }) => neighbours(one).includes(addr)));
  await until(() => isOne() && members.every((one) => held(one).length >= 6), "one component", limit_ms);

  cut.make();
  await until(
    () =>
      !crosses() &&
      halves.every((half) =>
        component(half).size === half.length && half.every((one) => held(one).length >= 2)
      ),
    "two halves",
    limit_ms,
  );
  // Long enough that every address beyond the cut has failed again and again.
  await until(() => cut.refused >= 100, "many dials are refused", limit_ms);
  assert.equal(crosses(), false);

  cut.mend();
  await until(isOne, "one component again", limit_ms);
  await until(
    () => members.every((one) => held(one).length >= 6),
    "all have their connections back",
    limit_ms,
  );
});

Deno.test("a node that is started again with its store dials its two anchors first, also before whom it joins through", async () => {
  await using network = new TestNetwork();
  const clock = steadyClock(10);
  const seed = network.start({ clock });
  for (let more = 1; more < 6; more++) network.start({ clock, join: [seed.addr] });
  const last = network.start({ clock, join: [seed.addr], outbound: 2 }, "last.sqlite");
  await until(() => held(last).length === 2, "it holds two", limit_ms);
  const anchors = held(last);
  await network.stop(last);

  const dialled: string[] = [];
  const listening: Dial = (request) => {
    dialled.push(request.target.key);
    return dial(request);
  };
  const again = network.start({ clock, join: [seed.addr], dial: listening }, "last.sqlite");
  await until(() => dialled.length >= 3, "it has dialled", limit_ms);
  assert.deepEqual(new Set(dialled.slice(0, 2)), new Set(anchors));
  await until(() => anchors.every((addr) => held(again).includes(addr)), "it is connected to them", limit_ms);
});

/** A cable between two groups of nodes that can be pulled. */
class Cut {
  refused = 0;
  readonly #sides = new Map<number, number>();
  #cable: AbortController | undefined = new AbortController();

  place(port: number, side: number): void {
    this.#sides.set(port, side);
  }

  make(): void {
    const cable = this.#cable!;
    this.#cable = undefined;
    cable.abort();
  }

  mend(): void {
    this.#cable = new AbortController();
  }

  /** The dialer of a node on that side. */
  dialer(side: number): Dial {
    return (request) => {
      if (this.#sides.get(request.target.port) === side) return dial(request);
      if (this.#cable === undefined) {
        this.refused++;
        return Promise.reject(new Error("The cable is pulled."));
      }
      return dial({ ...request, signal: AbortSignal.any([request.signal, this.#cable.signal]) });
    };
  }
}
